#include <postprocess/array/nonlinear_network.h>

#include <physics/base/error.h>
#include <tests/feature.h>
#include <tests/postprocess/array/nodal.h>

#include <boost/test/unit_test.hpp>

#include <cstdio>

using namespace quench;
using namespace quench::array;
using namespace quench::test;

namespace
{
WireParameters wires(double ohm, double tolerance)
{
  WireParameters p;
  p.word_segment = p.bit_segment = ohm * units::ohm;
  p.tolerance                    = tolerance;
  return p;
}

Terminals connected(int m, int n) { return {Eigen::VectorXd::Zero(m), Eigen::VectorXd::Zero(n)}; }

NonlinearSolution solve(const DeviceMatrix &g, const CellLaw &law, const WireParameters &p, const Eigen::VectorXd &v)
{
  return solve_nonlinear(g, law, p, connected(int(g.rows()), int(g.cols())), {v, Eigen::VectorXd::Zero(g.cols())});
}

/// Fixed point of the direct solution of all nodes with chord conductances i(v)/v: Newton's method has no part in it.
Eigen::VectorXd by_chords(const DeviceMatrix &g, const PolynomialLaw &law, double ohm, const Eigen::VectorXd &v)
{
  DeviceMatrix    chord = g;
  Eigen::VectorXd currents;
  for (int n = 0; n < 60; ++n)
  {
    currents = nodal_currents(chord, wires(ohm, 1), v);
    LineNetwork        network(chord, wires(ohm, 1e-13));
    const DeviceMatrix drive = v.replicate(1, g.cols());
    const DeviceMatrix cell  = drive + network.respond(chord.cwiseProduct(drive)).cell_voltage;
    for (Eigen::Index k = 0; k < g.size(); ++k)
      chord.data()[k] = law(g.data()[k], cell.data()[k]).value / cell.data()[k];
  }
  return currents;
}
} // namespace

BOOST_AUTO_TEST_CASE(ohmic_cells_take_one_step)
{
  const DeviceMatrix    g = random_conductances(20, 30, 25 * units::uS);
  const Eigen::VectorXd v = random_voltages(20);
  const auto            s = solve(g, OhmicLaw{}, wires(50, 1e-10), v);
  BOOST_CHECK_EQUAL(s.n_newton, 1);
  BOOST_CHECK_SMALL(difference(s.bit_current, nodal_currents(g, wires(50, 1), v)), 1e-9);
}

BOOST_AUTO_TEST_CASE(curved_cells_agree_with_a_fixed_point_of_direct_solutions)
{
  const DeviceMatrix    g = random_conductances(24, 16, 25 * units::uS);
  const Eigen::VectorXd v = (random_voltages(24).array().abs() + 0.05).matrix();
  const PolynomialLaw   law{0.8, 2.5};
  for (const double ohm : {1.0, 100.0})
    BOOST_CHECK_SMALL(difference(solve(g, law, wires(ohm, 1e-10), v).bit_current, by_chords(g, law, ohm, v)), 1e-8);
}

BOOST_AUTO_TEST_CASE(a_table_is_the_law_it_was_made_of)
{
  std::vector<double> v, f;
  for (int k = -400; k <= 400; ++k)
  {
    v.push_back(1e-3 * k);
    f.push_back(PolynomialLaw{0.8, 2.5}(1, v.back()).value);
  }
  const DeviceMatrix    g     = random_conductances(24, 16, 25 * units::uS);
  const Eigen::VectorXd drive = random_voltages(24);
  const auto            a     = solve(g, PolynomialLaw{0.8, 2.5}, wires(100, 1e-9), drive);
  const auto            b     = solve(g, TableLaw(v, f), wires(100, 1e-9), drive);
  BOOST_CHECK_SMALL(difference(a.bit_current, b.bit_current), 3e-6); // chords of 1 mV: f" h^2 / 8 f
  BOOST_CHECK_THROW(TableLaw({0, 1, 1}, {0, 1, 2}), InputError);
  BOOST_CHECK_THROW(TableLaw({0, 1, 2}, {0, 2, 1}), InputError);
  BOOST_CHECK_THROW(TableLaw({0}, {0}), InputError);
}

