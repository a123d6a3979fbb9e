#include <tests/postprocess/synthetic/folders.h>

#include <physics/base/files.h>
#include <physics/base/json.h>
#include <physics/base/provenance.h>
#include <postprocess/compact/measurement.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <numbers>
#include <random>

namespace quench::synthetic
{
namespace
{
namespace fs = std::filesystem;
using compact::Quantity;
using compact::Read;

constexpr double read_voltage_V = 0.1, full_dome_nm = 48;
constexpr double pulse_ns = 50, rise_ns = 5, fall_ns = 3;

std::string cell_text(double value)
{
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

std::string row(const std::vector<double> &values)
{
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i)
    text += (i ? "," : "") + cell_text(values[i]);
  return text + "\n";
}

double glass_volume_nm3(const Cell &cell, double amplitude_V)
{
  const double a = glass_radius_nm(cell, amplitude_V);
  return 2.0 / 3.0 * std::numbers::pi * a * a * a;
}

Read make_read(const Cell &cell, int pulse, double amplitude_V, double t_s, double resistance, double volume_nm3)
{
  const double current_uA = read_voltage_V / resistance * 1e6;
  return {pulse,      amplitude_V,      t_s,        100 + t_s * 1e9, read_voltage_V,
          current_uA, 1e6 / resistance, resistance, cell.ambient_K,  volume_nm3};
}

void add_noise(const Cell &cell, std::vector<Read> &reads)
{
  std::mt19937_64                  random(cell.seed);
  std::normal_distribution<double> normal;
  for (Read &read : reads)
  {
    read.conductance_uS *= std::exp(cell.noise * normal(random));
    read.resistance_ohm = 1e6 / read.conductance_uS;
  }
}

void write_results(const std::string &name, const std::vector<Quantity> &results, const std::string &directory)
{
  Json version = Json::array(), list = Json::array();
  version.push_back(Json(1));
  version.push_back(Json(0));
  for (const Quantity &q : results)
    list.push_back(Json::object().set("name", q.name).set("value", q.value).set("unit", q.unit));
  Json root = Json::object();
  root.set("format", "quench-results").set("format_version", version).set("stage", "cell").set("complete", true);
  root.set("case_name", name).set("case_sha256", std::string(64, 'a')).set("results", list);
  root.set("fallbacks", Json::array()).set("provenance", to_json(make_provenance("synthetic")));
  write_file_atomically(directory + "/results.json", root.dump());
  write_file_atomically(directory + "/case.prm", "# synthetic\n");
}

double trapezoid(double t_ns)
{
  if (t_ns < rise_ns)
    return std::max(0.0, t_ns / rise_ns);
  return t_ns < pulse_ns ? 1.0 : std::max(0.0, 1 - (t_ns - pulse_ns) / fall_ns);
}

double peak_temperature_K(const Cell &cell, double amplitude_V)
{
  return cell.ambient_K + (cell.melting_K - cell.ambient_K) * std::pow(amplitude_V / cell.threshold_V, 2);
}

/// Source trapezoid, a cell behind a series resistance, a temperature with 2 ns of inertia.
void write_series(const Cell &cell, double amplitude_V, const std::string &directory)
{
  constexpr double dt = 0.25, tau = 2, on_ohm = 4e3, off_ohm = 6e3, source_ohm = 2e3;
  std::string  text = "time_ns,source_V,cell_V,current_uA,temperature_max_K,melt_volume_nm3,glass_volume_nm3,dt_ns\n";
  double       temperature = cell.ambient_K;
  const double final_nm3   = glass_volume_nm3(cell, amplitude_V);
  for (double t = 0; t <= 80; t += dt)
  {
    const double source = amplitude_V * trapezoid(t);
    const double target =
        cell.ambient_K + (peak_temperature_K(cell, amplitude_V) - cell.ambient_K) * std::pow(trapezoid(t), 2);
    temperature += (target - temperature) * (1 - std::exp(-dt / tau));
    const double melt = final_nm3 * std::clamp((temperature - cell.melting_K) /
                                                   (peak_temperature_K(cell, amplitude_V) - cell.melting_K + 1e-9),
                                               0.0, 1.0);
    const double ohm  = temperature > cell.melting_K ? on_ohm : off_ohm;
    text += row({t, source, source * ohm / (ohm + source_ohm), source / (ohm + source_ohm) * 1e6, temperature, melt,
                 t > pulse_ns ? final_nm3 - melt : 0, dt});
  }
  write_file_atomically(directory + "/series.csv", text);
}

constexpr const char *region_names[]     = {"bottom electrode", "dielectric", "heater", "phase change layer",
                                            "top electrode"};
constexpr int         phase_change_layer = 3;

int region_at(const Cell &cell, double r, double z)
{
  if (z < 30)
    return 0;
  if (z < 95)
    return r < cell.heater_nm ? 2 : 1;
  return z < 145 ? phase_change_layer : 4;
}

void write_region_names(const std::string &directory)
{
  std::string text = "region,name\n";
  for (int i = 0; i < 5; ++i)
    text += std::to_string(i) + "," + region_names[i] + "\n";
  write_file_atomically(directory + "/maps/regions.csv", text);
}

/// A hill of temperature above the heater; a dome of glass around it.
void write_map(const Cell &cell, double amplitude_V, const std::string &name, const std::string &directory)
{
  const double rise   = name == "peak"       ? peak_temperature_K(cell, amplitude_V) - cell.ambient_K
                        : name == "quenched" ? 12
                                             : 0;
  const double radius = glass_radius_nm(cell, amplitude_V);
  std::string  text   = "r_nm,z_nm,temperature_K,crystallinity,potential_V,region\n";
  for (double z = 0; z <= 195; z += 1.5)
    for (double r = 0; r <= 150; r += 1.5)
    {
      const int    region   = region_at(cell, r, z);
      const double below    = z < 100 ? 55 : 38;
      const double hill     = std::exp(-std::pow(r / 42, 2) - std::pow((z - 103) / below, 2));
      const double distance = std::hypot(r, z - 95);
      const double glass    = region == phase_change_layer ? 1 / (1 + std::exp((distance - radius) / 0.6)) : 0;
      text += row({r, z, cell.ambient_K + rise * hill, 1 - glass, name == "peak" ? amplitude_V * z / 195 : 0});
      text.back() = ',';
      text += std::to_string(region) + "\n";
    }
  fs::create_directories(directory + "/maps");
  write_file_atomically(directory + "/maps/" + name + ".csv", text);
  write_region_names(directory);
}

std::vector<Quantity> results_of(const Cell &cell, double amplitude_V)
{
  return {{"peak_temperature", peak_temperature_K(cell, amplitude_V), "K"},
          {"melting_temperature", cell.melting_K, "K"},
          {"peak_current", amplitude_V / 6e3 * 1e6, "uA"},
          {"pulse_energy", 4.2, "pJ"},
          {"glass_volume", glass_volume_nm3(cell, amplitude_V), "nm3"},
          {"resistance_before", cell.series_ohm, "ohm"},
          {"resistance_after", resistance_ohm(cell, amplitude_V, 1.0), "ohm"},
          {"nu", cell.nu, "1"},
          {"nu_fit_residual", 1e-4, "1"},
          {"cooling_rate", 42, "K/ns"}};
}
} // namespace

double glass_radius_nm(const Cell &cell, double amplitude_V)
{
  return amplitude_V <= cell.threshold_V ? 0 : full_dome_nm * (1 - std::exp(-(amplitude_V - cell.threshold_V) / 0.25));
}

double resistance_ohm(const Cell &cell, double amplitude_V, double t_s)
{
  const double cover = std::clamp(glass_radius_nm(cell, amplitude_V) / full_dome_nm, 0.0, 1.0);
  return cell.series_ohm + cell.glass_ohm * std::pow(cover, 3) * std::pow(1 + t_s / cell.tau0_s, cell.nu);
}

std::vector<double> read_times_s()
{
  std::vector<double> times;
  for (int i = 0; i <= 87; ++i)
    times.push_back(1e-6 * std::pow(10, i / 6.0));
  return times;
}

void write_reset_run(const Cell &cell, double amplitude_V, const std::string &directory, bool with_maps)
{
  fs::create_directories(directory);
  const double      volume = glass_volume_nm3(cell, amplitude_V);
  std::vector<Read> reads{make_read(cell, 0, 0, 0, cell.series_ohm, 0)};
  for (const double t : read_times_s())
    reads.push_back(make_read(cell, 1, amplitude_V, t, resistance_ohm(cell, amplitude_V, t), volume));
  add_noise(cell, reads);
  compact::write_reads(reads, directory + "/reads.csv");
  write_series(cell, amplitude_V, directory);
  for (const char *name : {"peak", "quenched", "end"})
    if (with_maps)
      write_map(cell, amplitude_V, name, directory);
  write_results("reset", results_of(cell, amplitude_V), directory);
}

void write_set_train(const Cell &cell, int n_pulses, const std::string &directory)
{
  fs::create_directories(directory);
  constexpr double  reset_V = 1.7, set_V = 0.9, delay_s = 1e-6;
  const double      full = 1e6 / cell.series_ohm, empty = 1e6 / resistance_ohm(cell, reset_V, delay_s);
  std::vector<Read> reads{make_read(cell, 0, 0, 0, cell.series_ohm, 0),
                          make_read(cell, 1, reset_V, delay_s, 1e6 / empty, glass_volume_nm3(cell, reset_V))};
  for (int k = 1; k <= n_pulses; ++k)
  {
    const double left = std::exp(-k / 9.0), g = full - (full - empty) * left;
    for (const double t : k == n_pulses ? read_times_s() : std::vector<double>{delay_s})
      reads.push_back(make_read(cell, k + 1, set_V, t, 1e6 / g * std::pow(t / delay_s, 0.3 * cell.nu * left),
                                glass_volume_nm3(cell, reset_V) * left));
  }
  compact::write_reads(reads, directory + "/reads.csv");
  write_results("set_train", {{"peak_temperature", 760, "K"}}, directory);
}

void write_sweep(const Cell &cell, const std::vector<double> &amplitudes_V, const std::string &directory)
{
  fs::create_directories(directory);
  std::string status = "point,directory,status,exit_code,program/amplitude\n";
  for (std::size_t i = 0; i < amplitudes_V.size(); ++i)
  {
    char name[40];
    std::snprintf(name, sizeof name, "%02zu_amplitude=%.2fV", i, amplitudes_V[i]);
    write_reset_run(cell, amplitudes_V[i], directory + "/" + name, false);
    status += std::to_string(i) + "," + name + ",done,0," + cell_text(amplitudes_V[i]) + " V\n";
  }
  write_file_atomically(directory + "/status.csv", status);
}

void write_array(const std::string &directory)
{
  fs::create_directories(directory);
  const std::vector<double>        times{25, 3600, 86400, 30 * 86400.0, 31557600, 315576000};
  std::mt19937_64                  random(7);
  std::normal_distribution<double> normal;
  std::string rows = "time_s,scheme,seed,accuracy\n", summary = "time_s,scheme,mean,std,min,max,n\n";
  for (const double t : times)
    for (const std::string scheme : {"raw", "compensated"})
    {
      const double age = std::log10(t / 25), base = scheme == "raw" ? 0.882 - 0.006 * age * age : 0.883 - 0.0025 * age;
      std::vector<double> values;
      for (int seed = 0; seed < 10; ++seed)
      {
        values.push_back(base + (0.002 + 0.0015 * age) * normal(random));
        rows += cell_text(t) + "," + scheme + "," + std::to_string(seed) + "," + cell_text(values.back()) + "\n";
      }
      double mean = 0, square = 0;
      for (const double v : values)
        mean += v / 10;
      for (const double v : values)
        square += (v - mean) * (v - mean) / 9;
      const auto [low, high] = std::minmax_element(values.begin(), values.end());
      summary += cell_text(t) + "," + scheme + "," + row({mean, std::sqrt(square), *low, *high, 10});
    }
  write_file_atomically(directory + "/accuracy.csv", rows);
  write_file_atomically(directory + "/accuracy_summary.csv", summary);
  write_file_atomically(directory + "/results.json",
                        R"({"format": "quench-results", "format_version": [1, 0], "stage": "array", "complete": true,
 "case_name": "quickstart", "case_sha256": "b", "results": [{"name": "float_accuracy", "value": 0.8874, "unit": "1"}]})");
}

void write_tree(const Cell &cell, const std::string &directory)
{
  write_reset_run(cell, 1.6, directory + "/reset");
  write_sweep(cell, {0.8, 1.0, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5, 1.7, 1.9}, directory + "/reset_curve");
  write_set_train(cell, 24, directory + "/set_train");
  write_array(directory + "/array");
}

TemporaryFolder::TemporaryFolder()
{
  std::string pattern = (fs::temp_directory_path() / "quench-XXXXXX").string();
  if (!mkdtemp(pattern.data()))
    std::abort();
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder()
{
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}
} // namespace quench::synthetic
