#include <postprocess/compact/compact_model.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <tests/feature.h>
#include <tests/postprocess/export/sample_model.h>
#include <tests/postprocess/synthetic/folders.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <random>

using namespace quench;
using namespace quench::compact;

namespace
{
CompactModel full_model()
{
  CompactModel model;
  model.model_id           = "example";
  model.g_min_uS           = 0.1;
  model.g_max_uS           = 25;
  model.drift              = {20,
                              1,
                              3e8,
                              300,
                              {0.1, 2.5, 25},
                              {{0.11, 0.001}, {0.07, 0.002}, {1. / 30, 0.001}},
                              {1e-3, 2e-3, 1e-4},
                              {0.02, 0.02, 0.01}};
  model.programming        = Noise{{0.26348, 1.965, -1.1731}, 25, "Joshi 2020", {}};
  model.read_noise         = ReadNoise{0.0088, 0.65, 0.2, 25, 250e-9, "Joshi 2020", 0, 0, {}};
  model.update.reset       = ResetCurve{20, {1, 2}, {25, 0.1}, {0, 1e5}};
  model.update.set         = SetTrain{1e-6, {1, 2}, {0.9, 0.9}, {0.1, 3}, {3, 5}};
  model.update.asymmetry   = 0.8;
  model.fit_method         = "by hand";
  model.fits               = {{"a/run", 0.1, 0.11, 1, 3e8, 52, 1e-3, 5e-4, {1e-6, -1e-8, 1e-6}, Estimate{1e-7, 1e-9}}};
  model.provenance.program = make_provenance("test");
  model.provenance.inputs  = {{"a/run", "reset", "abc"}};
  return model;
}

struct Written
{
  synthetic::TemporaryFolder folder;
  std::string                path = folder.path() + "/model.json";

  Written() { write_model(full_model(), path); }
};

/// What reading says after one change of the text.
std::string message_after(const std::string &from, const std::string &to)
{
  const Written file;
  std::string   text = read_file(file.path);
  const auto    at   = text.find(from);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
  write_file_atomically(file.path, text.replace(at, from.size(), to));
  try
  {
    read_model(file.path);
  }
  catch (const InputError &error)
  {
    return error.what();
  }
  return "no error";
}

bool holds(const std::string &text, const std::string &part)
{
  if (text.find(part) == std::string::npos)
    BOOST_TEST_MESSAGE("message was: " << text);
  return text.find(part) != std::string::npos;
}
} // namespace

BOOST_AUTO_TEST_CASE(a_model_read_and_written_again_has_the_same_bytes)
{
  const Written     file;
  const std::string before = read_file(file.path);
  write_model(read_model(file.path), file.path);
  BOOST_TEST(read_file(file.path) == before);
}

