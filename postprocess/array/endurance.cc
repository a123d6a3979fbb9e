#include <postprocess/array/endurance.h>

#include <physics/base/error.h>
#include <postprocess/array/random_streams.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace quench::array
{
Endurance::Endurance(const EnduranceParameters &parameters, std::size_t n_cells) : written_(n_cells)
{
  if (parameters.lowest > parameters.highest)
    throw InputError("endurance/lowest", std::to_string(parameters.lowest), "must not exceed `highest`");
  DeviceMatrix u(1, static_cast<Eigen::Index>(n_cells));
  fill_uniform(u, {parameters.seed, Purpose::endurance, 0, 0});
  for (std::size_t k = 0; k < n_cells; ++k)
    limit_.push_back(parameters.lowest *
                     std::pow(parameters.highest / parameters.lowest, (u(0, static_cast<Eigen::Index>(k)) + 1) / 2));
}

std::uint64_t Endurance::most_written() const { return *std::max_element(written_.begin(), written_.end()); }

double Endurance::worn_fraction() const
{
  double n_worn = 0;
  for (std::size_t k = 0; k < written_.size(); ++k)
    n_worn += is_worn(k) ? 1 : 0;
  return n_worn / static_cast<double>(written_.size());
}

double Endurance::repetitions() const
{
  double fewest = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < written_.size(); ++k)
    if (written_[k] > 0)
      fewest = std::min(fewest, limit_[k] / static_cast<double>(written_[k]));
  return fewest;
}
} // namespace quench::array
