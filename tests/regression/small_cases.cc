// The small cases of cases/physics and the heaters of cases/mushroom, as a user runs them, against closed forms.
#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

#include <numbers>

using namespace quench;
using namespace quench::test;
namespace tt = boost::test_tools;

namespace
{
using Settings = std::vector<std::string>;

constexpr double k = 8.617333e-5, epsilon_0 = 8.8541878e-12; ///< [eV/K], [F/m]

/// Runs a shipped case with some of its keys set; the folder of the run.
std::string run_case(const Folder &folder, const std::string &file, const Settings &settings = {},
                     const std::string &name = "run")
{
  Settings words;
  for (const std::string &setting : settings)
    words.insert(words.end(), {"--set", setting});
  const Outcome outcome = run(run_words(file, folder.path(name), words), folder.path());
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, file << ": " << outcome.errors);
  return folder.path(name);
}

double result(const std::string &file, const std::string &name, const Settings &settings = {})
{
  const Folder folder;
  return results_of(run_case(folder, file, settings)).at(name);
}

/// sigma_0 exp(-E/kT) [S/m] of glass.prm with its barrier lowered by `lowering` [eV].
double sigma(double lowering, double T = 300)
{
  return 3.56e5 * std::exp(-(0.404 - 0.165 * 0.893333 - lowering) / (k * T));
}

/// Resistance [ohm] of a bar: lengths in nm, conductivity in S/m. A crystalline skin of 0.05 nm is left at one end.
double bar(double conductivity, double length, double height, double width)
{
  return length / (conductivity * height * width) * 1e9;
}

/// The root of a rising function between two points.
template <class Function>
double root(const Function &f, double low, double high)
{
  for (int i = 0; i < 200; ++i)
    (f(0.5 * (low + high)) < 0 ? low : high) = 0.5 * (low + high);
  return 0.5 * (low + high);
}

/// Ein(u) (eq. R7) by Simpson's rule in ln x.
double ein(double u)
{
  const int    n   = 4000;
  const double low = std::log(1e-12), h = (std::log(u) - low) / n;
  double       sum = 0;
  for (int i = 0; i <= n; ++i)
    sum += (i == 0 || i == n ? 1 : i % 2 ? 4 : 2) * -std::expm1(-std::exp(low + i * h));
  return sum * h / 3 + 1e-12;
}

/// 1 - Sigma(300 K, t) of eq. R7, t in seconds.
double annealed(double t)
{
  const double kT = k * 300;
  return kT / (1.5 - 0.16) * (ein(1e13 * t * std::exp(-0.16 / kT)) - ein(1e13 * t * std::exp(-1.5 / kT)));
}
} // namespace

BOOST_AUTO_TEST_SUITE(small_cases)

