#pragma once

#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <map>

namespace quench::test
{
/// What a shipped case reports, with some of its keys set.
inline std::map<std::string, double> answers_of(const Folder &folder, const std::string &case_file,
                                                const std::string &name, const std::vector<std::string> &settings)
{
  std::vector<std::string> more;
  for (const std::string &setting : settings)
    more.insert(more.end(), {"--set", setting});
  const Outcome outcome = run(run_words(case_file, folder.path(name), more), folder.path());
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
  return results_of(folder.path(name));
}

/// Within a relative tolerance of value - zero.
inline void check(const std::map<std::string, double> &results, const std::string &name, double answer,
                  double tolerance, double zero = 0)
{
  BOOST_REQUIRE_MESSAGE(results.count(name), name << " is not reported");
  const double error = (results.at(name) - zero) / (answer - zero) - 1;
  BOOST_TEST(std::abs(error) < tolerance, name << " = " << results.at(name) << ", answer " << answer);
}
} // namespace quench::test
