#pragma once

#include <algorithm>
#include <cmath>

#include <physics/base/described.h>
#include <physics/base/units.h>

namespace quench::array
{
/// Steps of phase-change devices under equal SET pulses, with their history (eq. T14).
struct PartialSetParameters
{
  double mean_slope = -0.084, mean_offset = 0.880 * units::uS, mean_history = 1.40 * units::uS;
  double spread_slope = 0.091, spread_offset = 0.260 * units::uS, spread_history = 2.15 * units::uS;
  double memory = 2.6, read_slope = 0.03, read_offset = 0.13 * units::uS;
  double g_reset = 0.1 * units::uS, g_limit = 20 * units::uS;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P              = PartialSetParameters;
    const char *const is = "Nandakumar et al. 2018, J. Appl. Phys. 124, 152135, as coded in YigitDemirag/srnn-pcm "
                           "2d91783, xbar.py (MIT)";
    entry("mean slope", &P::mean_slope, "1", any_value, "of the mean step against the conductance", is);
    entry("mean offset", &P::mean_offset, "uS", non_negative, "mean step at no conductance, long after RESET", is);
    entry("mean history", &P::mean_history, "uS", non_negative, "more of it in the first pulse after RESET", is);
    entry("spread slope", &P::spread_slope, "1", non_negative, "of a step's deviation against the conductance", is);
    entry("spread offset", &P::spread_offset, "uS", non_negative, "deviation at no conductance", is);
    entry("spread history", &P::spread_history, "uS", non_negative, "more of it in the first pulse after RESET", is);
    entry("memory", &P::memory, "1", positive, "pulses after which the history has fallen to 1/e", is);
    entry("read slope", &P::read_slope, "1", non_negative, "of a read's deviation against the conductance", is);
    entry("read offset", &P::read_offset, "uS", non_negative, "deviation of a read at no conductance", is);
    entry("reset conductance", &P::g_reset, "uS", positive, "after RESET", is);
    entry("limit", &P::g_limit, "uS", positive, "largest conductance", is);
  }
};

/// A device under pulses. P is 1 after RESET and falls by exp(-1 / memory) with every SET pulse.
struct SetDevice
{
  double g, history;
};

inline SetDevice reset_device(const PartialSetParameters &p) { return {p.g_reset, 1}; }

/// One SET pulse; `normal` is a standard normal number (eq. T14).
inline SetDevice set_pulse(const PartialSetParameters &p, const SetDevice &device, double normal)
{
  const double P     = device.history * std::exp(-1 / p.memory);
  const double mean  = p.mean_slope * device.g + p.mean_offset + p.mean_history * P;
  const double sigma = p.spread_slope * device.g + p.spread_offset + p.spread_history * P;
  return {std::clamp(device.g + mean + sigma * normal, p.g_reset, p.g_limit), P};
}

inline double read_deviation(const PartialSetParameters &p, double g) { return p.read_slope * g + p.read_offset; }
} // namespace quench::array
