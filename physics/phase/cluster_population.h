#pragma once

#include <physics/phase/nucleation.h>

#include <utility>
#include <vector>

namespace quench::physics
{
/// Cluster dynamics at one point (eq. N6): numbers N_n of clusters of n = 1 ... n_max formula units per formula unit of
/// liquid. Clusters gain and lose one unit at a time,
///   dN_n/dt = J_(n-1) - J_n,   J_n = beta(n) (N_n e^(-d/2) - N_(n+1) e^(d/2)),   d = (G(n+1) - G(n)) / kT,
/// monomers stay at N_1 = 1, and what grows beyond n_max is a crystal. In the steady state J is the rate of classical
/// nucleation (eq. N1); before, it lags behind by the incubation time.
/// Source: Becker and Doering, Ann. Phys. 416, 719 (1935); rates as in Burr et al., J. Appl. Phys. 111, 104308 (2012).
class ClusterPopulation
{
public:
  /// Only monomers, as above T_m.
  explicit ClusterPopulation(const Nucleation &nucleation);

  /// A population that was kept: N_n, n = 1 ... n_max.
  explicit ClusterPopulation(std::vector<double> numbers) : numbers_(std::move(numbers)) {}

  /// Moves the population by dt [ns] at T [K]; returns the crystals formed per volume [1/nm3]. Backward Euler, one
  /// tridiagonal solve: L-stable, never negative. Where the critical cluster is larger than
  /// n_max, and from T_m on, the clusters dissolve at once.
  /// In a glass of fictive temperature T_f [K] (eq. P13).
  double advance(const Nucleation &nucleation, double T, double dt, double T_f = glass_of_card);

  /// The same while the temperature goes evenly from T_old to T: in equal parts of a time lag, at most eight.
  void follow(const Nucleation &nucleation, double T_old, double T, double dt, double T_f = glass_of_card);

  /// N_n [1], n = 1 ... n_max.
  const std::vector<double> &numbers() const { return numbers_; }

private:
  std::vector<double> numbers_;
};
} // namespace quench::physics
