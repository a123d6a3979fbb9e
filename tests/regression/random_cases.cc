// Strange but legal cases: each of QUENCH_RANDOM_CASES (default 60) small cases of random numbers runs to its end with
// its balances closed, or says in order why not.
#include <tests/regression/field_bounds.h>
#include <tests/reliability.h>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <random>

using namespace quench::test;

namespace
{
/// Draws the settings of a case.
class Draw
{
public:
  explicit Draw(unsigned seed) : random_(seed) {}

  std::string one_of(const std::vector<std::string> &choices) { return choices[random_() % choices.size()]; }
  /// A number between two others, even in its logarithm.
  std::string between(double low, double high, const std::string &unit)
  {
    const double          part = static_cast<double>(random_()) / static_cast<double>(random_.max());
    std::array<char, 100> text;
    std::snprintf(text.data(), text.size(), "%.6g %s", low * std::pow(high / low, part), unit.c_str());
    return text.data();
  }
  bool coin() { return random_() % 2 == 0; }

private:
  std::mt19937 random_;
};

std::vector<std::string> random_settings(const std::string &file, Draw &draw)
{
  std::vector<std::string> settings = {
      "mesh/coarse cell size=" + draw.between(10, 60, "nm"),
      "mesh/edge cell size=" + draw.between(4, 10, "nm"),
      "mesh/grading=" + draw.between(0.3, 0.9, ""),
      "phase field/interface width=" + draw.between(3, 6, "nm"),
      "output/map spacing=10 nm",
      "output/field steps=1",
      "program/last read=0 s",
      "program/pulses=" + draw.one_of({"", "-"}) + draw.between(1e-3, 8, "V") + " for " +
          draw.between(1e-4, 0.3, "ns") + ", rise " + draw.between(1e-4, 0.1, "ns") + ", fall " +
          draw.between(1e-4, 0.1, "ns"),
      "circuit/series resistance=" + draw.between(1, 1e6, "ohm"),
      "circuit/parasitic capacitance=" + draw.between(1e-18, 1e-12, "F"),
      "charge and heat/ambient temperature=" + draw.between(200, 420, "K"),
      "charge and heat/time scheme=" + draw.one_of({"sdirk2", "backward euler"}),
      "materials/phase change layer/heat/crystal conductivity=" + draw.between(0.05, 50, "W/(m K)"),
      "materials/phase change layer/crystal conduction/conductivity=" + draw.between(300, 5e4, "S/m"),
      "materials/phase change layer/glass conduction/law=" + draw.one_of({"ohmic", "sinh", "Poole-Frenkel"})};
  if (draw.coin())
    settings.push_back("materials/phase change layer/switching state/enabled=true");
  if (draw.coin())
  {
    const std::string key = file.starts_with("mushroom") ? "radius" : "length";
    settings.push_back("initial state/glass " + key + "=" + draw.between(2, 30, "nm"));
    settings.push_back("initial state/glass interface width=2 nm");
  }
  return settings;
}
/// What came of all cases.
struct Tally
{
  int    n_done = 0, n_warned = 0, n_refused = 0, n_unconverged = 0;
  double energy = 0, charge = 0; ///< largest where there was no warning
  double outside = 0;            ///< crystallinity beyond 0 to 1

  /// A run that came to its end.
  void add_done(const std::string &told, const std::string &output, const std::string &run_folder)
  {
    ++n_done;
    auto       r      = results_of(run_folder);
    const bool warned = holds(output, "do not trust the numbers");
    BOOST_TEST((warned || (r["energy_balance"] <= 1e-2 && r["charge_imbalance"] <= 1e-8)), told);
    n_warned += warned;
    if (!warned)
    {
      energy = std::max(energy, r["energy_balance"]);
      charge = std::max(charge, r["charge_imbalance"]);
    }
    const FieldBounds fields = field_bounds(run_folder);
    BOOST_TEST((fields.n_fields > 0 && fields.lowest_temperature > 0), told);
    outside = std::max(outside, fields.outside());
  }
};
} // namespace

BOOST_AUTO_TEST_CASE(random_legal_cases_end_in_order)
{
  const char *asked = std::getenv("QUENCH_RANDOM_CASES");
  const int   n     = asked ? std::atoi(asked) : 60;
  Draw        draw(20261201);
  Tally       tally;
  for (int i = 0; i < n; ++i)
  {
    const Folder folder;
    const auto   file = draw.one_of({"mushroom/reset", "confined/reset", "line/reset", "projected/lateral"}) + ".prm";
    std::vector<std::string> words;
    std::string              told = file;
    for (const std::string &setting : random_settings(file, draw))
    {
      words.insert(words.end(), {"--set", setting});
      told += " --set '" + setting + "'";
    }
    const Outcome outcome = run(run_words(file, folder.path("run"), words), folder.path());
    BOOST_TEST((outcome.code == 0 || outcome.code == 2 || outcome.code == 3),
               told << ": " << outcome.code << " " << outcome.errors);
    tally.n_refused += outcome.code == 2;
    tally.n_unconverged += outcome.code == 3;
    if (outcome.code == 0)
      tally.add_done(told, outcome.output, folder.path("run"));
    else
      BOOST_TEST_MESSAGE(told << ": " << outcome.code << " " << outcome.errors);
  }
  BOOST_TEST(tally.n_done > n / 2);
  std::array<char, 300> text;
  std::snprintf(
      text.data(), text.size(),
      "%d cases: %d done, %d of them with a warning, %d refused (2), %d not converged (3); energy balance up to "
      "%.1e, charge imbalance %.1e without a warning, crystallinity %.1e outside 0 to 1",
      n, tally.n_done, tally.n_warned, tally.n_refused, tally.n_unconverged, tally.energy, tally.charge, tally.outside);
  record_reliability("R21", "random cases", text.data(), tally.n_done + tally.n_refused + tally.n_unconverged == n);
}
