// Conduction across and along a front between crystal and glass (eq. C19): the resistance of the sharp interface.
#include <solver/transport/electro_thermal.h>

#include <tests/solver/cells.h>
#include <tests/verification/convergence.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(fronts)

/// GST whose glass is ohmic, so that resistances add up.
physics::Material ohmic_gst(physics::Mixing mixing = physics::Mixing::sharp_front)
{
  physics::MaterialCard card;
  card.glass_conduction.hop_distance = 0;
  card.mixing                        = mixing;
  return physics::Material(card);
}

double resistivity(const physics::Material &material, double phi)
{
  return 1 / material.conductivity(physics::local_state(300 * K, 0, phi, 0.6)).v;
}

/// Resistance of a block with this distance into the crystal, front of width ell, cells of size h.
template <class Distance>
double resistance(const physics::Material &material, double width, double height, const Distance &into_crystal,
                  double ell, double h)
{
  const Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, width, height),
                                {.coarse_size = h, .edge_size = h});
  const Materials         materials{material};
  ElectroThermal<2>       equations(space, materials, {}, {.tolerance = 1e-11, .front_width = ell});
  State                   state = uniform_state(space);
  state.crystallinity           = nodal(space, [&](const auto &x) { return profile(-into_crystal(x), ell); });
  const auto report             = equations.read(state, 1e-3 * V);
  BOOST_TEST(report.converged);
  return 1e-3 * V / report.balance.current[1] * space.geometry.depth;
}

/// Glass of 20 nm in a bar of 40 nm, its faces anywhere between the lines of the mesh.
double slab(const physics::Material &material, double centre, double ell, double h)
{
  return resistance(
      material, 10, 40, [&](const auto &x) { return std::abs(x[1] - centre) - 10.07; }, ell, h);
}

BOOST_AUTO_TEST_CASE(a_slab_has_the_resistance_of_the_sharp_one)
{
  const auto   material = ohmic_gst();
  const double exact    = (20.14 * resistivity(material, 0) + 19.86 * resistivity(material, 1)) / 10;
  for (const double ell : {2.0, 1.0, 0.5})
    for (const double centre : {19.83, 19.87, 19.91, 19.95, 19.99})
    {
      const double error = slab(material, centre, ell, 0.5 * ell) / exact - 1;
      std::printf("slab at %.2f nm, ell = %.2f nm: R / R_sharp - 1 = %.2e\n", centre, ell, error);
      BOOST_TEST(std::abs(error) < 5e-5);
    }
  std::printf("Bruggeman, ell = 1 nm: %.2e\n",
              slab(ohmic_gst(physics::Mixing::bruggeman), 19.83, 1.0, 0.5) / exact - 1);
}

/// Half of the bar is glass, side by side: the crystal carries the current along the front.
BOOST_AUTO_TEST_CASE(a_crystal_beside_glass_conducts_with_its_own_width)
{
  const auto   material = ohmic_gst();
  const double exact    = 10 / (9.83 / resistivity(material, 1) + 10.17 / resistivity(material, 0));
  for (const double ell : {2.0, 1.0, 0.5})
  {
    const double R = resistance(
        material, 20, 10, [](const auto &x) { return x[0] - 10.17; }, ell, 0.5 * ell);
    std::printf("beside glass, ell = %.2f nm: R / R_sharp - 1 = %.2e\n", ell, R / exact - 1);
    BOOST_TEST(std::abs(R / exact - 1) < 5e-5);
  }
}

/// A dome of glass over a small contact, as in RP6: ell and the cells become small together.
double dome(const physics::Material &material, double ell, double h)
{
  const double size = 36, contact = 6;
  auto         cell = block(Symmetry::axisymmetric, size, size);
  cell.regions.push_back(
      {"core", {{0, 0, 0}, {contact, contact, size}}}); // a line of the mesh at the edge of the contact
  cell.contacts[0].face = {{0, 0, 0}, {contact, contact, 0}};
  cell.singular_edges   = {{{contact, contact, 0}, {contact, contact, 0}}};
  const Discretization<2> space(MPI_COMM_WORLD, cell, {.coarse_size = h, .edge_size = 0.05, .grading = 0.1});
  const Materials         materials{material, material};
  ElectroThermal<2>       equations(space, materials, {}, {.tolerance = 1e-10, .front_width = ell});
  State                   state = uniform_state(space);
  state.crystallinity           = nodal(space, [&](const auto &x) { return profile(18.3 - x.norm(), ell); });
  const auto report             = equations.read(state, 1e-3 * V);
  BOOST_TEST(report.converged);
  return 1e-3 * V / report.balance.current[1];
}

BOOST_AUTO_TEST_CASE(a_dome_has_the_resistance_of_the_sharp_one)
{
  const auto   material = ohmic_gst(), mixed = ohmic_gst(physics::Mixing::bruggeman);
  const double sharp = dome(material, 0.25, 0.125);
  for (const double ell : {1.5, 1.0, 0.5})
  {
    const double error = dome(material, ell, 0.5 * ell) / sharp - 1;
    std::printf("dome, ell = %.2f nm: R / R(1/4 nm) - 1 = %.2e, Bruggeman %.2e\n", ell, error,
                dome(mixed, ell, 0.5 * ell) / sharp - 1);
    BOOST_TEST(std::abs(error) < 5e-4 + 1e-3 * ell * ell); // the first: what the reference itself is off
  }
}

BOOST_AUTO_TEST_SUITE_END()
