#include <tests/verification/variational/dendrite.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
namespace
{
constexpr int n = FrontMesh::n;

/// Derivative along a line of three nodes of the unit interval, at each of them.
[[gnu::always_inline]] inline void derive(const Lanes &a, const Lanes &b, const Lanes &c, Lanes &da, Lanes &db,
                                          Lanes &dc)
{
  da = 4 * b - 3 * a - c;
  db = c - a;
  dc = a - 4 * b + 3 * c;
}

/// Subtracts the transposed derivative of f.
[[gnu::always_inline]] inline void subtract_transposed(const Lanes &a, const Lanes &b, const Lanes &c, Lanes &ra,
                                                       Lanes &rb, Lanes &rc)
{
  ra += 3 * a + b - c;
  rb -= 4 * (a - c);
  rc += a - b - 3 * c;
}

/// flux = minus the weak divergence of a^2 grad phi + a a' (-phi_y, phi_x), inertia = integral of N a^2 on one batch.
/// The flux is homogeneous in grad phi: squares of every size have the same.
[[gnu::always_inline]] inline void anisotropic(const Lanes (&phi)[n], const Lanes &area, double eps, Lanes (&flux)[n],
                                               Lanes (&inertia)[n])
{
  constexpr double weight[3] = {1.0 / 6, 4.0 / 6, 1.0 / 6};
  constexpr double tiny      = 1e-20; // phi without a direction
  Lanes            gx[n], gy[n];
  for (int k = 0; k < 3; ++k)
  {
    derive(phi[3 * k], phi[3 * k + 1], phi[3 * k + 2], gx[3 * k], gx[3 * k + 1], gx[3 * k + 2]);
    derive(phi[k], phi[k + 3], phi[k + 6], gy[k], gy[k + 3], gy[k + 6]);
  }
  for (int k = 0; k < n; ++k)
  {
    const double w  = weight[k % 3] * weight[k / 3];
    const Lanes  xx = gx[k] * gx[k], yy = gy[k] * gy[k], s = xx + yy, xy = gx[k] * gy[k];
    const Lanes  q = 8 * eps * xy / (s * s + tiny);
    const Lanes  a = 1 + eps - q * xy, turn = -2 * q * (xx - yy); // eps cos 4t = eps (1 - 8 (sin t cos t)^2)
    inertia[k]    = w * area * (a * a);
    const Lanes x = a * (a * gx[k] - turn * gy[k]), y = a * (a * gy[k] + turn * gx[k]);
    gx[k]   = w * x;
    gy[k]   = w * y;
    flux[k] = Lanes{};
  }
  for (int k = 0; k < 3; ++k)
  {
    subtract_transposed(gx[3 * k], gx[3 * k + 1], gx[3 * k + 2], flux[3 * k], flux[3 * k + 1], flux[3 * k + 2]);
    subtract_transposed(gy[k], gy[k + 3], gy[k + 6], flux[k], flux[k + 3], flux[k + 6]);
  }
}

__attribute__((target_clones("avx512f", "avx2", "default"))) void add_terms(const FrontMesh::Batch *batches,
                                                                            std::size_t n_batches, double eps,
                                                                            const double *phi, const double *u,
                                                                            double *flux, double *heat, double *inertia)
{
  Lanes value[n], local_flux[n], local_inertia[n], local_heat[n];
  for (const auto *batch = batches; batch != batches + n_batches; ++batch)
  {
    gather(*batch, phi, value);
    anisotropic(value, batch->area, eps, local_flux, local_inertia);
    gather(*batch, u, value);
    minus_stiffness(value, local_heat);
    for (int k = 0; k < n; ++k)
    {
      local_flux[k] *= batch->live;
      local_heat[k] *= batch->live;
    }
    scatter(*batch, local_flux, flux);
    scatter(*batch, local_heat, heat);
    scatter(*batch, local_inertia, inertia);
  }
}

__attribute__((target_clones("avx512f", "avx2", "default"))) void
react(std::size_t n_nodes, const Dendrite::Parameters &p, const double *phi, const double *u, const double *mass,
      const double *inverse_mass, const double *inertia, double *phi_rate, double *u_rate)
{
  const double lambda = p.coupling(), diffusivity = p.diffusivity;
  for (std::size_t i = 0; i < n_nodes; ++i)
  {
    const double well = 1 - phi[i] * phi[i], reaction = (phi[i] - lambda * u[i] * well) * well;
    const double a = (phi_rate[i] + mass[i] * reaction) / (inertia[i] + (mass[i] > 0 ? 0.0 : 1.0));
    phi_rate[i]    = a;
    u_rate[i]      = diffusivity * inverse_mass[i] * u_rate[i] + 0.5 * a;
  }
}
} // namespace

Dendrite::Dendrite(FrontMesh &front_mesh, const Parameters &parameters)
  : mesh(front_mesh), p(parameters), steps([this](Fields &now, Fields &change) { rate(now, change); },
                                           p.diffusivity * mesh.largest_eigenvalue() + 4 + 2 * p.coupling())
{}

Fields Dendrite::seed(double radius, double width, double undercooling) const
{
  return {mesh.interpolate([&](const dealii::Point<2> &x) { return -std::tanh((x.norm() - radius) / width); }),
          mesh.interpolate([&](const dealii::Point<2> &) { return undercooling; })};
}

void Dendrite::rate(Fields &now, Fields &change)
{
  for (Vector &field : now)
    mesh.spread(field);
  for (Vector &field : change)
  {
    field.zero_out_ghost_values();
    field = 0;
  }
  if (inertia.get_partitioner() != now[phase].get_partitioner())
    inertia = mesh.make_field();
  inertia = 0;
  add_terms(mesh.batches.data(), mesh.batches.size(), p.anisotropy, now[phase].begin(), now[temperature].begin(),
            change[phase].begin(), change[temperature].begin(), inertia.begin());
  for (Vector *field : {&change[phase], &change[temperature], &inertia})
    mesh.collect(*field);
  react(change[phase].locally_owned_size(), p, now[phase].begin(), now[temperature].begin(), mesh.mass.begin(),
        mesh.inverse_mass.begin(), inertia.begin(), change[phase].begin(), change[temperature].begin());
}

void Dendrite::advance(Fields &fields, double dt) { steps.advance(fields, dt); }

double Dendrite::tip(Fields &fields) const
{
  mesh.spread(fields[phase]);
  double tip = 0;
  mesh.visit_lower_wall(fields[phase], [&](double x, double edge, const std::array<double, 3> &phi) {
    if (phi[0] > 0 && phi[2] <= 0)
    { // the root of the quadratic through the three nodes
      const double b = 4 * phi[1] - 3 * phi[0] - phi[2], a = 2 * (phi[0] - 2 * phi[1] + phi[2]);
      tip = std::max(tip, x + edge * 2 * phi[0] / (-b + std::sqrt(b * b - 4 * a * phi[0])));
    }
  });
  return dealii::Utilities::MPI::max(tip, mesh.communicator);
}

double Dendrite::area(const Fields &fields) const
{
  Vector solid = mesh.make_field();
  for (unsigned int i = 0; i < solid.locally_owned_size(); ++i)
    solid.local_element(i) = 0.5 * (fields[phase].local_element(i) + 1);
  return mesh.integral(solid);
}
} // namespace quench::solver
