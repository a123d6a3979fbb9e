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

bool needs_refresh(const RefreshParameters &p, double plus, double minus, double range)
{
  return std::max(plus, minus) > p.upper * range && std::min(plus, minus) > p.lower * range;
}

void RefreshedPair::change(int sign, RandomStream &random)
{
  PulsedDevice &device = sign > 0 ? plus_ : minus_;
  device               = update_.set(device, 1, random);
}

bool RefreshedPair::refresh_if_needed(RandomStream &random)
{
  if (!needs_refresh(p, plus_.g, minus_.g, update_.g_limit()))
    return false;
  const double net = weight();
  plus_ = minus_             = update_.reset();
  (net > 0 ? plus_ : minus_) = method_.program(update_.g_reset() + std::abs(net), random).state;
  return true;
}
} // namespace quench::array
