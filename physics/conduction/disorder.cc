#include <physics/conduction/disorder.h>

#include <physics/base/random.h>

#include <cmath>
#include <numbers>

namespace quench::physics
{
namespace
{
constexpr std::size_t   n_modes = 512;
constexpr std::uint32_t purpose = 0x45415f; ///< of the random numbers: nobody else draws these
} // namespace

DisorderField::DisorderField(const DisorderParameters &parameters, std::uint64_t seed)
  : modes_(parameters.spread > 0 ? n_modes : 0), amplitude_(parameters.spread * std::sqrt(2.0 / double(n_modes)))
{
  for (std::size_t m = 0; m < modes_.size(); ++m)
  {
    RandomStream random(seed, purpose, m, 0);
    for (double &k : modes_[m].k)
      k = random.normal() / parameters.correlation_length;
    modes_[m].phase = 2 * std::numbers::pi * random.uniform();
  }
}

double DisorderField::operator()(double x, double y, double z) const
{
  double sum = 0;
  for (const Mode &mode : modes_)
    sum += std::cos(mode.k[0] * x + mode.k[1] * y + mode.k[2] * z + mode.phase);
  return amplitude_ * sum;
}
} // namespace quench::physics
