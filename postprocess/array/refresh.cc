#include <postprocess/array/refresh.h>

#include <algorithm>

namespace quench::array
{
double noisy_read(const UpdateModel &update, const PulsedDevice &device, RandomStream &random)
{
  return device.g + update.read_sigma(device.g) * random.normal();
}

std::optional<double> read_for_refresh(const RefreshRule &rule, const UpdateModel &update, const PulsedDevice &plus,
                                       const PulsedDevice &minus, RandomStream &random)
{
  double g_plus = 0, g_minus = 0;
  for (int k = 0; k < rule.reads; ++k)
  {
    g_plus += noisy_read(update, plus, random) / rule.reads;
    g_minus += noisy_read(update, minus, random) / rule.reads;
  }
  if (!(std::max(g_plus, g_minus) > rule.larger_above && std::min(g_plus, g_minus) > rule.smaller_above))
    return std::nullopt;
  return g_plus - g_minus;
}
} // namespace quench::array
