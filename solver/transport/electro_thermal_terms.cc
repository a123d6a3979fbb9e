// Element terms of the coupled charge and heat equations: docs/equations.md, D2 to D5 and H6.
#include <solver/structure/grains.h>
#include <solver/transport/electro_thermal_local.h>

#include <cmath>

namespace quench::solver
{
template <int dim>
typename ElectroThermal<dim>::Point ElectroThermal<dim>::point(const typename Discretization<dim>::Cell &cell,
                                                               unsigned int q, double boundary_layer,
                                                               const Stage &stage, const State &next) const
{
  static const ReferenceElement<dim> reference;
  const physics::Material           &material = materials[cell.region];
  Point                              at;
  at.charge = stage.mode != Mode::heat_only && material.conducts();
  at.heat   = stage.mode != Mode::charge_only;
  at.JxW    = cell.JxW[q];
  at.N      = &reference.value[q];
  double inverse_size[dim];
  for (int d = 0; d < dim; ++d)
    inverse_size[d] = 1 / cell.size[d];
  for (unsigned int i = 0; i < n; ++i)
  {
    const unsigned int node = cell.nodes[i];
    const double       N = (*at.N)[i], V = next.potential.local_element(node), T = next.temperature.local_element(node);
    at.V += N * V;
    at.T += N * T;
    at.phi += N * next.crystallinity.local_element(node);
    at.relaxation += N * next.relaxation.local_element(node);
    at.switched += N * next.switched.local_element(node);
    at.T_old += N * stage.old.temperature.local_element(node);
    at.phi_old += N * stage.old.crystallinity.local_element(node);
    if (stage.weight != 0)
    {
      at.T_inner += N * stage.inner.temperature.local_element(node);
      at.phi_inner += N * stage.inner.crystallinity.local_element(node);
    }
    for (int d = 0; d < dim; ++d)
    {
      at.g[d][i] = reference.gradient[q][i][d] * inverse_size[d];
      at.grad_V[d] += at.g[d][i] * V;
      at.grad_T[d] += at.g[d][i] * T;
    }
  }
  for (int d = 0; d < dim; ++d)
    at.inverse_h2 += 4 * inverse_size[d] * inverse_size[d];
  const double        voltage_field = std::sqrt(dot<dim>(at.grad_V, at.grad_V));
  physics::LocalState local         = physics::local_state(at.T, voltage_field, at.phi, at.relaxation);
  at.seebeck                        = at.charge && at.heat ? material.seebeck(local) : physics::Scalar(0.0);
  for (int d = 0; d < dim; ++d)
    at.u[d] = at.grad_V[d] + at.seebeck.v * at.grad_T[d];
  at.field = at.charge ? std::sqrt(dot<dim>(at.u, at.u)) : 0;
  local    = physics::local_state(at.T, at.field, at.phi, at.relaxation);
  if (!disorder.empty())
    local.disorder = disorder[static_cast<std::size_t>(&cell - space.cells.data())][q];
  local.switched       = at.switched;
  local.boundary_layer = boundary_layer;
  at.sigma             = at.charge ? material.conductivity(local) : physics::Scalar(0.0);
  at.power             = at.sigma.v * dot<dim>(at.u, at.grad_V);
  for (unsigned int i = 0; i < n; ++i)
  {
    for (int d = 0; d < dim; ++d)
    {
      at.flux_V[i] += at.grad_V[d] * at.g[d][i];
      at.flux_u[i] += at.u[d] * at.g[d][i];
    }
    at.seebeck_by_V[i] = voltage_field > 1e-30 ? at.seebeck.d[1] * at.flux_V[i] / voltage_field : 0.0;
  }
  if (at.heat)
    add_heat_laws(material, local, stage, at);
  return at;
}

template <int dim>
void ElectroThermal<dim>::add_heat_laws(const physics::Material &material, const physics::LocalState &local,
                                        const Stage &stage, Point &at) const
{
  const physics::HeatConductivity kappa = material.heat_conductivities(local);
  at.kappa.fill(kappa.in_plane);
  at.kappa[dim - 1] = kappa.cross_plane;
  at.h              = material.enthalpy(local.temperature, at.phi);
  const auto h_of   = [&](double T, double phi) { return material.enthalpy(physics::Scalar(T), phi).v; };
  const auto start  = [&] {
    const double h_old = h_of(at.T_old, at.phi_old);
    return stage.weight == 0 ? h_old : h_old + stage.weight * (h_of(at.T_inner, at.phi_inner) - h_old);
  };
  at.storage = stage.rate() == 0 ? 0 : (at.h.v - start()) * stage.rate();
  if (material.forms_glass() && !material.latent_heat_in_enthalpy() && stage.rate() > 0) // eq. H7
  {
    const double          crystallised = at.phi - at.phi_old - stage.weight * (at.phi_inner - at.phi_old);
    const physics::Scalar latent       = crystallised * material.latent_heat(local.temperature);
    at.latent                          = latent.v * stage.rate();
    at.storage -= at.latent;
    at.h = at.h - latent; // of which only the derivative is used from here on
  }
  for (unsigned int i = 0; i < n; ++i)
    for (int d = 0; d < dim; ++d)
      at.flux_T[i] += at.kappa[d].v * at.grad_T[d] * at.g[d][i];
}

template <int dim>
void ElectroThermal<dim>::add_residual(const Point &at, const Stage &stage, Local &local) const
{
  const double current_heat = at.seebeck.v * at.T * at.sigma.v; // S T sigma
  for (unsigned int i = 0; i < n; ++i)
    local.r_v[i] += at.JxW * at.sigma.v * at.flux_u[i];
  local.joule += at.JxW * at.power;
  local.charge_content += at.JxW * at.sigma.v * (std::abs(at.V) + std::abs(at.seebeck.v) * at.T) * at.inverse_h2;
  if (!at.heat)
    return;
  local.stored += at.JxW * at.storage;
  local.released += at.JxW * at.latent;
  local.throughput += at.JxW * (std::abs(at.storage) + std::abs(at.power));
  local.content += at.JxW * at.T * (at.h.d[0] * stage.rate() + at.kappa[0].v * at.inverse_h2);
  for (unsigned int i = 0; i < n; ++i)
    local.r_t[i] += at.JxW * ((*at.N)[i] * (at.storage - at.power) + at.flux_T[i] + current_heat * at.flux_u[i]);
}

/// Sources of manufactured solutions.
template <int dim>
void ElectroThermal<dim>::add_sources(const typename Discretization<dim>::Cell &cell, unsigned int q, double time,
                                      Local &local) const
{
  static const ReferenceElement<dim> reference;
  dealii::Point<dim>                 x = cell.corner;
  for (int d = 0; d < dim; ++d)
    x[d] += reference.point[q][d] * cell.size[d];
  const double f_v = sources.charge ? sources.charge(x, time) : 0;
  const double f_t = sources.heat ? sources.heat(x, time) : 0;
  for (unsigned int i = 0; i < n; ++i)
  {
    local.r_v[i] -= cell.JxW[q] * reference.value[q][i] * f_v;
    local.r_t[i] -= cell.JxW[q] * reference.value[q][i] * f_t;
  }
}

/// Displacement current -epsilon grad dV/dt (eq. C16).
template <int dim>
void ElectroThermal<dim>::add_displacement(const typename Discretization<dim>::Cell &cell, const Stage &stage,
                                           bool jacobian, const Point &at, Local &local) const
{
  double change[dim]; // of grad V, as the stage integrates it
  for (int d = 0; d < dim; ++d)
  {
    change[d] = at.grad_V[d];
    for (unsigned int i = 0; i < n; ++i)
    {
      const double old   = stage.old.potential.local_element(cell.nodes[i]);
      const double inner = stage.weight == 0 ? old : stage.inner.potential.local_element(cell.nodes[i]);
      change[d] -= at.g[d][i] * (old + stage.weight * (inner - old));
    }
  }
  const double epsilon = p.permittivity * units::vacuum_permittivity * stage.rate() * at.JxW;
  for (unsigned int i = 0; i < n; ++i)
    for (int d = 0; d < dim; ++d)
    {
      local.r_v[i] += epsilon * change[d] * at.g[d][i];
      for (unsigned int j = 0; jacobian && j < n; ++j)
        local.vv[i * n + j] += epsilon * at.g[d][i] * at.g[d][j];
    }
}

template <int dim>
void ElectroThermal<dim>::cell_terms(const typename Discretization<dim>::Cell &cell, const Stage &stage,
                                     const State &next, bool jacobian, Local &local) const
{
  const double layer =
      materials[cell.region].has_grain_boundaries() ? boundary_layer<dim>(cell, next.grain) : 0; // eq. C17, H9
  for (unsigned int q = 0; q < n; ++q)
  {
    const Point at = point(cell, q, layer, stage, next);
    add_residual(at, stage, local);
    if (sources.charge || sources.heat)
      add_sources(cell, q, double(next.time), local);
    if (jacobian)
      add_jacobian(at, stage, local);
    if (at.charge && p.permittivity > 0 && stage.rate() > 0)
      add_displacement(cell, stage, jacobian, at, local);
  }
}

template <int dim>
void ElectroThermal<dim>::face_terms(const typename Discretization<dim>::Face &face, const Stage &stage,
                                     const State &next, bool jacobian, Local &local) const
{
  using Face                     = typename Discretization<dim>::Face;
  constexpr unsigned int  m      = Face::m;
  const meshes::Interface kind   = space.geometry.between(face.region[0], face.region[1]);
  const bool              heat   = stage.mode != Mode::charge_only && kind.thermal_resistance > 0;
  const bool              wired  = materials[face.region[0]].conducts() && materials[face.region[1]].conducts();
  const bool              charge = stage.mode != Mode::heat_only && kind.contact_resistance > 0 && wired;
  for (unsigned int q = 0; q < m; ++q)
  {
    double N[n]; // trace with the sign of its side: jump [u] = sum N_i u_i
    double jump_V = 0, jump_T = 0;
    for (unsigned int i = 0; i < n; ++i)
    {
      N[i] = i < m ? face.trace[0][q][i] : -face.trace[1][q][i - m];
      jump_V += N[i] * next.potential.local_element(face.nodes[i]);
      jump_T += N[i] * next.temperature.local_element(face.nodes[i]);
    }
    const double y = charge ? face.JxW[q] / kind.contact_resistance : 0.0; // electrical conductance
    const double w = heat ? face.JxW[q] / kind.thermal_resistance : 0.0;   // thermal conductance
    // heat of the contact, half to each side: eq. C6
    local.joule += y * jump_V * jump_V;
    local.throughput += y * jump_V * jump_V;
    for (unsigned int i = 0; i < n; ++i)
    {
      const double half = 0.5 * std::abs(N[i]);
      local.r_v[i] += N[i] * y * jump_V;
      local.r_t[i] += N[i] * w * jump_T - half * y * jump_V * jump_V;
      if (jacobian)
        for (unsigned int j = 0; j < n; ++j)
        {
          local.vv[i * n + j] += N[i] * N[j] * y;
          local.tt[i * n + j] += N[i] * N[j] * w;
          local.tv[i * n + j] -= half * 2 * y * jump_V * N[j];
        }
    }
  }
}

/// Peltier flux through a face with a jump of the temperature (eq. H6): J_n (S_0 T_0 + S_1 T_1) / 2 leaves side 0 and
/// enters side 1, J_n = -sigma (d_n V + S d_n T) of side 0.
template <int dim>
void ElectroThermal<dim>::add_peltier(std::size_t f, const State &next, bool jacobian)
{
  using Face                    = typename Discretization<dim>::Face;
  constexpr unsigned int   m    = Face::m;
  const Face              &face = space.faces[f];
  const physics::Material &near = materials[face.region[0]], &far = materials[face.region[1]];
  Local                    own, inner; // derivatives by the nodes of the face, and of the cell inside
  for (unsigned int q = 0; q < m; ++q)
  {
    double N[n], T[2] = {}, phi[2] = {}, relaxation[2] = {}, V_n = 0, T_n = 0;
    for (unsigned int i = 0; i < n; ++i)
    {
      const unsigned int node = face.nodes[i], side = i < m ? 0 : 1;
      const double       trace = face.trace[side][q][i % m];
      N[i]                     = side == 0 ? trace : -trace;
      T[side] += trace * next.temperature.local_element(node);
      phi[side] += trace * next.crystallinity.local_element(node);
      relaxation[side] += trace * next.relaxation.local_element(node);
      V_n += face.normal_gradient[q][i] * next.potential.local_element(face.inner[i]);
      T_n += face.normal_gradient[q][i] * next.temperature.local_element(face.inner[i]);
    }
    // the field along the normal on side 0 stands for both sides
    const physics::Scalar S0 = near.seebeck(physics::local_state(T[0], std::abs(V_n), phi[0], relaxation[0]));
    const physics::Scalar S1 = far.seebeck(physics::local_state(T[1], std::abs(V_n), phi[1], relaxation[1]));
    const double          u = V_n + S0.v * T_n, heat = 0.5 * (S0.v * T[0] + S1.v * T[1]);
    const physics::Scalar s = near.conductivity(physics::local_state(T[0], std::abs(u), phi[0], relaxation[0]));
    const double          current_by_u = s.v + s.d[1] * std::abs(u), sign = V_n < 0 ? -1 : 1;
    const double          u_by_V = 1 + sign * S0.d[1] * T_n, heat_by_V = sign * 0.5 * (S0.d[1] * T[0] + S1.d[1] * T[1]);
    for (unsigned int i = 0; i < n; ++i)
    {
      const double weight = -face.JxW[q] * N[i];
      own.r_t[i] += weight * s.v * u * heat;
      for (unsigned int j = 0; jacobian && j < n; ++j)
      {
        const double trace = std::abs(N[j]), slope = face.normal_gradient[q][j];
        const double heat_T = 0.5 * (j < m ? S0.v + S0.d[0] * T[0] : S1.v + S1.d[0] * T[1]) * trace;
        const double J_T    = j < m ? (s.d[0] * u + current_by_u * S0.d[0] * T_n) * trace : 0.0;
        own.tt[i * n + j] += weight * (s.v * u * heat_T + J_T * heat);
        inner.tt[i * n + j] += weight * current_by_u * S0.v * slope * heat;
        inner.tv[i * n + j] += weight * slope * (current_by_u * u_by_V * heat + s.v * u * heat_by_V);
      }
    }
  }
  const std::size_t e = space.cells.size() + f;
  t_field.scatter(e, face.nodes, own.r_t, r_t);
  if (!jacobian)
    return;
  tt.add(e, own.tt);
  tt.set(e + space.faces.size(), inner.tt);
  tv.set(e + space.faces.size(), inner.tv);
}

template void ElectroThermal<2>::cell_terms(const Discretization<2>::Cell &, const Stage &, const State &, bool,
                                            Local &) const;
template void ElectroThermal<3>::cell_terms(const Discretization<3>::Cell &, const Stage &, const State &, bool,
                                            Local &) const;
template void ElectroThermal<2>::face_terms(const Discretization<2>::Face &, const Stage &, const State &, bool,
                                            Local &) const;
template void ElectroThermal<3>::face_terms(const Discretization<3>::Face &, const Stage &, const State &, bool,
                                            Local &) const;
template void ElectroThermal<2>::add_peltier(std::size_t, const State &, bool);
template void ElectroThermal<3>::add_peltier(std::size_t, const State &, bool);
} // namespace quench::solver
