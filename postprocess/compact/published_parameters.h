#pragma once

#include <string>
#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/compact/estimate.h>

namespace quench::compact
{
/// A published statistical model of phase-change devices (eq. A4). With x = g / g_max, mean and spread of nu and Q of
/// the read noise are each
///     clip(slope ln x + offset, minimum, maximum)   below `split`, a polynomial in x from there on.
/// The defaults are joshi2020. Internal units, unlike a compact model.
struct PublishedParameters
{
  double              g_max = 25 * units::uS, g_fitted = 25 * units::uS, t_0 = 20 * units::s;
  std::vector<double> programming{0.26348 * units::uS, 1.9650 * units::uS, -1.1731 * units::uS};
  double              nu_slope = -0.0155, nu_offset = 0.0244, nu_min = 0.049, nu_max = 0.1, nu_split = 1;
  double              spread_slope = -0.0125, spread_offset = -0.0059, spread_min = 0.008, spread_max = 0.045;
  double              spread_split = 1;
  double              q_scale = 0.0088, q_power = 0.65, q_slope = 0, q_offset = 0, q_min = 0, q_max = 0.2, q_split = 1;
  double              t_read = 250 * units::ns;
  std::vector<double> nu_polynomial, spread_polynomial, q_polynomial;
  std::string         citation = "joshi2020";

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P              = PublishedParameters;
    const char *const is = "Joshi et al. 2020 as coded in IBM/aihwkit 4545f11, inference/noise/pcm.py (MIT)";
    entry("maximum conductance", &P::g_max, "uS", positive, "of the window the weights are mapped to", is);
    entry("fitted maximum", &P::g_fitted, "uS", positive, "maximum conductance in which the noise was fitted", is);
    entry("time origin", &P::t_0, "s", positive, "age of a device at its verifying read", is);
    entry("programming noise", &P::programming, "uS", any_value,
          "coefficients of 1, x, x^2, ... of the standard deviation at the fitted maximum, x = g / g_max", is);
    entry("drift slope", &P::nu_slope, "1", any_value, "of the mean exponent against ln x", is);
    entry("drift offset", &P::nu_offset, "1", any_value, "mean exponent at x = 1 before clipping", is);
    entry("drift minimum", &P::nu_min, "1", non_negative, "lowest mean exponent", is);
    entry("drift maximum", &P::nu_max, "1", non_negative, "highest mean exponent", is);
    entry("drift split", &P::nu_split, "1", positive, "x from which the polynomial holds, if there is one", is);
    entry("drift polynomial", &P::nu_polynomial, "1", any_value, "of 1, x, x^2, ...; empty: none", is);
    describe_noise(entry, is);
  }

  template <class Entry>
  static void describe_noise(Entry &entry, const char *is)
  {
    using P = PublishedParameters;
    entry("spread slope", &P::spread_slope, "1", any_value, "of the deviation of the exponent against ln x", is);
    entry("spread offset", &P::spread_offset, "1", any_value, "deviation at x = 1 before clipping", is);
    entry("spread minimum", &P::spread_min, "1", non_negative, "lowest deviation of the exponent", is);
    entry("spread maximum", &P::spread_max, "1", non_negative, "highest deviation of the exponent", is);
    entry("spread split", &P::spread_split, "1", positive, "x from which the polynomial holds, if there is one", is);
    entry("spread polynomial", &P::spread_polynomial, "1", any_value, "of 1, x, x^2, ...; empty: none", is);
    entry("read noise scale", &P::q_scale, "1", non_negative, "Q of the 1/f noise at x = 1", is);
    entry("read noise power", &P::q_power, "1", non_negative, "Q falls as x to this power", is);
    entry("read noise slope", &P::q_slope, "1", any_value, "of Q against ln x", is);
    entry("read noise offset", &P::q_offset, "1", any_value, "added to Q", is);
    entry("read noise minimum", &P::q_min, "1", non_negative, "smallest Q", is);
    entry("read noise limit", &P::q_max, "1", non_negative, "largest Q", is);
    entry("read noise split", &P::q_split, "1", positive, "x from which the polynomial holds, if there is one", is);
    entry("read noise polynomial", &P::q_polynomial, "1", any_value, "of 1, x, x^2, ...; empty: none", is);
    entry("read duration", &P::t_read, "ns", positive, "of one read; cuts the 1/f noise", is);
    entry("citation", &P::citation, "where the numbers come from", is);
  }
};

/// Standard deviation of what is programmed to g, in a window that ends at g_max.
double published_programming_sigma(const PublishedParameters &p, double g, double g_max);

/// Mean and device-to-device standard deviation of the drift exponent at x = g / g_max.
Estimate published_exponent(const PublishedParameters &p, double x);

/// That deviation in units of the mean: what a model without an ensemble borrows, relative to its own exponent.
double published_relative_spread(const PublishedParameters &p, double x);

/// Q of the 1/f read noise at x = g / g_max.
double published_read_noise(const PublishedParameters &p, double x);

/// Names of the published models a case may choose.
std::vector<std::string> published_names();

/// The parameters of one of published_names(). Throws InputError listing them.
PublishedParameters published_parameters(const std::string &name);
} // namespace quench::compact
