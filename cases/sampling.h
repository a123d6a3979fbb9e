#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace quench::cases
{
/// How the points of a sampled sweep are spread.
enum class Sampling
{
  latin_hypercube, ///< every axis cut into as many equally likely parts as there are points, one point in each
  sobol,           ///< the sequence of Sobol', digitally shifted by the seed; best in powers of two
  random           ///< independent
};

/// Points of a sample in the unit cube [point][axis], all strictly between 0 and 1. The same for every machine. Throws
/// Error(internal) for more axes than the tables of directions have (3667).
///
/// Latin hypercube: McKay, Beckman, Conover 1979, Technometrics 21, 239. Sobol': Boost.Random's engine with the
/// directions of Joe and Kuo 2008, its first point, which Boost leaves out, included; a digital shift keeps it a
/// (t, s)-sequence (L'Ecuyer, Lemieux 2002). Random numbers: RandomStream, keyed by seed and axis.
std::vector<std::vector<double>> unit_sample(Sampling sampling, std::size_t n_points, std::size_t n_axes,
                                             std::uint64_t seed);

/// What the values of an axis are drawn from.
enum class Distribution
{
  uniform,     ///< FIRST to LAST
  log_uniform, ///< FIRST to LAST, both above 0
  normal,      ///< MEAN +- DEVIATION, not cut
  one_of       ///< the values of a list, equally likely
};

/// A distribution with its numbers, read from text such as `15 nm to 25 nm`, `20 nm +- 1 nm` or `W | TiN`.
class AxisDistribution
{
public:
  /// Throws QuantityError or InputError without a place.
  AxisDistribution(Distribution distribution, const std::string &values);

  /// The value at which the cumulative probability is u in (0, 1), with nine digits and the unit of the first.
  std::string value(double u) const;

private:
  Distribution             distribution_;
  std::string              unit_;
  double                   first_ = 0, second_ = 0; ///< limits, or mean and deviation, in the unit
  std::vector<std::string> list_;
};
} // namespace quench::cases
