// Threshold switching of a plug of glass under control by the circuit (eqs. E1 to E3).
#include <solver/transport/electro_thermal.h>

#include <solver/run/measures.h>
#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <numbers>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(switching)

constexpr double thickness = 20 * nm, area = std::numbers::pi * 400 * nm * nm;

/// Glass between metals, radius 20 nm; heat leaves through a boundary resistance on both sides [K nm^2 ns/eV].
meshes::CellGeometry plug(double boundary)
{
  auto cell       = stack(meshes::Symmetry::axisymmetric, 20, {{"bottom", 5}, {"glass", thickness, true}, {"top", 5}});
  cell.interfaces = {{"bottom", "glass", boundary, 0}, {"glass", "top", boundary, 0}};
  return cell;
}

double per_power(double m2K_per_GW) { return m2K_per_GW * 1e-9 * m * m * K / W; }

Materials plug_materials()
{
  Materials materials;
  materials.push_back(solid(1e7, 100));
  materials.push_back(gst_without_thermoelectricity());
  materials.push_back(solid(1e7, 100));
  return materials;
}

constexpr double relaxed = 0.5;

/// Steady state of a glass at one temperature: V^2 sigma(T, V/u) A / u = (T - 300 K) / R_th.
struct LumpedPoint
{
  double voltage, current;
};
LumpedPoint lumped(const physics::Material &glass, double T, double R_th)
{
  const double power = (T - 300 * K) / R_th;
  double       low = 0, high = 100 * V;
  for (int i = 0; i < 80; ++i)
  {
    const double middle = (low + high) / 2;
    const double sigma  = glass.conductivity(physics::local_state(T, middle / thickness, 0, relaxed)).v;
    (middle * middle * sigma * area / thickness < power ? low : high) = middle;
  }
  return {low, power / low};
}

/// With boundary resistances so large that the glass is isothermal, the field solution is the lumped one.
BOOST_AUTO_TEST_CASE(a_sweep_of_current_turns_the_voltage_back)
{
  const double            boundary = per_power(8000), R_th = boundary / (2 * area);
  const Discretization<2> space(MPI_COMM_WORLD, plug(boundary), {.coarse_size = 5});
  const Materials         materials = plug_materials();
  ElectroThermal<2>       equations(space, materials, {.series_resistance = 1e3 * ohm}, {.tolerance = 1e-10});
  State                   state = uniform_state(space, 300 * K, 0, relaxed);
  std::vector<double>     current, voltage;
  for (double rise = 1; rise < 3000; rise *= 1.05)
  {
    const LumpedPoint exact = lumped(materials[1], 300 * K + rise, R_th);
    State             next  = state;
    const auto        report =
        equations.solve(state, next, SourceValue(exact.current, SourceKind::current), ElectroThermal<2>::steady);
    BOOST_REQUIRE_MESSAGE(report.converged, report.failed << " at " << 300 + rise << " K");
    BOOST_TEST(report.balance.current[1] == exact.current, tt::tolerance(1e-8));
    BOOST_TEST(next.cell_voltage == exact.voltage, tt::tolerance(0.01)); // the middle is 0.3 % of the rise hotter
    state = next;
    current.push_back(exact.current);
    voltage.push_back(next.cell_voltage);
  }
  // S shape: up to the threshold, back while the current goes on rising, and up again where the melt is a resistor
  BOOST_TEST(std::is_sorted(current.begin(), current.end()));
  std::size_t top = 0;
  while (top + 1 < voltage.size() && voltage[top + 1] > voltage[top])
    ++top;
  const auto bottom = static_cast<std::size_t>(
      std::min_element(voltage.begin() + static_cast<std::ptrdiff_t>(top), voltage.end()) - voltage.begin());
  BOOST_TEST_MESSAGE("threshold " << voltage[top] << " V at " << current[top] / uA << " uA; turns again at "
                                  << voltage[bottom] << " V, " << current[bottom] / uA << " uA");
  BOOST_TEST((top > 2 && bottom > top + 3 && bottom + 2 < voltage.size()));
  BOOST_TEST(voltage[bottom] < 0.5 * voltage[top]);
  BOOST_TEST(voltage.back() > 1.1 * voltage[bottom]);
}

