#include <postprocess/export/pulsed_device.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>

namespace quench::exports
{
namespace
{
constexpr int    n_even = 41;   // choice: nodes between those of the train
constexpr double apart  = 1e-6; // choice: closer nodes, relative to the range, are one

/// y at x, linear between ascending xs; the nearest end outside.
double linear(const std::vector<double> &xs, const std::vector<double> &ys, double x)
{
  const auto above = std::upper_bound(xs.begin(), xs.end(), x);
  if (above == xs.begin())
    return ys.front();
  if (above == xs.end())
    return ys.back();
  const std::size_t i = std::size_t(above - xs.begin());
  const double      f = (x - xs[i - 1]) / (xs[i] - xs[i - 1]);
  return (1 - f) * ys[i - 1] + f * ys[i];
}

/// The rising part of the train: conductance before each pulse, ascending, and the step it makes.
struct Rise
{
  std::vector<double> before_uS, step_uS;
};

Rise rising_part(const compact::SetTrain &train)
{
  Rise rise;
  for (std::size_t k = 0; k < train.pulse.size(); ++k)
    if (rise.before_uS.empty() || train.before_uS[k] > rise.before_uS.back())
    {
      rise.before_uS.push_back(train.before_uS[k]);
      rise.step_uS.push_back(train.after_uS[k] - train.before_uS[k]);
    }
  return rise;
}

/// One more entry at the highest conductance: the step there, linear in the last two, not below 0.
void extend(Rise &rise, double high)
{
  const std::size_t n = rise.before_uS.size();
  if (!(high > rise.before_uS.back()))
    return;
  const double slope = (rise.step_uS[n - 1] - rise.step_uS[n - 2]) / (rise.before_uS[n - 1] - rise.before_uS[n - 2]);
  rise.step_uS.push_back(std::max(0.0, rise.step_uS.back() + slope * (high - rise.before_uS.back())));
  rise.before_uS.push_back(high);
}

/// Evenly spaced from the lowest to the highest, and wherever the train was: ascending.
std::vector<double> nodes(const Rise &rise, double low, double high)
{
  std::vector<double> list = rise.before_uS;
  for (int i = 0; i < n_even; ++i)
    list.push_back(low + (high - low) * i / (n_even - 1));
  std::sort(list.begin(), list.end());
  const auto same = [&](double a, double b) { return b - a < apart * (high - low); };
  list.erase(std::unique(list.begin(), list.end(), same), list.end());
  return list;
}

double spread_at(const compact::Update &update, double g_uS)
{
  if (update.law)
    return std::max(update.law->spread_slope.value * g_uS + update.law->spread_offset_uS.value, 0.0);
  if (!update.table)
    return 0;
  std::size_t nearest = 0;
  for (std::size_t i = 0; i < update.table->before_uS.size(); ++i)
    if (std::abs(update.table->before_uS[i] - g_uS) < std::abs(update.table->before_uS[nearest] - g_uS))
      nearest = i;
  return update.table->spread_uS[nearest];
}
} // namespace

PulsedDevice make_pulsed_device(const compact::CompactModel &model)
{
  const compact::SetTrain &train = *model.update.set;
  Rise                     rise  = rising_part(train);
  const double             low   = rise.before_uS.front();
  const double             high  = *std::max_element(train.after_uS.begin(), train.after_uS.end());
  if (rise.before_uS.size() < 2 || !(high > low))
    throw InputError(model.model_id + ": update/set", "a train that does not rise",
                     "SET pulses must raise the conductance");
  extend(rise, high);
  PulsedDevice device;
  device.amplitude_V  = train.amplitude_V.front();
  device.read_time_s  = train.read_time_s;
  device.staircase_uS = {train.before_uS.front()};
  device.staircase_uS.insert(device.staircase_uS.end(), train.after_uS.begin(), train.after_uS.end());
  for (const double g : nodes(rise, low, high))
  {
    device.node_uS.push_back(g);
    device.up_uS.push_back(linear(rise.before_uS, rise.step_uS, g));
    device.spread_uS.push_back(spread_at(model.update, g));
    device.down_uS.push_back(g - low);
  }
  return device;
}

double mean_step(const PulsedDevice &device, double g_uS) { return linear(device.node_uS, device.up_uS, g_uS); }

double step_spread(const PulsedDevice &device, double g_uS) { return linear(device.node_uS, device.spread_uS, g_uS); }
} // namespace quench::exports
