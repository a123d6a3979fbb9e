// PFHub's benchmarks 8 (nucleation, a to c) and 3 (dendrite) in full: minutes. Prints the tables of
// docs/verification.md and writes the plots to BUILD/pfhub. Definitions: pages.nist.gov/pfhub, benchmark8 and
// benchmark3.
#include <postprocess/report/plot.h>
#include <tests/verification/seeds.h>
#include <tests/verification/variational/dendrite.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using report::Curve;
using report::Plot;
namespace tt      = boost::test_tools;
namespace colours = report::palette;

BOOST_AUTO_TEST_SUITE(pfhub)

void save(const std::string &name, const Plot &plot)
{
  const auto folder = std::filesystem::path(QUENCH_BINARY_DIR) / "pfhub";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / (name + ".svg")) << report::render(plot);
}

Curve points(const std::string &label, std::vector<double> x, std::vector<double> y, const std::string &colour)
{
  Curve curve{label, std::move(x), std::move(y)};
  curve.colour  = colour;
  curve.line    = false;
  curve.markers = true;
  return curve;
}

/// Benchmark 8a on a quarter of the square, which is symmetric: driving force sqrt(2)/30, critical radius 5.
Course single_seed(double ratio, double h, double dt)
{
  Nucleation run({.extent = 50, .n_coarse = static_cast<int>(std::lround(50 / h))}, std::sqrt(2.0) / 30, 5 * ratio);
  Course     course = run.run({{0, {0, 0}}}, 200, dt);
  for (std::size_t i = 1; i < course.energy.size(); ++i)
    BOOST_TEST(course.energy[i] <= course.energy[i - 1] + 1e-9);
  return course;
}

/// Finite volumes in the radius alone, whose centre is that of the seed, solve the same equation (cells of 0.05, steps
/// of 6e-4, extrapolated in the cells): the seed that stays has r0 = 5.0031, since the prescribed profile is that of a
/// flat front, and Y(100) of r0 = 5 is 0.00774. A deviation from the critical radius grows as exp(t / 25): d(dr)/dt = 3
/// sqrt(2) ell M gamma / r*^2 dr (eq. P17). At t = 100 it is 55 times that of the start, and the fraction off by 10 % a
/// critical radius off by 0.1 %.
BOOST_AUTO_TEST_CASE(bm8a_a_single_seed) // V04
{
  Plot plot;
  plot.title   = "Solid fraction of benchmark 8a";
  plot.x.label = "Time";
  plot.y.label = "Solid fraction";
  std::printf("\n| r0/r* | h | dt | Y(0) | Y(50) | Y(90) | Y(100) | Y(200) |\n|---|---|---|---|---|---|---|---|\n");
  const std::string colour[] = {colours::vermilion, colours::green, colours::blue};
  for (int k = 0; k < 3; ++k)
  {
    const double ratio = 0.99 + 0.01 * k;
    Course       course;
    for (const double h : {2.0, 1.0, 0.5})
    {
      course = single_seed(ratio, h, h / 2);
      std::printf("| %.2f | %g | %g | %.6f | %.6f | %.6f | %.6f | %.6f |\n", ratio, h, h / 2, course.fraction[0],
                  course.fraction_at(50), course.fraction_at(90), course.fraction_at(100), course.fraction_at(200));
    }
    char label[40];
    std::snprintf(label, sizeof(label), "r0 = %.2f r*", ratio);
    plot.curves.push_back({label, course.time, course.fraction});
    plot.curves.back().colour = colour[k];
    const double at_100       = course.fraction_at(100);
    if (k == 0)
      BOOST_TEST(at_100 < 1e-4); // FiPy: 2e-11
    if (k == 1)
      BOOST_TEST(at_100 == 0.00774, tt::tolerance(0.01)); // FiPy gains 13 %, h = 2 loses all
    if (k == 2)
      BOOST_TEST(at_100 == 0.01647, tt::tolerance(0.1)); // FiPy
  }
  plot.curves.push_back(points("FiPy, 0.99 r*", {20, 40, 60, 80, 91.4},
                               {7.997e-3, 7.598e-3, 6.653e-3, 4.163e-3, 1.2e-4}, colours::vermilion));
  plot.curves.push_back(
      points("FiPy, r*", {20, 40, 60, 80, 100}, {8.346e-3, 8.406e-3, 8.540e-3, 8.837e-3, 9.490e-3}, colours::green));
  plot.curves.push_back(points("FiPy, 1.01 r*", {20, 40, 60, 80, 100},
                               {8.699e-3, 9.187e-3, 1.0237e-2, 1.2379e-2, 1.6472e-2}, colours::blue));
  plot.x.upper = 200;
  plot.y.upper = 0.06;
  save("bm8a", plot);
}

