// Births of crystals: counts and places against the rate of the law, whatever the steps, the mesh and the ranks.
#include <solver/run/time_step.h>

#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

#include <physics/base/random.h>

#include <algorithm>
#include <cmath>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(births)

namespace
{
/// A cube of glass.
struct Cube
{
  Discretization<3> space;
  Materials         materials{gst()};
  Nucleation<3>     nuclei;
  State             state;

  Cube(double size, double h, double temperature, std::uint64_t seed, MPI_Comm communicator = MPI_COMM_WORLD)
    : space(communicator, block(Symmetry::none, size, size), {.coarse_size = h}),
      nuclei(space, materials, {.mode = NucleationMode::seeds, .seed = seed, .interfaces = false}, 1 * nm),
      state(uniform_state(space, temperature, 0))
  {}

  /// Of a step; nothing grows afterwards.
  std::vector<Nucleus> births(double dt, const State *at_start = nullptr)
  {
    state.time += dt;
    nuclei.hide(state);
    const auto born = nuclei.advance(state, dt, at_start).births;
    state.nuclei.clear();
    for (Vector *field : {&state.crystallinity, &state.inclusions})
    {
      *field = 0;
      field->update_ghost_values();
    }
    return born;
  }
};

void compare(const std::vector<Nucleus> &a, const std::vector<Nucleus> &b)
{
  BOOST_REQUIRE(a.size() == b.size());
  BOOST_REQUIRE(a.size() > 5u);
  for (std::size_t k = 0; k < a.size(); ++k)
  {
    BOOST_TEST((a[k].position == b[k].position));
    BOOST_TEST(a[k].born == b[k].born, tt::tolerance(1e-9));
    BOOST_TEST(a[k].radius == b[k].radius, tt::tolerance(1e-9));
  }
}

/// Largest distance of the distributions of two samples, and the probability of a larger one (Kolmogorov-Smirnov;
/// Press et al., Numerical Recipes, 14.3).
double same_distribution(std::vector<double> a, std::vector<double> b)
{
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  const double n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  double       D = 0;
  for (const double x : a)
  {
    const auto below = [&](const std::vector<double> &v) {
      return static_cast<double>(std::upper_bound(v.begin(), v.end(), x) - v.begin());
    };
    D = std::max(D, std::abs(below(a) / n - below(b) / m));
  }
  const double root = std::sqrt(n * m / (n + m)), lambda = (root + 0.12 + 0.11 / root) * D;
  double       p = 0;
  for (int k = 1; k < 100; ++k)
    p += (k % 2 == 1 ? 2 : -2) * std::exp(-2.0 * k * k * lambda * lambda);
  return std::clamp(p, 0.0, 1.0);
}
} // namespace

BOOST_AUTO_TEST_CASE(follow_the_rate_of_the_law)
{
  for (const double T : {550.0, 600.0, 650.0})
  {
    Cube         cube(200 * nm, 25 * nm, T, 7);
    const double rate     = cube.materials[0].nucleation().volume_rate(T) * 8e6;
    const double expected = 400, dt = expected / rate / 8;
    BOOST_TEST(cube.nuclei.expected_rate(cube.state).volume == rate, tt::tolerance(1e-9));
    int born = 0;
    for (int i = 0; i < 8; ++i)
      born += static_cast<int>(cube.births(dt).size());
    BOOST_TEST(std::abs(born - expected) < 3 * std::sqrt(expected), T << " K: " << born << " born");
  }
}

BOOST_AUTO_TEST_CASE(follow_a_profile_that_the_mesh_hardly_resolves)
{
  Cube cube(40 * nm, 20 * nm, 600, 5); // 50 K from node to node
  cube.state.temperature = nodal(cube.space, [](const auto &x) { return 600 + 2.5 * x[0]; });
  const auto &law        = cube.materials[0].nucleation();
  double      exact      = 0;
  for (int k = 0; k < 4000; ++k)
    exact += 64000 * law.volume_rate(600 + 100 * (k + 0.5) / 4000) / 4000;
  BOOST_TEST(cube.nuclei.expected_rate(cube.state).volume == exact, tt::tolerance(1e-3)); // wanted: 2 %
  const double expected = 3000;
  int          born     = 0;
  double       mean = 0, middle = 0;
  for (int i = 0; i < 100; ++i)
    for (const Nucleus &nucleus : cube.births(expected / exact / 100))
    {
      ++born;
      mean += nucleus.position[0];
    }
  for (int k = 0; k < 4000; ++k)
    middle += 64000 * law.volume_rate(600 + 100 * (k + 0.5) / 4000) / 4000 / exact * 40 * (k + 0.5) / 4000;
  BOOST_TEST(std::abs(born - expected) < 3 * std::sqrt(expected), born << " born");
  BOOST_TEST(std::abs(mean / born - middle) < 3 * 12 / std::sqrt(expected), mean / born << " nm, not " << middle);
}

