// Devices whose drift is a table, the projected cell in closed form, storage at another temperature.

#include <postprocess/array/table_device.h>

#include <physics/base/error.h>
#include <postprocess/array/ageing.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/projected_cell.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <fstream>
#include <vector>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
constexpr double day = 86400 * units::s;

DeviceParameters without_statistics()
{
  DeviceParameters p;
  p.programming = p.drift_spread = p.read_noise = Statistics::none;
  return p;
}

/// A power law of exponent 0.05 above 1 s with a plateau before, two states, two temperatures.
std::string plateau_csv()
{
  std::string text = "g0_uS,time_s,temperature_K,g_uS\n";
  for (const double g0 : {1.0, 20.0})
    for (const double T : {300.0, 350.0})
      for (int k = -3; k <= 9; ++k)
        text += std::to_string(g0) + "," + std::to_string(std::pow(10.0, k)) + "," + std::to_string(T) + "," +
                std::to_string(g0 * (T > 300 ? 2 : 1) * std::pow(10.0, -0.05 * std::max(k, 0))) + "\n";
  return text;
}

DriftTables tables_of(const std::string &text)
{
  const TemporaryFolder folder;
  std::ofstream(folder.path() + "/drift.csv") << text;
  return read_drift_tables(folder.path() + "/drift.csv");
}

void check_refused(const std::string &text, const std::string &part)
{
  BOOST_CHECK_THROW(tables_of(text), InputError);
  const std::string message = message_of([&] { tables_of(text); });
  BOOST_CHECK_MESSAGE(contains(message, part), "\"" << message << "\" does not hold \"" << part << "\"");
}
} // namespace

BOOST_AUTO_TEST_CASE(a_table_ages_as_it_says)
{
  const TableDevice device(tables_of(plateau_csv()), without_statistics());
  const double      to_20_s = std::pow(20.0, -0.05);
  BOOST_CHECK_CLOSE(device.g_max() / units::uS, 20 * to_20_s, 1e-4);
  DeviceMatrix w(1, 3);
  w << 1, 0.5, 0.25;
  MappingParameters mapping;
  mapping.weight_clip = 0;
  const Crossbar     array(w, mapping, device, 1);
  const DeviceMatrix ratio = array.conductances(day).plus.cwiseQuotient(array.programmed().plus);
  for (int j = 0; j < 3; ++j)
    BOOST_CHECK_CLOSE(ratio(0, j), std::pow((86400 + 20) / 20.0, -0.05), 1e-3); // six digits in the file
  // twice the conductance at 350 K; half way in between at 325 K in ln G
  Age warm(day);
  warm.read_temperature  = 325 * units::K;
  const DeviceMatrix hot = array.conductances(warm).plus.cwiseQuotient(array.conductances(day).plus);
  BOOST_CHECK_CLOSE(hot(0, 1), std::sqrt(2.0), 1e-3);
}

BOOST_AUTO_TEST_CASE(a_table_does_not_extrapolate)
{
  DeviceParameters  p = without_statistics();
  const TableDevice device(tables_of(plateau_csv()), p);
  BOOST_CHECK_NO_THROW(device.require_valid(1.05e9 * units::s)); // within the tolerance of 1.1
  BOOST_CHECK_THROW(device.require_valid(1.2e9 * units::s), InputError);
  BOOST_CHECK_THROW(device.read_factor(device.g_max(), 360), InputError);
  BOOST_CHECK(contains(message_of([&] { device.read_factor(device.g_max(), 360); }), "300 to 350 K"));
  p.verify_time = 1e-4 * units::s;
  BOOST_CHECK_THROW(TableDevice(tables_of(plateau_csv()), p), InputError);
  p            = without_statistics();
  p.read_noise = Statistics::model;
  BOOST_CHECK_THROW(TableDevice(tables_of(plateau_csv()), p), InputError);
}

BOOST_AUTO_TEST_CASE(wrong_tables_are_refused_with_place_and_rule)
{
  const std::string head = "g0_uS,time_s,temperature_K,g_uS\n";
  check_refused("g0_uS,time_s,g_uS\n1,1,1\n", "temperature_K");
  check_refused(head + "1,1,300,nan\n", "drift.csv:2");
  check_refused(head + "1,1,300,0\n", "above 0");
  check_refused(head + "1,1,300,1\n1,1,300,1\n", "drift.csv:3");
  check_refused(head + "1,1,300,1\n1,2,300,1\n2,1,300,1\n", "every state at every time");
  check_refused(head + "1,1,300,1\n1,2,300,1\n", "g0_uS has 1 values");
  check_refused(head + "1,1,300,1\n2,1,300,1\n", "time_s has 1 values");
  check_refused(head + "1,-1,300,1\n1,2,300,1\n2,-1,300,1\n2,2,300,1\n", "ascending");
}

