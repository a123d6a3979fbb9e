#include <physics/base/random.h>
#include <physics/library.h>
#include <physics/material.h>

#include <tests/validation/record.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

// Films of GST225 heated at a constant rate, after Burr et al., J. Appl. Phys. 111, 104308 (2012): 30 nm thick, 1 um2,
// grains that nucleate at random and grow as spheres until they meet, dr/dt = v_g (1 - r*/r) from 1.1 r* on (eq. N9).
// The temperature is uniform, so that kinetics alone decide.

using namespace quench;
using namespace quench::physics;
using namespace quench::units;

namespace
{
constexpr double edge = 1 * um, thickness = 30 * nm;

struct Grain
{
  double x, y, z, start; ///< [nm]; start: distance flat fronts had travelled when it was born
  double critical;       ///< r* when it was born [nm]
};

/// Distance a flat front travels while the grain grows to the radius r: the integral of dr / (1 - r*/r) from 1.1 r*.
double travel_to(const Grain &grain, double r)
{
  const double r_c = grain.critical, born = 1.1 * r_c;
  return r <= born ? 0 : r - born + r_c * std::log((r - r_c) / (born - r_c));
}

double distance(const Grain &grain, double x, double y, double z)
{
  double dx = std::abs(x - grain.x), dy = std::abs(y - grain.y);
  dx = std::min(dx, edge - dx);
  dy = std::min(dy, edge - dy);
  return std::sqrt(dx * dx + dy * dy + (z - grain.z) * (z - grain.z));
}

bool is_crystal(const std::vector<Grain> &grains, double x, double y, double z, double travelled)
{
  return std::any_of(grains.begin(), grains.end(), [&](const Grain &grain) {
    return travel_to(grain, distance(grain, x, y, z)) < travelled - grain.start;
  });
}

struct Film
{
  std::vector<Grain>                     grains;
  std::vector<std::pair<double, double>> path; ///< distance travelled by flat fronts [nm], temperature [K]

  /// Temperature at which fronts had travelled that far.
  double temperature(double travelled) const
  {
    return std::lower_bound(path.begin(), path.end(), std::pair{travelled, 0.0})->second;
  }
};

/// A film heated at the rate [K/ns] until a hundred attempts in a row find no glass, and 20 K on.
Film heated_film(const Material &material, double rate)
{
  RandomStream        random(1, 4, 0, 0);
  Film                film;
  std::vector<Grain> &grains    = film.grains;
  double              travelled = 0;
  const double        dT        = 0.05 * K;
  int                 misses = 0, more = 400;
  for (double T = 330 * K; more > 0 && T < 500 * K; T += dT)
  {
    more -= misses >= 100 ? 1 : 0;
    const double dt = dT / rate;
    travelled += material.growth_velocity(T) * dt;
    film.path.emplace_back(travelled, T);
    const double mean = material.nucleation().volume_rate(T) * edge * edge * thickness * dt;
    for (auto n = random.poisson(mean); n > 0 && misses < 100; --n)
    {
      const Grain grain{edge * random.uniform(), edge * random.uniform(), thickness * random.uniform(), travelled,
                        material.nucleation().critical_radius(T)};
      if (is_crystal(grains, grain.x, grain.y, grain.z, travelled))
        ++misses;
      else
      {
        grains.push_back(grain);
        misses = 0;
      }
    }
  }
  return film;
}

/// The middle plane of a film on a grid of 5 nm.
struct Section
{
  double              diameter; ///< of a disc of the median area of the grains [nm]
  std::vector<double> arrivals; ///< ascending: distance flat fronts have travelled when a point becomes crystal [nm]
};

Section section(const Film &film)
{
  const double        h = 5 * nm;
  std::vector<double> areas(film.grains.size(), 0.0);
  Section             plane{};
  for (double x = h / 2; x < edge; x += h)
    for (double y = h / 2; y < edge; y += h)
    {
      double      first = std::numeric_limits<double>::infinity();
      std::size_t owner = 0;
      for (std::size_t i = 0; i < film.grains.size(); ++i)
        if (const double away = distance(film.grains[i], x, y, thickness / 2); away < 250 * nm)
          if (const double arrival = film.grains[i].start + travel_to(film.grains[i], away); arrival < first)
          {
            first = arrival;
            owner = i;
          }
      areas[owner] += h * h;
      plane.arrivals.push_back(first);
    }
  std::erase(areas, 0.0);
  std::nth_element(areas.begin(), areas.begin() + std::ptrdiff_t(areas.size() / 2), areas.end());
  plane.diameter = std::sqrt(4 * areas[areas.size() / 2] / std::numbers::pi);
  std::sort(plane.arrivals.begin(), plane.arrivals.end());
  return plane;
}

Film film(double K_per_minute, double gamma = 0.06)
{
  MaterialCard card                  = MaterialCard::preset("GST225-Burr", ".");
  card.phase_change.interface_energy = gamma * J / (m * m);
  return heated_film(Material(card), K_per_minute * K / (60 * s));
}

double diameter(double K_per_minute, double gamma = 0.06) { return section(film(K_per_minute, gamma)).diameter; }

/// Temperature [C] at which a part of the middle plane is crystalline.
double celsius_at(const Film &film, const Section &plane, double part)
{
  const auto i = static_cast<std::size_t>(part * double(plane.arrivals.size() - 1));
  return film.temperature(plane.arrivals[i]) / K - 273.15;
}
} // namespace

