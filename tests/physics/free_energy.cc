#include <physics/phase/free_energy.h>

#include <tests/physics/csv.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
namespace tt = boost::test_tools;

namespace
{
const FreeEnergy free_energy{PhaseChangeParameters{}};
const double     J_per_m3 = units::J / (units::m * units::m * units::m);
} // namespace

BOOST_AUTO_TEST_SUITE(free_energy_of_gst)

BOOST_AUTO_TEST_CASE(rows_of_the_reference_table)
{
  // five digits are given; the table's enthalpy is that of the liquid, so it holds above T_glass
  for (const tests::Row &row : tests::read_table("vg_gst_sebastian2014_set.csv"))
  {
    const double T = row.at("T_K");
    BOOST_TEST(free_energy.driving_force(T).v / J_per_m3 == row.at("dG_J_m3"), tt::tolerance(1e-4));
    if (T >= 534)
      BOOST_TEST(free_energy.latent_heat(T).v / J_per_m3 == row.at("dH_consistent_J_m3"), tt::tolerance(1e-4));
  }
}

BOOST_AUTO_TEST_CASE(latent_heat_belongs_to_the_driving_force)
{
  // V15: DeltaH = -T^2 d(DeltaG/T)/dT = DeltaG - T dDeltaG/dT; 0.64 dH_f at 600 K
  for (const double T : {540.0, 600.0, 750.0, 900.0, 1200.0})
  {
    const Scalar dG = free_energy.driving_force(Scalar::variable(T, 0));
    BOOST_TEST(free_energy.latent_heat(T).v == dG.v - T * dG.d[0], tt::tolerance(1e-13));
  }
  BOOST_TEST(free_energy.latent_heat(600).v / J_per_m3 == 0.64 * 6.25e8, tt::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(excess_heat_capacity_of_the_liquid_is_frozen_in_the_glass)
{
  const double T = 700, T_m = 900;
  BOOST_TEST(free_energy.latent_heat(Scalar::variable(T, 0)).d[0] / J_per_m3 ==
                 8 * 6.25e8 * T * T_m / std::pow(T_m + T, 3),
             tt::tolerance(1e-13));
  BOOST_TEST(free_energy.latent_heat(Scalar::variable(500, 0)).d[0] == 0);
  BOOST_TEST(free_energy.latent_heat(300).v == free_energy.latent_heat(534).v);
  BOOST_TEST(free_energy.latent_heat(534 + 1e-9).v == free_energy.latent_heat(534).v, tt::tolerance(1e-11));
}

BOOST_AUTO_TEST_SUITE_END()