/// The radius of the seed that neither grows nor shrinks within the time, by halving; the radial equation has 5.0031.
BOOST_AUTO_TEST_CASE(bm8a_the_critical_radius) // V04: 5
{
  for (const double h : {1.0, 0.5})
  {
    double lower = 0.99, upper = 1.01;
    for (int k = 0; k < 8; ++k)
    {
      const double ratio                                                      = 0.5 * (lower + upper);
      (single_seed(ratio, h, h / 2).fraction.back() < 0.0083 ? lower : upper) = ratio;
    }
    std::printf("\nh = %g: critical radius %.4f to %.4f\n", h, 5 * lower, 5 * upper);
    BOOST_TEST(5 * lower == 5.0031, tt::tolerance(2e-4));
    BOOST_TEST(5 * upper == 5.0031, tt::tolerance(2e-4));
  }
}

/// Runs with seeds of their own; the mean of the slopes and their scatter; plots them.
void avrami(const char *name, const FrontMesh::Parameters &mesh, int n_seeds, double latest, double end, double theory)
{
  Plot plot;
  plot.title    = std::string("Avrami plot of benchmark ") + name;
  plot.x.label  = "log10 t";
  plot.y.label  = "log10(-log10(1 - Y))";
  double    sum = 0, squares = 0;
  const int n_runs = 10;
  std::printf("\nBenchmark %s\n\n| run | slope | Y = 1/2 at t | Y at end |\n|---|---|---|---|\n", name);
  for (int k = 0; k < n_runs; ++k)
  {
    Nucleation   run(mesh, 1 / (3 * std::sqrt(2.0)), 2.2);
    const Course course =
        run.run(random_seeds(n_seeds, mesh.extent, latest, 100 * n_seeds + k), end, mesh.extent / 1000);
    const double slope = course.avrami_slope();
    double       half  = 0;
    while (course.fraction_at(half) < 0.5)
      half += 0.5;
    std::printf("| %d | %.3f | %.1f | %.5f |\n", k + 1, slope, half, course.fraction.back());
    std::fflush(stdout);
    sum += slope;
    squares += slope * slope;
    Curve curve{k == 0 ? "ten runs" : "", {}, {}};
    for (std::size_t i = 1; i < course.time.size(); ++i)
      if (const double y = std::log10(-std::log10(1 - course.fraction[i])); y > -3 && y < 0.5)
      {
        curve.x.push_back(std::log10(course.time[i]));
        curve.y.push_back(y);
      }
    curve.width = 1;
    plot.curves.push_back(curve);
  }
  const double mean = sum / n_runs, spread = std::sqrt(std::max(0.0, squares / n_runs - mean * mean));
  std::printf("| mean | %.3f +- %.3f (one run) | | |\n", mean, spread);
  BOOST_TEST(mean == theory, tt::tolerance(0.07));
  plot.guides = {{-2, "window of the fit"}, {0, ""}};
  save(name, plot);
}

BOOST_AUTO_TEST_CASE(bm8b_seeds_at_the_start) // V05: slope 2
{
  avrami("bm8b", {.extent = 500, .n_coarse = 250, .periodic = true}, 25, 0, 200, 2);
}