// exp of the loop against the library's, over the range of losses that occur.
BOOST_AUTO_TEST_CASE(ageing_is_the_exponential)
{
  std::vector<double> g, nu, aged(2001);
  std::vector<float>  position;
  for (int k = 0; k <= 2000; ++k)
  {
    g.push_back(1 + 0.01 * k);
    nu.push_back(-0.5 + 0.001 * k);
    position.push_back(static_cast<float>(k % 3) + 0.25F);
  }
  age_by_power_law(2001, g.data(), nu.data(), 30, aged.data());
  double worst = 0;
  for (int k = 0; k <= 2000; ++k)
    worst = std::max(worst, std::abs(aged[k] / (g[k] * std::exp(-30 * nu[k])) - 1));
  BOOST_CHECK_LT(worst, 1e-15 * 30); // rounding of the argument
  const std::vector<double> loss{1, 3, 2, 5, 0};
  age_by_table(2001, g.data(), nu.data(), position.data(), loss.data(), aged.data());
  for (int k = 0; k <= 2000; ++k)
  {
    const double D = 0.75 * loss[k % 3] + 0.25 * loss[k % 3 + 1];
    BOOST_CHECK_CLOSE(aged[k], g[k] * std::exp(-nu[k] * D), 1e-11);
  }
}

// A20, A21 and the arithmetic of A22.
BOOST_AUTO_TEST_CASE(the_projected_cell_has_the_reference_values)
{
  ProjectedCell cell;
  cell.contact = 1e-6 * units::ohm; // A20: nu_a R_p / (R_a + R_p), the exponent of R_a || R_p alone
  BOOST_CHECK_CLOSE(effective_exponent(cell, 1e6 * units::ohm), 0.01, 1e-6);
  cell               = ProjectedCell();
  cell.glass         = 1e7 * units::ohm;
  const double R_par = 1e7 * 1e5 / (1e7 + 1e5);
  BOOST_CHECK_CLOSE(resistance(cell, 1, 20 * units::s, 300) / units::ohm, R_par + 1e4, 1e-9);
  BOOST_CHECK_CLOSE(resistance(cell, 1, 20 * units::s, 300) / units::ohm, 1.09e5, 0.1);
  BOOST_CHECK_CLOSE(effective_exponent(cell, 1e7 * units::ohm), 0.00099, 0.2); // two digits in the table
  const double t = 1e4 * units::s, step = 1.001;
  const double slope =
      std::log(resistance(cell, 1, t * step, 300) / resistance(cell, 1, t / step, 300)) / std::log(step * step);
  const double R_a = cell.glass * std::pow((t + cell.onset) / (20 * units::s + cell.onset), cell.nu);
  BOOST_CHECK_CLOSE(slope, effective_exponent(cell, R_a), 1e-3); // A22: pi (20 nm)^2 5 MW/cm2 and 0.7 V
  const double area  = std::acos(-1.0) * 400 * units::nm * units::nm;
  const double power = area * 5e6 * units::W / (1e14 * units::nm * units::nm);
  BOOST_CHECK_CLOSE(power / (1e-6 * units::W), 62.8, 0.1);
  BOOST_CHECK_CLOSE(power / (0.7 * units::V) / (1e-6 * units::A), 89.8, 0.1);
  BOOST_CHECK_CLOSE(power / (0.7 * units::V) / area / (1e6 * units::A / (1e14 * units::nm * units::nm)), 7.14, 0.1);
}

BOOST_AUTO_TEST_CASE(a_projected_device_drifts_as_its_circuit)
{
  DeviceParameters p         = without_statistics();
  p.model                    = "projected";
  const auto          device = make_device(p, "");
  const ProjectedCell cell;
  const double        g = 1 / resistance(cell, 1, 20 * units::s, 300); // fully amorphous
  BOOST_CHECK_CLOSE(device->g_min(), g, 1e-4);                         // interpolated in time
  const double loss = device->loss(day).front();                       // of the lowest state
  const double want = std::log(resistance(cell, 1, day + 20 * units::s, 300) * g);
  BOOST_CHECK_CLOSE(loss, want, 0.5); // percent: ln G is linear between six points a decade
}

// Storage at T: against the exact update of eq. R3 from the state that 20 s at 300 K leave.
BOOST_AUTO_TEST_CASE(warm_storage_drifts_as_collective_relaxation)
{
  const double E_s = 1.5, nu_0_DS = 1e9, k = 8.617333262e-5, nu = 0.05, t_v = 20; // s
  const auto   relax = [&](double sigma, double t, double T) {
    return sigma - k * T / E_s * std::log1p(E_s * nu_0_DS * t / (k * T) * std::exp(-E_s * (1 - sigma) / (k * T)));
  };
  const double start = relax(0.9, t_v, 300);
  for (const double T : {300.0, 358.0})
    for (const double t : {100.0, 230400.0})
    {
      // ln G falls by (nu E_s / k 300 K) per unit of sigma, by the definition of nu at 300 K
      const double want = nu * E_s / (k * 300) * (start - relax(start, t, T));
      Age          age(t * units::s);
      age.storage_temperature = T * units::K;
      const PublishedDevice device(PublishedParameters(), 25 * units::uS);
      BOOST_CHECK_CLOSE(nu * device.loss(age).front(), want, 1e-3); // percent: onset of 0.1 ns against 20 s
    }
}

BOOST_AUTO_TEST_CASE(devices_side_by_side_have_names_of_their_own)
{
  DeviceParameters p = without_statistics();
  p.compare          = {"hermes1", "projected"};
  const auto devices = make_devices(p, "");
  BOOST_REQUIRE_EQUAL(devices.size(), 3U);
  BOOST_CHECK_EQUAL(devices[1].name, "hermes1");
  BOOST_CHECK_CLOSE(devices[1].device->g_max() / units::uS, 10.35, 1e-9);
  p.compare = {"joshi2020"};
  BOOST_CHECK_THROW(make_devices(p, ""), InputError);
}
