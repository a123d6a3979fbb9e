#include <postprocess/observe/transport_fields.h>

#include <physics/transport.h>

namespace quench::observe
{
namespace
{
constexpr double area = units::m * units::m, volume = units::m * area;

/// Gradient of a nodal field at the centre of a cell.
template <int dim>
std::array<double, dim> gradient_at_centre(const typename solver::Discretization<dim>::Cell &cell,
                                           const solver::Vector                             &field)
{
  constexpr unsigned int  n = solver::Discretization<dim>::n;
  std::array<double, dim> gradient{};
  for (unsigned int i = 0; i < n; ++i)
    for (int d = 0; d < dim; ++d)
      gradient[d] += ((i >> d & 1u) ? 2.0 : -2.0) / (n * cell.size[d]) * field.local_element(cell.nodes[i]);
  return gradient;
}

template <int dim>
physics::Fluxes<dim> fluxes_in(const typename solver::Discretization<dim>::Cell &cell,
                               const physics::Material &material, const solver::State &state)
{
  physics::TransportPoint<dim> point;
  point.temperature = solver::at_centre<dim>(cell, state.temperature);
  point.grad_V      = gradient_at_centre<dim>(cell, state.potential);
  point.grad_T      = gradient_at_centre<dim>(cell, state.temperature);
  if (material.forms_glass())
  {
    point.content_crystal         = solver::at_centre<dim>(cell, state.crystallinity);
    point.structure.crystallinity = point.content_crystal;
    point.structure.relaxation    = solver::at_centre<dim>(cell, state.relaxation);
    point.structure.switched      = solver::at_centre<dim>(cell, state.switched);
  }
  typename physics::FluxKernel<dim>::Points points;
  points.fill(point);
  return physics::FluxKernel<dim>(material, {}).all(points)[0];
}
} // namespace

template <int dim>
std::vector<FieldSnapshot::Array> transport_arrays(const solver::Discretization<dim> &space,
                                                   const solver::Materials &materials, const solver::State &state)
{
  FieldSnapshot::Array current{"current_density_A_m2", 3, {}}, joule{"joule_heat_W_m3", 1, {}},
      heat{"heat_flux_W_m2", 3, {}};
  for (const auto &cell : space.cells)
  {
    const auto flux = fluxes_in<dim>(cell, materials[static_cast<std::size_t>(cell.region)], state);
    for (int d = 0; d < 3; ++d)
    {
      current.values.push_back(d < dim ? flux.current[d].v / (units::A / area) : 0);
      heat.values.push_back(d < dim ? flux.heat[d].v / (units::W / area) : 0);
    }
    joule.values.push_back(flux.power.v / (units::W / volume));
  }
  return {current, joule, heat};
}

template std::vector<FieldSnapshot::Array> transport_arrays<2>(const solver::Discretization<2> &,
                                                               const solver::Materials &, const solver::State &);
template std::vector<FieldSnapshot::Array> transport_arrays<3>(const solver::Discretization<3> &,
                                                               const solver::Materials &, const solver::State &);
} // namespace quench::observe
