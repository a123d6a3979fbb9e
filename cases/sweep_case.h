#pragma once

#include <cases/sampling.h>
#include <physics/base/described.h>

#include <string>
#include <vector>

/// What a sweep file may say: which case, and which of its keys take which values.
///
///     set case             = reset.prm
///     set pulse amplitudes = 1.4 V to 3.6 V by 0.2 V      # a RESET curve
///
///     subsection axis 1                                   # and this for each of three cells
///       set key    = geometry/mushroom/heater radius
///       set values = 15 nm, 20 nm, 25 nm
///     end
///
/// or how many points are drawn from which distributions:
///
///     set case   = reset.prm
///     set mode   = latin hypercube
///     set points = 200
///     subsection axis 1
///       set key          = geometry/mushroom/heater radius
///       set values       = 20 nm +- 1 nm
///       set distribution = normal
///     end
namespace quench::cases
{
enum class Combination
{
  grid, ///< every value of an axis with every value of the others; the last axis changes fastest
  list, ///< the first values of all axes, then the second, ...
  latin_hypercube,
  sobol,
  random ///< this and the two before: points drawn from distributions (sampling.h)
};

/// One key of the case and its values.
struct SweepAxis
{
  std::string  key, values;
  Distribution distribution = Distribution::uniform;
  std::string  text         = "@";
  std::string  name;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("key", &SweepAxis::key, "key of the case with its sections, as in --set; empty: there is no such axis",
          "choice");
    entry("values", &SweepAxis::values,
          "separated by commas, or by | where a value holds a comma; a range is FIRST to LAST by STEP, or FIRST to "
          "LAST in "
          "NUMBER [logarithmic]; where points are drawn: FIRST to LAST, or MEAN +- DEVIATION, or a list, as the "
          "distribution needs it",
          "choice");
    entry("distribution", &SweepAxis::distribution,
          Names<Distribution>{{"uniform", Distribution::uniform},
                              {"log-uniform", Distribution::log_uniform},
                              {"normal", Distribution::normal},
                              {"one of", Distribution::one_of}},
          "where points are drawn: uniform or log-uniform between two values; normal, not cut; or one of a list, all "
          "equally likely",
          "choice");
    entry("text", &SweepAxis::text, "what the key is set to, the value in place of @", "choice");
    entry("name", &SweepAxis::name, "of the axis in the names of folders; empty: the last part of the key", "choice");
  }
};

struct SweepCase
{
  std::string   base;
  Combination   mode   = Combination::grid;
  int           points = 0;
  std::uint64_t seed   = 1;
  SweepAxis     axis_1, axis_2, axis_3, axis_4;
  std::string   pulse_amplitudes;

  /// All axes, used or not.
  std::vector<SweepAxis> axes() const { return {axis_1, axis_2, axis_3, axis_4}; }

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("case", &SweepCase::base, "case file that is varied, relative to the folder of this file", "choice");
    entry("mode", &SweepCase::mode,
          Names<Combination>{{"grid", Combination::grid},
                             {"list", Combination::list},
                             {"latin hypercube", Combination::latin_hypercube},
                             {"sobol", Combination::sobol},
                             {"random", Combination::random}},
          "grid: all combinations, the last axis fastest; list: the first value of each axis, then the second, ...; "
          "the others draw points: latin hypercube: as many equally likely parts of each axis as points, one point in "
          "each; sobol: a Sobol' sequence; random: independent",
          "choice");
    entry("points", &SweepCase::points, Range{0, 10000}, "how many are drawn; for sobol best a power of two", "choice");
    entry("seed", &SweepCase::seed, any_value, "of the points that are drawn: another seed, other points", "choice");
    entry(
        "pulse amplitudes", &SweepCase::pulse_amplitudes,
        "one more axis, the last: amplitudes of the one item in the case's program/pulses; written like the values of "
        "an axis; where points are drawn: FIRST to LAST, uniform",
        "choice");
    entry.subsection("axis 1", &SweepCase::axis_1);
    entry.subsection("axis 2", &SweepCase::axis_2);
    entry.subsection("axis 3", &SweepCase::axis_3);
    entry.subsection("axis 4", &SweepCase::axis_4);
  }
};
} // namespace quench::cases
