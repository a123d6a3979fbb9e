// Faces between two regions: Peltier heat that does not know which side is which, contacts, boundary resistances.
#include <solver/transport/electro_thermal.h>

#include <solver/run/measures.h>
#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(interfaces)

/// What a plug between equal electrodes does under a polarity: current, energy, temperatures seen from the driven side.
struct Plug
{
  double              current = 0, energy = 0, hottest = 0;
  std::vector<double> temperature; ///< along the axis, from the contact at the lower potential
};

Plug run_plug(double volts, double crystallinity, double rho_c)
{
  const double R    = 20e-9 * m * m * K / W;
  auto         cell = stack(Symmetry::planar, 10, {{"low", 20}, {"plug", 30, true}, {"high", 20}});
  cell.interfaces   = {{"low", "plug", R, rho_c}, {"plug", "high", R, rho_c}};
  const Discretization<2> space(MPI_COMM_WORLD, cell, {.coarse_size = 2.5, .edge_size = 2.5});
  const Materials         materials{solid(1e6), gst(), solid(1e6)};
  ElectroThermal<2>       equations(space, materials, {.series_resistance = 0}, {.tolerance = 1e-12});
  State                   state = uniform_state(space, 300 * K, crystallinity);
  BOOST_REQUIRE(equations.solve_charge(state, volts).converged); // a good start: the voltage comes at once
  Plug plug;
  for (const double dt : {0.01, 0.1, 0.2, 0.4, 0.4})
  {
    State next        = state;
    next.time         = state.time + dt;
    const auto report = equations.solve(state, next, volts, dt * ns);
    for (const double residual : report.converged ? std::vector<double>{} : report.history)
      BOOST_TEST_MESSAGE("residual " << residual);
    BOOST_REQUIRE_MESSAGE(report.converged, report.failed);
    BOOST_TEST(report.balance.imbalance() < 1e-8);
    const Balance &b = report.balance;
    BOOST_TEST(b.joule == b.stored + b.heat_out[0] + b.heat_out[1], tt::tolerance(1e-8));
    plug.current = std::abs(b.current[1]);
    plug.energy += b.joule * dt;
    state = std::move(next);
  }
  plug.hottest = hottest(space, state, [](int) { return true; }).temperature;
  std::vector<std::pair<double, double>> axis; // mirrored for the negative polarity
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    if (space.positions[i][0] < 1e-9)
      axis.emplace_back(volts > 0 ? space.positions[i][1] : 70 - space.positions[i][1],
                        state.temperature.local_element(i));
  std::vector<std::pair<double, double>> all;
  for (const auto &part : dealii::Utilities::MPI::all_gather(MPI_COMM_WORLD, axis))
    all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end());
  for (const auto &[z, T] : all)
    plug.temperature.push_back(T);
  return plug;
}

/// The mirror: turning the voltage round is looking at the cell from the other side.
BOOST_AUTO_TEST_CASE(a_plug_that_touches_equal_electrodes_has_no_polarity)
{
  for (const double rho_c : {0.0, 1e-13 * ohm * m * m})
    for (const double crystallinity : {0.0, 1.0})
    {
      const double volts = crystallinity == 0 ? 0.9 * V : 0.1 * V;
      const Plug   up = run_plug(volts, crystallinity, rho_c), down = run_plug(-volts, crystallinity, rho_c);
      BOOST_TEST(up.current == down.current, tt::tolerance(1e-8));
      BOOST_TEST(up.energy == down.energy, tt::tolerance(1e-8));
      BOOST_TEST(up.hottest > 301 * K);
      BOOST_TEST(up.hottest == down.hottest, tt::tolerance(1e-8));
      for (std::size_t i = 0; i < up.temperature.size(); ++i)
        BOOST_TEST(up.temperature[i] == down.temperature[i],
                   tt::tolerance(1e-6)); // sorted pairs on the two sides of a cut
    }
}

/// Two slabs with a face between them, 10 nm wide and 1 nm deep.
struct TwoSlabs
{
  double            length[2] = {20, 15}, kappa[2] = {2 * W / (m * K), 1 * W / (m * K)}, sigma[2] = {1e5, 3e5};
  Materials         materials{solid(1e5, 2), solid(3e5, 1)};
  Discretization<2> space{MPI_COMM_WORLD,
                          stack(Symmetry::planar, 10, {{"low", length[0]}, {"high", length[1], true}}),
                          {.coarse_size = 2.5, .edge_size = 2.5}};

  ElectroThermalParameters with(const physics::InterfaceParameters &law) const
  {
    ElectroThermalParameters p;
    p.tolerance  = 1e-13;
    p.interfaces = {{{0, 1}, law}};
    return p;
  }
  /// Temperatures of the two sides of the face.
  std::array<double, 2> at_face(const State &state) const
  {
    const Vector          upper = touched_nodes(space, [](const auto &cell) { return cell.region == 1; });
    std::array<double, 2> T{};
    for (unsigned int i = 0; i < space.positions.size(); ++i)
      if (std::abs(space.positions[i][1] - length[0]) < 1e-9)
        T[upper.local_element(i) > 0] = state.temperature.local_element(i);
    for (double &side : T)
      side = dealii::Utilities::MPI::max(side, space.communicator);
    return T;
  }
};

