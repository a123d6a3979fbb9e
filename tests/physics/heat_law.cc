#include <physics/heat/heat_law.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

namespace
{
const GlassFade       fade(534, 900);
const GlassConduction glass({}, fade);
const FreeEnergy      free_energy{PhaseChangeParameters{}};
const double          W_per_mK = W / (m * K), J_per_m3 = J / (m * m * m);

HeatLaw heat(const HeatParameters &parameters = {}) { return HeatLaw(parameters, free_energy, glass, fade); }
} // namespace

BOOST_AUTO_TEST_SUITE(heat_law)

BOOST_AUTO_TEST_CASE(enthalpy_starts_at_the_cold_crystal_and_contains_the_latent_heat)
{
  BOOST_TEST(heat().enthalpy(300, 1).v == 0);
  BOOST_TEST(heat().enthalpy(700, 1).v / J_per_m3 == 1.25e6 * 400, tt::tolerance(1e-14));
  BOOST_TEST(heat().enthalpy(900, 0).v - heat().enthalpy(900, 1).v == 6.25e8 * J_per_m3, tt::tolerance(1e-13));
  BOOST_TEST(heat().enthalpy(600, 0.25).v - heat().enthalpy(600, 1).v == 0.75 * 0.64 * 6.25e8 * J_per_m3,
             tt::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(latent_heat_can_be_left_to_the_front)
{
  HeatParameters p;
  p.latent_heat = LatentHeat::at_front;
  BOOST_TEST(heat(p).enthalpy(Scalar::variable(700, 0), 0).d[0] == p.heat_capacity);
  BOOST_TEST(heat(p).enthalpy(700, 0).v == heat(p).enthalpy(700, 1).v);
}

BOOST_AUTO_TEST_CASE(cold_phases_conduct_by_their_lattice)
{
  BOOST_TEST(heat().conductivity(300, 1, 0.5).v / W_per_mK == 0.45, tt::tolerance(1e-14));
  BOOST_TEST(heat().conductivity(300, 0, 0.5).v / W_per_mK == 0.20, tt::tolerance(1e-14));
  BOOST_TEST(heat().conductivity(300, 0.4, 0.5).v / W_per_mK == 0.30, tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(liquid_obeys_wiedemann_and_franz)
{
  // 2.44e-8 V^2/K^2 * 7.94e4 S/m * 900 K = 1.745 W/mK beside the lattice's 0.20
  const double sigma = glass.low_field_conductivity(900, 0.5).v;
  BOOST_TEST((heat().conductivity(900, 0, 0.5).v - 0.20 * W_per_mK) == lorenz_number * sigma * 900,
             tt::tolerance(1e-12));
  BOOST_TEST(heat().conductivity(900, 0, 0.5).v / W_per_mK == 1.945, tt::tolerance(1e-3));
  HeatParameters p;
  p.lorenz_factor = 0;
  BOOST_TEST(heat(p).conductivity(900, 0, 0.5).v / W_per_mK == 0.20, tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(layered_crystal_conducts_less_across)
{
  HeatParameters p;
  p.cross_plane_ratio = 0.25;
  BOOST_TEST((heat(p).is_anisotropic() && !heat().is_anisotropic()));
  BOOST_TEST(heat(p).conductivity(300, 1, 0.5).v / W_per_mK == 0.45, tt::tolerance(1e-14));
  BOOST_TEST(heat(p).cross_plane_conductivity(300, 1, 0.5).v / W_per_mK == 0.1125, tt::tolerance(1e-14));
  BOOST_TEST(heat(p).cross_plane_conductivity(300, 0, 0.5).v / W_per_mK == 0.20, tt::tolerance(1e-14));
  BOOST_TEST(heat(p).cross_plane_conductivity(300, 0.4, 0.5).v / W_per_mK == 0.165, tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(crystal_may_follow_a_power_of_temperature)
{
  HeatParameters p;
  p.temperature_exponent = 1.4;
  BOOST_TEST((!heat(p).is_constant() && heat().is_constant()));
  BOOST_TEST(heat(p).conductivity(300, 1, 0.5).v / W_per_mK == 0.45, tt::tolerance(1e-14));
  BOOST_TEST(heat(p).conductivity(600, 1, 0.5).v / W_per_mK == 0.45 * std::pow(2, -1.4), tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_SUITE_END()
