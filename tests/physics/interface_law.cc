#include <physics/interface_law.h>

#include <physics/base/error.h>
#include <physics/local_state.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

namespace
{
const double square_metre = m * m, GW = 1e9 * W;

InterfaceParameters sinh_contact()
{
  InterfaceParameters p;
  p.contact            = ContactLaw::sinh;
  p.contact_resistance = 2e-8 * ohm * square_metre; // Grosse: fcc GST to TiW at low field
  p.voltage            = 0.05 * V;
  return p;
}

std::string message(const InterfaceParameters &p)
{
  try
  {
    validate(p, "interfaces/a and b");
  }
  catch (const InputError &error)
  {
    return error.what();
  }
  return "";
}
} // namespace

BOOST_AUTO_TEST_SUITE(interface_law)

BOOST_AUTO_TEST_CASE(nothing_given_resists_nothing)
{
  BOOST_TEST(!InterfaceLaw().resists_heat());
  BOOST_TEST(!InterfaceLaw().resists_current());
  BOOST_TEST(!InterfaceLaw(0, 0).resists_current());
}

BOOST_AUTO_TEST_CASE(boundary_resistance_is_linear_between_two_temperatures_and_differs_by_phase)
{
  InterfaceParameters p;
  p.temperatures             = {303 * K, 598 * K};
  p.thermal_resistance       = {26 * square_metre * K / GW, 18 * square_metre * K / GW};
  p.glass_thermal_resistance = {24 * square_metre * K / GW};
  const InterfaceLaw law(p);
  const auto         R = [&](double T, double c) { return law.thermal_resistance(Scalar::variable(T, 0), c); };
  BOOST_TEST(R(200, 1).v / (square_metre * K / GW) == 26, tt::tolerance(1e-12));
  BOOST_TEST(R(450.5, 1).v / (square_metre * K / GW) == 22, tt::tolerance(1e-12));
  BOOST_TEST(R(450.5, 1).d[0] / (square_metre * K / GW) == -8.0 / 295, tt::tolerance(1e-12));
  BOOST_TEST(R(900, 1).v / (square_metre * K / GW) == 18, tt::tolerance(1e-12));
  BOOST_TEST(R(900, 0).v / (square_metre * K / GW) == 24, tt::tolerance(1e-12));
  BOOST_TEST(R(900, 0.5).v / (square_metre * K / GW) == 21, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(sinh_contact_is_ohmic_at_small_voltages_and_exponential_above)
{
  const auto p = sinh_contact();
  const auto J = [&](double volts) { return InterfaceLaw(p).current(300 * K, Scalar::variable(volts, 1)); };
  BOOST_TEST(J(1e-6 * V).v == 1e-6 * V / p.contact_resistance, tt::tolerance(1e-9));
  BOOST_TEST(J(0.5 * V).v == p.voltage / p.contact_resistance * std::sinh(10.0), tt::tolerance(1e-12));
  BOOST_TEST(J(-0.5 * V).v == -J(0.5 * V).v);
  BOOST_TEST(J(-0.5 * V).d[1] == std::cosh(10.0) / p.contact_resistance, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(contact_resistance_is_activated)
{
  InterfaceParameters p;
  p.contact_resistance = 1e-10 * ohm * square_metre;
  p.activation_energy  = 0.2 * eV;
  const double factor  = std::exp(0.2 / 8.617333262e-5 * (1 / 300.0 - 1 / 600.0));
  BOOST_TEST(InterfaceLaw(p).current(600 * K, 1 * V).v == factor * 1 * V / p.contact_resistance, tt::tolerance(1e-8));
}

BOOST_AUTO_TEST_CASE(table_is_met_at_its_points_and_turns_with_the_face)
{
  const double        unit = units::A / square_metre;
  InterfaceParameters p;
  p.contact            = ContactLaw::table;
  p.voltages           = {-1 * V, 0, 0.5 * V, 1 * V};
  p.table_temperatures = {300 * K, 500 * K};
  p.currents           = {-1 * unit, 0, 1 * unit, 5 * unit, -2 * unit, 0, 3 * unit, 9 * unit};
  BOOST_TEST(message(p) == "");
  const InterfaceLaw law(p), other = law.turned();
  BOOST_TEST(law.current(300 * K, 0.5 * V).v / unit == 1, tt::tolerance(1e-12));
  BOOST_TEST(law.current(400 * K, 1 * V).v / unit == 7, tt::tolerance(1e-12));
  BOOST_TEST(law.current(900 * K, -1 * V).v / unit == -2, tt::tolerance(1e-12));
  BOOST_TEST(other.current(900 * K, 1 * V).v / unit == 2, tt::tolerance(1e-12));
  p.voltages = {0, 0.5 * V, 1 * V};
  p.currents = {0, 1 * unit, 5 * unit, 0, 3 * unit, 9 * unit};
  BOOST_TEST(InterfaceLaw(p).current(300 * K, -1 * V).v / unit == -5, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(contradictions_are_refused)
{
  auto p    = sinh_contact();
  p.voltage = 0;
  BOOST_TEST(message(p).find("contact voltage = 0 V") != std::string::npos);
  p                    = sinh_contact();
  p.contact_resistance = 0;
  BOOST_TEST(message(p).find("contact resistance = 0 ohm m2") != std::string::npos);
  p              = {};
  p.temperatures = {500 * K, 300 * K};
  BOOST_TEST(message(p).find("temperatures: must be one or more that ascend") != std::string::npos);
  p                    = {};
  p.thermal_resistance = {1, 2, 3};
  BOOST_TEST(message(p).find("thermal resistance: 3 values") != std::string::npos);
  p         = {};
  p.contact = ContactLaw::table;
  BOOST_TEST(message(p).find("contact voltages") != std::string::npos);
  BOOST_TEST(message({}) == "");
}

BOOST_AUTO_TEST_SUITE_END()
