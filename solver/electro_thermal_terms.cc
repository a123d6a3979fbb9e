// Element terms of the coupled charge and heat equations: docs/equations.md, D2 to D5.
#include <solver/electro_thermal_local.h>

#include <cmath>

namespace quench::solver
{
template <int dim>
void ElectroThermal<dim>::cell_terms(const typename Discretization<dim>::Cell &cell, const State &old,
                                     const State &next, double dt, Mode mode, bool jacobian, Local &local) const
{
  static const ReferenceElement<dim> reference;
  const physics::Material           &material = materials[cell.region];
  const bool                         charge   = mode != Mode::heat_only && material.conducts();
  const bool                         heat     = mode != Mode::charge_only;
  const double                       rate     = dt == steady ? 0.0 : 1.0 / dt;

  std::array<double, n> V, T, T_old, phi, phi_old, sigma;
  for (unsigned int i = 0; i < n; ++i)
  {
    const unsigned int node = cell.nodes[i];
    V[i]                    = next.potential.local_element(node);
    T[i]                    = next.temperature.local_element(node);
    T_old[i]                = old.temperature.local_element(node);
    phi[i]                  = next.crystallinity.local_element(node);
    phi_old[i]              = old.crystallinity.local_element(node);
    sigma[i]                = next.relaxation.local_element(node);
  }

  for (unsigned int q = 0; q < n; ++q)
  {
    const auto &N = reference.value[q];
    double      g[n][dim]; // gradients of the shape functions
    double      V_q = 0, T_q = 0, T_old_q = 0, phi_q = 0, phi_old_q = 0, relaxation_q = 0;
    double      grad_V[dim] = {}, grad_T[dim] = {};
    for (unsigned int i = 0; i < n; ++i)
    {
      V_q += N[i] * V[i];
      T_q += N[i] * T[i];
      T_old_q += N[i] * T_old[i];
      phi_q += N[i] * phi[i];
      phi_old_q += N[i] * phi_old[i];
      relaxation_q += N[i] * sigma[i];
      for (int d = 0; d < dim; ++d)
      {
        g[i][d] = reference.gradient[q][i][d] / cell.size[d];
        grad_V[d] += g[i][d] * V[i];
        grad_T[d] += g[i][d] * T[i];
      }
    }
    double E2 = 0;
    for (int d = 0; d < dim; ++d)
      E2 += grad_V[d] * grad_V[d];
    const double              E     = std::sqrt(E2);
    const double              JxW   = cell.JxW[q];
    const physics::LocalState at    = physics::local_state(T_q, charge ? E : 0.0, phi_q, relaxation_q);
    const physics::Scalar     s     = charge ? material.conductivity(at) : physics::Scalar(0.0);
    const double              joule = s.v * E2;

    double          flux_V[n]; // grad V . grad N_i
    physics::Scalar kappa, h;
    double          storage = 0;
    for (unsigned int i = 0; i < n; ++i)
    {
      flux_V[i] = 0;
      for (int d = 0; d < dim; ++d)
        flux_V[i] += grad_V[d] * g[i][d];
      local.r_v[i] += JxW * s.v * flux_V[i];
    }
    local.joule += JxW * joule;
    double inverse_h2 = 0;
    for (int d = 0; d < dim; ++d)
      inverse_h2 += 4 / (cell.size[d] * cell.size[d]);
    local.charge_content += JxW * s.v * std::abs(V_q) * inverse_h2;
    if (heat)
    {
      kappa   = material.heat_conductivity(at);
      h       = material.enthalpy(at.temperature, phi_q);
      storage = rate == 0 ? 0 : (h.v - material.enthalpy(physics::Scalar(T_old_q), phi_old_q).v) * rate;
      local.stored += JxW * storage;
      local.throughput += JxW * (std::abs(storage) + joule);
      local.content += JxW * T_q * (h.d[0] * rate + kappa.v * inverse_h2);
      for (unsigned int i = 0; i < n; ++i)
      {
        double conduction = 0;
        for (int d = 0; d < dim; ++d)
          conduction += grad_T[d] * g[i][d];
        local.flux_t[i] = conduction;
        local.r_t[i] += JxW * (N[i] * (storage - joule) + kappa.v * conduction);
      }
    }
    if (sources.charge || sources.heat)
    {
      dealii::Point<dim> x = cell.corner;
      for (int d = 0; d < dim; ++d)
        x[d] += reference.point[q][d] * cell.size[d];
      const double f_v = sources.charge ? sources.charge(x, next.time) : 0;
      const double f_t = sources.heat ? sources.heat(x, next.time) : 0;
      for (unsigned int i = 0; i < n; ++i)
      {
        local.r_v[i] -= JxW * N[i] * f_v;
        local.r_t[i] -= JxW * N[i] * f_t;
      }
    }
    if (!jacobian)
      continue;

    const double s_T = s.d[0], s_E = s.d[1], s_E_over_E = E > 1e-30 ? s_E / E : 0.0;
    for (unsigned int i = 0; i < n; ++i)
      for (unsigned int j = 0; j < n; ++j)
      {
        double laplace = 0;
        for (int d = 0; d < dim; ++d)
          laplace += g[i][d] * g[j][d];
        const unsigned int k = i * n + j;
        if (charge)
        {
          local.vv[k] += JxW * (s.v * laplace + s_E_over_E * flux_V[i] * flux_V[j]);
          if (heat)
          {
            local.vt[k] += JxW * s_T * N[j] * flux_V[i];
            local.tv[k] -= JxW * N[i] * (2 * s.v + s_E * E) * flux_V[j];
          }
        }
        if (heat)
          local.tt[k] += JxW * (N[i] * N[j] * (h.d[0] * rate - s_T * E2) + kappa.v * laplace +
                                kappa.d[0] * N[j] * local.flux_t[i]);
      }
  }
}

template <int dim>
void ElectroThermal<dim>::face_terms(const typename Discretization<dim>::Face &face, const State &next, Mode mode,
                                     bool jacobian, Local &local) const
{
  using Face                   = typename Discretization<dim>::Face;
  constexpr unsigned int  m    = Face::m;
  const meshes::Interface kind = space.geometry.between(face.region[0], face.region[1]);
  const bool              heat = mode != Mode::charge_only && kind.thermal_resistance > 0;
  const bool charge = mode != Mode::heat_only && kind.contact_resistance > 0 && materials[face.region[0]].conducts() &&
                      materials[face.region[1]].conducts();
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

template void ElectroThermal<2>::cell_terms(const Discretization<2>::Cell &, const State &, const State &, double, Mode,
                                            bool, Local &) const;
template void ElectroThermal<3>::cell_terms(const Discretization<3>::Cell &, const State &, const State &, double, Mode,
                                            bool, Local &) const;
template void ElectroThermal<2>::face_terms(const Discretization<2>::Face &, const State &, Mode, bool, Local &) const;
template void ElectroThermal<3>::face_terms(const Discretization<3>::Face &, const State &, Mode, bool, Local &) const;
} // namespace quench::solver
