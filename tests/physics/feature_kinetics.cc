#include <physics/base/random.h>
#include <physics/library.h>

#include <tests/feature.h>
#include <tests/physics/plug.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <iomanip>
#include <sstream>
#include <vector>

// Statements of docs/features.csv on nucleation and conduction that need no mesh: boxes at one temperature, Poisson
// numbers drawn cell by cell and step by step as a solver draws them.

using namespace quench;
using namespace quench::physics;
using namespace quench::units;

namespace
{
constexpr std::uint32_t nucleation_purpose = 4;

std::string number(double value, int digits = 4)
{
  std::ostringstream text;
  text << std::setprecision(digits) << value;
  return text.str();
}

/// Nuclei in a box of n_cells cells of the given volume over n_steps steps.
std::uint64_t nuclei(double mean_per_cell_and_step, int n_cells, int n_steps, std::uint64_t seed)
{
  std::uint64_t sum = 0;
  for (int step = 0; step < n_steps; ++step)
    for (int cell = 0; cell < n_cells; ++cell)
      sum += RandomStream(seed, nucleation_purpose, std::uint64_t(cell), std::uint64_t(step))
                 .poisson(mean_per_cell_and_step);
  return sum;
}

/// Radius at which spheres around the seeds fill 95 % of a periodic box of edge 60 nm: of all distances to the nearest
/// seed on a grid of 30^3 points, the one that 95 % stay below.
double filling_radius(const std::vector<std::array<double, 3>> &seeds)
{
  const double        edge = 60, h = 2;
  std::vector<double> nearest;
  for (double x = 0; x < edge; x += h)
    for (double y = 0; y < edge; y += h)
      for (double z = 0; z < edge; z += h)
      {
        double smallest = edge * edge;
        for (const auto &seed : seeds)
        {
          double distance2 = 0;
          for (const double d : {std::abs(x - seed[0]), std::abs(y - seed[1]), std::abs(z - seed[2])})
            distance2 += std::pow(std::min(d, edge - d), 2);
          smallest = std::min(smallest, distance2);
        }
        nearest.push_back(smallest);
      }
  const auto place = nearest.begin() + std::ptrdiff_t(0.95 * double(nearest.size()));
  std::nth_element(nearest.begin(), place, nearest.end());
  return std::sqrt(*place);
}
} // namespace

BOOST_AUTO_TEST_SUITE(feature_kinetics)

BOOST_AUTO_TEST_CASE(f04_nucleation_counts)
{
  const Material gst{MaterialCard{}};
  const double   cell = 8; // nm3
  std::uint64_t  seed = 17;
  for (const auto &[T, per_step] : {std::pair{560.0, 0.05}, {600.0, 0.1}, {650.0, 0.2}}) // nuclei per step in the box
  {
    const double I        = gst.nucleation().volume_rate(T);
    const double dt       = per_step / (I * cell * 1000);
    const double expected = I * cell * 1000 * dt * 2000;
    const auto   counted  = double(nuclei(I * cell * dt, 1000, 2000, seed++));
    const double sigmas   = (counted - expected) / std::sqrt(expected);
    test::record_feature("F04", "law and Poisson numbers, " + number(T) + " K",
                         number(counted) + " nuclei, I V t = " + number(expected) + " (I = " +
                             number(I * m * m * m * s, 3) + " per m3 s): " + number(sigmas, 2) + " standard deviations",
                         std::abs(sigmas) < 3);
  }
}

