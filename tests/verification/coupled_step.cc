// Order in dt of the whole step, with moving fronts and a circuit, and its estimate of the error.
#include <tests/solver/bench.h>
#include <tests/verification/convergence.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;

BOOST_AUTO_TEST_SUITE(coupled_step)

/// A smooth drive that melts the dome further.
SourceValue source(const Moment &time) { return (0.5 + 0.2 * std::sin(double(time) / (0.4 * ns))) * V; }

Drive drive_of(const Moment &start, double dt) { return {source(start + dt), source(start + stage_fraction * dt)}; }

/// The bench after `n` equal steps over `span`; checks that fronts move.
State after(const Bench &bench, const State &start, double span, int n)
{
  State state = start;
  int   moved = 0;
  for (int i = 0; i < n; ++i)
  {
    State            next   = state;
    const StepReport report = bench.step.advance(state, next, drive_of(state.time, span / n), span / n);
    BOOST_REQUIRE_MESSAGE(report.converged, report.reason());
    moved += report.phase_substeps;
    state = std::move(next);
  }
  BOOST_TEST(moved >= n);
  return state;
}

double rms_difference(const Bench &bench, const Vector &a, const Vector &b)
{
  double sum = 0;
  for (unsigned int i = 0; i < bench.space.positions.size(); ++i)
    sum += std::pow(a.local_element(i) - b.local_element(i), 2);
  return std::sqrt(sum / double(bench.space.positions.size()));
}

/// A state that has forgotten how it was made: fields of the bench after 0.4 ns of drive.
State settled(const Bench &bench) { return after(bench, bench.state, 0.4 * ns, 200); }

BOOST_AUTO_TEST_CASE(the_whole_step_is_second_order_in_dt)
{
  const Bench         bench(MPI_COMM_WORLD, {.travel = 0.5, .melting = false}, {.tolerance = 1e-13}, 0.5);
  const State         start = settled(bench);
  constexpr double    span  = 0.32 * ns;
  const auto          glass = [&](const State &state) { return bench.step.phase().glass_volume(state); };
  const State         exact = after(bench, start, span, 256);
  std::vector<double> T, volume, V_c;
  std::printf(
      "\nThe whole step, fronts and circuit; the glass grows by %.1f nm3\n\n| steps | T, rms (K) | glass (nm3) | "
      "cell voltage (V) |\n|---|---|---|---|\n",
      glass(exact) - glass(start));
  for (const int n : {8, 16}) // in smaller steps it shows, by some mK, that fronts pass elements
  {
    const State state = after(bench, start, span, n);
    T.push_back(rms_difference(bench, state.temperature, exact.temperature));
    volume.push_back(std::abs(glass(state) - glass(exact)));
    V_c.push_back(std::abs(state.cell_voltage - exact.cell_voltage));
    std::printf("| %d | %.3e | %.3e | %.3e |\n", n, T.back(), volume.back(), V_c.back() / V);
  }
  for (const auto &[name, errors] : {std::pair{"T", &T}, {"glass", &volume}, {"V", &V_c}})
  {
    const double mean = std::log2(errors->front() / errors->back()) / double(errors->size() - 1);
    std::printf("order of %s: %.3f\n", name, mean);
    BOOST_TEST(std::abs(mean - 2) < 0.1);
  }
}

/// Every accepted step of a pulse beside the same step in sixteen parts.
BOOST_AUTO_TEST_CASE(the_estimate_is_the_error_of_a_step_within_a_factor_of_three)
{
  const Bench   bench(MPI_COMM_WORLD, {.travel = 0.5, .melting = false});
  const Program program({.pulses = "0.9 V for 1.5 ns, rise 0.5 ns, fall 0.5 ns", .last_read = 0, .probe_times = {}});
  StepControl   control({}, 1 * nm);
  State         state = bench.state;
  std::vector<double> ratios;
  double              estimates = 0, errors = 0;
  const auto          advance = [&](const State &from, const Moment &end) {
    const double dt   = end - from.time;
    State        next = from;
    const Drive  drive(program.source(end), program.source(from.time + stage_fraction * dt));
    auto         report = bench.step.advance(from, next, drive, dt);
    next.time           = end;
    return std::pair(std::move(next), std::move(report));
  };
  while (state.time < program.end())
  {
    const Moment end          = control.propose(state.time, program);
    const auto [next, report] = advance(state, end);
    const bool accepted       = control.accept(report, end, program);
    State      exact          = state;
    for (int i = 1; accepted && i <= 16; ++i)
      exact = advance(exact, i == 16 ? end : state.time + (end - state.time) * i / 16).first;
    if (!accepted)
      continue;
    const auto missed = [&, &found = next](unsigned int i) {
      return found.temperature.local_element(i) - exact.temperature.local_element(i);
    };
    const double error = bench.step.relative_to_rise(missed, exact);
    ratios.push_back(report.errors.temperature / error);
    estimates += report.errors.temperature;
    errors += error;
    state = next;
  }
  std::sort(ratios.begin(), ratios.end());
  const auto quantile = [&](double part) { return ratios[static_cast<std::size_t>(part * double(ratios.size() - 1))]; };
  std::printf("%zu steps; estimates over errors: sums %.2f; median %.2f, 10 %% below %.2f, 10 %% above %.2f\n",
              ratios.size(), estimates / errors, quantile(0.5), quantile(0.1), quantile(0.9));
  BOOST_TEST(estimates / errors > 0.3);
  BOOST_TEST(estimates / errors < 3);
}

BOOST_AUTO_TEST_SUITE_END()
