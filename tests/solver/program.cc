#include <solver/drive/program.h>

#include <physics/base/error.h>
#include <solver/run/time_step.h>

#include <boost/test/unit_test.hpp>

#include <random>

using namespace quench;
using namespace quench::solver;
using namespace quench::units;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(program)

Program::Parameters two_pulses()
{
  Program::Parameters p;
  p.pulses     = "2 V for 10 ns, rise 4 ns, fall 2 ns; 1 V for 5 ns, rise 0 ns, fall 0 ns";
  p.rest       = 100;
  p.read_delay = 40;
  p.first_read = 1e-6 * s;
  p.last_read  = 1e-4 * s;
  return p;
}

BOOST_AUTO_TEST_CASE(the_source_is_a_trapezoid_and_the_value_before_a_jump)
{
  const Program program(two_pulses());
  for (const auto &[time, volts] : std::vector<std::pair<double, double>>{{0, 0},
                                                                          {1, 0.5},
                                                                          {4, 2},
                                                                          {9, 2},
                                                                          {14, 2},
                                                                          {15, 1},
                                                                          {16, 0},
                                                                          {50, 0},
                                                                          {116, 0},
                                                                          {116 + 1e-6, 1},
                                                                          {121, 1},
                                                                          {121.1, 0},
                                                                          {1e9, 0}})
    BOOST_TEST(program.source(time).value == volts, tt::tolerance(1e-12) << "at " << time);
}

BOOST_AUTO_TEST_CASE(corners_are_pulses_reads_probes_and_the_end)
{
  Program::Parameters p = two_pulses();
  p.probe_times         = {7.5};
  const Program program(p);
  Moment        time;
  for (const double corner : {4.0, 7.5, 14.0, 16.0, 56.0, 116.0, 121.0, 1121.0})
  {
    BOOST_TEST((program.next_corner(time) == corner));
    time = program.next_corner(time);
  }
  BOOST_TEST(double(program.end()) == 121 + 1e5, tt::tolerance(1e-12));
  BOOST_TEST((program.next_corner(1e9) == program.end()));
  BOOST_TEST((program.is_driven(0) && program.is_driven(15.9) && !program.is_driven(16) && program.is_driven(116)));
}

BOOST_AUTO_TEST_CASE(reads_come_before_between_and_six_per_decade_after_the_pulses)
{
  const Program program(two_pulses());
  const auto   &reads = program.reads();
  BOOST_TEST(reads.size() == 1 + 1 + 13u);
  BOOST_TEST((reads[0].time == 0 && reads[0].pulse == 0));
  BOOST_TEST((reads[1].time == 56 && reads[1].pulse == 1 && reads[1].since == 40));
  BOOST_TEST((reads[2].pulse == 2 && reads.back().pulse == 2));
  for (std::size_t i = 3; i < reads.size(); ++i)
    BOOST_TEST(reads[i].since / reads[i - 1].since == std::pow(10, 1.0 / 6), tt::tolerance(1e-10));
  Program::Parameters p = two_pulses();
  p.last_read           = 0;
  BOOST_TEST(Program(p).reads().empty());
}

BOOST_AUTO_TEST_CASE(refuses_reads_that_contradict_each_other)
{
  Program::Parameters p = two_pulses();
  p.read_delay          = p.rest;
  BOOST_CHECK_THROW(Program{p}, InputError);
  p           = two_pulses();
  p.last_read = 0.5 * p.first_read;
  BOOST_CHECK_THROW(Program{p}, InputError);
}

Program::Parameters random_program(std::mt19937 &random)
{
  const auto number = [&](double low, double high) {
    return std::pow(10, std::uniform_real_distribution<double>(std::log10(low), std::log10(high))(random));
  };
  Program::Parameters p;
  p.pulses.clear();
  const int n = static_cast<int>(number(1, 6));
  for (int i = 0; i < n; ++i)
    p.pulses += (i ? "; " : "") + std::to_string(number(0.1, 3)) + " V for " + std::to_string(number(0.01, 500)) +
                " ns, rise " + std::to_string(random() % 3 ? number(0.001, 20) : 0) + " ns, fall " +
                std::to_string(random() % 3 ? number(0.001, 1000) : 0) + " ns";
  p.rest       = number(10, 1e17);
  p.read_delay = 0.7 * p.rest;
  p.last_read  = random() % 2 ? 0 : number(1e-5, 1e8) * s;
  p.probe_times.push_back(number(0.1, 100));
  return p;
}