BOOST_AUTO_TEST_CASE(f06_incubation_time)
{
  const Material gst{MaterialCard{}};
  const double   I = gst.nucleation().volume_rate(600), volume = 20 * 20 * 20;
  const double   mean = 1 / (I * volume), dt = mean / 50;
  const int      n_seeds = 400;
  double         sum     = 0;
  for (int seed = 1; seed <= n_seeds; ++seed)
  {
    std::uint64_t step = 0;
    while (RandomStream(std::uint64_t(seed), nucleation_purpose, 0, step).poisson(I * volume * dt) == 0)
      ++step;
    sum += (double(step) + 0.5) * dt; // the middle of the step: an error of dt^2 / (12 mean)
  }
  const double sigmas = (sum / n_seeds - mean) / (mean / std::sqrt(n_seeds));
  test::record_feature("F06", "law and Poisson numbers",
                       "mean over " + std::to_string(n_seeds) + " seeds " + number(sum / n_seeds) + " ns, 1/(I V) = " +
                           number(mean) + " ns at 600 K in (20 nm)^3: " + number(sigmas, 2) + " standard deviations",
                       std::abs(sigmas) < 3);
}

BOOST_AUTO_TEST_CASE(f10_sub_threshold_conduction)
{
  const Material gst{MaterialCard{}};
  const double   kT = kB * 300, u = 20 * nm, Sigma = 0.4;
  // below the threshold of the plug, with its own heat: V(T) of the steady state gives I = P / V
  const double                           V_th = tests::threshold(gst, u, Sigma).voltage;
  std::vector<std::pair<double, double>> points;
  double                                 first = 0, last = 0;
  for (double T = tests::plug_T_0 + 1e-4; T < 400; T = tests::plug_T_0 + (T - tests::plug_T_0) * 1.05)
  {
    const double V = tests::steady_voltage(gst, u, T, Sigma);
    if (V < 0.3 * V_th || V > 0.7 * V_th)
      continue;
    const double I = (T - tests::plug_T_0) / tests::plug_R_th / V;
    first          = first == 0 ? I : first;
    last           = I;
    points.emplace_back(V, std::log(I));
  }
  const auto   line    = tests::fit(points);
  const double decades = std::log10(last / first);
  const double E_star  = 0.377 - 1.743e-6 * 165 * 165 + 0.165 * 0.431725;
  const double E_a     = kT * std::log(3.56e5 * S / m * tests::resistivity(gst, 300, Sigma));
  test::record_feature("F10", "plug of 20 nm, law",
                       "ln I against V from 0.3 to 0.7 V_th: " + number(decades, 3) +
                           " decades, R^2 = " + number(line.R2, 5) + "; E_a(0 V) = " + number(E_a) +
                           " eV, E_star - alpha Sigma = " + number(E_star - 0.165 * Sigma) + " eV at 300 K",
                       decades >= 1 && line.R2 > 0.99 && std::abs(E_a / (E_star - 0.165 * Sigma) - 1) < 0.01);
}

BOOST_AUTO_TEST_CASE(f30_precursors)
{
  const Material sc(MaterialCard::preset("ScSbTe", "."));
  const double   T = 750, v = sc.growth_velocity(T), r_0 = sc.nucleation().parameters().precursor_radius;
  BOOST_TEST_REQUIRE(sc.nucleation().precursors_grow(T));
  double slowest = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed)
  {
    RandomStream                       random(seed, nucleation_purpose, 0, 0);
    std::vector<std::array<double, 3>> seeds(
        random.poisson(sc.nucleation().parameters().precursor_density * 60 * 60 * 60));
    for (auto &place : seeds)
      place = {60 * random.uniform(), 60 * random.uniform(), 60 * random.uniform()};
    slowest = std::max(slowest, (filling_radius(seeds) - r_0) / v);
  }
  const double without = 1 - std::exp(-sc.nucleation().volume_rate(T) * 60 * 60 * 60 * 1);
  test::record_feature("F30", "law, isothermal box of 60 nm at 750 K, spheres around precursors",
                       "95 % crystal after " + number(slowest, 2) + " ns at most over 5 seeds, growth " + number(v, 3) +
                           " m/s; without precursors a nucleus appears within 1 ns with probability " +
                           number(without, 2),
                       slowest <= 1 && without < 0.5);
}

BOOST_AUTO_TEST_SUITE_END()
