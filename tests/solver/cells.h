#pragma once

#include <solver/run/time_step.h>
#include <solver/structure/grains.h>

#include <cmath>
#include <numbers>

/// Cells made by hand, for the tests of the solver and the verification programs.
namespace quench::tests
{
struct Layer
{
  std::string name;
  double      thickness;            ///< [nm]
  bool        own_vertices = false; ///< cut off from its neighbours
};

/// Layers from z = 0 upwards, each [0, width] wide (and deep, in three dimensions); contacts `bottom` and `top`.
inline meshes::CellGeometry stack(meshes::Symmetry symmetry, double width, const std::vector<Layer> &layers)
{
  meshes::CellGeometry cell;
  cell.symmetry      = symmetry;
  const auto between = [&](double lower, double upper) { return meshes::Box{{0, 0, lower}, {width, width, upper}}; };
  double     z       = 0;
  for (const Layer &layer : layers)
  {
    cell.regions.push_back({layer.name, between(z, z + layer.thickness), layer.own_vertices});
    z += layer.thickness;
  }
  cell.contacts = {{"bottom", between(0, 0)}, {"top", between(z, z)}};
  return cell;
}

inline meshes::CellGeometry block(meshes::Symmetry symmetry, double width, double height)
{
  return stack(symmetry, width, {{"block", height}});
}

/// Ordinary solid of constant numbers in SI units: S/m, W/(m K), J/(m3 K).
inline physics::Material solid(double conductivity, double heat_conductivity = 10, double heat_capacity = 2e6)
{
  using namespace units;
  physics::MaterialCard card;
  card.glass_forming      = false;
  card.thermoelectricity  = {.crystal = 0, .crystal_activation_energy = 0};
  card.crystal_conduction = {.conductivity = conductivity * S / m, .activation_energy = 0, .saturation_resistivity = 0};
  card.heat.crystal_conductivity  = heat_conductivity * W / (m * K);
  card.heat.crystal_lorenz_factor = 0;
  card.heat.heat_capacity         = heat_capacity * J / (m * m * m * K);
  return physics::Material(card);
}

/// The shipped GST.
inline physics::Material gst() { return physics::Material(physics::MaterialCard{}); }

/// The same without Seebeck coefficients.
inline physics::Material gst_without_thermoelectricity()
{
  physics::MaterialCard card;
  card.thermoelectricity = {
      .crystal = 0, .crystal_activation_energy = 0, .glass = 0, .glass_activation_energy = 0, .liquid = 0};
  return physics::Material(card);
}

/// Nodal values of a function of the position.
template <int dim, class Function>
solver::Vector nodal(const solver::Discretization<dim> &space, const Function &function)
{
  solver::Vector field = space.make_field();
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    field.local_element(i) = function(space.positions[i]);
  field.update_ghost_values();
  return field;
}

/// Crystallinity at a distance outside of a crystal whose front is of width ell (eq. P6).
inline double profile(double outside, double ell)
{
  return 0.5 * (1 - std::tanh(outside / (std::numbers::sqrt2 * ell)));
}

template <int dim>
solver::State uniform_state(const solver::Discretization<dim> &space, double temperature = 300 * units::K,
                            double crystallinity = 1, double relaxation = 0.6)
{
  solver::State state;
  for (solver::Vector *field : state.fields())
    *field = space.make_field();
  state.temperature   = temperature;
  state.crystallinity = crystallinity;
  state.relaxation    = relaxation;
  state.fictive       = temperature;
  state.grain         = crystallinity > 0.5 ? solver::grain_label(0) : 0.0;
  for (solver::Vector *field : state.fields())
    field->update_ghost_values();
  return state;
}

/// Refines the cells whose centre the predicate chooses, once.
template <int dim, class Predicate>
void refine_where(solver::Discretization<dim> &space, const Predicate &chosen)
{
  for (const auto &cell : space.mesh.active_cell_iterators())
    if (cell->is_locally_owned() && chosen(cell->center()))
      cell->set_refine_flag();
  space.mesh.execute_coarsening_and_refinement();
  space.rebuild();
}

/// Root mean square over the volume of the difference between a field and a function, at the Gauss points.
template <int dim, class Function>
double distance(const solver::Discretization<dim> &space, const solver::Vector &field, const Function &exact)
{
  static const solver::ReferenceElement<dim> reference;
  std::array<double, 2>                      sums{};
  for (const auto &cell : space.cells)
    for (unsigned int q = 0; q < reference.n; ++q)
    {
      dealii::Point<dim> x = cell.corner;
      for (int d = 0; d < dim; ++d)
        x[d] += reference.point[q][d] * cell.size[d];
      double difference = -exact(x);
      for (unsigned int i = 0; i < reference.n; ++i)
        difference += reference.value[q][i] * field.local_element(cell.nodes[i]);
      sums[0] += cell.JxW[q] * difference * difference;
      sums[1] += cell.JxW[q];
    }
  solver::sum_over_ranks(sums, space.communicator);
  return std::sqrt(sums[0] / sums[1]);
}
} // namespace quench::tests
