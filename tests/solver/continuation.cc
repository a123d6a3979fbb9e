#include <solver/run/continuation.h>

#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(continuation)

BOOST_AUTO_TEST_CASE(lines_stand_across_the_curve)
{
  // along ln I = V / scale: the point lies a step further on both, and the line falls with the same slope
  const CurvePoint  a{0.1, 1}, b{0.2, std::exp(1.0)};
  const double      step = std::sqrt(2.0);
  const SourceValue line = line_across(a, b, step, 0.1);
  BOOST_TEST(distance(a, b, 0.1) == step, tt::tolerance(1e-12));
  BOOST_TEST(line.value - line.slope * 0.3 == std::exp(2.0), tt::tolerance(1e-12));
  BOOST_TEST(line.slope == std::exp(2.0) / 0.1, tt::tolerance(1e-12));
  // where the voltage falls and the current rises the line rises too
  BOOST_TEST(line_across({0.3, 1}, {0.2, 2}, 0.1, 0.1).slope < 0);
}

/// A plug of 20 nm whose heat leaves through boundary resistances alone, so that its temperature is uniform: with sigma
/// = s0 exp(-E_a / kT) it runs away where T - T_0 = k T^2 / E_a (V11).
BOOST_AUTO_TEST_CASE(a_uniform_plug_turns_back_at_its_runaway)
{
  physics::MaterialCard card;
  card.glass_forming      = false;
  card.thermoelectricity  = {.crystal = 0, .crystal_activation_energy = 0};
  card.crystal_conduction = {.conductivity = 10 * S / m, .activation_energy = 0.33 * eV, .saturation_resistivity = 0};
  card.heat.crystal_conductivity  = 1e6 * W / (K * m);
  card.heat.crystal_lorenz_factor = 0;
  const double R                  = 100e-9 * m * m * K / W;
  auto         cell               = stack(Symmetry::planar, 20, {{"low", 5}, {"plug", 20, true}, {"high", 5}});
  cell.interfaces                 = {{"low", "plug", R, 0}, {"plug", "high", R, 0}};
  const Discretization<2> space(MPI_COMM_WORLD, cell, {.coarse_size = 5});
  const Materials         materials{solid(1e9, 1e6), physics::Material(card), solid(1e9, 1e6)};
  ElectroThermal<2>       equations(space, materials, {.series_resistance = 1e3 * ohm}, {.tolerance = 1e-11});
  State                   state = uniform_state(space);
  std::size_t             seen  = 0;
  const auto        points = trace_curve(equations, space, state, {.voltage = 100 * V, .current = 50 * uA, .step = 0.1},
                                         [&](const CurvePoint &, const State &) { ++seen; });
  const std::size_t top    = turning_point(points);
  BOOST_TEST(seen == points.size());
  BOOST_REQUIRE(top < points.size());
  BOOST_REQUIRE(top > 0u);

  // vertex of the parabola through the turning point and its neighbours, in ln I
  const auto  &a = points[top - 1], &b = points[top], &c = points[top + 1];
  const double x1 = std::log(b.current / a.current), x2 = std::log(c.current / a.current);
  const double slope = (b.voltage - a.voltage) / x1, bend = ((c.voltage - a.voltage) / x2 - slope) / (x2 - x1);
  const double x = (x1 - slope / bend) / 2, by_current = (c.temperature - a.temperature) / x2;
  BOOST_TEST(std::abs(a.temperature + by_current * x - 328.1) < 0.2);

  // V_th of the same balance: sigma(T) V^2 / L = 2 (T - T_0) / R per area
  const double T = 328.1, sigma = 10 * S / m * std::exp(0.33 * eV / kB * (1 / 300.0 - 1 / T));
  BOOST_TEST(b.voltage == std::sqrt(2 * (T - 300) / R * 20 / sigma), tt::tolerance(1e-3));
  // and the whole branch: the current of the state's own temperature at each voltage
  for (const CurvePoint &point : points)
  {
    const double s = 10 * S / m * std::exp(0.33 * eV / kB * (1 / 300.0 - 1 / point.temperature));
    BOOST_TEST(point.current == s * point.voltage / 20 * 20 * space.measure({10, 10}), tt::tolerance(1e-3));
  }
}

BOOST_AUTO_TEST_SUITE_END()
