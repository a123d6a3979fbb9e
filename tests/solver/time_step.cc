#include <solver/run/time_step.h>

#include <tests/solver/bench.h>

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <limits>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(time_step)

bool same_bits(const State &a, const State &b)
{
  bool same = a.time == b.time && a.step == b.step && a.cell_voltage == b.cell_voltage;
  for (std::size_t i = 0; i < a.fields().size(); ++i)
  {
    const Vector &x = *a.fields()[i], &y = *b.fields()[i];
    const auto    n = x.get_partitioner()->locally_owned_size() + x.get_partitioner()->n_ghost_indices();
    same            = same && std::memcmp(x.begin(), y.begin(), n * sizeof(double)) == 0;
  }
  return same;
}

BOOST_AUTO_TEST_CASE(a_dropped_step_leaves_the_state_bit_identical)
{
  const Bench bench(MPI_COMM_WORLD);
  const State before = bench.state;
  State       next   = bench.state;
  const auto  report = bench.step.advance(bench.state, next, 0.3 * V, 0.01 * ns);
  BOOST_TEST(report.converged);
  BOOST_TEST(report.phase_substeps > 0);
  BOOST_TEST(same_bits(bench.state, before));
  BOOST_TEST(!same_bits(next, before));
}

BOOST_AUTO_TEST_CASE(the_same_step_again_gives_the_same_bits)
{
  const Bench bench(MPI_COMM_WORLD);
  const auto  once = [&] {
    State next = bench.state;
    bench.step.electro_thermal().forget();
    BOOST_TEST(bench.step.advance(bench.state, next, 0.3 * V, 0.01 * ns).converged);
    return next;
  };
  const State first = once();
  BOOST_TEST(same_bits(first, once()));
}

BOOST_AUTO_TEST_CASE(a_nan_in_the_temperature_is_refused_and_stays_where_it_is)
{
  const Bench bench(MPI_COMM_WORLD);
  for (const bool hot : {true, false})
    for (const double source : {0.3, 0.0})
      for (const dealii::Point<2> &where :
           {dealii::Point<2>(2, 12), dealii::Point<2>(2, 4), dealii::Point<2>(12, 4)}) // layer, heater, insulator
      {
        State old = hot ? bench.state : uniform_state(bench.space);
        for (unsigned int i = 0; i < bench.space.positions.size(); ++i)
          if (bench.space.positions[i].distance(where) < 1e-6)
            old.temperature.local_element(i) = std::numeric_limits<double>::quiet_NaN();
        const State before = old;
        State       next   = old;
        const auto  report = bench.step.advance(old, next, source, 0.01 * ns);
        BOOST_TEST(!report.converged, "hot " << hot << ", source " << source << " V, at " << where);
        BOOST_TEST(same_bits(old, before));
      }
}

BOOST_AUTO_TEST_CASE(a_nan_in_crystallinity_or_potential_is_refused)
{
  const Bench bench(MPI_COMM_WORLD);
  for (const int field : {0, 2})
  {
    State old = bench.state;
    for (unsigned int i = 0; i < bench.space.positions.size(); ++i)
      if (bench.space.positions[i].distance(dealii::Point<2>(2, 12)) < 1e-6)
        old.fields()[field]->local_element(i) = std::numeric_limits<double>::quiet_NaN();
    State next = old;
    BOOST_TEST(!bench.step.advance(old, next, 0.3 * V, 0.01 * ns).converged, "field " << field);
  }
}

/// V2: at rest a thousand steps are one step.
BOOST_AUTO_TEST_CASE(a_thousand_steps_of_drift_are_one_step)
{
  const Bench bench(MPI_COMM_WORLD);
  State       start = uniform_state(bench.space, 300, 0, bench.materials[2].initial_relaxation());
  BOOST_TEST(bench.step.rest().is_at_rest(start, 0.0, 1e6 * s));
  State one = start, many = start;
  BOOST_TEST(bench.step.advance(start, one, 0, 1e6 * s).converged);
  const double growth = std::pow(1e15, 1.0 / 999);
  double       dt = 1 * ns, before = 0;
  for (int i = 0; i < 1000; ++i)
  {
    const double now  = i == 999 ? 1e6 * s : dt;
    State        next = many;
    bench.step.advance(many, next, 0, now - before);
    many   = next;
    before = now;
    dt *= growth;
  }
  BOOST_TEST(double(one.time) == double(many.time), tt::tolerance(1e-12));
  double worst = 0, lowest = 1;
  for (unsigned int i = 0; i < bench.space.positions.size(); ++i)
  {
    worst  = std::max(worst, std::abs(one.relaxation.local_element(i) - many.relaxation.local_element(i)));
    lowest = std::min(lowest, one.relaxation.local_element(i));
  }
  BOOST_TEST(worst < 1e-12);
  BOOST_TEST(dealii::Utilities::MPI::min(lowest, MPI_COMM_WORLD) < 0.5);
}

BOOST_AUTO_TEST_CASE(it_is_at_rest_only_without_drive_and_at_ambient)
{
  const Bench bench(MPI_COMM_WORLD);
  State       state = uniform_state(bench.space);
  BOOST_TEST(bench.step.rest().is_at_rest(state, 0.0, 1 * s));
  BOOST_TEST(!bench.step.rest().is_at_rest(state, 0.1 * V, 1 * s));
  state.cell_voltage = 0.1 * V;
  BOOST_TEST(!bench.step.rest().is_at_rest(state, 0.0, 1 * s));
  BOOST_TEST(!bench.step.rest().is_at_rest(bench.state, 0.0, 1 * s));
}

struct After
{
  double current, voltage, glass, enthalpy;
};

After after_a_few_steps(MPI_Comm communicator)
{
  const Bench bench(communicator);
  State       state = bench.state;
  StepReport  report;
  for (int i = 0; i < 6; ++i)
  {
    State next = state;
    report     = bench.step.advance(state, next, 0.4 * V, 0.05 * ns);
    BOOST_REQUIRE_MESSAGE(report.converged, report.reason());
    BOOST_TEST(report.electro_thermal.balance.imbalance() < 1e-8);
    state = next;
  }
  return {report.electro_thermal.balance.current[1], state.cell_voltage, bench.step.phase().glass_volume(state),
          report.electro_thermal.balance.stored};
}

BOOST_AUTO_TEST_CASE(steps_do_not_depend_on_the_number_of_ranks)
{
  const After together = after_a_few_steps(MPI_COMM_WORLD), alone = after_a_few_steps(MPI_COMM_SELF);
  BOOST_TEST(together.current == alone.current, tt::tolerance(1e-8));
  BOOST_TEST(together.voltage == alone.voltage, tt::tolerance(1e-8));
  BOOST_TEST(together.glass == alone.glass, tt::tolerance(1e-8));
  BOOST_TEST(together.enthalpy == alone.enthalpy, tt::tolerance(1e-7)); // a difference of large numbers
}

BOOST_AUTO_TEST_SUITE_END()
