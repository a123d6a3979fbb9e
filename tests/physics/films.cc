#include <physics/base/random.h>
#include <physics/library.h>
#include <physics/material.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

// Films of GST225 heated at a constant rate, after Burr et al., J. Appl. Phys. 111, 104308 (2012): 30 nm thick, 1 um2,
// grains that nucleate at random and grow as spheres until they meet. The temperature is uniform, so that kinetics
// alone decide.

using namespace quench;
using namespace quench::physics;
using namespace quench::units;

namespace
{
constexpr double edge = 1 * um, thickness = 30 * nm;

struct Grain
{
  double x, y, z, start; ///< [nm]; start: distance fronts had travelled when it was born
};

double distance(const Grain &grain, double x, double y, double z)
{
  double dx = std::abs(x - grain.x), dy = std::abs(y - grain.y);
  dx = std::min(dx, edge - dx);
  dy = std::min(dy, edge - dy);
  return std::sqrt(dx * dx + dy * dy + (z - grain.z) * (z - grain.z));
}

bool is_crystal(const std::vector<Grain> &grains, double x, double y, double z, double travelled)
{
  return std::any_of(grains.begin(), grains.end(),
                     [&](const Grain &grain) { return distance(grain, x, y, z) < travelled - grain.start; });
}

/// Grains of a film heated at the rate [K/ns] until a hundred attempts in a row find no glass.
std::vector<Grain> heated_film(const Material &material, double rate)
{
  RandomStream       random(1, 4, 0, 0);
  std::vector<Grain> grains;
  double             travelled = 0;
  const double       dT        = 0.05 * K;
  int                misses    = 0;
  for (double T = 330 * K; misses < 100 && T < 500 * K; T += dT)
  {
    const double dt = dT / rate;
    travelled += material.growth_velocity(T) * dt;
    const double mean = material.nucleation().volume_rate(T) * edge * edge * thickness * dt;
    for (auto n = random.poisson(mean); n > 0 && misses < 100; --n)
    {
      const Grain grain{edge * random.uniform(), edge * random.uniform(), thickness * random.uniform(), travelled};
      if (is_crystal(grains, grain.x, grain.y, grain.z, travelled))
        ++misses;
      else
      {
        grains.push_back(grain);
        misses = 0;
      }
    }
  }
  return grains;
}

/// Diameter of a disc of the median area of the grains in the middle plane [nm], on a grid of 5 nm.
double median_diameter(const std::vector<Grain> &grains)
{
  const double        h = 5 * nm;
  std::vector<double> areas(grains.size(), 0.0);
  for (double x = h / 2; x < edge; x += h)
    for (double y = h / 2; y < edge; y += h)
    {
      double      first = std::numeric_limits<double>::infinity();
      std::size_t owner = 0;
      for (std::size_t i = 0; i < grains.size(); ++i)
        if (const double arrival = grains[i].start + distance(grains[i], x, y, thickness / 2); arrival < first)
        {
          first = arrival;
          owner = i;
        }
      areas[owner] += h * h;
    }
  std::erase(areas, 0.0);
  std::nth_element(areas.begin(), areas.begin() + std::ptrdiff_t(areas.size() / 2), areas.end());
  return std::sqrt(4 * areas[areas.size() / 2] / std::numbers::pi);
}

double diameter(double K_per_minute, double gamma = 0.06)
{
  MaterialCard card                  = MaterialCard::preset("GST225-Burr", ".");
  card.phase_change.interface_energy = gamma * J / (m * m);
  return median_diameter(heated_film(Material(card), K_per_minute * K / (60 * s)));
}
} // namespace

BOOST_AUTO_TEST_SUITE(films)

BOOST_AUTO_TEST_CASE(grains_of_the_card_of_burr_2012) // M01 to M03: TEM
{
  // The card has no free number left. Grains come out 1.3 to 1.6 times wider than in the microscope (25.2, 34.2, 44.5
  // nm): that is their density within a factor 2.5, while 0.005 J/m2 change it sixfold (M06). The paper starts its
  // crystals from a histogram of clusters, not from the steady rate.
  const double fast = diameter(380), middle = diameter(7.5), slow = diameter(0.17);
  BOOST_TEST_MESSAGE("median grain diameters " << fast << ", " << middle << ", " << slow << " nm");
  for (const auto &[computed, measured] : {std::pair{fast, 25.2}, {middle, 34.2}, {slow, 44.5}})
    BOOST_TEST((computed / measured > 1 / 1.6 && computed / measured < 1.6), computed << " nm, measured " << measured);
  // slower heating, larger grains, by the measured ratio 1.77 within 20 %
  BOOST_TEST(slow / fast == 44.5 / 25.2, boost::test_tools::tolerance(0.2));
}

BOOST_AUTO_TEST_CASE(
    grains_depend_strongly_on_the_interface_energy) // M06: 17.2 / 38.9 / 73.7 nm at 0.055 / 0.060 / 0.065
{
  const double low = diameter(7.5, 0.055), high = diameter(7.5, 0.065);
  BOOST_TEST((low > 17.2 / 1.3 && low < 17.2 * 1.3), low << " nm");
  BOOST_TEST((high > 73.7 / 2 && high < 73.7 * 2), high << " nm");
}

BOOST_AUTO_TEST_SUITE_END()