// One cell with a selector: the voltages of resistor and selector add up.
BOOST_AUTO_TEST_CASE(a_selector_in_series_divides_the_voltage)
{
  const SelectorLaw law{1e-12 * units::A, 0.04};
  for (const double v : {1e-6, 0.1, 0.5, 1.0, 3.0, -1.0})
    for (const double uS : {1e-3, 1.0, 25.0, 1e4})
    {
      const double      g = uS * units::uS, step = 1e-6 * std::abs(v);
      const CellCurrent i = law(g, v);
      BOOST_CHECK_CLOSE(i.value / g + law.v_0 * std::asinh(i.value / law.i_0), v, 1e-9);
      BOOST_CHECK_CLOSE((law(g, v + step).value - law(g, v - step).value) / (2 * step), i.slope, 1e-3);
    }
}

// Kirchhoff's law for every line, with lines that are driven from both sides and lines that float.
BOOST_AUTO_TEST_CASE(currents_of_floating_lines_add_up_to_nothing)
{
  const int          n         = 12;
  const DeviceMatrix g         = random_conductances(n, n, 25 * units::uS);
  Terminals          terminals = connected(n, n);
  terminals.bit.setConstant(1e15 * units::ohm);
  terminals.bit[3] = 0;
  const Drive drive{Eigen::VectorXd::Unit(n, 5), Eigen::VectorXd::Zero(n)};
  const auto  s     = solve_nonlinear(g, SelectorLaw{1e-9 * units::A, 0.05}, wires(1, 1e-9), terminals, drive);
  const auto  lines = s.cell_current.colwise().sum();
  for (int j = 0; j < n; ++j)
    if (j == 3)
      BOOST_CHECK_GT(lines[j], 0);
    else
      BOOST_CHECK_SMALL(lines[j] / lines[3], 1e-7);
}

// A transistor in every cell, R_off = 1e9 ohm: gates of the selected word line open, its driver at the read voltage,
// the drivers of all others and all sense amplifiers at 0. What the other cells of the bit line add is the sneak
// current; it flows because the wires lift the bit line: N^2 r G_off / 2 of the read current. With floating lines it
// flows from the open cells of the selected word line through two closed ones each.
BOOST_AUTO_TEST_CASE(F35_transistors_stop_sneak_currents)
{
  const double g_on = 25 * units::uS, g_off = 1 / (1 / g_on + 1e9 * units::ohm);
  const auto   sneak_current = [&](int n, bool is_floating) {
    Terminals terminals = connected(n, n);
    if (is_floating)
    {
      terminals.word.tail(n - 1).setConstant(1e15 * units::ohm);
      terminals.bit.head(n - 1).setConstant(1e15 * units::ohm);
    }
    DeviceMatrix g = DeviceMatrix::Constant(n, n, g_off);
    g.row(0).setConstant(g_on); // far from the sense amplifiers
    const Drive drive{0.2 * units::V * Eigen::VectorXd::Unit(n, 0), Eigen::VectorXd::Zero(n)};
    const auto  s    = solve_nonlinear(g, OhmicLaw{}, wires(0.35, 1e-9), terminals, drive);
    const auto  line = s.cell_current.col(n - 1);
    return (line.sum() - line[0]) / line[0];
  };
  const double small = -sneak_current(64, false), large = -sneak_current(256, false);
  const double floating = sneak_current(64, true);
  char         text[300];
  std::snprintf(
      text, sizeof(text),
      "64 x 64, all cells 25 uS, 0.35 ohm per segment, other lines driven to 0: %.1e of the read current (256 x "
      "256: %.1e, grows as N^2; 64 x 64 with floating lines: %.1e)",
      small, large, floating);
  record_feature("F35", "sneak current", text, small <= 1e-6);
  BOOST_CHECK_CLOSE(small, 64 * 64 * 0.35 * units::ohm * g_off / 2, 5); // the sum over a line: order 1 / N
  BOOST_CHECK_CLOSE(large, 256 * 256 * 0.35 * units::ohm * g_off / 2, 5);
  BOOST_CHECK_GT(floating, small);
}

BOOST_AUTO_TEST_CASE(refuses_a_current_that_falls_with_the_voltage)
{
  const DeviceMatrix g = random_conductances(3, 3, 25 * units::uS);
  BOOST_CHECK_THROW(solve(g, PolynomialLaw{-3, 0}, wires(1, 1e-6), Eigen::VectorXd::Constant(3, 0.2)), InputError);
  BOOST_CHECK_NO_THROW(solve(g, PolynomialLaw{-2, 0}, wires(1, 1e-6), Eigen::VectorXd::Constant(3, 0.2)));
}