BOOST_AUTO_TEST_CASE(poole_frenkel) // eq. C8
{
  const double pi = std::numbers::pi, e = 1.602176634e-19, epsilon = 16 * epsilon_0, field = 25e6;
  const double beta = std::sqrt(e / (pi * epsilon)), well = e / (pi * epsilon * 36e-18); // [V^(1/2) m^(1/2)], [V/m]
  const double lowering = beta * (std::pow(field * field + well * well, 0.25) - std::sqrt(well));
  BOOST_TEST(result("physics/poole_frenkel.prm", "current") == 10 / bar(sigma(lowering), 400, 20, 20) * 1e6,
             tt::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(barrier_table) // eq. C9
{
  BOOST_TEST(result("physics/barrier_table.prm", "current") == 10 / bar(sigma(0.06), 400, 20, 20) * 1e6,
             tt::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(curve) // eq. C3: every point, from below kT per hop to 7 kT
{
  const Folder folder;
  const auto   points = numbers_of(run_case(folder, "physics/curve.prm") + "/curve.csv");
  BOOST_TEST(points.size() > 10u);
  BOOST_TEST(points.back()[0] > 14);
  const double V_0 = 2 * k * 300 / 10 * 400; // F_0 L [V]
  for (const auto &point : points)
    BOOST_TEST(point[1] == V_0 * std::sinh(point[0] / V_0) / bar(sigma(0), 400, 20, 20) * 1e6, tt::tolerance(0.02));
}

BOOST_AUTO_TEST_CASE(disorder) // eq. C12; Dykhne 1971
{
  const double uniform = bar(sigma(0), 120, 120, 20);
  BOOST_TEST(result("physics/disorder.prm", "resistance") == uniform, tt::tolerance(0.1));
}

BOOST_AUTO_TEST_CASE(distributed_relaxation) // eq. R7
{
  const Folder folder;
  const auto   reads = results_of(run_case(folder, "physics/distributed_relaxation.prm"));
  for (const auto &[name, t] : {std::pair{"resistance_1e-6s", 1e-6}, std::pair{"resistance_1s", 1.0}})
  {
    const double R = bar(3.56e5 * std::exp(-(0.404 - 0.165 * (1 - annealed(t))) / (k * 300)), 400, 20, 20);
    BOOST_TEST(reads.at(name) == R, tt::tolerance(0.01));
  }
  const double slope = 0.165 * (annealed(1e6) - annealed(1)) / (k * 300) / std::log(1e6);
  BOOST_TEST(reads.at("nu") == slope, tt::tolerance(2e-3));
}

BOOST_AUTO_TEST_CASE(displacement_current) // eq. C16
{
  const double capacitance = 16 * epsilon_0 * 100e-9, rise = 1e9; // [F], [V/s]
  const double through = 1 / bar(sigma(0, 150), 100, 100, 100);   // [A] at 1 V
  const double peak    = result("physics/displacement_current.prm", "peak_current");
  BOOST_TEST(peak == (capacitance * rise + through) * 1e6, tt::tolerance(5e-3));
}

BOOST_AUTO_TEST_CASE(transistor) // eq. E3
{
  const double u = 1.5, k_t = 200, v_sat = 2 * u / (1 + std::sqrt(1 + 2 * u)); // [V], [uA/V^2], [V]
  const auto   current = [&](double v) {
    const double w = std::min(v, v_sat);
    return k_t * (u * w - w * w / 2) / (1 + w);
  };
  const double I = root([&](double i) { return i - current(2 - 6250e-6 * i); }, 0, 300);
  BOOST_TEST(result("physics/transistor.prm", "peak_current") == I, tt::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(selector) // eq. E4
{
  const double I = root([](double i) { return 7250e-6 * i + 0.1 * std::asinh(i / 0.1) - 2; }, 0, 300);
  BOOST_TEST(result("physics/selector.prm", "peak_current") == I, tt::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(compliance) // eq. E2
{
  const double I = root(
      [](double i) {
        const double ohmic = (2 - 6250e-6 * i) / 1e-3;
        return i - ohmic / std::pow(1 + std::pow(ohmic / 100, 8), 0.125);
      },
      0, 276);
  BOOST_TEST(result("physics/compliance.prm", "peak_current") == I, tt::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(spikes) // eq. E6: at 11 ns the second head is up, the tail of the first 4 ns old
{
  const double tail = -0.5 * (std::exp(-4.0 / 20) - std::exp(-5)) / (1 - std::exp(-5));
  BOOST_TEST(result("physics/spikes.prm", "peak_current") == std::abs(tail - 0.8) / 6250 * 1e6, tt::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(verify) // eq. E7
{
  const Folder folder;
  const auto   end = results_of(run_case(folder, "physics/verify.prm"));
  BOOST_TEST(end.at("verify_met") == 1);
  BOOST_TEST(std::abs(end.at("verify_conductance") - 100) <= 10);
  BOOST_TEST(end.at("verify_pulses") >= 2);
}

BOOST_AUTO_TEST_CASE(rate_equation) // eq. N7: the JMAK half time, computed for the notes with the same rates
{
  BOOST_TEST(result("physics/rate_equation.prm", "glass_volume") == 0.5 * 200 * 8 * 8, tt::tolerance(0.005));
}

BOOST_AUTO_TEST_CASE(incubation) // eq. N5
{
  const double I_V = 8.673e22 * 1e-19, tau = 17.6e-3, t = 36e-3;
  double       expected = 0; // integral of exp(-tau / s)
  for (int i = 0; i < 1000; ++i)
    expected += I_V * std::exp(-tau / ((i + 0.5) * t / 1000)) * t / 1000;
  const double born = result("physics/incubation.prm", "nuclei_born");
  BOOST_TEST(std::abs(born - expected) < 3 * std::sqrt(expected), born << " births, " << expected << " expected");
}

BOOST_AUTO_TEST_CASE(fictive_growth) // eq. P13: 8.93e3 Pa s of glass frozen at 534 K, eq. P2 of the liquid at 500 K
{
  const double A = 12 - std::log10(0.012), x = 472.0 / 500;
  const double liquid = std::pow(10, std::log10(0.012) + A * x * std::exp((140 / A - 1) * (x - 1)));
  const double travel = 2.2171e-6 * 8.9265e3 / liquid * 0.5e9; // [nm] in half a second
  const Folder folder;
  const auto   fronts = results_of(run_case(folder, "physics/fictive_growth.prm"));
  BOOST_TEST(fronts.at("front_1e9ns") - fronts.at("front_5e8ns") == travel, tt::tolerance(0.02));
}

BOOST_AUTO_TEST_CASE(grain_boundaries) // eq. C17: each crystal that grew adds a joint of 1e-12 ohm m2
{
  const Folder folder;
  const auto   end = results_of(run_case(folder, "physics/grain_boundaries.prm"));
  // eq. C2 at 650 K
  const double b = std::exp(0.14 / k * (1 / 300.0 - 1 / 650.0)), r = 1.1556e-5 * 2e4;
  const double crystal = bar(2e4 * b / (1 + r * (b - 1)), 1000, 4, 100), joint = 1e-12 / 400e-18;
  const double joints = (end.at("resistance_after") - crystal) / joint;
  BOOST_TEST(end.at("nuclei_grown") >= 2);
  BOOST_TEST(joints == end.at("nuclei_grown"), tt::tolerance(0.01));
}

/// 65 nm more of a heater are h / (sum of sigma A) more in resistance, whatever the current does above it.
BOOST_AUTO_TEST_CASE(heaters_of_the_mushroom)
{
  const double pi = std::numbers::pi, shell = pi * (19.5 * 19.5 - 18 * 18), ring = pi * (400 - 324);
  const auto   slope = [](const std::string &file) {
    const Settings coarse = {"task=steady", "steady voltage=0.001 V", "program/last read=3e8 s", "mesh/grading=0.3",
                             "mesh/coarse cell size=16 nm",
                             // else Peltier heat adds a voltage in proportion to the current
                             "materials/phase change layer/thermoelectricity/crystal=0 V/K",
                             "materials/phase change layer/thermoelectricity/crystal activation energy=0 eV",
                             "materials/phase change layer/thermoelectricity/glass=0 V/K"};
    Settings       longer = coarse;
    longer.push_back("geometry/mushroom/heater height=130 nm");
    return result(file, "resistance", longer) - result(file, "resistance", coarse);
  };
  BOOST_TEST(slope("mushroom/core_shell.prm") == 65 / (5e5 * shell + 1e4 * pi * 324) * 1e9, tt::tolerance(0.002));
  BOOST_TEST(slope("mushroom/ring.prm") == 65 / (5e5 * ring) * 1e9, tt::tolerance(0.002));
}

BOOST_AUTO_TEST_SUITE_END()
