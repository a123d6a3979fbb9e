#include <postprocess/array/line_network.h>

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
WireParameters wires(double ohm, double tolerance = 1e-6)
{
  WireParameters p;
  p.word_segment = p.bit_segment = ohm * units::ohm;
  p.tolerance                    = tolerance;
  return p;
}

/// One bit line of n equal cells on ideal word lines, all at the same voltage: current in units of n G V.
double loaded_bit_line(int n, double uS, double ohm)
{
  WireParameters p;
  p.bit_segment = ohm * units::ohm;
  LineNetwork network(DeviceMatrix::Constant(n, 1, uS * units::uS), p);
  return network.currents(Eigen::VectorXd::Ones(n))[0] / (n * uS * units::uS);
}

std::string text(const char *format, double value)
{
  char buffer[100];
  std::snprintf(buffer, sizeof(buffer), format, value);
  return buffer;
}
} // namespace

// Rows A15 to A18 of the array reference values and V2-41: a nodal solve in another language.
BOOST_AUTO_TEST_CASE(a_loaded_bit_line_has_the_reference_currents)
{
  const struct
  {
    const char *row;
    int         n;
    double      uS, ohm, expected;
  } rows[] = {{"A15", 512, 5, 0.35, 0.870410},
              {"A16 and V2-41", 512, 25, 0.35, 0.598554},
              {"A17", 256, 25, 1.0, 0.667697},
              {"A18", 256, 25, 2.5, 0.475327}};
  for (const auto &row : rows)
  {
    const double error = loaded_bit_line(row.n, row.uS, row.ohm) - row.expected;
    record_feature("F62", row.row, text("I/I_ideal off by %.1e", error), std::abs(error) <= 1e-6);
  }
}

// I/I_ideal of many cells in the limit of a continuous line: tanh(g)/g, g = N sqrt(G r), first correction of order 1/N.
BOOST_AUTO_TEST_CASE(many_cells_are_a_continuous_line)
{
  for (const double g : {0.3, 1.0, 2.0})
    for (const int n : {512, 2048})
      BOOST_CHECK_SMALL(loaded_bit_line(n, 10, g * g / (n * n * 10e-6)) - std::tanh(g) / g, 1.0 / n);
}

// All nodes by sparse LU. The solve is asked for 1e-10 so that 1e-8 tests it and not the tolerance.
BOOST_AUTO_TEST_CASE(agrees_with_a_direct_solution_of_all_nodes)
{
  double worst = 0;
  for (const auto &[m, n] : {std::pair(48, 48), std::pair(9, 70), std::pair(70, 9), std::pair(1, 5), std::pair(64, 1)})
    for (const double ohm : {1e-3, 0.35, 5.0, 100.0, 1e4, 1e6})
    {
      WireParameters p        = wires(ohm, 1e-10);
      p.bit_segment           = 1.7 * ohm * units::ohm;
      p.word_terminal         = 3 * ohm * units::ohm;
      p.bit_terminal          = 0.6 * ohm * units::ohm;
      const DeviceMatrix    g = random_conductances(m, n, 25 * units::uS);
      const Eigen::VectorXd v = random_voltages(m), exact = nodal_currents(g, p, v);
      worst = std::max(worst, difference(LineNetwork(g, p).currents(v), exact));
    }
  record_feature("F62", "2-D arrays against sparse LU", text("largest difference %.1e of the largest current", worst),
                 worst <= 1e-8);
}

// The bound is a bound and not wildly pessimistic; 1e-6 is met for any wire.
BOOST_AUTO_TEST_CASE(the_error_stays_below_its_bound)
{
  const DeviceMatrix    g = random_conductances(64, 64, 25 * units::uS);
  const Eigen::VectorXd v = random_voltages(64);
  for (const double ohm : {0.35, 30.0, 1e3, 1e5, 1e6})
    for (const double tolerance : {1e-3, 1e-6, 1e-9})
    {
      LineNetwork  network(g, wires(ohm, tolerance));
      const double error = difference(network.currents(v), nodal_currents(g, wires(ohm), v));
      BOOST_CHECK_LE(network.error_bound(), tolerance);
      BOOST_CHECK_LE(error, network.error_bound() + 1e-11); // rounding of the direct solution
    }
}

