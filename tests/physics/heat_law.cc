#include <physics/heat/heat_law.h>

#include <boost/test/unit_test.hpp>

#include <numbers>

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

HeatLaw heat(const HeatParameters &parameters = {}, const CrystalConduction::Parameters &crystal = {})
{
  return HeatLaw(parameters, free_energy, CrystalConduction(crystal), glass, fade);
}

/// The lattice alone: a crystal whose electrons carry no heat.
HeatParameters lattice_only()
{
  HeatParameters p;
  p.crystal_lorenz_factor = 0;
  return p;
}
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

BOOST_AUTO_TEST_CASE(electrons_of_the_crystal_carry_heat_beside_its_lattice)
{
  // by hand, non-degenerate: 2 (k/e)^2 = 1.48515e-8 V2/K2 and sigma of eq. C2: 2e4 S/m at 300 K, 7.935e4 S/m at 900 K;
  // electrons 0.0891 and 1.0606 W/mK, lattice 0.45 - 0.0891 at both
  HeatParameters p;
  p.crystal_lorenz_factor = 2 / (std::numbers::pi * std::numbers::pi / 3);
  BOOST_TEST(!heat(p).is_constant());
  BOOST_TEST(heat(p).conductivity(300, 1, 0.5).v / W_per_mK == 0.45, tt::tolerance(1e-14));
  BOOST_TEST(heat(p).conductivity(900, 1, 0.5).v / W_per_mK == 0.3609 + 1.0606, tt::tolerance(1e-3));
  p.crystal_heat = CrystalHeat::lattice;
  BOOST_TEST(heat(p).conductivity(300, 1, 0.5).v / W_per_mK == 0.45 + 0.0891, tt::tolerance(1e-4));
  BOOST_TEST(heat({}).conductivity(700, 1, 0.5).v == heat(p).conductivity(700, 1, 0.5).v - 0.0891 * W_per_mK,
             tt::tolerance(1e-3)); // the default is that factor to three digits
}

BOOST_AUTO_TEST_CASE(metal_whose_resistivity_rises_as_its_temperature_has_one_heat_conductivity)
{
  // rho = rho_300 T / 300 K, so that L_0 sigma T = 2.443e-8 * 1e6 * 300 = 7.329 W/mK at every T
  HeatParameters p;
  p.crystal_lorenz_factor = 1;
  p.crystal_conductivity  = 8 * W_per_mK;
  const CrystalConduction::Parameters metal{.conductivity            = 1e6 * S / m,
                                            .activation_energy       = 0,
                                            .saturation_resistivity  = 0,
                                            .temperature_coefficient = 1 / 300.0};
  for (const double T : {300.0, 500.0, 900.0})
    BOOST_TEST(heat(p, metal).conductivity(T, 1, 0).v / W_per_mK == 8, tt::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(gaps_between_layers_stay_where_electrons_carry_more)
{
  // as layers of 6 nm with two faces of 16 m2K/GW (eq. G2): 6 / (6 / kappa + 32) W/mK at every temperature
  HeatParameters p;
  p.cross_plane_ratio = 6 / (6 / 0.45 + 32) / 0.45;
  for (const double T : {300.0, 600.0, 900.0})
  {
    const double along = heat(p).conductivity(T, 1, 0.5).v / W_per_mK;
    BOOST_TEST(heat(p).cross_plane_conductivity(T, 1, 0.5).v / W_per_mK == 6 / (6 / along + 32), tt::tolerance(1e-13));
  }
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
  HeatParameters p = lattice_only();
  BOOST_TEST(heat(p).is_constant());
  p.temperature_exponent = 1.4;
  BOOST_TEST(!heat(p).is_constant());
  BOOST_TEST(heat(p).conductivity(300, 1, 0.5).v / W_per_mK == 0.45, tt::tolerance(1e-14));
  BOOST_TEST(heat(p).conductivity(600, 1, 0.5).v / W_per_mK == 0.45 * std::pow(2, -1.4), tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_SUITE_END()
