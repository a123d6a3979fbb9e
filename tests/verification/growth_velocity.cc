// Fronts of growth-dominated materials in a film at one temperature, against the growth velocity of their cards.
#include <physics/library.h>
#include <physics/material.h>
#include <tests/feature.h>
#include <tests/verification/answers.h>

#include <boost/test/data/test_case.hpp>

#include <cstdio>

using namespace quench;
using namespace quench::test;

namespace
{
struct Sample
{
  const char *card;
  double      temperature; ///< [K]

  friend std::ostream &operator<<(std::ostream &out, const Sample &s) { return out << s.card; }
};

/// Temperatures at which the front crosses some 30 to 70 nm in the 20 ns of the case.
const Sample samples[] = {{"AIST", 600}, {"GeTe", 700}, {"ScSbTe", 600}};
} // namespace

BOOST_DATA_TEST_CASE(a_front_is_as_fast_as_its_card_says, boost::unit_test::data::make(samples), sample) // F05
{
  const Folder folder;
  const auto   r = answers_of(folder, "verification/isothermal_front.prm", "film",
                              {"materials/phase change layer/card=" + std::string(sample.card),
                               "charge and heat/ambient temperature=" + std::to_string(sample.temperature) + " K",
                               "front mesh/front cell size=0.25"});
  const double v =
      physics::Material(physics::MaterialCard::preset(sample.card, ".")).growth_velocity(sample.temperature);
  const double first = r.at("front_5ns"), last = r.at("front_20ns"), slope = (last - first) / 15;
  double       bend = 0;
  for (const auto &[name, time] : {std::pair{"front_10ns", 10.0}, {"front_15ns", 15.0}})
    bend = std::max(bend, std::abs(r.at(name) - first - slope * (time - 5)) / (last - first));
  char text[160];
  std::snprintf(text, sizeof text, "%.4g m/s against v_g = %.4g m/s, at most %.1e of the way off a straight line",
                slope, v, bend);
  record_feature("F05", std::string(sample.card) + " at " + std::to_string(int(sample.temperature)) + " K", text,
                 std::abs(slope / v - 1) < 0.02 && bend < 0.01 && last < 95);
}