BOOST_AUTO_TEST_CASE(ideal_wires_are_the_plain_product)
{
  const DeviceMatrix    g = random_conductances(40, 30, 25 * units::uS);
  const Eigen::VectorXd v = random_voltages(40), plain = g.transpose() * v;
  BOOST_CHECK_SMALL(difference(LineNetwork(g, wires(0)).currents(v), plain), 1e-14);
  BOOST_CHECK_SMALL(difference(LineNetwork(g, wires(1e-9)).currents(v), plain), 1e-10);
  const DeviceMatrix no_cells = DeviceMatrix::Zero(4, 3);
  BOOST_CHECK_EQUAL(LineNetwork(no_cells, wires(1)).currents(Eigen::VectorXd::Ones(4)).cwiseAbs().maxCoeff(), 0);
}

// A conductance matrix that equals its mirror image about the diagonal that joins the terminals is reciprocal.
BOOST_AUTO_TEST_CASE(exchanging_word_and_bit_lines_mirrors_the_array)
{
  const DeviceMatrix g = random_conductances(20, 20, 25 * units::uS);
  // cell (word i, bit j) lies j segments from the drivers and n-1-i from the sense amplifiers
  const DeviceMatrix mirrored = g.reverse().transpose();
  const DeviceMatrix a        = effective_conductance(g.transpose(), wires(50, 1e-11));
  const DeviceMatrix b        = effective_conductance(mirrored.transpose(), wires(50, 1e-11));
  BOOST_CHECK_SMALL((a - b.reverse().transpose()).cwiseAbs().maxCoeff() / a.maxCoeff(), 1e-9);
}

// The current through the terminals is that of the cells: what goes in comes out, for every line that is cut.
BOOST_AUTO_TEST_CASE(cells_carry_the_current_of_their_line)
{
  const DeviceMatrix g      = random_conductances(33, 21, 25 * units::uS);
  const DeviceMatrix source = (g.array() * 0.2 * units::V).matrix();
  LineNetwork        network(g, wires(40, 1e-12));
  const auto         response = network.respond(source);
  const DeviceMatrix cells    = source + g.cwiseProduct(response.cell_voltage);
  BOOST_CHECK_SMALL(difference(cells.colwise().sum().transpose(), response.bit_current), 1e-11);
  BOOST_CHECK_SMALL(
      difference(response.bit_current, LineNetwork(g, wires(40, 1e-12)).currents(Eigen::VectorXd::Constant(33, 0.2))),
      1e-11);
}

BOOST_AUTO_TEST_CASE(an_effective_matrix_replaces_the_network)
{
  for (const auto &[n_outputs, n_inputs] : {std::pair(12, 50), std::pair(50, 12), std::pair(31, 31)})
  {
    WireParameters p              = wires(20, 1e-10);
    p.word_terminal               = 100 * units::ohm;
    p.bit_terminal                = 10 * units::ohm;
    p.bit_segment                 = 7 * units::ohm;
    const DeviceMatrix    g       = random_conductances(n_outputs, n_inputs, 25 * units::uS);
    const DeviceMatrix    g_wires = effective_conductance(g, p);
    const Eigen::VectorXd v       = random_voltages(n_inputs);
    BOOST_CHECK_SMALL(difference(g_wires * v, nodal_currents(g.transpose(), p, v)), 1e-9);
    BOOST_CHECK_LT(g_wires.maxCoeff(), g.maxCoeff());
  }
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_conductance)
{
  DeviceMatrix g = DeviceMatrix::Constant(3, 3, 1 * units::uS);
  g(1, 1)        = -1e-9 * units::uS;
  BOOST_CHECK_THROW(LineNetwork(g, wires(1)), InputError);
  g(1, 1) = std::nan("");
  BOOST_CHECK_THROW(LineNetwork(g, wires(1)), InputError);
  BOOST_CHECK_THROW(LineNetwork(DeviceMatrix(), wires(1)), InputError);
  WireParameters few = wires(1e5);
  few.max_iterations = 3;
  BOOST_CHECK_THROW(LineNetwork(random_conductances(30, 30, 25 * units::uS), few).currents(random_voltages(30)), Error);
}