BOOST_AUTO_TEST_CASE(are_none_in_crystal_or_above_the_melting_point)
{
  Cube hot(50 * nm, 10 * nm, 950, 1), crystal(50 * nm, 10 * nm, 600, 1);
  crystal.state.crystallinity = 1;
  crystal.state.crystallinity.update_ghost_values();
  BOOST_TEST(hot.births(1e6 * ns).empty());
  BOOST_TEST(crystal.births(1e6 * ns).empty());
}

BOOST_AUTO_TEST_CASE(do_not_depend_on_steps_or_mesh_or_ranks)
{
  Cube         one(100 * nm, 25 * nm, 600, 3), fine(100 * nm, 12.5 * nm, 600, 3), other(100 * nm, 25 * nm, 600, 4);
  const double dt    = 20 / (one.materials[0].nucleation().volume_rate(600) * 1e6);
  const auto   whole = one.births(dt);
  compare(whole, fine.births(dt));
  BOOST_TEST((other.births(dt)[0].position != whole[0].position));
  Cube                 parts(100 * nm, 25 * nm, 600, 3), alone(100 * nm, 12.5 * nm, 600, 3, MPI_COMM_SELF);
  std::vector<Nucleus> sum;
  for (int i = 0; i < 16; ++i)
    for (const Nucleus &nucleus : parts.births(dt / 16))
      sum.push_back(nucleus);
  compare(whole, sum);
  compare(whole, alone.births(dt));
}

BOOST_AUTO_TEST_CASE(come_as_often_after_three_years)
{
  Cube         cube(100 * nm, 25 * nm, 600, 3);
  const double dt = 400 / (cube.materials[0].nucleation().volume_rate(600) * 1e6);
  cube.state.time = Moment(1e17) + 0.123;
  int born        = 0;
  for (int i = 0; i < 10; ++i)
    born += static_cast<int>(cube.births(dt / 10).size());
  BOOST_TEST(std::abs(born - 400) < 60, born << " born");
}

/// While the temperature rises, the time of the first birth is distributed as exp(-integral of I V dt) says.
BOOST_AUTO_TEST_CASE(know_the_temperature_within_a_step)
{
  const auto          law = gst().nucleation();
  const double        V = 13824, rise = 1e6 * K / s; // from 400 K
  std::vector<double> first;
  for (std::uint64_t seed = 1; seed <= 400; ++seed)
  {
    Cube         cube(24 * nm, 12 * nm, 400, seed);
    const double dt = 5 * K / rise; // in which the rate more than doubles
    for (double T = 400; first.size() < seed && T < 700; T += rise * dt)
    {
      const auto set = [](Vector &field, double value) {
        field = value;
        field.update_ghost_values();
      };
      State start = cube.state;
      set(start.temperature, T);
      set(cube.state.temperature, T + rise * dt);
      if (const auto born = cube.births(dt, &start); !born.empty())
        first.push_back(born[0].born);
    }
  }
  BOOST_REQUIRE(first.size() == 400u);
  std::vector<double> hazard; // of a unit exponential
  for (const double t : first)
  {
    double H = 0;
    for (int k = 0; k < 1000; ++k)
      H += V * law.volume_rate(400 + rise * t * (k + 0.5) / 1000) * t / 1000;
    hazard.push_back(1 - std::exp(-H));
  }
  std::sort(hazard.begin(), hazard.end());
  double D = 0;
  for (std::size_t k = 0; k < hazard.size(); ++k)
    D = std::max(D, std::abs(hazard[k] - (static_cast<double>(k) + 0.5) / 400));
  BOOST_TEST(D < 1.36 / std::sqrt(400.0), "largest distance " << D); // p > 0.05
}

