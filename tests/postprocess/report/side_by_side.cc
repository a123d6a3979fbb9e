// Several runs, models, sweeps and arrays in one page, and the figures of every array study.
#include <postprocess/report/report.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <postprocess/compact/extract.h>
#include <tests/postprocess/report/figure_names.h>
#include <tests/postprocess/synthetic/folders.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>

using namespace quench;
using namespace quench::report;
using quench::test::figure_names;

namespace
{
/// A table with the columns that `quench array` writes (docs/files.md), and the figures expected of it.
struct Study
{
  std::string              name, file, text;
  std::vector<std::string> figures;
};

const std::vector<Study> studies{
    {"accuracy",
     "accuracy_summary.csv",
     "time_s,scheme,mean,std,min,max,n,device\n25,raw,0.8,0.01,0.79,0.81,5,rram\n86400,raw,0.7,0.01,0.69,0.71,5,rram\n",
     {"accuracy"}},
    {"mvm error",
     "mvm_error.csv",
     "time_s,error_raw,error_compensated,alpha,device\n0,0.1,0.1,1,joshi2020\n86400,0.35,0.13,1.5,joshi2020\n",
     {"mvm-error", "alpha"}},
    {"mvm error",
     "effective_bits.csv",
     "g_uS,sigma_uS,effective_bits,device\n0,0.3,4.5,a\n1,0.4,4.1,a\n0,0.5,3.5,b\n1,0.6,3.1,b\n",
     {"effective-bits"}},
    {"programming",
     "train.csv",
     "train,pulse,strength,mean_uS,std_uS\nfixed,1,1,2,0.5\nfixed,2,1,3,0.6\nramp,1,0.5,1,0.5\nramp,2,0.6,2,0.6\n",
     {"train"}},
    {"programming", "verify.csv", "time_s,mean_uS,std_uS\n0,5.8,0.37\n86400,4,0.46\n", {"verify"}},
    {"pulsed weights",
     "stationary_error.csv",
     "states,scheme,bias,rms\n20,direct,0.3,0.33\n20,tiki_taka_2,0.02,0.05\n1000,direct,0.3,0.3\n1000,tiki_taka_2,0.02,"
     "0.02\n",
     {"stationary-error", "stationary-bias"}},
    {"transformer",
     "transformer_error.csv",
     "time_s,part,relative_error\n25,error_query,0.12\n25,error_block,0.1\n86400,error_query,0.15\n86400,error_block,0."
     "13\n",
     {"transformer-error"}},
    {"long range",
     "long_range.csv",
     "time_s,part,accuracy\n25,accuracy_analog_features,0.99\n86400,accuracy_analog_features,0.98\n",
     {"long-range"}},
    {"experts", "experts.csv", "routed,energy_pJ\n8,888\n2,222\n", {"experts"}},
    {"layer cost",
     "layer_cost.csv",
     "layer,multiplications,tiles,reads,cells_pJ,DAC_pJ,ADC_pJ,digital_pJ,energy_pJ,latency_ns\n"
     "layer_1,100,1,784,1,2,3,4,10,500\nall,100,1,784,1,2,3,4,10,500\n",
     {"layer-energy", "layer-latency"}},
    {"mixed precision", "", "", {"training"}}};

void write_study(const Study &study, const std::string &folder)
{
  std::filesystem::create_directories(folder);
  if (!study.file.empty())
    write_file_atomically(folder + "/" + study.file, study.text);
  write_file_atomically(
      folder + "/results.json",
      R"json({"format": "quench-results", "format_version": [1, 0], "stage": "array", "complete": true,
          "results": [{"name": "float_accuracy", "value": 0.9, "unit": "1"},
                      {"name": "mixed_precision_accuracy", "value": 0.88, "unit": "1"}],
          "device_models": [{"name": "joshi2020", "sources": {"drift": "joshi2020 (published)"
}
, "g_min_uS" : 0, "g_max_uS" : 25
}],
          "case_name": "x", "case_sha256": "0",
          "case":
{"title": "x", "study": ")json" +
          study.name + R"json(", "arrays": 7, "network": {"learning rate": "0.001"}}})json");
}

const Figure &figure(const Page &page, const std::string &name)
{
  for (const Section &section : page.sections)
    for (const Figure &f : section.figures)
      if (f.name == name)
        return f;
  throw std::runtime_error("no figure " + name);
}

std::vector<std::string> labels(const Plot &plot)
{
  std::vector<std::string> names;
  for (const Curve &curve : plot.curves)
    names.push_back(curve.label);
  return names;
}

void expect_no_missing(const Page &page)
{
  for (const Missing &item : page.missing)
    BOOST_ERROR(item.what + ": " + item.why);
}
} // namespace

BOOST_AUTO_TEST_CASE(every_array_study_has_its_figures)
{
  for (const Study &study : studies)
  {
    const synthetic::TemporaryFolder folder;
    write_study(study, folder.path());
    const Page page = make_page(folder.path());
    BOOST_TEST(figure_names(page) == study.figures, boost::test_tools::per_element());
    expect_no_missing(page);
    for (const Section &section : page.sections)
      for (const Figure &f : section.figures)
        BOOST_TEST(!tables_of(f.plots).empty(), f.name);
  }
}

