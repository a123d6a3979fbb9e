#include <postprocess/array/synapse.h>

#include <algorithm>
#include <cmath>

namespace quench::array
{
void MultiSynapse::set(int device, double amplitude, RandomStream &random)
{
  PulsedDevice &chosen = devices_.at(static_cast<std::size_t>(device));
  chosen               = update_.set(chosen, amplitude, random);
}

void MultiSynapse::reset(int device) { devices_.at(static_cast<std::size_t>(device)) = update_.reset(); }

double MultiSynapse::conductance() const
{
  double sum = 0;
  for (const PulsedDevice &device : devices_)
    sum += device.g;
  return sum;
}

RefreshRule refresh_rule(const RefreshParameters &p, double range)
{
  return {p.upper * range, p.lower * range, p.reads};
}

void RefreshedPair::change(int sign, RandomStream &random)
{
  PulsedDevice &device = sign > 0 ? plus_ : minus_;
  device               = update_.set(device, 1, random);
}

bool RefreshedPair::refresh_if_needed(RandomStream &random)
{
  const std::optional<double> net =
      read_for_refresh(refresh_rule(p, update_.g_limit()), update_, plus_, minus_, random);
  if (!net)
    return false;
  const double target = std::min(update_.g_reset() + std::abs(*net), update_.g_limit());
  plus_ = minus_              = update_.reset();
  (*net > 0 ? plus_ : minus_) = method_.program(target, random).state;
  return true;
}
} // namespace quench::array
