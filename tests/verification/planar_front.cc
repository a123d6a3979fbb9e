// Speed of crystallisation and melting fronts, flat and curved, against v_g and its Gibbs-Thomson shift.
#include <tests/solver/cells.h>
#include <tests/verification/convergence.h>

#include <boost/test/unit_test.hpp>

#include <numbers>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(fronts)

constexpr double ell = 1 * nm;
using Point          = dealii::Point<2>;
using Parameters     = PhaseField<2>::Parameters;

/// Integral of the crystallinity over the cell.
double crystal(const Discretization<2> &space, const State &state)
{
  static const ReferenceElement<2> reference;
  double                           sum = 0;
  for (const auto &cell : space.cells)
    for (unsigned int q = 0; q < reference.n; ++q)
      for (unsigned int i = 0; i < reference.n; ++i)
        sum += cell.JxW[q] * reference.value[q][i] * state.crystallinity.local_element(cell.nodes[i]);
  return dealii::Utilities::MPI::sum(sum, space.communicator);
}

/// A strip with crystal below z = 30 ell; how far the front of a constant temperature gets.
struct Strip
{
  Discretization<2> space;
  Materials         materials{gst()};
  PhaseField<2>     phase;
  State             state;

  Strip(double h, double temperature, const Parameters &parameters)
    : space(MPI_COMM_WORLD, block(Symmetry::planar, 2 * h, 60 * ell), {.coarse_size = h}),
      phase(space, materials, parameters), state(uniform_state(space, temperature))
  {
    state.crystallinity = nodal(space, [](const Point &p) { return profile(p[1] - 30 * ell, ell); });
  }
  double position(double h) const { return crystal(space, state) / (2 * h); }
};

/// Mean speed over 10 ell of travel, after 3 ell to settle.
double flat_speed(double h, double temperature, const Parameters &parameters = {})
{
  Strip        strip(h, temperature, parameters);
  const double v = std::abs(strip.materials[0].growth_velocity(temperature));
  BOOST_REQUIRE(strip.phase.advance(strip.state, 3 * ell / v).converged);
  const double start = strip.position(h);
  BOOST_REQUIRE(strip.phase.advance(strip.state, 10 * ell / v).converged);
  return (strip.position(h) - start) / (10 * ell / v);
}

void print_head(const char *title)
{
  std::printf("\n%s\n\n| h/ell | speed (m/s) | speed/v_g |\n|---|---|---|\n", title);
}

/// Ratio of the speed to v_g for a row of mesh sizes; prints them.
std::vector<double> flat_ratios(double temperature, const std::vector<double> &sizes)
{
  const double        v_g = gst().growth_velocity(temperature);
  std::vector<double> ratios;
  char                title[80];
  std::snprintf(title, sizeof(title), "Flat front at %g K, v_g = %.5f m/s", temperature, v_g);
  print_head(title);
  for (const double h : sizes)
  {
    const double v = flat_speed(h * ell, temperature);
    ratios.push_back(v / v_g);
    std::printf("| %g | %.6f | %.6f |\n", h, v, v / v_g);
  }
  return ratios;
}

BOOST_AUTO_TEST_CASE(a_flat_front_crystallises_at_v_g)
{
  BOOST_TEST(gst().growth_velocity(750) == 0.518, tt::tolerance(2e-3)); // V02
  const auto ratio = flat_ratios(750 * K, {1, 0.5, 0.25, 0.125});
  BOOST_TEST(ratio[1] == 1, tt::tolerance(0.02)); // V02: 2 % at h = ell/2
  BOOST_TEST(std::abs(ratio[2] - 1) < std::abs(ratio[1] - 1));
  BOOST_TEST(std::abs(ratio[1] - 1) < std::abs(ratio[0] - 1));
}

BOOST_AUTO_TEST_CASE(a_flat_front_melts_at_v_g)
{
  BOOST_TEST(gst().growth_velocity(950) < 0);
  const auto ratio = flat_ratios(950 * K, {0.5});
  BOOST_TEST(ratio[0] == 1, tt::tolerance(0.02));
}

BOOST_AUTO_TEST_CASE(the_speed_follows_v_g_from_600_to_1000_kelvin)
{
  for (const double T : {600.0, 850.0, 1000.0})
    BOOST_TEST(flat_ratios(T, {0.5})[0] == 1, tt::tolerance(0.02));
}