BOOST_AUTO_TEST_CASE(every_part_is_written_and_read)
{
  const Written file;
  CompactModel  model = test::sample_model();
  model.update.law    = StepLaw{0.9,         0.1,        20,       {-0.08, 0.01}, {0.9, 0.1}, {1.4, 0.1},
                             {0.1, 0.01}, {0.3, 0.1}, {2, 0.1}, {2.6, 0.1},    900,        2000};
  write_model(model, file.path);
  const std::string  before = read_file(file.path);
  const CompactModel again  = read_model(file.path);
  write_model(again, file.path);
  BOOST_TEST(read_file(file.path) == before);
  BOOST_TEST(again.switching->conductance_uS == model.switching->conductance_uS, boost::test_tools::per_element());
  BOOST_TEST(again.update.law->memory_pulses.value == 2.6);
  BOOST_TEST(again.onset_temperature->barrier_meV->value == 160.0);
  BOOST_TEST(again.update.table->trains == (std::vector<int>{25, 25}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_wrong_part_is_refused_with_the_place_and_the_rule)
{
  const auto refused = [](auto &&spoil, const std::string &part) {
    CompactModel model = test::sample_model();
    spoil(model);
    try
    {
      validate(model, "model.json");
    }
    catch (const InputError &error)
    {
      return holds(error.what(), part);
    }
    return false;
  };
  BOOST_TEST(refused([](CompactModel &m) { m.thermal->tau_ns.value = -1; }, "thermal/tau"));
  BOOST_TEST(refused([](CompactModel &m) { m.thermal->tau_ns.sigma = std::nan(""); }, "thermal/tau"));
  BOOST_TEST(refused([](CompactModel &m) { m.switching->glass[1] = 2; }, "switching/glass"));
  BOOST_TEST(refused([](CompactModel &m) { m.switching->full_melt_K = 800; }, "switching/full_melt"));
  BOOST_TEST(refused([](CompactModel &m) { m.current_voltage->nl3_per_V2.pop_back(); }, "current_voltage/nl3"));
  BOOST_TEST(refused([](CompactModel &m) { m.read_temperature->conductance_uS[0] = 9; }, "must ascend strictly"));
  BOOST_TEST(refused([](CompactModel &m) { m.drift_temperature->temperature_K[1] = 500; }, "must ascend strictly"));
  BOOST_TEST(refused([](CompactModel &m) { m.update.table->spread_uS.clear(); }, "update/table/spread"));
  BOOST_TEST(refused([](CompactModel &m) { m.threshold->t0_s = 0; }, "threshold/t0"));
  BOOST_TEST(refused([](CompactModel &m) { m.thermal->ambient_K = -300; }, "thermal/ambient = -300 K"));
  BOOST_TEST(
      refused([](CompactModel &m) { m.update.reset->glass_volume_nm3.back() = -1; }, "update/reset/glass_volume"));
  BOOST_TEST(refused([](CompactModel &m) { m.update.reset->read_time_s = -1; }, "update/reset/read_time"));
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_absent)
{
  const Written file;
  CompactModel  model = full_model();
  model.programming.reset();
  model.read_noise.reset();
  model.drift.nu_spread.clear();
  model.update = {};
  write_model(model, file.path);
  const std::string text = read_file(file.path);
  for (const char *word : {"programming_noise", "read_noise", "nu_spread", "\"reset\": {", "asymmetry", "null"})
    BOOST_TEST(text.find(word) == std::string::npos, word);
  BOOST_TEST(!read_model(file.path).programming.has_value());
}

BOOST_AUTO_TEST_CASE(the_exponent_is_linear_in_the_logarithm_and_never_extrapolated)
{
  const Drift drift = full_model().drift;
  BOOST_TEST(drift_exponent(drift, 0.1) == 0.11);
  BOOST_TEST(drift_exponent(drift, 25) == 1. / 30);
  BOOST_TEST(drift_exponent(drift, 0.5) == 0.09, boost::test_tools::tolerance(1e-12)); // half way from 0.1 to 2.5
  BOOST_CHECK_THROW(drift_exponent(drift, 0.099), InputError);
  BOOST_CHECK_THROW(drift_exponent(drift, 25.1), InputError);
  BOOST_CHECK_THROW(drift_exponent(drift, std::nan("")), InputError);
  BOOST_TEST(drifted_conductance(drift, 0.1, 2e6) == 0.1 * std::pow(1e5, -0.11), boost::test_tools::tolerance(1e-12));
  BOOST_CHECK_THROW(drifted_conductance(drift, 0.1, 0.5), InputError);
  BOOST_CHECK_THROW(drifted_conductance(drift, 0.1, 4e8), InputError);
}

BOOST_AUTO_TEST_CASE(a_wrong_model_is_refused_with_the_place_and_the_rule)
{
  BOOST_TEST(holds(message_after("quench-compact-model", "other"), "schema"));
  BOOST_TEST(holds(message_after("\"version\": [1", "\"version\": [2"), "reads versions 1.0 and 1.1"));
  BOOST_TEST(holds(message_after("\"unit\": \"uS\"", "\"unit\": \"S\""), "\"uS\" is needed"));
  BOOST_TEST(holds(message_after("2.5,", "0.01,"), "must ascend strictly"));
  BOOST_TEST(holds(message_after("nu linear in ln G", "nu constant"), "drift/law"));
  BOOST_TEST(
      holds(message_after("\"t0\": {\n      \"value\": 20.0", "\"t0\": {\n      \"value\": -20.0"), "must be above 0"));
  BOOST_TEST(holds(message_after("\"residual\"", "\"residuals\""), "residual"));
  BOOST_TEST(holds(message_after("\"model_id\": \"example\"", "\"model_id\": \"\""), "model_id"));
  // the name stands in comments of exported circuits: a second line of it would be one of the circuit
  BOOST_TEST(
      holds(message_after("\"example\"", "\"x\\n.control\\nshell id\\n.endc\""), "model_id: a name of one line"));
  BOOST_TEST(holds(message_after("\"example\"", "\"" + std::string(201, 'x') + "\""), "model_id: a name of one line"));
}

/// R2: whatever stands in the file, reading ends with a model or with an error that says what is wrong.
BOOST_AUTO_TEST_CASE(mutated_models_are_read_or_refused)
{
  const Written file;
  write_model(test::sample_model(), file.path);
  const std::string good = read_file(file.path);
  std::mt19937      random(1);
  int               refused = 0;
  for (int k = 0; k < 2000; ++k)
  {
    std::string text = good;
    for (int n = 0; n < 1 + k % 3; ++n)
    {
      const std::size_t at = random() % text.size();
      if (random() % 2)
        text[at] = "0123456789-.eE{}[],:\"nul\x80"[random() % 26];
      else
        text.erase(at, 1 + random() % 20);
    }
    std::ofstream(file.path, std::ios::binary) << text;
    try
    {
      read_model(file.path);
    }
    catch (const InputError &error)
    {
      ++refused;
      BOOST_REQUIRE(std::string(error.what()).find("model.json") != std::string::npos);
    }
  }
  BOOST_TEST(refused > 1500);
}

BOOST_AUTO_TEST_CASE(a_model_with_nan_is_not_written)
{
  const Written file;
  CompactModel  model     = full_model();
  model.drift.nu[1].value = std::nan("");
  BOOST_CHECK_THROW(write_model(model, file.path), InputError);
}

// F47 on a cell of this project: the train of 20 SET pulses of `quickstart`, whose RESET takes the crystal to glass.
BOOST_AUTO_TEST_CASE(the_shipped_models_are_read_and_reset_abruptly)
{
  const std::string folder = std::string(QUENCH_SOURCE_DIR) + "/cases/array/models/";
  for (const char *name : {"mushroom", "projected", "superlattice"})
  {
    const CompactModel model = read_model(folder + name + ".json");
    BOOST_TEST(model.model_id == name);
    BOOST_TEST(model.g_max_uS / model.g_min_uS > 3);
  }
  const auto ratio = read_model(folder + "mushroom.json").update.reset_ratio;
  BOOST_REQUIRE(ratio.has_value());
  char text[160];
  std::snprintf(text, sizeof text, "RESET takes %.0f uS, the mean SET step is %.1f uS: ratio %.0f +- %.0f",
                ratio->depression_uS.value, ratio->potentiation_uS.value, ratio->ratio.value, ratio->ratio.sigma);
  test::record_feature("F47", "mushroom cell of quickstart", text, ratio->ratio.value >= 10);
}
