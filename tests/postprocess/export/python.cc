#include <tests/cases/program.h>
#include <tests/postprocess/export/sample_model.h>

#include <postprocess/compact/evaluate.h>
#include <postprocess/export/exporter.h>

#include <boost/test/unit_test.hpp>

/// Every Python export, imported and executed by the distribution's Python against stand-ins of the tools' base classes
/// (tests/postprocess/export/standin): names, signatures, shapes, ranges, and numbers from our own evaluation.
using namespace quench;
using namespace quench::test;

namespace
{
const std::vector<double> checked_states{0.1, 0.5, 3.0, 12.0, 25.0}, checked_ages{0, 86400, 3e7},
    checked_volts{-0.2, -0.1, 0.05, 0.13, 0.2};

Json matrix(const std::vector<std::vector<double>> &rows)
{
  Json json = Json::array();
  for (const auto &row : rows)
    json.push_back(Json(row));
  return json;
}

/// What the model itself says, at origin t0.
std::string expected(const exports::Card &card)
{
  std::vector<double>              states = checked_states, sigma, spread;
  std::vector<std::vector<double>> drifted, current;
  states.front()       = card.g_min_uS;
  states.back()        = card.g_max_uS;
  compact::Drift table = card.model.drift;
  for (std::size_t i = 0; i < table.nu.size(); ++i)
    table.nu[i].value = table.nu_spread[i];
  for (const double g : states)
  {
    sigma.push_back(compact::programming_sigma(card.model, g));
    spread.push_back(compact::drift_exponent(table, g));
    current.emplace_back();
    for (const double V : checked_volts)
      current.back().push_back(exports::current(card, g, 0, 300, V));
  }
  for (const double age : checked_ages)
  {
    drifted.emplace_back();
    for (const double g : states)
      drifted.back().push_back(exports::conductance(card, g, age, 300));
  }
  return Json::object()
      .set("t0_s", card.t0_s)
      .set("g_uS", states)
      .set("age_s", checked_ages)
      .set("drifted_uS", matrix(drifted))
      .set("sigma_uS", sigma)
      .set("nu_std", spread)
      .set("v_V", checked_volts)
      .set("i_uA", matrix(current))
      .set("staircase_uS", card.pulsed->staircase_uS)
      .dump();
}

/// Export, then run the check of that name in the folder.
void check(const std::string &tool, const std::string &script, const std::vector<std::string> &also = {})
{
  const Folder        folder;
  const exports::Card card = exports::make_card(sample_model(), {});
  for (const exports::File &file : exports::export_to(exports::find_tool(tool), card))
    folder.write(file.name, file.text);
  for (const std::string &other : also)
    for (const exports::File &file : exports::export_to(exports::find_tool(other), card))
      folder.write(file.name, file.text);
  folder.write("expected.json", expected(card));
  const std::string here    = QUENCH_SOURCE_DIR "/tests/postprocess/export";
  const Outcome     outcome = run({QUENCH_SYSTEM_PYTHON, "-B", here + "/" + script, "expected.json"}, folder.path(),
                                  "PYTHONPATH=" + here + "/standin:" + here + ":. ");
  BOOST_TEST(outcome.code == 0, outcome.output << outcome.errors);
  BOOST_TEST_MESSAGE(outcome.output);
}
} // namespace

BOOST_AUTO_TEST_CASE(the_aihwkit_module_does_what_the_model_says) { check("aihwkit", "check_aihwkit.py"); }

BOOST_AUTO_TEST_CASE(the_crosssim_module_does_what_the_model_says) { check("crosssim", "check_crosssim.py"); }

BOOST_AUTO_TEST_CASE(the_memtorch_module_does_what_the_model_says) { check("memtorch", "check_memtorch.py"); }

BOOST_AUTO_TEST_CASE(the_hdf5_card_holds_what_the_json_card_holds) { check("hdf5", "check_hdf5.py", {"json"}); }