BOOST_AUTO_TEST_CASE(a_pulse_after_thirty_years_keeps_its_picoseconds)
{
  Program::Parameters p = two_pulses();
  p.rest                = 1e9 * s;
  const Program program(p);
  const Moment  start = program.pulse_start(1);
  BOOST_TEST(double(start) == 1e18); // 16 + 1e18 [ns]: doubles are 128 ns apart there
  BOOST_TEST((start - Moment(1e18)) == 16);
  BOOST_TEST((program.source(start + 5).value == 1 && program.source(start + 5.001).value == 0));
  BOOST_TEST((program.next_corner(start + 4.999) - start) == 5, tt::tolerance(1e-12));
  BOOST_TEST((program.is_driven(start + 4.999) && !program.is_driven(start + 5)));
}

/// Random programs, random verdicts: a step never crosses a corner, and every corner is hit.
BOOST_AUTO_TEST_CASE(no_step_crosses_a_corner)
{
  std::mt19937 random(7);
  for (int trial = 0; trial < 200; ++trial)
  {
    const Program program(random_program(random));
    StepControl   control({.shortest = 1e-12, .longest_driven = 1 * ns}, 1 * nm);
    Moment        time;
    int           steps = 0, refused_in_a_row = 0;
    while (time < program.end() && ++steps < 100000)
    {
      const Moment corner = program.next_corner(time), end = control.propose(time, program);
      const double dt = end - time;
      BOOST_REQUIRE(dt > 0);
      BOOST_REQUIRE((end <= corner));
      if (program.is_driven(time))
        BOOST_REQUIRE(dt <= 1 + 1e-9);
      StepReport report;
      report.dt                   = dt;
      report.converged            = refused_in_a_row > 5 || random() % 30 != 0;
      report.measures.temperature = refused_in_a_row > 5 || random() % 30 ? static_cast<double>(random() % 20) : 60;
      if (!control.accept(report, end, program))
      {
        ++refused_in_a_row;
        continue;
      }
      refused_in_a_row = 0;
      time             = end;
      if (corner - time < 0.4 * dt) // what is left before a corner is a full step, or half of it
        BOOST_REQUIRE((time == corner));
    }
    BOOST_TEST((time == program.end()));
  }
}

/// A long plateau on which nothing changes any more: after it steps start from the longest driven one, not from what
/// fifty doublings make of it, which twelve rejections would not bring down.
BOOST_AUTO_TEST_CASE(a_quiet_plateau_does_not_lengthen_the_steps_after_it)
{
  Program::Parameters p;
  p.pulses = "2 V for 200 ns, rise 5 ns, fall 3 ns";
  const Program program(p);
  StepControl   control({.longest_driven = 1 * ns}, 1 * nm);
  Moment        time;
  while (program.is_driven(time) || double(time) == 0)
  {
    const Moment end = control.propose(time, program);
    StepReport   report;
    report.dt        = end - time;
    report.converged = true;
    BOOST_REQUIRE(control.accept(report, end, program));
    time = end;
  }
  BOOST_TEST(control.memory().wish <= 5.0);
}

BOOST_AUTO_TEST_CASE(a_step_that_is_refused_twelve_times_stops_the_run)
{
  const Program program{Program::Parameters{}};
  StepControl   control({.shortest = 1e-30}, 1 * nm);
  StepReport    report;
  report.failed        = "charge and heat";
  int        refused   = 0;
  const auto try_again = [&] {
    const double before = report.dt;
    report.dt           = control.propose(0, program) - 0;
    if (refused > 0)
      BOOST_TEST(report.dt < before);
    return control.accept(report, 0, program);
  };
  for (; refused < 12; ++refused)
    BOOST_TEST(!try_again());
  BOOST_CHECK_EXCEPTION(try_again(), ConvergenceError, [](const ConvergenceError &e) {
    return std::string(e.what()).find("charge and heat did not converge") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(a_step_below_the_shortest_stops_the_run)
{
  const Program program{Program::Parameters{}};
  StepControl   control({.first = 1e-3, .shortest = 5e-4}, 1 * nm);
  StepReport    report;
  report.dt = 1e-3;
  BOOST_CHECK_THROW(control.accept(report, 0, program), ConvergenceError);
}

BOOST_AUTO_TEST_SUITE_END()