/// A birth that makes the step control repeat its step is not lost.
BOOST_AUTO_TEST_CASE(do_not_depend_on_rejected_steps)
{
  const double            T = 650;
  const Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, 40, 40), {.coarse_size = 20});
  const Materials         materials{gst()};
  Program::Parameters     still;
  still.pulses    = "0.001 V for 1 ns, rise 1 ns, fall 1 ns";
  still.last_read = 1e3 * s;
  const Program program(still);
  int           rejected     = 0;
  const auto    first_births = [&](double travel, std::uint64_t first_seed) {
    std::vector<double>     times;
    StepControl::Parameters p;
    p.travel = travel;
    for (std::uint64_t seed = first_seed; seed < first_seed + 400; ++seed)
    {
      const Nucleation<2> nuclei(space, materials, {.mode = NucleationMode::seeds, .seed = seed, .interfaces = false},
                                    1 * nm);
      StepControl         control(p, 1 * nm);
      State               state = uniform_state(space, T, 0);
      for (std::size_t n = times.size(); times.size() == n;)
      {
        State        next = state;
        const Moment end  = control.propose(state.time, program);
        StepReport   report;
        report.converged = true;
        report.dt        = end - state.time;
        next.time        = end;
        nuclei.hide(next);
        const auto crystals    = nuclei.advance(next, report.dt);
        report.births          = crystals.births;
        report.measures.travel = crystals.travel;
        if (!control.accept(report, end, program))
        {
          ++rejected;
          continue;
        }
        state = std::move(next);
        if (!report.births.empty())
          times.push_back(report.births[0].born);
      }
    }
    return times;
  };
  const auto   coarse = first_births(0.5, 1), fine = first_births(0.05, 1001);
  const double p = same_distribution(coarse, fine);
  BOOST_TEST(p > 0.05, "Kolmogorov-Smirnov p = " << p);
  BOOST_TEST(rejected > 400);
  const double rate = materials[0].nucleation().volume_rate(T) * 1600 * space.geometry.depth;
  for (const auto &times : {coarse, fine})
  {
    double mean = 0;
    for (const double t : times)
      mean += t / 400;
    BOOST_TEST(std::abs(mean * rate - 1) < 0.15, "mean time " << mean * rate << " of 1/(I V)"); // 3 sigma
  }
}

namespace
{
/// Glass on a solid.
struct Film
{
  Discretization<2> space;
  Materials         materials;
  Nucleation<2>     nuclei;
  State             state;

  Film(bool cut, const physics::NucleationParameters &law)
    : space(MPI_COMM_WORLD, stack(Symmetry::planar, 100, {{"solid", 20, cut}, {"glass", 20, cut}}),
            {.coarse_size = 10}),
      materials{solid(1e3), with(law)}, nuclei(space, materials, {.mode = NucleationMode::seeds}, 1 * nm),
      state(uniform_state(space, 600, 0))
  {}

  static physics::Material with(const physics::NucleationParameters &law)
  {
    physics::MaterialCard card;
    card.nucleation = law;
    return physics::Material(card);
  }
};
} // namespace

BOOST_AUTO_TEST_CASE(happen_on_every_wall_cut_or_not)
{
  for (const bool cut : {true, false})
  {
    Film         film(cut, {});
    const double rate = film.materials[1].nucleation().interface_rate(600) * 100;
    BOOST_TEST(film.nuclei.expected_rate(film.state).interface == rate, tt::tolerance(1e-9));
    const double dt = 100 / rate;
    film.state.time = dt;
    const auto born = film.nuclei.advance(film.state, dt).births;
    int        n    = 0;
    for (const Nucleus &nucleus : born)
      n += std::abs(nucleus.position[1] - 20) < 1e-9;
    BOOST_TEST(std::abs(n - 100) < 30, n << " on the wall");
    BOOST_TEST(std::all_of(born.begin(), born.end(), [](const Nucleus &nucleus) { return nucleus.region == 1; }));
  }
}

BOOST_AUTO_TEST_CASE(on_walls_wait_for_the_incubation)
{
  Film         film(false, {.incubation = physics::Incubation::time_lag});
  const double rate = film.materials[1].nucleation().interface_rate(600) * 100;
  BOOST_TEST(film.nuclei.expected_rate(film.state).interface == 0);
  film.state.age = 2;
  film.state.age.update_ghost_values();
  BOOST_TEST(film.nuclei.expected_rate(film.state).interface == rate * std::exp(-0.5), tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(of_waiting_clusters_come_when_they_are_supercritical)
{
  physics::NucleationParameters law;
  law.precursors       = true;
  law.precursor_radius = 0.8 * nm; // as large as the critical radius at some 645 K
  Film         film(false, law);
  const double number    = law.precursor_density * 2000 * film.space.geometry.depth;
  film.state.temperature = 660;
  film.state.temperature.update_ghost_values();
  const double dt = 1e-6;
  BOOST_TEST(film.nuclei.advance(film.state, dt).births.empty());
  const State warm       = film.state;
  film.state.temperature = 640;
  film.state.temperature.update_ghost_values();
  const auto awake = film.nuclei.advance(film.state, dt, &warm).births;
  BOOST_TEST(std::abs(static_cast<double>(awake.size()) - number) < 3 * std::sqrt(number) + 1, awake.size()
                                                                                                   << " of " << number);
  for (const Nucleus &nucleus : awake)
    BOOST_TEST(nucleus.radius == law.precursor_radius);
  film.nuclei.hide(film.state);
  BOOST_TEST(film.nuclei.advance(film.state, dt, &warm).births.empty()); // all are awake
}

BOOST_AUTO_TEST_SUITE_END()