physics::InterfaceParameters sinh_contact(double R_th)
{
  physics::InterfaceParameters law;
  law.thermal_resistance = {R_th};
  law.contact            = physics::ContactLaw::sinh;
  law.contact_resistance = 1e-11 * ohm * m * m;
  law.voltage            = 0.05 * V;
  return law;
}

/// V = J (L_0/sigma_0 + L_1/sigma_1) + V_c asinh(J rho_c / V_c), and the contact's heat J V half to each side.
BOOST_AUTO_TEST_CASE(a_sinh_contact_in_one_dimension)
{
  const TwoSlabs slabs;
  const double   R = 20e-9 * m * m * K / W, J = 5e11 * units::A / (m * m);
  const auto     law  = sinh_contact(R);
  const double   drop = law.voltage * std::asinh(J * law.contact_resistance / law.voltage);
  double         bulk = 0, joule[2], conductance[2];
  for (int k = 0; k < 2; ++k)
  {
    const double sigma = slabs.sigma[k] * S / m;
    bulk += J * slabs.length[k] / sigma;
    joule[k]       = J * J / sigma * slabs.length[k] / 2;
    conductance[k] = slabs.kappa[k] / slabs.length[k];
  }
  for (const double sign : {1.0, -1.0})
  {
    ElectroThermal<2> equations(slabs.space, slabs.materials, {.series_resistance = 0}, slabs.with(law));
    const State       old    = uniform_state(slabs.space);
    State             next   = old;
    const auto        report = equations.solve(old, next, sign * (bulk + drop), ElectroThermal<2>::steady);
    BOOST_TEST(report.converged);
    BOOST_TEST(report.balance.current[1] == sign * J * 10 * slabs.space.geometry.depth, tt::tolerance(1e-8));
    BOOST_TEST(report.balance.joule == J * (bulk + drop) * 10 * slabs.space.geometry.depth, tt::tolerance(1e-8));
    // g_0 (T_0 - 300 K) + (T_0 - T_1) / R = heat_0, and with the sides swapped
    const double heat[2] = {joule[0] + 0.5 * J * drop, joule[1] + 0.5 * J * drop};
    const double a = conductance[0] + 1 / R, b = conductance[1] + 1 / R, det = a * b - 1 / (R * R);
    const auto   T = slabs.at_face(next);
    BOOST_TEST(T[0] - 300 * K == (heat[0] * b + heat[1] / R) / det, tt::tolerance(1e-8));
    BOOST_TEST(T[1] - 300 * K == (heat[1] * a + heat[0] / R) / det, tt::tolerance(1e-8));
  }
}

/// R falls linearly from 26 to 18 m2K/GW between 303 and 598 K: the flux solves one scalar equation.
BOOST_AUTO_TEST_CASE(a_boundary_resistance_that_depends_on_the_temperature)
{
  const TwoSlabs               slabs;
  physics::InterfaceParameters law;
  law.temperatures       = {303 * K, 598 * K};
  law.thermal_resistance = {26e-9 * m * m * K / W, 18e-9 * m * m * K / W};
  const double source = 1e18 * W / (m * m * m), *L = slabs.length, *kappa = slabs.kappa;
  Sources<2>   sources;
  sources.heat = [&](const dealii::Point<2> &x, double) { return x[1] < L[0] ? source : 0.0; };
  ElectroThermal<2> equations(slabs.space, slabs.materials, {.series_resistance = 0}, slabs.with(law), sources);
  const State       old  = uniform_state(slabs.space);
  State             next = old;
  BOOST_TEST(equations.solve(old, next, 0, ElectroThermal<2>::steady).converged);
  const auto sides = [&](double q) {
    return std::array{300 * K + L[0] / kappa[0] * (source * L[0] / 2 - q), 300 * K + L[1] / kappa[1] * q};
  };
  double low = 0, high = source * L[0] / 2;
  for (int k = 0; k < 200; ++k)
  {
    const double q                     = 0.5 * (low + high);
    const auto   T                     = sides(q);
    const double part                  = std::clamp((0.5 * (T[0] + T[1]) - 303) / 295, 0.0, 1.0),
                 R                     = (26 - 8 * part) * 1e-9 * m * m * K / W;
    (q * R < T[0] - T[1] ? low : high) = q;
  }
  const auto exact = sides(low), T = slabs.at_face(next);
  BOOST_TEST(exact[0] > 320 * K);
  BOOST_TEST(T[0] == exact[0], tt::tolerance(1e-9));
  BOOST_TEST(T[1] == exact[1], tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_SUITE_END()
