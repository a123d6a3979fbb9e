#include <physics/material.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

namespace
{
const Material gst{MaterialCard{}};

MaterialCard metal()
{
  MaterialCard card;
  card.glass_forming              = false;
  card.crystal_conduction         = {.conductivity = 3, .activation_energy = 0, .saturation_resistivity = 0};
  card.heat.crystal_lorenz_factor = 0;
  return card;
}
} // namespace

BOOST_AUTO_TEST_SUITE(material)

BOOST_AUTO_TEST_CASE(says_what_it_can_do)
{
  BOOST_TEST((gst.conducts() && gst.changes_phase() && gst.forms_glass() && !gst.is_linear()));
  const Material solid(metal());
  BOOST_TEST((solid.conducts() && !solid.changes_phase() && !solid.forms_glass() && solid.is_linear()));
  MaterialCard insulator                    = metal();
  insulator.crystal_conduction.conductivity = 0;
  BOOST_TEST((!Material(insulator).conducts() && Material(insulator).is_linear()));
  MaterialCard frozen;
  frozen.phase_change.enabled = false;
  BOOST_TEST((!Material(frozen).changes_phase() && Material(frozen).forms_glass()));
}

BOOST_AUTO_TEST_CASE(pure_phases_are_exact_and_crystallinity_is_clipped)
{
  const auto sigma = [](double c) { return gst.conductivity(local_state(400, 0.01, c, 0.6)); };
  const auto kappa = [](double c) { return gst.heat_conductivity(local_state(950, 0.01, c, 0.6)); };
  BOOST_TEST(sigma(1.01).v == sigma(1).v);
  BOOST_TEST(sigma(-0.01).v == sigma(0).v);
  BOOST_TEST(sigma(1 - 1e-15).v == sigma(1).v, tt::tolerance(1e-13));
  BOOST_TEST(sigma(1e-15).v == sigma(0).v, tt::tolerance(1e-13));
  BOOST_TEST(kappa(1.01).v == kappa(1).v);
  BOOST_TEST(kappa(-0.01).v == kappa(0).v);
  BOOST_TEST(gst.enthalpy(700, 1.01).v == gst.enthalpy(700, 1).v);
  BOOST_TEST(gst.enthalpy(700, -0.01).v == gst.enthalpy(700, 0).v);
}

BOOST_AUTO_TEST_CASE(ordinary_solid_ignores_crystallinity_and_field)
{
  const Material solid(metal());
  const Scalar   sigma = solid.conductivity(local_state(1500, 5, 0, 0.9));
  BOOST_TEST(sigma.v == 3);
  BOOST_TEST((sigma.d[0] == 0 && sigma.d[1] == 0));
  BOOST_TEST(solid.heat_conductivity(local_state(1500, 5, 0, 0.9)).v == MaterialCard{}.heat.crystal_conductivity);
  BOOST_TEST(solid.enthalpy(400, 0).v == solid.enthalpy(400, 1).v);
}

BOOST_AUTO_TEST_CASE(glass_is_1e4_times_more_resistive_than_crystal_at_room_temperature)
{
  const double crystal = gst.conductivity(local_state(300, 0, 1, 0.431725)).v;
  const double glass   = gst.conductivity(local_state(300, 0, 0, 0.431725)).v;
  BOOST_TEST(crystal / glass == 2.0e4, tt::tolerance(0.05));
}

BOOST_AUTO_TEST_CASE(laws_stay_positive_and_finite_anywhere)
{
  for (const double T : {1.0, 5.0, 20.0, 77.0, 300.0, 534.0, 600.0, 858.0, 900.0, 950.0, 2000.0, 5000.0})
    for (const double F : {0.0, 1e-6, 0.01, 0.1, 1.0, 10.0})
      for (const double c : {0.0, 1e-12, 0.2, 1.0 / 3, 0.5, 2.0 / 3, 0.9, 1.0})
        for (const double Sigma : {0.0, 0.4, 0.893333, 1.0})
        {
          const LocalState at = local_state(T, F, c, Sigma);
          for (const Scalar &value : {gst.conductivity(at), gst.heat_conductivity(at)})
          {
            BOOST_TEST(value.v > 0, "T " << T << " F " << F << " c " << c << " Sigma " << Sigma);
            BOOST_TEST((std::isfinite(value.v) && std::isfinite(value.d[0]) && std::isfinite(value.d[1])));
          }
          BOOST_TEST(gst.enthalpy(at.temperature, c).d[0] > 0);
        }
}

BOOST_AUTO_TEST_CASE(kinetics_and_relaxation_are_those_of_the_card)
{
  BOOST_TEST(gst.driving_force(600) / (J / (m * m * m)) == 1.6667e8, tt::tolerance(1e-4));
  BOOST_TEST(gst.growth_velocity(750) / (m / s) == 0.51777, tt::tolerance(2e-4));
  BOOST_TEST(gst.interface_mobility(750) * gst.driving_force(750) == gst.growth_velocity(750), tt::tolerance(1e-14));
  BOOST_TEST(gst.melt_seed_temperature() == 910);
  BOOST_TEST(gst.initial_relaxation() == 0.893333);
  BOOST_TEST(gst.relax(0.893333, 300, 3600 * s) == 0.431725, tt::tolerance(2e-6));
  BOOST_TEST(gst.latent_heat_in_enthalpy());
  BOOST_TEST(gst.interface_energy() / (J / (m * m)) == 0.06, tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_SUITE_END()
