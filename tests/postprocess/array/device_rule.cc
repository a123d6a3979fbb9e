// One rule for a device: what its model has is used, what it lacks is borrowed alike whatever the form of the model.

#include <physics/base/error.h>
#include <postprocess/array/extracted_device.h>
#include <postprocess/array/study_table.h>
#include <postprocess/array/tiles/tiled_layer.h>
#include <postprocess/compact/evaluate.h>
#include <tests/postprocess/array/case_text.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
constexpr double verify = 20, hour = 3600, read_time = 38.6; // s
constexpr double warm = 350;                                 // K

/// Three states that know their drift and nothing else.
compact::CompactModel three_states()
{
  compact::CompactModel model;
  model.model_id = "three states";
  model.g_min_uS = 0.1;
  model.g_max_uS = 20;
  model.drift    = {verify, 1e-3, 3e8, 300, {0.1, 1, 20}, {{0.11, 0.001}, {0.08, 0.001}, {0.01, 0.001}}, {0, 0, 0}, {}};
  return model;
}

DeviceParameters all(Statistics source)
{
  DeviceParameters p;
  p.programming = p.drift_spread = p.read_noise = source;
  return p;
}

/// The drift table of the same cell: its conductances at every age of the studies at 300 K and 350 K, by the laws of
/// equations A1 to A3 written out.
std::string drift_table()
{
  const auto       model = three_states();
  const double     a     = 1.5e9 * units::eV / units::s / (units::kB * 300 * units::K); // attempts per time at 300 K
  std::set<double> ages{read_time, verify, hour + verify, hour + read_time};
  std::string      text = "g0_uS,time_s,temperature_K,g_uS\n";
  for (const double T : {300.0, warm})
    for (const double age : ages)
      for (std::size_t k = 0; k < 3; ++k)
      {
        const double g = model.drift.conductance_uS[k], ratio = T / 300, t_v = verify * units::s;
        const double tau        = std::pow(a * t_v, 1 / ratio) * ratio / a;
        const double lost       = model.drift.nu[k].value * ratio * std::log1p((age - verify) * units::s / tau);
        const double activation = 0.333 * units::eV * (1 - g / 20);
        const double cooled     = activation / units::kB * (1 / (T * units::K) - 1 / (300 * units::K));
        char         row[200];
        std::snprintf(row, sizeof row, "%.17g,%.17g,%.17g,%.17g\n", g, age, T, g * std::exp(-lost - cooled));
        text += row;
      }
  return text;
}

const std::map<std::string, std::string> &sizes()
{
  static const std::map<std::string, std::string> text{
      {"accuracy", "set arrays = 2\n"},
      {"mvm error", "subsection mvm error\n set size = 24\n set matrices = 2\n set vectors = 16\nend\n"},
      {"programming", "subsection programming\n set devices = 200\n subsection tile\n  set size = 4\n"
                      "  subsection gradient\n   set iterations = 2\n   set vectors = 8\n  end\n end\nend\n"},
      {"transformer", "subsection transformer\n set width = 16\n set heads = 2\n set inner width = 24\n"
                      " set tokens = 4\n set sequences = 2\nend\n"},
      {"long range", "subsection long range\n set length = 64\n set features = 24\n set sequences = 20\nend\n"},
      {"experts", "subsection experts\n set experts = 3\n set width = 16\n set tokens = 12\nend\n"}};
  return text;
}

std::string network(const std::string &folder, const std::string &test)
{
  return "subsection data set\n set folder = " + folder + "\n set training images = 200\n" + test +
         "end\nsubsection network\n set hidden layers = 12\n set epochs = 1\n"
         " set batch size = 50\nend\nsubsection periphery\n set calibration images = 100\nend\n";
}

/// Largest relative difference between the results of the two forms of the cell.
double largest_difference(const Study &study, const std::string &device_keys, bool is_warm, const std::string &folder)
{
  const std::string name       = study.name;
  const bool        programs   = name == "programming";
  const auto        outcome_of = [&](const std::string &model) {
    std::string text = "set study = " + name + "\nset times = 1 h\nsubsection device\n set model = " + folder + "/" +
                       model + "\n" + device_keys + "end\n";
    text += sizes().contains(name) ? sizes().at(name) : "";
    if (name == "accuracy" || name == "layer cost")
      text += network(folder, name == "accuracy" ? " set test images = 100\n" : "");
    if (is_warm)
      text += "subsection conditions\n set storage temperature = 350 K\n" +
              std::string(programs ? "" : " set read temperature = 350 K\n") + "end\n";
    return run_text(text);
  };
  const Outcome of_model = outcome_of("cell.json"), of_table = outcome_of("cell.csv");
  BOOST_REQUIRE_EQUAL(of_model.results.size(), of_table.results.size());
  double worst = 0;
  for (std::size_t k = 0; k < of_model.results.size(); ++k)
  {
    const double a = of_model.results[k].value, b = of_table.results[k].value;
    worst = std::max(worst, std::abs(a - b) / std::max(std::abs(a), 1e-300));
  }
  return worst;
}
} // namespace

