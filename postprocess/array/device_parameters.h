#pragma once

#include <memory>
#include <string>
#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/competing_devices.h>
#include <postprocess/array/device_model.h>

namespace quench::array
{
/// The published statistical model of phase-change devices. With x = g / g_max:
///     sigma_prog = sum_k c_k x^k (g_max / 25 uS),   Q = min(q_scale / x^q_power, q_max),
///     nu = |N(mu, s)|, mu = clip(nu_slope ln x + nu_offset), s = clip(spread_slope ln x + spread_offset).
struct PublishedParameters
{
  double              g_max = 25 * units::uS, t_0 = 20 * units::s;
  std::vector<double> programming{0.26348 * units::uS, 1.9650 * units::uS, -1.1731 * units::uS};
  double              nu_slope = -0.0155, nu_offset = 0.0244, nu_min = 0.049, nu_max = 0.1;
  double              spread_slope = -0.0125, spread_offset = -0.0059, spread_min = 0.008, spread_max = 0.045;
  double              q_scale = 0.0088, q_power = 0.65, q_max = 0.2, t_read = 250 * units::ns;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P              = PublishedParameters;
    const char *const is = "Joshi et al. 2020 as coded in IBM/aihwkit 4545f11, inference/noise/pcm.py (MIT)";
    entry("maximum conductance", &P::g_max, "uS", positive, "of the window the weights are mapped to", is);
    entry("time origin", &P::t_0, "s", positive, "age of a device at its verifying read", is);
    entry("programming noise", &P::programming, "uS", any_value,
          "coefficients of 1, x, x^2, ... of the standard deviation at 25 uS, x = g / g_max", is);
    entry("drift slope", &P::nu_slope, "1", any_value, "of the mean exponent against ln x", is);
    entry("drift offset", &P::nu_offset, "1", any_value, "mean exponent at x = 1 before clipping", is);
    entry("drift minimum", &P::nu_min, "1", non_negative, "lowest mean exponent", is);
    entry("drift maximum", &P::nu_max, "1", non_negative, "highest mean exponent", is);
    entry("spread slope", &P::spread_slope, "1", any_value, "of the deviation of the exponent against ln x", is);
    entry("spread offset", &P::spread_offset, "1", any_value, "deviation at x = 1 before clipping", is);
    entry("spread minimum", &P::spread_min, "1", non_negative, "lowest deviation of the exponent", is);
    entry("spread maximum", &P::spread_max, "1", non_negative, "highest deviation of the exponent", is);
    entry("read noise scale", &P::q_scale, "1", non_negative, "Q of the 1/f noise at x = 1", is);
    entry("read noise power", &P::q_power, "1", non_negative, "Q falls as x to this power", is);
    entry("read noise limit", &P::q_max, "1", non_negative, "largest Q", is);
    entry("read duration", &P::t_read, "ns", positive, "of one read; cuts the 1/f noise", is);
  }
};

/// Where a statistical part of the device comes from.
enum class Statistics
{
  model,     ///< what the chosen model says; refused if it says nothing
  published, ///< the published coefficients, scaled to the g_max of the model
  none
};

/// The device of an array case.
struct DeviceParameters
{
  std::string model          = "joshi2020";
  double      verify_time    = 20 * units::s;
  double      time_tolerance = 1.1;
  Statistics  programming    = Statistics::model;
  Statistics  drift_spread   = Statistics::model;
  Statistics  read_noise     = Statistics::model;

  PublishedParameters published;
  CompetingParameters competing;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = DeviceParameters;
    const Names<Statistics> names{
        {"model", Statistics::model}, {"published", Statistics::published}, {"none", Statistics::none}};
    entry("model", &P::model,
          "joshi2020 for the published model; flash, rram or sonos; or the JSON file of an extracted compact model",
          "choice");
    entry("verify time", &P::verify_time, "s", positive,
          "age of a device at its verifying read, from which all times count (extracted models)",
          "time origin of the published model");
    entry("time tolerance", &P::time_tolerance, "1", Range{1, 2},
          "an age up to this factor beyond the fitted window of an extracted model is accepted", "choice");
    entry("programming noise", &P::programming, names, "source of the spread of programmed conductances", "choice");
    entry("drift spread", &P::drift_spread, names, "source of the spread of drift exponents", "choice");
    entry("read noise", &P::read_noise, names, "source of the 1/f noise of a read", "choice");
    entry.subsection("published", &P::published);
    entry.subsection("competing", &P::competing);
  }
};

/// The device the parameters name. A relative path of a compact model is looked for in `folder`, then in the
/// current folder.
/// Throws InputError if the file, a part of it or the verify time is not usable.
std::unique_ptr<const DeviceModel> make_device(const DeviceParameters &parameters, const std::string &folder);
} // namespace quench::array
