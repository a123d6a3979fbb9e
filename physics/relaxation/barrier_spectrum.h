#pragma once

#include <physics/relaxation/relaxation_law.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace quench::physics
{
/// Relaxation of a point of the glass by defects of distributed barriers (eq. R5):
///   dq_k/dt = -nu_0 q_k exp(-(E_k - e a |E|) / kT),   Sigma = mean of q_k,
/// E_k the middles of n equal bins between E_1 and E_s. Defects with barriers below kT ln(nu_0 t) are gone, so that
/// Sigma falls as ln t with the slope kT / (E_s - E_1). Exact for any history of the temperature, and the measure of
/// DistributedRelaxation (eq. R7), which cells use. Source: Gibbs, Evetts and Leake, J. Mater. Sci. 18, 278 (1983).
class BarrierSpectrum
{
public:
  /// As quenched: all defects are there. Bins of at most 1.25 kT make the drift smooth: 64 do at 300 K.
  explicit BarrierSpectrum(const CollectiveRelaxation::Parameters &parameters, int n_barriers)
    : p(parameters), q_(std::size_t(n_barriers), 1.0)
  {}

  /// Sigma [1].
  double mean() const { return std::accumulate(q_.begin(), q_.end(), 0.0) / double(q_.size()); }

  /// After a time dt [ns] at T [K] and |E| [V/nm]: exact for any dt. All defects return at and above T_hold (eq. R4).
  void relax(double T, double dt, double field = 0)
  {
    if (T >= p.rejuvenation_temperature)
      return q_.assign(q_.size(), 1.0);
    const double width = (p.final_barrier - p.lowest_barrier) / double(q_.size());
    for (std::size_t k = 0; k < q_.size(); ++k)
    {
      const double E_k = p.lowest_barrier + (double(k) + 1.0 / 2) * width - units::e * p.acceleration_length * field;
      q_[k] *= std::exp(-p.attempt_frequency * dt * std::exp(-E_k / (units::kB * T)));
    }
  }

  /// q_k [1].
  const std::vector<double> &parts() const { return q_; }

private:
  CollectiveRelaxation::Parameters p;
  std::vector<double>              q_;
};
} // namespace quench::physics