/// Position after equal times with substeps of falling travel.
BOOST_AUTO_TEST_CASE(a_flat_front_is_second_order_in_the_substep)
{
  Convergence table("Flat front at 750 K, h = ell/2", "travel (ell)", "position - that of half the travel (nm)");
  const auto  end = [](double travel) {
    Strip        strip(0.5 * ell, 750 * K, {.travel = travel});
    const double v = strip.materials[0].growth_velocity(750 * K);
    BOOST_REQUIRE(strip.phase.advance(strip.state, 8 * ell / v).converged);
    return strip.position(0.5 * ell);
  };
  table.add_differences(0.4, 3, end);
  table.print();
  BOOST_TEST(table.last_order() == 2.0, tt::tolerance(0.05));
}

/// Half a crystal sphere on the axis at the lower face; walls at 90 degrees.
struct Sphere
{
  Discretization<2> space;
  Materials         materials{gst()};
  PhaseField<2>     phase;
  State             state;
  const double      h;

  Sphere(double h_, double extent, double radius, double temperature, const Parameters &parameters)
    : space(MPI_COMM_WORLD, block(Symmetry::axisymmetric, extent, extent), {.coarse_size = h_}),
      phase(space, materials, parameters), state(uniform_state(space, temperature)), h(h_)
  {
    state.crystallinity = nodal(space, [&](const Point &p) { return profile(p.norm() - radius, ell); });
  }

  /// From the volume: the integral of r^2 profile(r - R) is R^3/3 (1 + pi^2 ell^2/(2 R^2)).
  double radius() const
  {
    const double cube  = crystal(space, state) * 3 / (2 * std::numbers::pi);
    const double shift = std::numbers::pi * std::numbers::pi / 2 * ell * ell;
    double       R     = std::cbrt(cube);
    for (int i = 0; i < 30; ++i)
      R = std::cbrt(cube - shift * R);
    return R;
  }

  /// Length of the crystal along the axis (direction 1) or along the wall (direction 0).
  double reach(int direction) const
  {
    double sum = 0;
    for (unsigned int i = 0; i < space.positions.size(); ++i)
      if (const Point &p = space.positions[i]; p[1 - direction] < 1e-9)
        sum += h * state.crystallinity.local_element(i) * (p[direction] < 1e-9 ? 0.5 : 1);
    return sum;
  }
};

/// Largest |speed/law - 1| of a growing sphere from 8 ell on, law = v_g (1 - r_star/R) (r_star = 0: without
/// Gibbs-Thomson).
double sphere_error(double h, bool gibbs_thomson, double last_radius = 20 * ell, double travel = 0.1)
{
  const double T = 750 * K;
  Sphere       sphere(h, last_radius + 8 * ell, 6.5 * ell, T, {.travel = travel, .gibbs_thomson = gibbs_thomson});
  const auto  &m      = sphere.materials[0];
  const double v_g    = m.growth_velocity(T);
  const double r_star = gibbs_thomson ? 2 * m.interface_energy() / m.driving_force(T) : 0;
  std::printf("\nSphere at 750 K, h = %g ell, r* = %.4f nm, travel %g\n\n| R (nm) | speed/v_g | 1 - r*/R | ratio "
              "|\n|---|---|---|---|\n",
              h / ell, r_star, travel);
  double worst = 0;
  for (double before = sphere.radius(); before < last_radius;)
  {
    BOOST_REQUIRE(sphere.phase.advance(sphere.state, 1.5 * ell / v_g).converged);
    const double after = sphere.radius(), R = 0.5 * (before + after);
    const double speed = (after - before) / 1.5 / ell, law = 1 - r_star / R;
    std::printf("| %.2f | %.4f | %.4f | %.4f |\n", R, speed, law, speed / law);
    if (R > 8 * ell)
      worst = std::max(worst, std::abs(speed / law - 1));
    before = after;
  }
  std::printf("\nat the end: %.3f nm along the axis, %.3f nm along the wall, %.3f nm on average\n", sphere.reach(1),
              sphere.reach(0), sphere.radius());
  // it stays round: the curvature on the axis and at the wall is as good as elsewhere
  BOOST_TEST(sphere.reach(1) == sphere.radius(), tt::tolerance(0.015));
  BOOST_TEST(sphere.reach(0) == sphere.radius(), tt::tolerance(0.015));
  return worst;
}

BOOST_AUTO_TEST_CASE(a_sphere_grows_with_gibbs_thomson)
{
  const auto m = gst();
  BOOST_TEST(2 * m.interface_energy() / m.driving_force(750 * K) == 1.27, tt::tolerance(0.01)); // part 1, section 2.2
  BOOST_TEST(sphere_error(0.5 * ell, true) < 0.03);
}

BOOST_AUTO_TEST_CASE(without_gibbs_thomson_curvature_has_no_effect)
{
  BOOST_TEST(sphere_error(0.5 * ell, false) < 0.03);
}

BOOST_AUTO_TEST_SUITE_END()
