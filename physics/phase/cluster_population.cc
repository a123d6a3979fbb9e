#include <physics/phase/cluster_population.h>

#include <algorithm>
#include <cmath>

namespace quench::physics
{
ClusterPopulation::ClusterPopulation(const Nucleation &nucleation)
  : numbers_(std::size_t(nucleation.parameters().largest_cluster), 0.0)
{
  numbers_[0] = 1;
}

double ClusterPopulation::advance(const Nucleation &nucleation, double T, double dt, double T_f)
{
  const std::size_t n_max = numbers_.size();
  if (nucleation.critical_size(T, nucleation.parameters().volume_wetting) >= double(n_max))
  {
    numbers_.assign(n_max, 0.0);
    numbers_[0] = 1;
    return 0;
  }
  const double        f = nucleation.parameters().volume_wetting, kT = units::kB * T;
  std::vector<double> gain(n_max + 1), loss(n_max + 2); // n -> n + 1, n -> n - 1
  for (std::size_t n = 1; n <= n_max; ++n)
  {
    const double half =
        (nucleation.cluster_energy(T, double(n + 1), f) - nucleation.cluster_energy(T, double(n), f)) / (2 * kT);
    const double beta = nucleation.attachment(T, double(n), T_f);
    gain[n]           = beta * std::exp(-half);
    loss[n + 1]       = beta * std::exp(half);
  }
  // (1 + dt (gain_n + loss_n)) N_n - dt gain_(n-1) N_(n-1) - dt loss_(n+1) N_(n+1) = N_n old for n >= 2, N_1 = 1,
  // N_(n_max+1) = 0: elimination from above, N_n = a_n N_(n-1) + b_n
  std::vector<double> a(n_max + 2, 0.0), b(n_max + 2, 0.0);
  for (std::size_t n = n_max; n >= 2; --n)
  {
    const double up    = n < n_max ? dt * loss[n + 1] : 0.0;
    const double pivot = 1 + dt * (gain[n] + loss[n]) - up * a[n + 1];
    a[n]               = dt * gain[n - 1] / pivot;
    b[n]               = (numbers_[n - 1] + up * b[n + 1]) / pivot;
  }
  for (std::size_t n = 2; n <= n_max; ++n)
    numbers_[n - 1] = a[n] * numbers_[n - 2] + b[n];
  return nucleation.formula_density() * dt * gain[n_max] * numbers_[n_max - 1];
}

void ClusterPopulation::follow(const Nucleation &nucleation, double T_old, double T, double dt, double T_f)
{
  constexpr double negligible = 1e-9; // part of a time lag in which nothing happens
  const double     lags       = dt / std::min(nucleation.time_lag(T, T_f), nucleation.time_lag(T_old, T_f));
  if (lags < negligible && std::isfinite(nucleation.time_lag(T)))
    return;
  const int n_parts = static_cast<int>(std::clamp(std::ceil(lags), 1.0, 8.0));
  for (int i = 1; i <= n_parts; ++i)
    advance(nucleation, T_old + (T - T_old) * i / n_parts, dt / n_parts, T_f);
}
} // namespace quench::physics