BOOST_AUTO_TEST_CASE(bm8c_seeds_at_random_times) // V05: slope 3
{
  avrami("bm8c", {.extent = 1000, .n_coarse = 400, .periodic = true}, 100, 600, 600, 3);
}

struct DendriteCourse
{
  std::vector<double> time, tip, fraction;
};

DendriteCourse grow_dendrite(int n_coarse, double dt)
{
  FrontMesh      mesh(MPI_COMM_WORLD, {.extent = 960, .n_coarse = n_coarse, .levels = 5});
  Dendrite       dendrite(mesh, {});
  Fields         fields = dendrite.seed(8, 0.5, -0.3);
  DendriteCourse course;
  for (int step = 0; step <= std::lround(1500 / dt); ++step)
  {
    if (step % static_cast<int>(std::lround(3 / dt)) == 0)
    {
      for (int pass = 0; pass < (step == 0 ? 5 : 1); ++pass)
      {
        if (step == 0) // the seed is finer than coarse cells
          fields = dendrite.seed(8, 0.5, -0.3);
        mesh.adapt(fields, {0.02, 0.01});
      }
      course.time.push_back(step * dt);
      course.tip.push_back(dendrite.tip(fields));
      course.fraction.push_back(dendrite.area(fields) / (960 * 960.0));
    }
    dendrite.advance(fields, dt);
  }
  std::printf("| %g | %g | %.2f | %.6f | %llu |\n", mesh.finest(), dt, course.tip.back(), course.fraction.back(),
              static_cast<unsigned long long>(mesh.n_nodes()));
  std::fflush(stdout);
  return course;
}

BOOST_AUTO_TEST_CASE(bm3a_a_dendrite) // V06
{
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  std::printf("\n| h | dt | tip at 1500 | solid fraction at 1500 | nodes at the end |\n|---|---|---|---|---|\n");
  DendriteCourse fine;
  for (const auto &[n_coarse, dt] : {std::pair{20, 0.3}, {20, 0.15}, {25, 0.25}, {30, 0.25}})
    fine = grow_dendrite(n_coarse, dt);
  // submissions: 216.8 to 280.9 and 0.01466 to 0.01878
  BOOST_TEST(fine.tip.back() > 216.8);
  BOOST_TEST(fine.tip.back() < 281);
  BOOST_TEST(fine.fraction.back() > 0.01466);
  BOOST_TEST(fine.fraction.back() < 0.01878);
  Plot plot;
  plot.title   = "Tip of benchmark 3a";
  plot.x.label = "Time";
  plot.y.label = "Tip position";
  plot.curves  = {{"Quench, h = 1", fine.time, fine.tip},
                  points("MOOSE (INL)", {147.6, 295.1, 454.6, 603.1, 751.6, 900.1, 1048.6, 1202.6, 1351.1, 1500},
                         {51.6, 85.0, 116.5, 143.4, 168.6, 192.2, 215.3, 238.5, 259.9, 280.9}, colours::vermilion),
                  points("MEMPHIS", {150, 300, 450, 600, 750, 900, 1050, 1200, 1350, 1500},
                         {42.5, 66.0, 88.7, 109.5, 129.0, 147.7, 165.7, 183.2, 200.2, 216.8}, colours::green)};
  save("bm3a_tip", plot);
  plot.title   = "Solid fraction of benchmark 3a";
  plot.y.label = "Solid fraction";
  plot.curves  = {{"Quench, h = 1", fine.time, fine.fraction},
                  points("MOOSE (INL)", {295.1, 603.1, 900.1, 1202.6, 1500},
                         {0.002711, 0.006227, 0.010063, 0.014306, 0.018780}, colours::vermilion),
                  points("MEMPHIS", {300, 600, 900, 1200, 1500}, {0.002378, 0.004991, 0.007966, 0.011204, 0.014661},
                         colours::green)};
  save("bm3a_fraction", plot);
}

BOOST_AUTO_TEST_SUITE_END()
