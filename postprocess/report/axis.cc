#include <postprocess/report/axis.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace quench::report
{
namespace
{
constexpr int wanted_major_ticks = 5;

/// Distance of major ticks and the number of parts minor ticks make of it.
struct Step
{
  double size;
  long   parts;
};

/// 1, 2 or 5 times a power of ten, so that about wanted_major_ticks fit.
Step nice_step(double span)
{
  const double raw   = span / wanted_major_ticks;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  for (const auto &[factor, parts] : {std::pair{1.0, 5L}, {2.0, 4L}, {5.0, 5L}})
    if (raw <= factor * power * (1 + 1e-9))
      return {factor * power, parts};
  return {10 * power, 5};
}

/// Small powers as plain numbers, unless the axis is so long that they would stand beside large ones.
std::string power_of_ten(int exponent, bool is_long)
{
  if (exponent >= -2 && exponent <= 3 && !is_long)
    return readable(std::pow(10, exponent));
  return "10^{" + std::string(exponent < 0 ? "−" : "") + std::to_string(std::abs(exponent)) + "}";
}
} // namespace

std::string readable(double value, int digits)
{
  char buffer[40];
  if (value == 0 || (std::abs(value) >= 1e-3 && std::abs(value) < 1e5))
  {
    const int exponent = value == 0 ? 0 : int(std::floor(std::log10(std::abs(value))));
    std::snprintf(buffer, sizeof buffer, "%.*f", std::max(0, digits - 1 - exponent), value);
    std::string text = buffer;
    if (text.find('.') != std::string::npos)
      text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
      text.pop_back();
    return text[0] == '-' ? "−" + text.substr(1) : text;
  }
  std::snprintf(buffer, sizeof buffer, "%.*e", digits - 1, value);
  std::string text(buffer), mantissa = text.substr(0, text.find('e'));
  const int   exponent = std::atoi(text.c_str() + text.find('e') + 1);
  if (mantissa.find('.') != std::string::npos)
    mantissa.erase(mantissa.find_last_not_of('0') + 1);
  if (mantissa.back() == '.')
    mantissa.pop_back();
  if (mantissa[0] == '-')
    mantissa = "−" + mantissa.substr(1);
  const std::string power = "10^{" + std::string(exponent < 0 ? "−" : "") + std::to_string(std::abs(exponent)) + "}";
  return mantissa == "1" ? power : mantissa + "×" + power;
}

std::string with_error(double value, double sigma)
{
  const int exponent = sigma > 0 ? int(std::floor(std::log10(sigma))) : -6;
  const int digits   = std::clamp(1 - exponent, 0, 6);
  if (sigma > 0 && 1 - exponent > digits) // smaller than the last digit that is worth writing
    return readable(value, digits) + " ± " + readable(sigma, 2);
  char text[64];
  std::snprintf(text, sizeof text, "%.*f ± %.*f", digits, value, digits, sigma);
  return text;
}

std::string with_prefix(double value, const std::string &unit, int digits)
{
  static const std::vector<std::pair<double, const char *>> prefixes{{1e9, "G"},  {1e6, "M"},  {1e3, "k"}, {1, ""},
                                                                     {1e-3, "m"}, {1e-6, "µ"}, {1e-9, "n"}};
  for (const auto &[factor, prefix] : prefixes)
    if (std::abs(value) >= factor * (1 - 1e-9) && std::abs(value) < 1e12)
      return readable(value / factor, digits) + " " + prefix + unit;
  return readable(value, digits) + " " + unit;
}

AxisScale::AxisScale(const Axis &axis, const std::vector<double> &data) : axis_(axis)
{
  if (!axis.categories.empty())
  {
    lower_ = -0.5;
    upper_ = double(axis.categories.size()) - 0.5;
    for (std::size_t i = 0; i < axis.categories.size(); ++i)
      axis_.ticks.push_back({double(i), axis.categories[i]});
    return;
  }
  const bool logarithmic = axis.scale == Scale::logarithmic;
  bool       first       = true;
  for (const double value : data)
    if (std::isfinite(value) && (!logarithmic || value > 0))
    {
      lower_ = first ? value : std::min(lower_, value);
      upper_ = first ? value : std::max(upper_, value);
      first  = false;
    }
  const double room = logarithmic ? std::pow(std::max(upper_ / lower_, 1.5), 0.06) : 0.06 * (upper_ - lower_);
  if (logarithmic)
  {
    lower_ /= room;
    upper_ *= room;
  }
  else
  {
    const double flat = upper_ > lower_ ? 0 : std::max(1e-3 * std::abs(upper_), 1e-12);
    lower_ -= room + flat;
    upper_ += room + flat;
  }
  lower_ = axis.lower.value_or(lower_);
  upper_ = axis.upper.value_or(upper_);
}

double AxisScale::place(double value) const
{
  if (axis_.scale == Scale::linear)
    return (value - lower_) / (upper_ - lower_);
  return std::log(value / lower_) / std::log(upper_ / lower_);
}

std::vector<Tick> AxisScale::ticks() const
{
  if (!axis_.ticks.empty())
    return axis_.ticks;
  return axis_.scale == Scale::linear ? linear_ticks() : decade_ticks();
}

int AxisScale::exponent() const
{
  constexpr int longest = 4;
  const double  largest = std::max(std::abs(lower_), std::abs(upper_));
  const int     power   = int(std::floor(std::log10(largest > 0 ? largest : 1)));
  return axis_.scale == Scale::linear && axis_.ticks.empty() && (power >= longest || power < -2) ? power : 0;
}

std::vector<Tick> AxisScale::linear_ticks() const
{
  const Step        step  = nice_step(upper_ - lower_);
  const double      minor = step.size / step.parts;
  const long        first = long(std::ceil(lower_ / minor - 1e-9)), last = long(std::floor(upper_ / minor + 1e-9));
  std::vector<Tick> ticks;
  for (long i = first; i <= last; ++i)
    ticks.push_back(
        {double(i) * minor, i % step.parts == 0 ? readable(double(i) * minor * std::pow(10, -exponent())) : ""});
  return ticks;
}

std::vector<Tick> AxisScale::decade_ticks() const
{
  const double      decades = std::log10(upper_ / lower_);
  const int         every   = std::max(1, int(std::ceil(decades / 9)));
  std::vector<Tick> ticks;
  for (int exponent = int(std::floor(std::log10(lower_))); exponent <= int(std::ceil(std::log10(upper_))); ++exponent)
    for (int digit = 1; digit <= 9; ++digit)
    {
      const double value = digit * std::pow(10, exponent);
      if (!holds(value) || (decades > 7 && digit != 1))
        continue;
      std::string label;
      if (digit == 1 && exponent % every == 0)
        label = power_of_ten(exponent, decades > 5);
      else if (decades < 2.2 && (digit == 2 || digit == 5))
        label = readable(value);
      ticks.push_back({value, label});
    }
  return ticks;
}

std::vector<Tick> time_marks(double lower_s, double upper_s)
{
  constexpr double        day = 86400, year = 365.25 * day;
  const std::vector<Tick> all = {{1, "1 s"},         {60, "1 min"}, {3600, "1 h"},      {day, "1 d"},
                                 {30 * day, "30 d"}, {year, "1 y"}, {10 * year, "10 y"}};
  std::vector<Tick>       inside;
  for (const Tick &tick : all)
    if (tick.value >= lower_s && tick.value <= upper_s)
      inside.push_back(tick);
  return inside;
}
} // namespace quench::report