// Every study that asks for a device, with every noise borrowed or left out, at 300 K and kept and read at 350 K.
BOOST_AUTO_TEST_CASE(a_cell_as_model_and_as_table_agrees_in_every_study)
{
  const TemporaryFolder folder;
  compact::write_model(three_states(), folder.path() + "/cell.json");
  std::ofstream(folder.path() + "/cell.csv") << drift_table();
  write_idx(folder.path(), "train", patterns(200, 5));
  write_idx(folder.path(), "t10k", patterns(100, 6));
  int n = 0;
  for (const Study &study : studies())
    for (int choice = 0; choice < 8 && study.asks_for_devices; ++choice)
      for (const bool is_warm : {false, true})
      {
        const auto key = [&](const char *name, int bit) {
          return std::string(" set ") + name + " = " + (choice & bit ? "published" : "none") + "\n";
        };
        const std::string keys  = key("programming noise", 1) + key("drift spread", 2) + key("read noise", 4);
        const double      worst = largest_difference(study, keys, is_warm, folder.path());
        BOOST_TEST(worst < 1e-6, study.name << (is_warm ? ", warm\n" : "\n") << keys << worst);
        ++n;
      }
  BOOST_CHECK_EQUAL(n, 7 * 8 * 2);
}

// A spread that is lent is the published one relative to the state's own exponent.
BOOST_AUTO_TEST_CASE(a_borrowed_spread_is_relative_to_the_exponent)
{
  const ExtractedDevice device(three_states(), all(Statistics::published));
  const Exponent        nu = device.drift_exponent(device.g_max());
  BOOST_CHECK_CLOSE(nu.mean, 0.01, 1e-6);
  BOOST_CHECK_CLOSE(nu.sigma, 0.01 * 0.008 / 0.049, 1e-6); // joshi2020 at x = 1
}

BOOST_AUTO_TEST_CASE(activation_energies_of_the_model_are_used)
{
  compact::CompactModel model = three_states();
  model.read_temperature =
      compact::ReadTemperature{280, 400, {0.1, 1, 20}, {{250, 5}, {120, 4}, {10, 1}}, {0.01, 0.01, 0.01}, {}};
  const ExtractedDevice device(model, all(Statistics::none));
  for (const double g_uS : {0.1, 0.3, 20.0})
    BOOST_CHECK_CLOSE(device.read_factor(g_uS * units::uS, warm * units::K),
                      compact::state_conductance(model, g_uS, verify, warm) / g_uS, 1e-9);
  BOOST_CHECK_THROW(device.read_factor(10 * units::uS, 450 * units::K), InputError); // not measured
  DeviceParameters p           = all(Statistics::none);
  p.temperature.activation_low = 0.2 * units::eV;
  BOOST_CHECK(contains(message_of([&] { ExtractedDevice(model, p); }), "device/temperature/activation energy"));
}

BOOST_AUTO_TEST_CASE(white_noise_of_the_model_is_used)
{
  compact::CompactModel model = three_states();
  model.read_noise   = compact::ReadNoise{0, 0.5, 0.3, 20, 1e-6, "measurement", 0, 0, compact::Estimate{0.05, 0}};
  DeviceParameters p = all(Statistics::none);
  p.read_noise       = Statistics::model;
  const ExtractedDevice device(model, p);
  const DeviceMatrix    w = DeviceMatrix::Ones(2, 2);
  const Crossbar        array(w, MappingParameters(), device, 1);
  const auto            weights = array.read(hour * units::s, 1);
  const Conductances    g       = array.conductances(hour * units::s);
  const double          sigma   = 0.05 * std::hypot(g.plus(0, 0), g.minus(0, 0)) / array.beta();
  BOOST_CHECK_CLOSE(std::sqrt(weights.variance(0, 0)), sigma, 1e-4);
}

// Cells whose curve depends on the state: the charge of every cell summed by hand (eq. W9).
BOOST_AUTO_TEST_CASE(curves_of_the_model_are_used_where_inputs_are_amplitudes)
{
  compact::CompactModel model = three_states();
  model.current_voltage       = compact::CurrentVoltage{
      -0.3,     0.3, {0.1, 1, 20}, {{0.5, 0}, {0.2, 0}, {0.1, 0}}, {{20, 0}, {8, 0}, {1, 0}}, {{0, 0}, {0, 0}, {0, 0}},
      {0, 0, 0}};
  const ExtractedDevice device(model, all(Statistics::none));
  Matrix                w(1, 3), x(1, 3);
  w << 1, -0.4F, 0.1F;
  x << 0.5F, -0.7F, 1;
  PeripheryParameters periphery;
  periphery.dac_bits = periphery.adc_bits = 0;
  periphery.output_noise                  = 0;
  periphery.inputs.coding                 = InputCoding::amplitude;
  periphery.inputs.read_voltage           = 0.3 * units::V;
  MappingParameters mapping;
  mapping.weight_clip = 0;
  CompensationParameters raw;
  raw.schemes = {"raw"};
  const TiledLayer layer(w, {1, 1, {}}, {device, mapping, periphery}, raw, 1);
  const Crossbar  &array = layer.array().crossbar(0);
  double           sum   = 0;
  for (int i = 0; i < 3; ++i)
    for (const bool is_minus : {false, true})
    {
      const double g       = is_minus ? array.programmed().minus(0, i) : array.programmed().plus(0, i);
      const auto   c       = compact::curvature(model, g / units::uS);
      const auto   current = [&](double v) { return g * v * (1 + c.nl2_per_V * v + c.nl3_per_V2 * v * v); };
      const double v       = 0.3 * std::abs(double(x(i)));
      sum += (is_minus ? -1 : 1) * std::copysign(current(v), x(i)) / (current(0.3) / g) / array.beta();
    }
  BOOST_CHECK_CLOSE(double(layer.at(0, 1).multiply(x, 0)(0)), sum, 1e-4);
}