BOOST_AUTO_TEST_CASE(arrays_of_one_kind_share_a_figure)
{
  const synthetic::TemporaryFolder folder;
  write_study(studies[0], folder.path() + "/first");
  write_study(studies[0], folder.path() + "/second");
  const Page page = make_page(folder.path());
  BOOST_TEST(labels(figure(page, "accuracy").plots[0]) == (std::vector<std::string>{"first", "second"}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(page.facts.size() == 1u);
  BOOST_TEST(page.facts[0].columns == (std::vector<std::string>{"first", "second"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(values_are_drawn_in_the_units_of_their_axes)
{
  const synthetic::TemporaryFolder folder;
  write_study(studies[0], folder.path());
  const Page page = make_page(folder.path());
  const Plot plot = figure(page, "accuracy").plots.at(0);
  BOOST_TEST(plot.curves[0].y[1] == 70, boost::test_tools::tolerance(1e-12)); // 0.7 in per cent
  BOOST_TEST(plot.bands[0].upper[0] == 81, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(plot.guides.at(0).y == 90, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(an_age_of_zero_has_a_place_on_a_logarithmic_axis)
{
  const synthetic::TemporaryFolder folder;
  write_study(studies[1], folder.path());
  const Page page = make_page(folder.path());
  const Plot plot = figure(page, "mvm-error").plots.at(0);
  BOOST_TEST(plot.curves[0].x[0] == 8640); // a decade before the first other age
  BOOST_TEST(plot.x.ticks.front().label == "0 s");
}

BOOST_AUTO_TEST_CASE(devices_and_changed_keys_of_an_array_are_listed)
{
  const synthetic::TemporaryFolder folder;
  write_study(studies[0], folder.path());
  const Page page = make_page(folder.path());
  BOOST_REQUIRE(page.cases.size() == 2u);
  BOOST_TEST(page.cases[0].entries[1].source == "joshi2020 (published)");
  // arrays = 10 by default; the learning rate is the default written otherwise
  const auto key = [&](const std::string &name) {
    const auto &all = page.cases[1].entries;
    return std::find_if(all.begin(), all.end(), [&](const CaseEntry &e) { return e.key == name; });
  };
  BOOST_REQUIRE((key("arrays") != page.cases[1].entries.end()));
  BOOST_TEST(key("arrays")->value == "7");
  BOOST_TEST(key("arrays")->usual == "10");
  BOOST_TEST((key("network/learning rate") == page.cases[1].entries.end()));
}

BOOST_AUTO_TEST_CASE(runs_and_models_stand_side_by_side)
{
  const synthetic::TemporaryFolder folder;
  const std::string                path = folder.path();
  synthetic::write_reset_run({}, 2.0, path + "/low");
  synthetic::write_reset_run({}, 3.0, path + "/high");
  synthetic::write_sweep({}, {1.6, 2.0, 2.4}, path + "/sweep");
  const auto model = compact::extract({compact::read_result_set(path + "/sweep")}, {});
  compact::write_model(model, path + "/one.json");
  compact::write_model(model, path + "/two.json");
  const Page page = make_page(path);
  BOOST_TEST(labels(figure(page, "pulses").plots[0]) == (std::vector<std::string>{"high", "low"}),
             boost::test_tools::per_element());
  BOOST_TEST(labels(figure(page, "drifts").plots[0]) == (std::vector<std::string>{"high", "low"}),
             boost::test_tools::per_element());
  BOOST_TEST(labels(figure(page, "exponent").plots[0]) == (std::vector<std::string>{"one", "two"}),
             boost::test_tools::per_element());
  for (const char *name : {"pulse-high", "pulse-low", "maps-high", "maps-low", "reset-curve-sweep"})
    BOOST_TEST(!figure(page, name).drawings.empty());
  BOOST_TEST(page.facts.front().columns == (std::vector<std::string>{"high", "low"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_sweep_of_two_keys_has_a_curve_per_value_of_the_second)
{
  const synthetic::TemporaryFolder folder;
  const std::string                path = folder.path();
  std::string status = "point,directory,status,exit_code,geometry/mushroom/heater radius,program/pulses\n";
  int         point  = 0;
  for (const double radius : {15.0, 20.0})
    for (const double amplitude : {2.0, 3.0})
    {
      synthetic::Cell cell;
      cell.heater_nm         = radius;
      const std::string name = "p" + std::to_string(++point);
      synthetic::write_reset_run(cell, amplitude, path + "/" + name, false);
      status += std::to_string(point) + "," + name + ",done,0," + std::to_string(int(radius)) + " nm,\"" +
                std::to_string(int(amplitude)) + " V for 50 ns, rise 5 ns\"\n";
    }
  status += "5,p5,failed,3,25 nm,\"2 V for 50 ns, rise 5 ns\"\n";
  write_file_atomically(path + "/status.csv", status);
  const Page    page = make_page(path);
  const Figure &f    = figure(page, "sweep");
  BOOST_REQUIRE(!f.plots.empty());
  BOOST_TEST(f.plots[0].x.label == "Heater radius (nm)");
  BOOST_TEST(f.plots[0].curves[0].x == (std::vector<double>{15, 20}), boost::test_tools::per_element());
  BOOST_TEST(labels(f.plots[0]) == (std::vector<std::string>{"pulse amplitude 2 V", "pulse amplitude 3 V"}),
             boost::test_tools::per_element());
  BOOST_TEST(page.missing.back().why == "p5: failed");
}
