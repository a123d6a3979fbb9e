#include <cases/progress.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::cases;
using boost::test_tools::tolerance;

namespace
{
solver::Program program(const std::string &pulses)
{
  solver::Program::Parameters p;
  p.pulses = pulses;
  return solver::Program(p);
}
} // namespace

BOOST_AUTO_TEST_SUITE(progress)

BOOST_AUTO_TEST_CASE(expected_steps_rise_from_none_to_all)
{
  const solver::Program one = program("2.8 V for 50 ns, rise 5 ns, fall 3 ns");
  const ExpectedSteps   steps(one, {});
  BOOST_TEST(steps.before(0) == 0);
  double last = -1;
  for (const double ns : {1e-3, 1.0, 30.0, 58.0, 59.0, 100.0, 1e3, 1e6, 1e12, 3e17})
  {
    BOOST_TEST(steps.before(ns) > last);
    last = steps.before(ns);
  }
  // the default RESET takes 204 (docs/changes/2026-11-30-second-order-in-time.md), asked for to a factor of two
  BOOST_TEST((steps.all() > 102 && steps.all() < 408));
  BOOST_TEST(steps.before(one.end()) == steps.all());
  // another pulse costs at least what the first one does; one a thousand times as long some more
  BOOST_TEST(ExpectedSteps(program("2 x 2.8 V for 50 ns"), {}).all() > steps.all() + 50);
  BOOST_TEST(ExpectedSteps(program("2.8 V for 50 us"), {}).all() > 5000); // steps of at most 10 ns
}

BOOST_AUTO_TEST_CASE(the_phase_of_the_program_is_named)
{
  const solver::Program two = program("2 x 2.8 V for 50 ns");
  const solver::Moment  end = two.pulse_end(0);
  BOOST_TEST(Progress::phase(two, end + -1.0, 1) == "pulse 1 of 2");
  BOOST_TEST(Progress::phase(two, end + 1.0, 1) == "rest after pulse 1 of 2");
  BOOST_TEST(Progress::phase(two, two.pulse_start(1) + 1.0, 2) == "pulse 2 of 2");
  BOOST_TEST(Progress::phase(two, two.pulse_end(1) + 1e3, 7) ==
             "rest, read 7 of " + std::to_string(two.reads().size()));
}

BOOST_AUTO_TEST_CASE(the_time_left_is_that_of_the_part_left)
{
  const solver::Program one = program("2.8 V for 50 ns");
  const Progress        watched(one, {}, 0);
  BOOST_TEST(watched.time_left(1e-6, 1) < 0); // too little is done to say
  const double part = watched.done(30);
  BOOST_TEST((part > 0.05 && part < 0.5));
  BOOST_TEST(watched.time_left(30, 10) == 10 * (1 - part) / part, tolerance(1e-12));
  BOOST_TEST(watched.time_left(one.end(), 10) == 0);
  const Progress resumed(one, {}, 30); // only its own work counts
  BOOST_TEST(resumed.time_left(1e6, 10) == 10 * (1 - watched.done(1e6)) / (watched.done(1e6) - part), tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(the_line_has_everything)
{
  using namespace units;
  const solver::Program one = program("2.8 V for 50 ns");
  const Progress        watched(one, {}, 0);
  StepRecord            record{};
  record.time            = 12.5 * ns;
  record.cell_voltage    = 2.5 * V;
  record.current         = 1208 * uA;
  record.temperature     = 1110 * K;
  const std::string line = watched.line(31, record, "pulse 1 of 1", record.time);
  for (const char *part : {"12.5 ns  pulse 1 of 1  step 31  2.5 V  1208 uA  1110 K  ", " %", " left"})
    BOOST_TEST(line.find(part) != std::string::npos, line);
}

BOOST_AUTO_TEST_SUITE_END()
