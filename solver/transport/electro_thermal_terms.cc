// From the mesh and the state to the element terms, and the terms of faces: docs/equations.md, D2 to D5 and H6.
#include <solver/structure/grains.h>
#include <solver/transport/electro_thermal.h>

#include <cmath>

namespace quench::solver
{
template <int dim>
StageTerms ElectroThermal<dim>::terms_of(const Stage &stage, bool jacobian) const
{
  return {{stage.mode != Mode::heat_only, stage.mode != Mode::charge_only},
          stage.rate(),
          stage.weight,
          p.permittivity * units::vacuum_permittivity * stage.rate(),
          jacobian};
}

template <int dim>
ElementMap<dim> ElectroThermal<dim>::map_of(const typename Discretization<dim>::Cell &cell) const
{
  static const ReferenceElement<dim> reference;
  ElementMap<dim>                    map;
  map.JxW   = cell.JxW;
  map.value = reference.value;
  for (int d = 0; d < dim; ++d)
  {
    const double inverse = 1 / cell.size[d];
    map.inverse_h2 += 4 * inverse * inverse;
    for (unsigned int q = 0; q < n; ++q)
      for (unsigned int i = 0; i < n; ++i)
        map.gradient[q][d][i] = reference.gradient[q][i][d] * inverse;
  }
  return map;
}

template <int dim>
ElementFields<dim> ElectroThermal<dim>::fields_of(const typename Discretization<dim>::Cell &cell, const Stage &stage,
                                                  const State &next) const
{
  const physics::Material &material = materials[cell.region];
  const bool               stored = stage.mode != Mode::charge_only && stage.rate() > 0, glass = material.forms_glass();
  ElementFields<dim>       fields;
  const auto               read = [&](std::array<double, n> &values, const Vector &field) {
    for (unsigned int i = 0; i < n; ++i)
      values[i] = field.local_element(cell.nodes[i]);
  };
  read(fields.V, next.potential);
  read(fields.T, next.temperature);
  if (stored)
    read(fields.T_old, stage.old.temperature);
  if (stored && stage.weight != 0)
    read(fields.T_inner, stage.inner.temperature);
  if (glass)
  {
    read(fields.phi, next.crystallinity);
    read(fields.relaxation, next.relaxation);
    read(fields.switched, next.switched);
    read(fields.phi_old, stage.old.crystallinity);
    read(fields.phi_inner, stage.inner.crystallinity);
    if (!disorder.empty())
      fields.disorder = disorder[static_cast<std::size_t>(&cell - space.cells.data())];
    if (material.has_grain_boundaries())
      fields.boundary_layer = boundary_layer<dim>(cell, next.grain); // eq. C17, H9
  }
  if (p.permittivity > 0)
  {
    std::array<double, n> inner{};
    read(fields.V_start, stage.old.potential);
    read(inner, stage.inner.potential);
    for (unsigned int i = 0; i < n; ++i)
      fields.V_start[i] += stage.weight * (inner[i] - fields.V_start[i]);
  }
  return fields;
}

template <int dim>
void ElectroThermal<dim>::cell_terms(const typename Discretization<dim>::Cell &cell, const Stage &stage,
                                     const State &next, bool jacobian, Terms &terms) const
{
  const physics::Material &material = materials[cell.region];
  const ElementMap<dim>    map      = map_of(cell);
  ElementFields<dim>       fields   = fields_of(cell, stage, next);
  if (material.has_sharp_fronts())
    fields.front = front_in_element(map, fields.phi, p.front_width);
  add_cell_terms(material, map, fields, terms_of(stage, jacobian), terms);
  if (sources.charge || sources.heat)
    add_sources(cell, double(next.time), terms);
}

template <int dim>
void ElectroThermal<dim>::constant_terms(const typename Discretization<dim>::Cell &cell, const Stage &stage,
                                         const State &next, const ConstantParts &wanted, Terms &terms) const
{
  add_constant_terms(*constant[cell.region], map_of(cell), fields_of(cell, stage, next), terms_of(stage, true), wanted,
                     terms);
}

/// Heat through the resistances between the surface and ambient (eq. H11), node by node.
template <int dim>
void ElectroThermal<dim>::add_cooling(const State &next, const Parts &parts, const Parts &constant_parts,
                                      Balance &balance)
{
  const double ambient = surroundings.at(next.time);
  for (const auto &face : space.outer)
  {
    const auto  &nodes      = space.cells[face.cell].nodes;
    const double resistance = space.geometry.contacts[face.contact].thermal_resistance;
    Terms        terms;
    for (unsigned int i = 0; i < n; ++i)
    {
      const double conductance = face.area[i] / resistance;
      terms.r_t[i]             = conductance * (next.temperature.local_element(nodes[i]) - ambient);
      terms.tt[i * n + i]      = conductance;
      balance.heat_out[face.contact] += terms.r_t[i];
    }
    t_field.scatter(face.cell, nodes, terms.r_t, r_t);
    if ((constant[space.cells[face.cell].region] ? constant_parts : parts).tt)
      tt.add(face.cell, terms.tt);
  }
}

/// Sources of manufactured solutions.
template <int dim>
void ElectroThermal<dim>::add_sources(const typename Discretization<dim>::Cell &cell, double time, Terms &terms) const
{
  static const ReferenceElement<dim> reference;
  for (unsigned int q = 0; q < n; ++q)
  {
    dealii::Point<dim> x = cell.corner;
    for (int d = 0; d < dim; ++d)
      x[d] += reference.point[q][d] * cell.size[d];
    const double f_v = sources.charge ? sources.charge(x, time) : 0;
    const double f_t = sources.heat ? sources.heat(x, time) : 0;
    for (unsigned int i = 0; i < n; ++i)
    {
      terms.r_v[i] -= cell.JxW[q] * reference.value[q][i] * f_v;
      terms.r_t[i] -= cell.JxW[q] * reference.value[q][i] * f_t;
    }
  }
}

namespace
{
/// One side of a face at a Gauss point, and how its field depends on the potentials of the cell inside.
template <int dim>
struct SideOfFace
{
  physics::FaceTrace           trace;
  std::array<double, 1 << dim> field_by_V{}; ///< [1/nm]
};

template <int dim>
SideOfFace<dim> side_of(const typename Discretization<dim>::Face &face, unsigned int side, unsigned int q,
                        const State &state)
{
  using Face               = typename Discretization<dim>::Face;
  constexpr unsigned int n = Discretization<dim>::n, m = Face::m;
  SideOfFace<dim>        at;
  at.trace.temperature = at.trace.crystallinity = 0;
  at.trace.depth                                = face.depth[side];
  for (unsigned int i = 0; i < m; ++i)
  {
    const unsigned int node = face.nodes[side * m + i];
    const double       N    = face.trace[side][q][i];
    at.trace.potential += N * state.potential.local_element(node);
    at.trace.temperature += N * state.temperature.local_element(node);
    at.trace.crystallinity += N * state.crystallinity.local_element(node);
    at.trace.relaxation += N * state.relaxation.local_element(node);
  }
  std::array<double, dim> grad{};
  for (int d = 0; d < dim; ++d)
    for (unsigned int i = 0; i < n; ++i)
      grad[d] += face.gradient[side][q][d][i] * state.potential.local_element(face.inner[side][i]);
  double square = 0;
  for (const double g : grad)
    square += g * g;
  at.trace.field = std::sqrt(square);
  for (int d = 0; d < dim && at.trace.field > 1e-30; ++d)
    for (unsigned int i = 0; i < n; ++i)
      at.field_by_V[i] += grad[d] / at.trace.field * face.gradient[side][q][d][i];
  return at;
}
} // namespace

/// Terms of a face (physics/interface.h) by the nodes of its two sides, and by the cells inside, whose fields lower the
/// thermopower.
template <int dim>
void ElectroThermal<dim>::face_terms(std::size_t f, const Stage &stage, const State &next, bool jacobian, Terms &terms)
{
  using Face                                             = typename Discretization<dim>::Face;
  constexpr unsigned int                         m       = Face::m;
  const Face                                    &face    = space.faces[f];
  const StageTerms                               factors = terms_of(stage, jacobian);
  const std::array<const physics::Material *, 2> sides{&materials[face.region[0]], &materials[face.region[1]]};
  Terms                                          inner[2];
  for (unsigned int q = 0; q < m; ++q)
  {
    const std::array          at{side_of<dim>(face, 0, q, next), side_of<dim>(face, 1, q, next)};
    const physics::FaceFluxes flux = physics::fluxes(law(face), factors.solved, sides, {at[0].trace, at[1].trace});
    const double              dS   = face.JxW[q];
    terms.joule += dS * flux.power.v;
    terms.throughput += dS * std::abs(flux.power.v);
    terms.charge_content +=
        dS * flux.current.d[0] * (std::abs(at[0].trace.potential) + std::abs(at[1].trace.potential));
    for (unsigned int i = 0; i < n; ++i)
    {
      const unsigned int side = i < m ? 0 : 1;
      const double       N    = dS * (side == 0 ? 1 : -1) * face.trace[side][q][i % m];
      const auto        &heat = flux.heat[side];
      terms.r_v[i] += N * flux.current.v;
      terms.r_t[i] += N * heat.v;
      for (unsigned int j = 0; jacobian && j < n; ++j)
      {
        const unsigned int other = j < m ? 0 : 1;
        const double       trace = face.trace[other][q][j % m];
        terms.vv[i * n + j] += N * flux.current.d[other] * trace;
        terms.vt[i * n + j] += N * flux.current.d[2 + other] * trace;
        terms.tv[i * n + j] += N * heat.d[other] * trace;
        terms.tt[i * n + j] += N * heat.d[2 + other] * trace;
        for (unsigned int s = 0; s < 2; ++s)
        {
          inner[s].vv[i * n + j] += N * flux.current.d[4 + s] * at[s].field_by_V[j];
          inner[s].tv[i * n + j] += N * heat.d[4 + s] * at[s].field_by_V[j];
        }
      }
    }
  }
  for (unsigned int s = 0; jacobian && stage.mode == Mode::coupled && s < 2; ++s)
    if (const std::size_t e = space.cells.size() + (1 + s) * space.faces.size() + f; has_peltier(e))
    {
      vv.set(e, inner[s].vv);
      tv.set(e, inner[s].tv);
    }
}

template void ElectroThermal<2>::cell_terms(const Discretization<2>::Cell &, const Stage &, const State &, bool,
                                            Terms &) const;
template void ElectroThermal<3>::cell_terms(const Discretization<3>::Cell &, const Stage &, const State &, bool,
                                            Terms &) const;
template void ElectroThermal<2>::constant_terms(const Discretization<2>::Cell &, const Stage &, const State &,
                                                const ConstantParts &, Terms &) const;
template void ElectroThermal<3>::constant_terms(const Discretization<3>::Cell &, const Stage &, const State &,
                                                const ConstantParts &, Terms &) const;
template void ElectroThermal<2>::add_cooling(const State &, const Parts &, const Parts &, Balance &);
template void ElectroThermal<3>::add_cooling(const State &, const Parts &, const Parts &, Balance &);
template void ElectroThermal<2>::face_terms(std::size_t, const Stage &, const State &, bool, Terms &);
template void ElectroThermal<3>::face_terms(std::size_t, const Stage &, const State &, bool, Terms &);
} // namespace quench::solver
