#include <postprocess/compact/published_parameters.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace quench::compact
{
namespace
{
using units::s, units::uS, units::ns;

constexpr double smallest_x     = 1e-7; // IBM/aihwkit pcm.py: clamp before the logarithm
constexpr double smallest_power = 1e-3; // ... and of x^q_power in Q

double polynomial(const std::vector<double> &coefficients, double x)
{
  double sum = 0;
  for (std::size_t k = coefficients.size(); k-- > 0;)
    sum = sum * x + coefficients[k];
  return sum;
}

/// IBM HERMES chip, one device per polarity (Le Gallo et al. 2023, Nat. Electron. 6, 680; Khaddam-Aljameh et al. 2022,
/// JSSC 57, 1027). Source of the numbers: IBM/aihwkit 4545f11, inference/noise/hermes.py (MIT).
PublishedParameters hermes_of_one()
{
  PublishedParameters p;
  p.citation    = "hermes1, Le Gallo et al. 2023, Khaddam-Aljameh et al. 2022";
  p.g_max       = 10.35 * uS;
  p.g_fitted    = 10.35 * uS;
  p.t_0         = 200 * s;
  p.t_read      = 512 * ns;
  p.programming = {0.15781817 * uS, 2.32443916 * uS, -2.16310839 * uS, 0.68841818 * uS};
  p.nu_slope = -0.0387, p.nu_offset = -0.0182, p.nu_min = 0.0720, p.nu_max = 0.13, p.nu_split = 0.0945;
  p.nu_polynomial = {0.0736, -0.0126, -0.0436};
  p.spread_slope = -0.0120, p.spread_offset = -0.0023, p.spread_min = 0.0124, p.spread_max = 0.04;
  p.spread_split      = 0.3039;
  p.spread_polynomial = {0.0104, 0.0116, -0.0165};
  p.q_scale           = 0;
  p.q_slope = -0.0078, p.q_offset = 0.0038, p.q_min = 0.0179, p.q_max = 0.04, p.q_split = 0.1591;
  p.q_polynomial = {0.0088, 0.0768, -0.1352, 0.0664};
  return p;
}

/// The same chip, two devices that share a conductance (Vasilopoulos et al. 2023, TED 70, 6279). Source: as above.
PublishedParameters hermes_of_two()
{
  PublishedParameters p = hermes_of_one();
  p.citation            = "hermes2, Le Gallo et al. 2023, Vasilopoulos et al. 2023";
  p.g_max               = 20.7 * uS;
  p.g_fitted            = 20.7 * uS;
  p.t_0                 = 300 * s;
  p.programming         = {0.16603222 * uS, 4.71806468 * uS, -8.48101252 * uS, 4.68961419 * uS};
  p.spread_slope = -0.0117, p.spread_offset = -0.0057, p.spread_min = 0.0091, p.spread_max = 0.04;
  p.spread_split      = 0.3055;
  p.spread_polynomial = {0.0073, 0.0093, -0.0118};
  p.q_slope = -0.0117, p.q_offset = -0.0069, p.q_min = 0.015, p.q_max = 0.04, p.q_split = 0.16;
  p.q_polynomial = {0.0123, 0.0211, -0.0280, 0.0069};
  return p;
}

/// One exponent and one noise for all states. Source: IBM/aihwkit 4545f11, inference/noise/custom.py (MIT).
PublishedParameters state_independent()
{
  PublishedParameters p;
  p.citation    = "state_independent, aihwkit StateIndependentNoiseModel";
  p.programming = {0.2 * uS};
  p.nu_slope    = 0;
  p.nu_min = p.nu_max = p.nu_offset = 0.1;
  p.spread_slope                    = 0;
  p.spread_min = p.spread_max = p.spread_offset = 0.05;
  return p;
}

/// Programming noise of the same devices as joshi2020, fitted anew; nothing is said on drift and read noise, so that
/// there is none: sigma / uS = -0.00178767 G^2 + 0.07585724 G + 0.28638599 with G in uS, first read 27.36 s after
/// programming. Source: sandialabs/cross-sim 0a2eb1e, simulator/devices/custom/PCM_Joshi.py (BSD-3).
PublishedParameters crosssim_joshi()
{
  PublishedParameters p;
  p.citation    = "crosssim_joshi";
  p.t_0         = 27.36 * s;
  p.programming = {0.28638599 * uS, 0.07585724 * 25 * uS, -0.00178767 * 25 * 25 * uS};
  p.nu_min = p.nu_max = p.spread_min = p.spread_max = p.q_max = 0;
  return p;
}

std::vector<std::pair<std::string, PublishedParameters>> library()
{
  return {{"crosssim_joshi", crosssim_joshi()},
          {"hermes1", hermes_of_one()},
          {"hermes2", hermes_of_two()},
          {"joshi2020", PublishedParameters()},
          {"state_independent", state_independent()}};
}
} // namespace

double published_programming_sigma(const PublishedParameters &p, double g, double g_max)
{
  return std::max(polynomial(p.programming, g / g_max), 0.0) * g_max / p.g_fitted;
}

Estimate published_exponent(const PublishedParameters &p, double relative)
{
  const double x = std::max(relative, smallest_x), ln_x = std::log(x);
  Estimate     nu{std::clamp(p.nu_slope * ln_x + p.nu_offset, p.nu_min, p.nu_max),
              std::clamp(p.spread_slope * ln_x + p.spread_offset, p.spread_min, p.spread_max)};
  if (!p.nu_polynomial.empty() && x >= p.nu_split)
    nu.value = polynomial(p.nu_polynomial, x);
  if (!p.spread_polynomial.empty() && x >= p.spread_split)
    nu.sigma = polynomial(p.spread_polynomial, x);
  return nu;
}

double published_relative_spread(const PublishedParameters &p, double x)
{
  const Estimate nu = published_exponent(p, x);
  return nu.value > 0 ? nu.sigma / nu.value : 0;
}

double published_read_noise(const PublishedParameters &p, double x)
{
  if (!p.q_polynomial.empty() && x >= p.q_split)
    return std::max(polynomial(p.q_polynomial, x), 0.0); // programming noise may lead beyond the window
  const double falling = p.q_scale / std::max(std::pow(x, p.q_power), smallest_power);
  return std::clamp(falling + p.q_slope * std::log(std::max(x, smallest_x)) + p.q_offset, p.q_min, p.q_max);
}

std::vector<std::string> published_names()
{
  std::vector<std::string> names;
  for (const auto &[name, parameters] : library())
    names.push_back(name);
  return names;
}

PublishedParameters published_parameters(const std::string &name)
{
  for (const auto &[known, parameters] : library())
    if (known == name)
      return parameters;
  throw InputError("device/model", name, "one of " + join(published_names(), ", "),
                   did_you_mean(name, published_names()));
}
} // namespace quench::compact
