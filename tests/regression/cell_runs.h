#pragma once

#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <optional>

/// Runs of shipped cases with other settings, and what the statements about cells need of them.
namespace quench::test
{
using Settings = std::vector<std::string>;
using Results  = std::map<std::string, double>;

inline Results run_case(const Folder &folder, const std::string &case_file, const Settings &settings)
{
  Settings more{"--overwrite"};
  for (const std::string &setting : settings)
    more.insert(more.end(), {"--set", setting});
  const Outcome outcome = run(run_words(case_file, folder.path("run"), more), folder.path());
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, case_file << ": " << outcome.errors);
  return results_of(folder.path("run"));
}

inline std::string pulse(double volts)
{
  return "program/pulses=" + std::to_string(volts) + " V for 50 ns, rise 5 ns, fall 3 ns";
}

/// Glass of a given length (or radius) from the start, no pulse, one read at 1 s.
inline Settings frozen(const std::string &key, double nm)
{
  return {"program/pulses=", "program/first read=1 s", "program/last read=1 s",
          "initial state/glass interface width=1 nm", "initial state/" + key + "=" + std::to_string(nm) + " nm"};
}

template <class... Numbers>
std::string say(const char *format, Numbers... numbers)
{
  std::array<char, 400> text;
  std::snprintf(text.data(), text.size(), format, numbers...);
  return text.data();
}

/// Straight line through points, and the part of the variance it explains.
struct Line
{
  double slope, offset, r2;
};
inline Line fit(const std::vector<double> &x, const std::vector<double> &y)
{
  const double n = static_cast<double>(x.size()), mx = std::accumulate(x.begin(), x.end(), 0.0) / n,
               my = std::accumulate(y.begin(), y.end(), 0.0) / n;
  double xx = 0, xy = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    xx += (x[i] - mx) * (x[i] - mx);
    xy += (x[i] - mx) * (y[i] - my);
    yy += (y[i] - my) * (y[i] - my);
  }
  return {xy / xx, my - xy / xx * mx, xy * xy / (xx * yy)};
}

/// The read of reads.csv at a time [s] after the last pulse: resistance [ohm].
inline std::vector<std::pair<double, double>> reads(const Folder &folder)
{
  std::vector<std::pair<double, double>> all;
  for (const auto &row : numbers_of(folder.path("run") + "/reads.csv"))
    all.emplace_back(row[2], row[7]); // time since the pulse, resistance
  return all;
}

/// A wide front on a coarse mesh, for scans: a RESET takes seconds. Resistances are a few per cent off.
inline const Settings coarse = {"mesh/coarse cell size=12 nm",
                                "mesh/edge cell size=2 nm",
                                "mesh/grading=0.4",
                                "phase field/interface width=1.5 nm",
                                "program/first read=1 s",
                                "program/last read=1 s",
                                "output/map spacing=2 nm"};

inline Settings operator+(Settings a, const Settings &b)
{
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// What the weakest RESET of a case needs: the lowest pulse in steps of 0.1 V that raises the resistance of a
/// crystalline cell ten times. Its amplitude; largest cell voltage, current and power.
struct Reset
{
  double source = 0, volts = 0, current = 0, power = 0; ///< [V], [V], [uA], [uW]
};
inline std::optional<Reset> reset_at(const Folder &folder, const std::string &case_file, double volts,
                                     const Settings &more)
{
  if (run_case(folder, case_file, coarse + more + Settings{pulse(volts)})["resistance_ratio"] < 10)
    return std::nullopt;
  Reset reset{.source = volts};
  for (const auto &row : numbers_of(folder.path("run") + "/series.csv")) // 2 cell voltage, 3 current, 7 Joule heat
    reset = {volts, std::max(reset.volts, row[2]), std::max(reset.current, row[3]), std::max(reset.power, row[7])};
  return reset;
}
/// By halving the interval: the pulse at `to` must suffice.
inline Reset weakest_reset(const Folder &folder, const std::string &case_file, double from, double to,
                           const Settings &more)
{
  int                  low = 0, high = static_cast<int>(std::lround((to - from) / 0.1));
  std::optional<Reset> weakest;
  while (low < high)
  {
    const int middle = (low + high) / 2;
    if (const auto reset = reset_at(folder, case_file, from + 0.1 * middle, more))
    {
      weakest = reset;
      high    = middle;
    }
    else
      low = middle + 1;
  }
  if (!weakest)
    weakest = reset_at(folder, case_file, to, more);
  BOOST_REQUIRE_MESSAGE(weakest, case_file << ": no pulse up to " << to << " V raises the resistance ten times");
  return *weakest;
}

/// Threshold voltage of a slab of glass [V]: the largest voltage at the cell while a source behind 50 kohm rises by 0.1
/// V/ns to `volts`.
inline double threshold_voltage(const Folder &folder, const std::string &case_file, double glass_nm, double volts,
                                const Settings &more)
{
  const std::string ramp = std::to_string(volts) + " V for 0.1 ns, rise " + std::to_string(10 * volts) + " ns";
  run_case(folder, case_file,
           coarse + more +
               Settings{"program/pulses=" + ramp, "program/last read=0 s", "circuit/series resistance=50 kohm",
                        "initial state/glass interface width=1 nm",
                        "initial state/glass length=" + std::to_string(glass_nm) + " nm"});
  double highest = 0;
  for (const auto &row : numbers_of(folder.path("run") + "/series.csv")) // time [ns], source [V], cell [V]
    highest = std::max(highest, row[2]);
  return highest;
}
} // namespace quench::test
