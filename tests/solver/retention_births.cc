// Single crystals born in a bake in three dimensions, against the hazard in closed form.
#include <solver/run/time_step.h>

#include <tests/feature.h>
#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(retention_births)

namespace
{
// eqs. P4 and N1 at 423 K by a program of their own: m/s and 1/(m3 s)
constexpr double velocity = 6.84e-11, nucleation = 1.01e21;
constexpr double radius  = 30 * nm;
constexpr int    devices = 60;

/// H(t) of an eighth of a ball of glass whose radius shrinks by v t: I pi / 6 times the integral of (R - v t)^3.
double hazard(double t)
{
  const double v = velocity * m / s, rate = nucleation / (m * m * m * s), left = std::max(radius - v * t, 0.0);
  return rate * std::numbers::pi / 24 * (std::pow(radius, 4) - std::pow(left, 4)) / v;
}

/// Time of the first birth in a device; infinite where the fronts come first. Adds the cell's own hazard then.
double first_birth(int seed)
{
  const Discretization<3>    space(MPI_COMM_WORLD, block(Symmetry::none, 36, 36), {.coarse_size = 2.25});
  const Materials            materials{gst()};
  const PhaseFieldParameters phase{.width = 2 * nm, .gibbs_thomson = false};
  const NucleationSettings   settings{.mode = NucleationMode::seeds, .seed = static_cast<std::uint64_t>(seed)};
  const TimeStep<3>          step(space, materials, {.series_resistance = 0}, {.ambient = 423}, phase, settings);
  State                      state = uniform_state(space, 423, 0);
  state.crystallinity              = nodal(space, [](const auto &p) { return 1 - profile(p.norm() - radius, 2 * nm); });
  for (int steps = 0; steps < 200; ++steps)
  {
    const double dt = step.rest().longest_step(state, 0.0, 0.5 * phase.width);
    if (!(dt < 1e3 * s)) // no glass is left
      break;
    State            next   = state;
    const StepReport report = step.advance(state, next, 0.0, dt);
    BOOST_REQUIRE_MESSAGE(report.converged, report.reason());
    state = next;
    if (!report.births.empty())
      return report.births[0].born;
  }
  return std::numeric_limits<double>::infinity();
}
} // namespace

/// The hazard at the first birth is exponential with mean 1: its median over n devices is ln 2 +- 1/sqrt(n).
BOOST_AUTO_TEST_CASE(first_births_follow_the_hazard)
{
  std::vector<double> passed;
  int                 none = 0;
  for (int seed = 1; seed <= devices; ++seed)
  {
    const double t = first_birth(seed);
    none += std::isinf(t) ? 1 : 0;
    passed.push_back(hazard(std::isinf(t) ? 1e6 * s : t));
  }
  std::sort(passed.begin(), passed.end());
  const double median = (passed[devices / 2 - 1] + passed[devices / 2]) / 2, error = 1 / std::sqrt(double(devices));
  BOOST_TEST_MESSAGE("hazard at the median first birth: " << median << ", ln 2 = 0.693 +- " << error << "; " << none
                                                          << " of " << devices << " bore none");
  BOOST_TEST(std::abs(median - std::numbers::ln2) < error);
  test::write_feature("F78", "first births of 20 devices at 423 K",
                      "hazard at their median " + std::to_string(median) + ", ln 2 expected, +- " +
                          std::to_string(error),
                      std::abs(median - std::numbers::ln2) < error);
  // exp(-H) of all of the time: 0.21 of the devices
  const double survive = std::exp(-hazard(1e6 * s)), spread = std::sqrt(devices * survive * (1 - survive));
  BOOST_TEST(std::abs(none - devices * survive) < 2 * spread);
}

BOOST_AUTO_TEST_SUITE_END()
