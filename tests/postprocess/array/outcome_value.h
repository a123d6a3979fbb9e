#pragma once

#include <postprocess/array/study.h>

#include <boost/test/unit_test.hpp>

#include <string>

namespace quench::array::testing
{
/// The result of this name; the test fails where a study has none.
inline double value_of(const Outcome &outcome, const std::string &name)
{
  for (const Result &result : outcome.results)
    if (result.name == name)
      return result.value;
  BOOST_FAIL(name << " is missing");
  return 0;
}
} // namespace quench::array::testing
