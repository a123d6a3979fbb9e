#include "program.h"

#include <boost/test/unit_test.hpp>

#include <chrono>

using namespace quench;

namespace
{
constexpr const char *launcher = "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 mpirun --oversubscribe -n ";

test::Outcome after(const std::string &event, int ranks)
{
  const std::string program = std::string(QUENCH_BINARY_DIR) + "/tests/parallel_program";
  return test::run({program, event}, ".", ranks == 0 ? "" : launcher + std::to_string(ranks));
}

int count(const std::string &text, const std::string &part)
{
  int n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++n;
  return n;
}
} // namespace

BOOST_AUTO_TEST_SUITE(parallel)

BOOST_AUTO_TEST_CASE(every_way_to_end_has_its_code_and_one_message)
{
  struct Ending
  {
    const char *event;
    int         code;
    const char *message;
  };
  for (const Ending &ending : {Ending{"nothing", 0, ""},
                               {"stop", 5, ""},
                               {"wrong input", 2, "quench run: case.prm:1: nonsense\n"},
                               {"all fail", 3, "quench run: heat: diverged\n"},
                               {"bug", 1, "quench run: internal error: an assertion\n"}})
    for (const int ranks : {0, 2})
    {
      const test::Outcome outcome = after(ending.event, ranks);
      BOOST_TEST(outcome.code == ending.code, ending.event << " on " << ranks << " ranks: " << outcome.code);
      if (*ending.message)
        BOOST_TEST(count(outcome.errors, ending.message) == 1, outcome.errors);
      BOOST_TEST(count(outcome.errors, "quench run: ") == (*ending.message ? 1 : 0), outcome.errors);
    }
}

BOOST_AUTO_TEST_CASE(a_rank_that_fails_alone_ends_all_within_ten_seconds)
{
  for (const char *event : {"one fails", "late"})
  {
    const auto                          start   = std::chrono::steady_clock::now();
    const test::Outcome                 outcome = after(event, 2);
    const std::chrono::duration<double> taken   = std::chrono::steady_clock::now() - start;
    BOOST_TEST(outcome.code == 4);
    BOOST_TEST(count(outcome.errors, "disk full") == 1, outcome.errors);
    BOOST_TEST(taken.count() < 10.0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