/// What a pulse of a voltage source does to the plug.
struct Switched
{
  double highest_current = 0, highest_voltage = 0, last_current = 0, last_voltage = 0;
};
Switched fire(const Circuit &circuit, double volts)
{
  const Discretization<2> space(MPI_COMM_WORLD, plug(per_power(20)), {.coarse_size = 5});
  const Materials         materials = plug_materials();
  ElectroThermal<2>       equations(space, materials, circuit, {.tolerance = 1e-9});
  State                   state = uniform_state(space, 300 * K, 0, relaxed);
  Switched                seen;
  constexpr double        rise = 2 * ns, end = 20 * ns, shortest = 1e-7 * ns;
  for (double dt = 1e-3 * ns; state.time < end;)
  {
    State next = state;
    next.time  = std::min(double(state.time) + dt, end);
    const auto report =
        equations.solve(state, next, std::min(double(next.time) / rise, 1.0) * volts, next.time - state.time);
    const auto hot = [&](const State &s) { return hottest(space, s, [](int) { return true; }).temperature; };
    if (!report.converged || std::abs(hot(next) - hot(state)) > 40 * K)
    {
      dt /= 4;
      BOOST_REQUIRE(dt > shortest);
      continue;
    }
    state                = next;
    seen.last_current    = report.balance.current[1];
    seen.last_voltage    = state.cell_voltage;
    seen.highest_current = std::max(seen.highest_current, seen.last_current);
    seen.highest_voltage = std::max(seen.highest_voltage, seen.last_voltage);
    dt                   = std::min(1.5 * dt, 0.02 * ns); // the capacitor empties into the cell within 0.1 ns
  }
  return seen;
}

/// I_sat = k V_c (u - v_sat) with u = 1.5 V, V_c = 1 V, v_sat = 1 V: 50 uA for k = 100 uA/V^2.
BOOST_AUTO_TEST_CASE(a_transistor_holds_the_current_after_threshold_switching)
{
  constexpr double pulse       = 4 * V;
  const Circuit    resistor    = {.series_resistance = 2e3 * ohm};
  Circuit          gated       = resistor;
  gated.transistor             = {100 * uA / (V * V), 2 * V, 0.5 * V, 1 * V};
  Circuit loaded               = gated;
  loaded.parasitic_capacitance = 20e-15 * F;
  Circuit limited              = resistor;
  limited.compliance           = 50 * uA;

  const Switched free = fire(resistor, pulse), held = fire(gated, pulse), slow = fire(loaded, pulse),
                 cut = fire(limited, pulse);
  for (const auto &[name, s] : {std::pair{"resistor", free}, std::pair{"transistor", held},
                                std::pair{"transistor and capacitance", slow}, std::pair{"compliance", cut}})
    BOOST_TEST_MESSAGE(name << ": highest " << s.highest_voltage << " V and " << s.highest_current / uA
                            << " uA, at the end " << s.last_voltage << " V and " << s.last_current / uA << " uA");
  BOOST_TEST(free.last_current > 300 * uA);
  for (const Switched &s : {held, cut})
  {
    BOOST_TEST(s.highest_voltage > 1.5 * s.last_voltage); // it has switched
    BOOST_TEST(s.highest_current <= 50 * uA * (1 + 1e-6));
    BOOST_TEST(s.last_current > 45 * uA);
  }
  // the capacitance discharges through the cell, whatever the transistor does, and is empty in the end
  BOOST_TEST(slow.highest_current > 1.5 * 50 * uA);
  BOOST_TEST(slow.last_current == 50 * uA, tt::tolerance(0.02));
}

BOOST_AUTO_TEST_SUITE_END()
