#include <solver/drive/program.h>
#include <solver/drive/verify.h>

#include <physics/base/random.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <functional>

using namespace quench;
using namespace quench::solver;
using namespace quench::units;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(verify)

const std::vector<Pulse> reset = {trapezoid(SourceKind::voltage, 3, 50)};

/// Programs a made-up cell: `fire` takes an amplitude, and `read` tells the conductance.
struct Outcome
{
  Verify::Plan        plan;
  std::vector<double> amplitudes; ///< after the preparation
  double              conductance;
};

Outcome program(const VerifyParameters &p, const std::vector<Pulse> &preparation,
                const std::function<void(double)> &fire, const std::function<double()> &read)
{
  const Verify                  verify(p, preparation);
  std::map<std::size_t, double> reads;
  std::size_t                   fired = 0;
  Verify::Plan                  plan  = verify.plan(reads);
  while (plan.verdict == Verify::Verdict::go_on)
  {
    const auto before = plan.pulses;
    for (; fired < plan.pulses.size(); ++fired)
      fire(plan.pulses[fired].amplitude());
    reads[fired] = read();
    plan         = verify.plan(reads);
    BOOST_REQUIRE(plan.pulses.size() >= before.size());
    for (std::size_t i = 0; i < before.size(); ++i) // what was fired stays: a restart asks again and gets the same
      BOOST_REQUIRE(plan.pulses[i].amplitude() == before[i].amplitude());
  }
  Outcome outcome{plan, {}, reads.empty() ? 0 : reads.rbegin()->second};
  for (std::size_t i = preparation.size(); i < plan.pulses.size(); ++i)
    outcome.amplitudes.push_back(plan.pulses[i].amplitude());
  return outcome;
}

/// Every pulse above 1 V melts and writes 100 uS exp(-(V - 1 V) / 0.3 V); weaker ones do nothing.
struct MeltingCell
{
  double conductance = 100 * uS;
  void   fire(double volts)
  {
    if (volts > 1)
      conductance = 100 * uS * std::exp(-(volts - 1) / 0.3);
  }
};

Outcome program_melting(const VerifyParameters &p, double start = 100 * uS, double noise = 0)
{
  MeltingCell  cell{start};
  RandomStream random(7, 1, 0, 0);
  return program(
      p, {}, [&](double volts) { cell.fire(volts); }, [&] { return cell.conductance * (1 + noise * random.normal()); });
}

