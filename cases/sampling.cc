#include <cases/sampling.h>

#include <cases/sweep_points.h>
#include <physics/base/error.h>
#include <physics/base/quantity.h>
#include <physics/base/random.h>
#include <physics/base/text.h>

#include <boost/math/distributions/normal.hpp>
#include <boost/random/sobol.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace quench::cases
{
namespace
{
constexpr std::uint32_t purpose = 0x7377656c; ///< of the random streams: samples of sweeps

RandomStream stream_of(std::uint64_t seed, std::size_t axis) { return {seed, purpose, axis, 0}; }

/// A random order of 0 ... n - 1. Source: Fisher and Yates; Knuth, TAOCP 2, 3.4.2, algorithm P.
std::vector<std::size_t> permutation(std::size_t n, RandomStream &random)
{
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t(0));
  for (std::size_t i = n; i > 1; --i)
    std::swap(order[i - 1], order[static_cast<std::size_t>(random.uniform() * double(i))]);
  return order;
}

/// 64 bits as a fraction strictly between 0 and 1.
double fraction(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }

void fill_with_sobol(std::vector<std::vector<double>> &points, std::size_t n_axes, std::uint64_t seed)
{
  boost::random::sobol       sequence(n_axes);
  std::vector<std::uint64_t> shift;
  for (std::size_t a = 0; a < n_axes; ++a)
  {
    RandomStream        random = stream_of(seed, a);
    const std::uint64_t upper  = random.bits();
    shift.push_back(upper << 32 | random.bits());
  }
  for (std::size_t i = 0; i < points.size(); ++i)
    for (std::size_t a = 0; a < n_axes; ++a)
      points[i][a] = fraction((i == 0 ? 0 : sequence()) ^ shift[a]);
}

/// The parts of `text` before and after the only `separator`.
std::pair<std::string, std::string> halves(const std::string &text, const std::string &separator,
                                           const std::string &form)
{
  const std::size_t at = text.find(separator);
  if (at == std::string::npos || text.find(separator, at + 1) != std::string::npos)
    throw InputError("\"" + text + "\"", form + " is needed");
  const std::pair<std::string, std::string> parts{trimmed(text.substr(0, at)),
                                                  trimmed(text.substr(at + separator.size()))};
  if (parts.first.empty() || parts.second.empty())
    throw InputError("\"" + text + "\"", form + " is needed");
  return parts;
}
} // namespace

std::vector<std::vector<double>> unit_sample(Sampling sampling, std::size_t n_points, std::size_t n_axes,
                                             std::uint64_t seed)
{
  std::vector<std::vector<double>> points(n_points, std::vector<double>(n_axes));
  if (sampling == Sampling::sobol)
  {
    fill_with_sobol(points, n_axes, seed);
    return points;
  }
  for (std::size_t a = 0; a < n_axes; ++a)
  {
    RandomStream random = stream_of(seed, a);
    if (sampling == Sampling::random)
      for (std::vector<double> &point : points)
        point[a] = random.uniform();
    else
    {
      const std::vector<std::size_t> part = permutation(n_points, random);
      for (std::size_t i = 0; i < n_points; ++i)
        points[i][a] = (double(part[i]) + random.uniform()) / double(n_points);
    }
  }
  return points;
}

AxisDistribution::AxisDistribution(Distribution distribution, const std::string &values) : distribution_(distribution)
{
  if (distribution == Distribution::one_of)
  {
    list_ = expand_values(values);
    return;
  }
  const bool normal = distribution == Distribution::normal;
  const auto [first, last] =
      normal ? halves(values, "+-", "MEAN +- DEVIATION") : halves(values, " to ", "FIRST to LAST");
  unit_                    = unit_part(first);
  const std::string parsed = unit_.empty() ? "1" : unit_;
  const double      one    = unit_.empty() ? 1 : unit_value(unit_);
  first_                   = parse_quantity(first, parsed) / one;
  second_                  = parse_quantity(last, parsed) / one;
  if (normal && !(second_ > 0))
    throw InputError("\"" + values + "\"", "the deviation must be above 0");
  if (!normal && !(second_ > first_))
    throw InputError("\"" + values + "\"", "the last value must be above the first");
  if (distribution == Distribution::log_uniform && !(first_ > 0))
    throw InputError("\"" + values + "\"", "a log-uniform range lies above 0");
}

std::string AxisDistribution::value(double u) const
{
  if (distribution_ == Distribution::one_of)
    return list_[std::min(static_cast<std::size_t>(u * double(list_.size())), list_.size() - 1)];
  const double number = distribution_ == Distribution::uniform ? first_ + (second_ - first_) * u
                        : distribution_ == Distribution::log_uniform
                            ? first_ * std::pow(second_ / first_, u)
                            : boost::math::quantile(boost::math::normal(first_, second_), u);
  char         text[40];
  std::snprintf(text, sizeof text, "%.9g", number);
  return text + (unit_.empty() ? "" : " " + unit_);
}
} // namespace quench::cases
