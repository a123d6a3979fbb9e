#include <postprocess/array/polarity_inversion.h>

#include <postprocess/array/random_streams.h>

namespace quench::array
{
CapacitorWeights::CapacitorWeights(const CapacitorParameters &parameters, std::size_t n, std::uint64_t seed)
  : p(parameters), charge_(n), moved_(n)
{
  DeviceMatrix errors(2, static_cast<Eigen::Index>(n));
  fill_normal(errors, {seed, Purpose::device_spread, 0, 0});
  for (Eigen::Index k = 0; k < errors.cols(); ++k)
  {
    charging_.push_back(1 + p.gain_spread * errors(0, k));
    discharging_.push_back(1 + p.gain_spread * errors(1, k));
  }
}

void CapacitorWeights::add(const std::vector<double> &change)
{
  for (std::size_t k = 0; k < charge_.size(); ++k)
  {
    const double charge = polarity_ * change[k];
    charge_[k] += charge * (charge > 0 ? charging_[k] : discharging_[k]);
  }
  if (++n_updates_ % p.transfer_every != 0)
    return;
  for (std::size_t k = 0; k < charge_.size(); ++k)
  {
    moved_[k]  = weight(k);
    charge_[k] = 0;
  }
  polarity_ = p.inverts ? -polarity_ : polarity_;
}
} // namespace quench::array
