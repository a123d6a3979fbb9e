#include <tests/cases/program.h>
#include <tests/postprocess/export/sample_model.h>

#include <physics/base/error.h>
#include <postprocess/export/exporter.h>
#include <postprocess/export/normal_quantile.h>
#include <postprocess/export/pulsed_device.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <regex>
#include <sstream>

using namespace quench;
using namespace quench::test;
using boost::test_tools::tolerance;

namespace
{
std::string text_of(const std::vector<exports::File> &files, const std::string &name)
{
  for (const exports::File &file : files)
    if (file.name == name)
      return file.text;
  BOOST_FAIL("no file " << name);
  return "";
}

/// The numbers of "double NAME[] = {...};".
std::vector<double> c_array(const std::string &text, const std::string &name)
{
  const std::size_t   open = text.find("{", text.find(name)), end = text.find("}", open);
  std::istringstream  cells(std::regex_replace(text.substr(open + 1, end - open - 1), std::regex(","), " "));
  std::vector<double> values;
  for (double value; cells >> value;)
    values.push_back(value);
  return values;
}

double number_after(const std::string &text, const std::string &word)
{
  const auto at = text.find(word);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, word);
  return std::stod(text.substr(at + word.size()));
}
} // namespace

BOOST_AUTO_TEST_CASE(another_origin_gives_the_same_device)
{
  const exports::Card at_20  = exports::make_card(sample_model(), {}),
                      at_300 = exports::make_card(sample_model(), {300.0});
  // G(300 s) of the state that is 1 uS at 20 s: nu is 0.09 there
  const double g = std::pow(300 / 20.0, -0.09);
  for (const double t : {300.0, 1e4, 1e8})
    BOOST_TEST(exports::conductance(at_300, g, t - 300, 300) == exports::conductance(at_20, 1, t - 20, 300),
               tolerance(1e-12));
  BOOST_TEST(at_300.g_max_uS == 25 * std::pow(15.0, -0.005), tolerance(1e-12));
  BOOST_TEST(at_300.age_s.front() == 0.0);
  BOOST_TEST(at_300.drifted_uS.front().back() == at_300.g_max_uS, tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(the_tables_reproduce_the_model_between_their_entries)
{
  const exports::Card card  = exports::make_card(sample_model(), {});
  double              worst = 0;
  for (std::size_t i = 1; i < card.g_uS.size(); ++i)
    for (std::size_t k = 1; k < card.age_s.size(); ++k)
    {
      const double g        = (card.g_uS[i - 1] + card.g_uS[i]) / 2;
      const double age      = std::sqrt((card.age_s[k - 1] + card.t0_s) * (card.age_s[k] + card.t0_s)) - card.t0_s;
      const double bilinear = (card.drifted_uS[k - 1][i - 1] + card.drifted_uS[k - 1][i] + card.drifted_uS[k][i - 1] +
                               card.drifted_uS[k][i]) /
                              4;
      worst = std::max(worst, std::abs(bilinear / exports::conductance(card, g, age, 300) - 1));
    }
  BOOST_TEST_MESSAGE("largest relative error between the entries of the drift table: " << worst);
  BOOST_TEST(worst < 5e-4);
}

BOOST_AUTO_TEST_CASE(what_the_model_lacks_is_named)
{
  compact::CompactModel model = sample_model();
  BOOST_TEST(exports::make_card(model, {}).assumptions.size() == 1u);
  model.drift.nu_spread.clear();
  model.programming.reset();
  model.read_noise.reset();
  model.current_voltage.reset();
  model.read_temperature.reset();
  model.update.set.reset();
  const exports::Card card = exports::make_card(model, {});
  BOOST_TEST(card.assumptions.size() == 7u);
  const std::string readme = text_of(exports::export_to(exports::find_tool("json"), card), "README.md");
  for (const char *part : {"nu_std is 0", "programming sigma is 0", "read noise is 0", "linear in voltage"})
    BOOST_TEST(holds(readme, part), part);
  for (const exports::Tool &tool : exports::tools())
    for (const exports::File &file : exports::export_to(tool, card))
      BOOST_TEST((file.name == "card.h5" || !std::regex_search(file.text, std::regex("@[A-Z_0-9]+@"))),
                 tool.name << ": " << file.name);
  BOOST_CHECK_THROW(exports::conductance(card, 1, 0, 310), InputError); // no temperature data
}

BOOST_AUTO_TEST_CASE(a_model_that_no_weight_fits_is_refused)
{
  const auto says = [](const std::string &part) {
    return [part](const InputError &e) { return holds(e.what(), part); };
  };
  BOOST_CHECK_EXCEPTION(exports::make_card(sample_model(), {1e-6}), InputError, says("fitted times"));
  BOOST_CHECK_EXCEPTION(exports::make_card(sample_model(), {1e12}), InputError, says("fitted times"));
  compact::CompactModel one = sample_model();
  one.drift.conductance_uS  = {5};
  one.drift.nu              = {{0.1, 0.01}};
  one.g_min_uS = one.g_max_uS = 5;
  BOOST_CHECK_EXCEPTION(exports::make_card(one, {}), InputError, says("at least two states"));
  compact::CompactModel cold = sample_model();
  cold.thermal.reset();
  BOOST_CHECK_EXCEPTION(exports::to_verilog_a(exports::make_card(cold, {})), InputError, says("has no part thermal"));
  BOOST_CHECK_EXCEPTION(exports::find_tool("aihwkti"), InputError, says("Did you mean \"aihwkit\""));
}

BOOST_AUTO_TEST_CASE(the_neurosim_block_holds_staircase_and_drift)
{
  const exports::Card card = exports::make_card(sample_model(), {});
  const std::string   text = text_of(exports::to_neurosim(card), "neurosim.txt");
  const auto          ltp = c_array(text, "rawDataConductanceLTP"), ltd = c_array(text, "rawDataConductanceLTD");
  BOOST_REQUIRE(ltp.size() == 21u);
  for (std::size_t k = 0; k < ltp.size(); ++k)
    BOOST_TEST(ltp[k] * 1e6 == card.pulsed->staircase_uS[k], tolerance(1e-12));
  BOOST_TEST((ltd.size() == 2 && ltd.front() == ltp.back() && ltd.back() == ltp.front())); // one-shot RESET, same ends
  // V2.1 takes its arguments from inference.py, whatever the command line says
  const double v = number_after(text, "args.v = "), t = number_after(text, "args.t = ");
  BOOST_TEST(number_after(text, "args.onoffratio = ") == 250.0);
  BOOST_TEST(number_after(text, "args.cellBit = ") == 4.0); // 21 steps hold 4 bits
  // V1.4: its retention is not for levels, so it is left off
  BOOST_TEST(number_after(text, "--v ") == 0.0);
  BOOST_TEST(number_after(text, "--t ") == 0.0);
  BOOST_TEST(t == (86400 + 20) / 20.0, tolerance(1e-12));
  double mean = 0, weight = 0; // weighted by conductance
  for (std::size_t i = 0; i < card.nu.size(); ++i)
  {
    mean += card.g_uS[i] * card.nu[i];
    weight += card.g_uS[i];
  }
  mean /= weight;
  BOOST_TEST(!std::regex_search(text, std::regex("\n\\s*sigmaCtoC"))); // no member of MeasuredDevice in V3.0
  BOOST_TEST(v == mean, tolerance(1e-12));
  BOOST_TEST(number_after(text, "resistanceOn  = ") == 1e6 / 25, tolerance(1e-12));
  // the warning is true: the largest miss over the card's states and ages
  double miss = 0;
  for (std::size_t i = 0; i < card.g_uS.size(); ++i)
    for (const double age : card.age_s)
      miss = std::max(miss, std::abs(card.g_uS[i] * std::pow(1 + age / 20, -v) -
                                     exports::conductance(card, card.g_uS[i], age, 300)));
  BOOST_TEST(number_after(text, "misses up to ") == miss, tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(nodes_of_the_pulsed_device_repeat_the_train)
{
  const exports::Card card = exports::make_card(sample_model(), {});
  double              g    = 0.1;
  for (int k = 0; k < 20; ++k)
  {
    BOOST_TEST(exports::mean_step(*card.pulsed, g) == 0.15 * (20 - g), tolerance(0.01)); // the law of the sample
    g += 0.15 * (20 - g);
  }
  BOOST_TEST(card.pulsed->down_uS.back() == g - 0.1, tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_train_that_rises_like_a_threshold_is_repeated)
{
  const std::vector<double> train{3.2, 3.6, 4.4, 7.0, 33, 282, 300};
  compact::CompactModel     model = sample_model();
  compact::SetTrain         set{1e-6, {}, {}, {}, {}};
  for (std::size_t k = 0; k + 1 < train.size(); ++k)
  {
    set.pulse.push_back(int(k) + 1);
    set.amplitude_V.push_back(1.2);
    set.before_uS.push_back(train[k]);
    set.after_uS.push_back(train[k + 1]);
  }
  model.update.set                   = set;
  const exports::PulsedDevice device = exports::make_pulsed_device(model);
  double                      g      = train.front();
  BOOST_TEST((std::adjacent_find(device.node_uS.begin(), device.node_uS.end(), std::greater_equal<>()) ==
              device.node_uS.end())); // ascending
  for (std::size_t k = 1; k < train.size(); ++k)
  {
    g += exports::mean_step(device, g);
    BOOST_TEST(std::abs(g - train[k]) < 0.02 * (train.back() - train.front()), "pulse " << k << ": " << g);
  }
}

BOOST_AUTO_TEST_CASE(quantiles_are_those_of_the_normal_distribution)
{
  // Abramowitz and Stegun, table 26.5: Q(1.2815515655) = 0.1, Q(1.9599639845) = 0.025, Q(3.0902323062) = 0.001
  BOOST_TEST(exports::normal_quantile(0.9) == 1.2815515655, tolerance(1e-9));
  BOOST_TEST(exports::normal_quantile(0.025) == -1.9599639845, tolerance(1e-9));
  BOOST_TEST(exports::normal_quantile(0.999) == 3.0902323062, tolerance(1e-9));
  BOOST_TEST(exports::normal_quantile(0.5) == 0.0);
}
