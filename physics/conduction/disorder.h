#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>

#include <array>
#include <cstdint>
#include <vector>

namespace quench::physics
{
/// Spatial disorder of the glass's activation energy.
struct DisorderParameters
{
  double spread             = 0;
  double correlation_length = 3 * units::nm;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = DisorderParameters;
    entry("spread", &P::spread, "eV", Range{0, 0.2},
          "standard deviation of the activation energy from place to place; 0 eV: uniform glass",
          "choice: off; the idea is that of Hafiz et al., arXiv:2606.10262, abstract");
    entry("correlation length", &P::correlation_length, "nm", positive,
          "L: the deviations at a distance r are correlated as exp(-r^2 / (2 L^2)); keep the mesh finer",
          "choice: a few interatomic distances");
  }
};

/// A smooth random function of the place (eq. C12):
///   dE(x) = spread sqrt(2 / M) sum over m of cos(k_m . x + phase_m),   k_m normal with variance 1 / L^2,
/// normal with the given spread and correlation up to 1 / M. A pure function of seed and place: any mesh, any number of
/// ranks, any order of evaluation finds the same glass. Source: spectral sampling, Shinozuka 1971; random features,
/// Rahimi and Recht 2007.
class DisorderField
{
public:
  DisorderField(const DisorderParameters &parameters, std::uint64_t seed);

  /// dE at the point (x, y, z) [nm], in eV. In a plane or axisymmetric cell pass (x or r, 0, z).
  double operator()(double x, double y, double z) const;

private:
  struct Mode
  {
    std::array<double, 3> k;
    double                phase;
  };
  std::vector<Mode> modes_;
  double            amplitude_;
};
} // namespace quench::physics
