#include <tests/verification/variational/double_well.h>

#include <cmath>

namespace quench::solver
{
namespace
{
using Tilt = DoubleWell::Tilt;

/// rate <- M (eps^2 rate - w g'(phi) + Delta_f p'(phi)), rate holding the Laplacian.
template <Tilt tilt>
[[gnu::always_inline]] inline void react(std::size_t n, const DoubleWell::Parameters &p, const double *phi,
                                         double *rate)
{
  for (std::size_t i = 0; i < n; ++i)
  {
    const double u = phi[i], v = u * (1 - u), slope = tilt == Tilt::cubic ? 6 * v : 30 * v * v;
    rate[i] = p.mobility * (p.gradient * rate[i] - p.barrier * 2 * v * (1 - 2 * u) + p.driving * slope);
  }
}

__attribute__((target_clones("avx512f", "avx2", "default"))) void
react_cubic(std::size_t n, const DoubleWell::Parameters &p, const double *phi, double *rate)
{
  react<Tilt::cubic>(n, p, phi, rate);
}

__attribute__((target_clones("avx512f", "avx2", "default"))) void
react_quintic(std::size_t n, const DoubleWell::Parameters &p, const double *phi, double *rate)
{
  react<Tilt::quintic>(n, p, phi, rate);
}

double tilt_value(Tilt tilt, double u)
{
  return tilt == Tilt::cubic ? u * u * (3 - 2 * u) : u * u * u * (10 - 15 * u + 6 * u * u);
}
} // namespace

DoubleWell::DoubleWell(const FrontMesh &front_mesh, const Parameters &parameters)
  : mesh(front_mesh), p(parameters),
    steps([this](Fields &now, Fields &change) { rate(now[0], change[0]); }, // wells: g'' is 2 at most
          p.mobility * (p.gradient * mesh.largest_eigenvalue() + 2 * p.barrier + 6 * std::abs(p.driving))),
    state(1)
{}

void DoubleWell::rate(Vector &phi, Vector &change) const
{
  mesh.spread(phi);
  mesh.laplacian(phi, change);
  (p.tilt == Tilt::cubic ? react_cubic : react_quintic)(change.locally_owned_size(), p, phi.begin(), change.begin());
}

void DoubleWell::advance(Vector &phi, double dt)
{
  state[0].swap(phi);
  steps.advance(state, dt);
  state[0].swap(phi);
}

double DoubleWell::energy(Vector &phi) const
{
  mesh.spread(phi);
  Vector density = mesh.make_field();
  for (unsigned int i = 0; i < density.locally_owned_size(); ++i)
  {
    const double u           = phi.local_element(i);
    density.local_element(i) = p.barrier * u * u * (1 - u) * (1 - u) - p.driving * tilt_value(p.tilt, u);
  }
  return mesh.integral(density) + 0.5 * p.gradient * mesh.gradient_energy(phi);
}
} // namespace quench::solver
