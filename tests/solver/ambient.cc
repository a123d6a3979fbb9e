// The ambient temperature as a program in time.
#include <solver/drive/ambient.h>

#include <physics/base/error.h>
#include <solver/drive/program.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <string>

using namespace quench;
using namespace quench::solver;
using namespace quench::units;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(ambient_program)

namespace
{
const double day = 86400 * s, year = 365.25 * day;

std::string refusal(const std::string &text)
{
  try
  {
    parse_ambient(text);
  }
  catch (const InputError &error)
  {
    return error.what();
  }
  return "nothing was refused";
}

bool says(const std::string &message, const std::string &part) { return message.find(part) != std::string::npos; }
} // namespace

BOOST_AUTO_TEST_CASE(it_holds_steps_and_ramps)
{
  const Ambient ambient = parse_ambient("300 K for 1 d; 358 K for 10 y; ramp 10 K/min to 450 K");
  BOOST_TEST(ambient.at(0) == 300);
  BOOST_TEST(ambient.at(Moment(day)) == 300);
  BOOST_TEST(ambient.at(Moment(day) + Ambient::step_time) == 358);
  BOOST_TEST(ambient.at(Moment(day) + Ambient::step_time / 2) == 329, tt::tolerance(1e-9));
  const Moment end = Moment(day) + 10 * year;
  BOOST_TEST(ambient.at(end) == 358);
  BOOST_TEST(ambient.at(end + 60 * s) == 368, tt::tolerance(1e-12));
  BOOST_TEST(ambient.at(end + 9.2 * 60 * s) == 450, tt::tolerance(1e-12)); // 92 K at 10 K/min
  BOOST_TEST(ambient.at(end + year) == 450);
  BOOST_TEST(ambient.rate(end) == 10 / (60 * s), tt::tolerance(1e-12));
  BOOST_TEST(ambient.rate(0) == 0);
  BOOST_TEST(ambient.rate(end + year) == 0);
  BOOST_TEST(ambient.highest() == 450);
}

BOOST_AUTO_TEST_CASE(an_item_ends_at_a_time_of_the_program_or_after_its_own)
{
  const Ambient a = parse_ambient("300 K for 1 h; 400 K for 2 h; 350 K"),
                b = parse_ambient("300 K until 1 h; 400 K until 3 h; 350 K");
  for (const double hours : {0.5, 1.0, 2.0, 3.0, 3.5})
    BOOST_TEST(a.at(hours * 3600 * s + 1e3) == b.at(hours * 3600 * s + 1e3));
}

BOOST_AUTO_TEST_CASE(a_ramp_goes_down_with_a_positive_rate_or_takes_a_time)
{
  BOOST_TEST(parse_ambient("400 K for 1 s; ramp 50 K/s to 300 K").at(2 * s) == 350, tt::tolerance(1e-9));
  BOOST_TEST(parse_ambient("400 K for 1 s; ramp to 300 K in 4 s").at(2 * s) == 375, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_program_that_goes_back_in_time_is_refused)
{
  for (const auto &[text, item] : {std::pair{"300 K for 1 d; 358 K for -1 h", "item 2"},
                                   {"300 K until 1 d; 358 K until 1 h", "item 2"},
                                   {"300 K for 0 s; 358 K", "item 1"},
                                   {"300 K for 1 s; ramp -10 K/min to 250 K", "item 2"},
                                   {"300 K for 1 s; ramp to 250 K in -3 s", "item 2"}})
  {
    const std::string why = refusal(text);
    BOOST_TEST(says(why, item), why);
    BOOST_TEST(says(why, "character"), why);
    BOOST_TEST(says(why, "in time"), why);
  }
  const std::string until = refusal("300 K until 1 d; 358 K until 1 h");
  BOOST_TEST(says(until, "character 30"), until);    // where "1 h" stands
  BOOST_TEST(says(until, "\"1 h\""), until);         // what was read
  BOOST_TEST(says(until, "after 86400 s"), until);   // what is allowed
  BOOST_TEST(says(until, "Order the items"), until); // what to do
}

BOOST_AUTO_TEST_CASE(a_malformed_program_is_refused)
{
  for (const auto &[text, part] : {std::pair{"300 K; 358 K", "how long"},
                                   {"ramp 10 K/min to 450 K", "no temperature to start from"},
                                   {"300 K for 1 s; ramp 10 K/min", "not understood"},
                                   {"300 K for 1 s; ramp 10 K/min to 300 K", "is there"},
                                   {"5 K", "10 to 1000 K"},
                                   {"300 K for 1 s;; 310 K", "empty item"},
                                   {"300 K for 1 s; 310 K for 50 ns", "shorter than a step"},
                                   {"300 K for 1 m", "a time"},
                                   {"300", "300"}})
  {
    const std::string why = refusal(text);
    BOOST_TEST(says(why, part), text << ": " << why);
  }
}

BOOST_AUTO_TEST_CASE(its_corners_are_corners_of_the_program)
{
  Program::Parameters p;
  p.last_read           = 10 * s;
  p.reads_per_decade    = 1;
  const Ambient ambient = parse_ambient("300 K for 2 s; 400 K for 1 s; ramp to 410 K in 100 s");
  const Program program(p, ambient);
  BOOST_TEST(double(program.next_corner(1.5 * s)) == 2 * s);
  BOOST_TEST(double(program.next_corner(2 * s)) == 2 * s + Ambient::step_time);
  BOOST_TEST(double(program.end()) == 10 * s + 58, tt::tolerance(1e-12)); // as without the ambient program
}

BOOST_AUTO_TEST_CASE(reads_begin_anew_at_each_held_temperature)
{
  Program::Parameters p;
  p.pulses           = "";
  p.first_read       = 1e-3 * s;
  p.last_read        = 10 * s;
  p.reads_per_decade = 1;
  const Program       program(p, parse_ambient("300 K for 2 s; 400 K"));
  std::vector<double> late;
  for (const ReadEvent &read : program.reads())
    if (read.time > Moment(2 * s))
      late.push_back(read.since / s);
  // 2 s and the step, then 1 ms, 10 ms, 0.1 s, 1 s after it; 10 s after it is beyond the last read, which is at 10 s
  BOOST_TEST_REQUIRE(late.size() == 5);
  BOOST_TEST(late.back() == 10, tt::tolerance(1e-12));
  for (int k = 0; k < 4; ++k)
    BOOST_TEST(late[static_cast<std::size_t>(k)] == 2 + 1e-7 + std::pow(10.0, k - 3), tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
