#pragma once

#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>

namespace quench::test
{
/// Range of the fields that a run has written (`output/field steps`).
struct FieldBounds
{
  std::size_t n_fields           = 0;
  double      lowest_temperature = 0; ///< in K
  double      low = 0, high = 0;      ///< crystallinity

  /// How far the crystallinity is beyond 0 to 1.
  double outside() const { return std::max({-low, high - 1, 0.0}); }
};

/// The test fails where a number is not finite.
inline FieldBounds field_bounds(const std::string &run_folder)
{
  const Outcome found =
      run({"/usr/bin/python3", QUENCH_SOURCE_DIR "/tests/reliability/field_bounds.py", run_folder}, run_folder);
  BOOST_TEST(found.code == 0, found.errors);
  std::istringstream numbers(found.output);
  FieldBounds        bounds;
  numbers >> bounds.n_fields >> bounds.lowest_temperature >> bounds.low >> bounds.high;
  BOOST_TEST(!numbers.fail(), found.output);
  return bounds;
}
} // namespace quench::test
