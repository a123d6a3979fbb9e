#include <physics/conduction/switching_state.h>

#include <physics/material.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

namespace
{
Material switching_glass()
{
  MaterialCard card;
  card.switching_state.enabled = true;
  return Material(card);
}

constexpr double MA_per_cm2 = 1e10 * A / (m * m);
} // namespace

BOOST_AUTO_TEST_SUITE(switching_state)

BOOST_AUTO_TEST_CASE(switches_on_at_the_threshold_field_and_follows_exponentially)
{
  const SwitchingState law{SwitchingStateParameters{}};
  BOOST_TEST(law.advance(0, 0.0559, 0, 10) == 0);
  BOOST_TEST(law.advance(0, 0.0561, 0, 0.1) == 1 - std::exp(-1.0), tt::tolerance(1e-12));
  BOOST_TEST(law.advance(0, 0.0561, 0, 1e9) == 1);
  double xi = 0;
  for (int i = 0; i < 1000; ++i)
    xi = law.advance(xi, 0.06, 0, 1e-4);
  BOOST_TEST(xi == law.advance(0, 0.06, 0, 0.1), tt::tolerance(1e-12)); // many steps are one
}

BOOST_AUTO_TEST_CASE(holds_above_the_holding_current_only)
{
  const SwitchingState law{SwitchingStateParameters{}};
  BOOST_TEST(law.advance(1, 0.001, 1.01 * MA_per_cm2, 10) == 1);
  BOOST_TEST(law.advance(1, 0.001, 0.99 * MA_per_cm2, 0.1) == std::exp(-1.0), tt::tolerance(1e-12));
  BOOST_TEST(law.advance(0.4, 0.001, 100 * MA_per_cm2, 0.1) < 0.4); // current alone does not switch it on
}

BOOST_AUTO_TEST_CASE(conducts_between_its_two_states)
{
  const Material gst = switching_glass();
  BOOST_TEST((gst.has_switching_state() && !Material(MaterialCard{}).has_switching_state()));
  LocalState   at  = local_state(300, 0.01, 0, 0.5);
  const double off = gst.conductivity(at).v;
  BOOST_TEST(off == Material(MaterialCard{}).conductivity(at).v);
  at.switched = 1;
  BOOST_TEST(gst.conductivity(at).v / (S / m) == 1e4, tt::tolerance(1e-12));
  at.switched = 0.5;
  BOOST_TEST(gst.conductivity(at).v == std::sqrt(off * 1e4 * S / m), tt::tolerance(1e-12));
  at.crystallinity = 1;
  BOOST_TEST(gst.conductivity(at).v / (S / m) == 2e4, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(melt_conducts_as_melt)
{
  const Material gst = switching_glass();
  for (const double T : {900.0, 1200.0})
  {
    LocalState   at   = local_state(T, 0.01, 0, 0.5);
    const double melt = gst.conductivity(at).v;
    at.switched       = 1;
    BOOST_TEST(gst.conductivity(at).v == melt);
  }
  LocalState   at  = local_state(800, 0.01, 0, 0.5);
  const double off = gst.conductivity(at).v;
  at.switched      = 1;
  const double on  = gst.conductivity(at).v;
  BOOST_TEST((on > std::min(off, 1e4 * S / m) && on < std::max(off, 1e4 * S / m)));
}

BOOST_AUTO_TEST_CASE(has_a_hysteresis) // field up and down under a series resistance of the rest of the circuit
{
  const SwitchingState law{SwitchingStateParameters{}};
  double               xi     = 0;
  const auto           settle = [&](double field, double J) { return xi = law.advance(xi, field, J, 100); };
  BOOST_TEST(settle(0.05, 0) == 0);
  BOOST_TEST(settle(0.06, 0) == 1);
  BOOST_TEST(settle(0.005, 5 * MA_per_cm2) == 1);
  BOOST_TEST(settle(0.005, 0.5 * MA_per_cm2) < 1e-9);
  BOOST_TEST(settle(0.005, 5 * MA_per_cm2) < 1e-9);
}

BOOST_AUTO_TEST_SUITE_END()