BOOST_AUTO_TEST_SUITE(films)

BOOST_AUTO_TEST_CASE(grains_of_the_card_of_burr_2012) // M01 to M03: TEM
{
  // The card has no free number left. Grains come out 1.3 to 1.5 times wider than in the microscope (25.2, 34.2, 44.5
  // nm): that is their density within a factor 2.5, while 0.005 J/m2 change it sixfold (M06).
  const double fast = diameter(380), middle = diameter(7.5), slow = diameter(0.17);
  BOOST_TEST_MESSAGE("median grain diameters " << fast << ", " << middle << ", " << slow << " nm");
  const auto record = [](const char *id, const char *rate, double measured, double computed) {
    quench::test::record_prediction({id, std::string("grain diameter after heating at ") + rate, "nm", measured,
                                     measured, "Burr et al. 2012, Table I, microscope"},
                                    computed / nm, "card GST225-Burr, film of 30 nm");
  };
  record("M01", "380 K/min", 25.2, fast);
  record("M02", "7.5 K/min", 34.2, middle);
  record("M03", "0.17 K/min", 44.5, slow);
  for (const auto &[computed, measured] : {std::pair{fast, 25.2}, {middle, 34.2}, {slow, 44.5}})
    BOOST_TEST((computed / measured > 1 / 1.6 && computed / measured < 1.6), computed << " nm, measured " << measured);
  // slower heating, larger grains, by the measured ratio 1.77 within 20 %
  BOOST_TEST(slow / fast == 44.5 / 25.2, boost::test_tools::tolerance(0.2));
}

BOOST_AUTO_TEST_CASE(three_per_cent_of_the_interface_energy_are_the_difference) // the reason of the miss of M01 to M03
{
  // one number, and none of the card's: with 0.058 instead of 0.060 J/m2 all three lie within the factor 1.3
  for (const auto &[rate, measured] : {std::pair{380.0, 25.2}, {7.5, 34.2}, {0.17, 44.5}})
  {
    const double computed = diameter(rate, 0.058);
    BOOST_TEST_MESSAGE(rate << " K/min with 0.058 J/m2: " << computed << " nm, measured " << measured);
    BOOST_TEST((computed / measured > 1 / 1.3 && computed / measured < 1.3), computed << " nm, measured " << measured);
  }
}

BOOST_AUTO_TEST_CASE(crystallises_where_the_simulation_of_burr_2012_does) // M05: completes between 156 and 160 C
{
  const Film    heated = film(81);
  const Section plane  = section(heated);
  const double  done   = celsius_at(heated, plane, 0.99);
  BOOST_TEST_MESSAGE("81 K/min: 99 % crystal at " << done << " C");
  BOOST_TEST((done > 156 && done < 160), done << " C");
}

BOOST_AUTO_TEST_CASE(the_window_of_crystallisation_is_late_and_narrow) // M04: films at 67 to 96 K/min
{
  // Films were amorphous at 138 C and crystalline at 152 C, samples scattering by 5 to 10 C. The card is 6 to 7 C late,
  // as is the simulation of the source (M05), and one temperature of the whole film makes the window 6 C wide.
  for (const double rate : {67.0, 96.0})
  {
    const Film    heated = film(rate);
    const Section plane  = section(heated);
    const double  start = celsius_at(heated, plane, 0.01), done = celsius_at(heated, plane, 0.99);
    BOOST_TEST_MESSAGE(rate << " K/min: 1 % crystal at " << start << " C, 99 % at " << done << " C");
    BOOST_TEST(start > 138);
    BOOST_TEST((done > 152 && done < 152 + 10), done << " C");
  }
}

BOOST_AUTO_TEST_CASE(
    grains_depend_strongly_on_the_interface_energy) // M06: 17.2 / 38.9 / 73.7 nm at 0.055 / 0.060 / 0.065
{
  const double low = diameter(7.5, 0.055), high = diameter(7.5, 0.065);
  BOOST_TEST_MESSAGE("7.5 K/min: " << low << " nm at 0.055, " << high << " nm at 0.065 J/m2");
  BOOST_TEST((low > 17.2 / 1.3 && low < 17.2 * 1.3), low << " nm");
  BOOST_TEST((high > 73.7 / 2 && high < 73.7 * 2), high << " nm");
}

BOOST_AUTO_TEST_SUITE_END()
