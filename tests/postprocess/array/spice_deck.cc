// The same network by ngspice: currents of every bit line of a 32 x 32 array.

#include <postprocess/array/spice_deck.h>

#include <physics/base/error.h>
#include <tests/feature.h>
#include <tests/postprocess/array/nodal.h>

#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace quench;
using namespace quench::array;
using namespace quench::test;

namespace
{
/// Lines `i(vsenseJ) = I` of ngspice's output; I in internal units.
Eigen::VectorXd simulate(const std::string &deck, int n)
{
  const auto folder = std::filesystem::temp_directory_path() / "quench_spice_deck";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "array.cir") << deck;
  const std::string command = std::string(QUENCH_NGSPICE) + " -b " + (folder / "array.cir").string() + " > " +
                              (folder / "out").string() + " 2>&1";
  BOOST_REQUIRE_EQUAL(std::system(command.c_str()), 0);
  Eigen::VectorXd result = Eigen::VectorXd::Constant(n, std::nan(""));
  std::ifstream   output(folder / "out");
  for (std::string line; std::getline(output, line);)
  {
    int    j      = -1;
    double ampere = 0;
    if (std::sscanf(line.c_str(), "i(vsense%d) = %lf", &j, &ampere) == 2 && j >= 0 && j < n)
      result[j] = ampere * units::A;
  }
  std::filesystem::remove_all(folder);
  return result;
}
} // namespace

BOOST_AUTO_TEST_CASE(ngspice_finds_the_same_currents)
{
  double worst = 0;
  for (const double ohm : {0.35, 20.0})
  {
    WireParameters p;
    p.word_segment                 = ohm * units::ohm;
    p.bit_segment                  = 0.5 * ohm * units::ohm;
    p.word_terminal                = 100 * units::ohm;
    p.tolerance                    = 1e-10;
    const DeviceMatrix    g        = random_conductances(32, 32, 25 * units::uS);
    const Eigen::VectorXd v        = random_voltages(32);
    const Eigen::VectorXd of_spice = simulate(spice_deck(g, p, v), 32);
    BOOST_REQUIRE(of_spice.allFinite());
    worst = std::max(worst, difference(LineNetwork(g, p).currents(v), of_spice));
  }
  char text[100];
  std::snprintf(text, sizeof(text), "largest difference %.1e of the largest current, 32 x 32", worst);
  record_feature("F62", "ngspice on the exported matrix", text, worst <= 1e-6);
}

BOOST_AUTO_TEST_CASE(ideal_segments_are_left_out)
{
  const DeviceMatrix    g = random_conductances(4, 3, 25 * units::uS);
  const Eigen::VectorXd v = random_voltages(4), plain = g.transpose() * v;
  BOOST_CHECK_SMALL(difference(simulate(spice_deck(g, WireParameters(), v), 3), plain), 1e-6);
  DeviceMatrix wrong = g;
  wrong(0, 0)        = std::nan("");
  BOOST_CHECK_THROW(spice_deck(wrong, WireParameters(), v), InputError);
}