BOOST_AUTO_TEST_CASE(a_reset_comes_from_above_and_halves_its_step_at_each_crossing)
{
  VerifyParameters p{.target = 20 * uS, .tolerance = 0.5 * uS, .first_amplitude = 1.1, .step = 0.2};
  const Outcome    outcome = program_melting(p);
  BOOST_TEST((outcome.plan.verdict == Verify::Verdict::met));
  BOOST_TEST(outcome.conductance == 20 * uS, tt::tolerance(0.5 / 20));
  // the target lies at 1.483 V: 1.1, 1.3 from above, 1.5 crosses, 1.4 and 1.5 with half the step, 1.45, 1.475 by
  // quarters
  const std::vector<double> expected = {1.1, 1.3, 1.5, 1.4, 1.45, 1.5, 1.475, 1.4875};
  BOOST_TEST(outcome.amplitudes.size() <= expected.size() + 2);
  for (std::size_t i = 0; i < 4; ++i)
    BOOST_TEST(outcome.amplitudes[i] == expected[i], tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(every_target_is_met_from_everywhere)
{
  for (double target = 2 * uS; target < 80 * uS; target += 3.7 * uS)
    for (const double start : {0.1 * uS, 30 * uS, 100 * uS})
    {
      const VerifyParameters p{.target = target, .tolerance = 0.02 * target, .first_amplitude = 1.05};
      const Outcome          outcome = program_melting(p, start);
      BOOST_TEST((outcome.plan.verdict == Verify::Verdict::met), target / uS << " uS from " << start / uS << " uS");
      BOOST_TEST(std::abs(outcome.conductance - target) <= 0.02 * target);
    }
}

BOOST_AUTO_TEST_CASE(read_noise_does_not_stop_it)
{
  int met = 0;
  for (double target = 5 * uS; target < 80 * uS; target += 5 * uS)
    met += program_melting({.target = target, .tolerance = 0.03 * target, .first_amplitude = 1.05}, 100 * uS, 0.01)
               .plan.verdict == Verify::Verdict::met;
  BOOST_TEST(met == 15);
}

BOOST_AUTO_TEST_CASE(a_read_within_the_tolerance_needs_no_pulse)
{
  const Outcome outcome = program_melting({.target = 30 * uS, .tolerance = 2 * uS}, 29 * uS);
  BOOST_TEST((outcome.plan.verdict == Verify::Verdict::met));
  BOOST_TEST(outcome.amplitudes.empty());
}

BOOST_AUTO_TEST_CASE(says_when_no_allowed_pulse_leads_on)
{
  const VerifyParameters weak{.target = 1 * uS, .tolerance = 0.1 * uS, .highest = 1.55};
  const Outcome          outcome = program_melting(weak);
  BOOST_TEST((outcome.plan.verdict == Verify::Verdict::stuck));
  BOOST_TEST(outcome.amplitudes.back() == 1.55);
  const VerifyParameters few{.target = 1 * uS, .tolerance = 0.1 * uS, .most_pulses = 3};
  const Outcome          short_of = program_melting(few);
  BOOST_TEST((short_of.plan.verdict == Verify::Verdict::exhausted));
  BOOST_TEST(short_of.amplitudes.size() == 3u);
}

/// A pulse of 3 V resets to 1 uS; weaker ones crystallise for good: G rises by 40 uS (V - 0.5)^2.
BOOST_AUTO_TEST_CASE(a_set_comes_from_below_and_is_reset_after_an_overshoot)
{
  double     conductance = 100 * uS;
  int        resets      = 0;
  const auto fire        = [&](double volts) {
    resets += volts > 2;
    conductance = volts > 2 ? 1 * uS : conductance + 40 * uS * std::pow(std::max(volts - 0.5, 0.0), 2);
  };
  const VerifyParameters p{.branch          = VerifyBranch::set,
                           .target          = 12 * uS,
                           .tolerance       = 0.4 * uS,
                           .first_amplitude = 0.6,
                           .step            = 0.2,
                           .most_pulses     = 60};
  const Outcome          outcome = program(p, reset, fire, [&] { return conductance; });
  BOOST_TEST((outcome.plan.verdict == Verify::Verdict::met));
  BOOST_TEST(std::abs(outcome.conductance - 12 * uS) <= 0.4 * uS);
  BOOST_TEST(resets >= 2); // the preparation, and at least one overshoot with so coarse a step
}

BOOST_AUTO_TEST_CASE(a_set_that_starts_too_high_is_stuck_without_a_reset)
{
  const VerifyParameters p{.branch = VerifyBranch::set, .target = 12 * uS};
  const Outcome          outcome = program(
               p, {}, [](double) {}, [] { return 50 * uS; });
  BOOST_TEST((outcome.plan.verdict == Verify::Verdict::stuck));
}

/// What the outer loop runs: each program goes on where the one before has ended.
BOOST_AUTO_TEST_CASE(a_program_to_be_verified_ends_at_its_last_read)
{
  Program::Parameters p;
  p.rest       = 2000;
  p.read_delay = 1000;
  const Program nothing(p, {}, Program::Ending::verify);
  BOOST_TEST((nothing.end() == 0));
  BOOST_TEST(nothing.reads().size() == 1u);
  Moment last;
  for (std::size_t n = 1; n < 4; ++n)
  {
    const Program program(p, std::vector<Pulse>(n, reset[0]), Program::Ending::verify);
    BOOST_TEST((program.pulse_start(n - 1) - last) > -1e-9);
    BOOST_TEST((program.end() == program.pulse_end(n - 1) + 1000));
    BOOST_TEST(program.reads().size() == n + 1);
    BOOST_TEST((program.reads().back().pulse == int(n) && program.reads().back().since == 1000));
    last = program.end();
  }
  const Program done(p, std::vector<Pulse>(3, reset[0]), Program::Ending::reads);
  BOOST_TEST((done.next_corner(last) > last));
  BOOST_TEST((done.end() > 1e17));
}

BOOST_AUTO_TEST_SUITE_END()
