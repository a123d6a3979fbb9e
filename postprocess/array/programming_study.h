#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/programming.h>
#include <postprocess/array/pulsed_tile.h>
#include <postprocess/array/results.h>
#include <postprocess/array/stdp.h>
#include <postprocess/array/update_parameters.h>

namespace quench::array
{
struct ArrayCase;

/// A train of SET pulses from RESET.
struct TrainParameters
{
  int    pulses = 30;
  double first  = 0.15;
  double last   = 1.15;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = TrainParameters;
    entry("pulses", &P::pulses, Range{2, 10000}, "SET pulses after a RESET", "choice");
    entry("first strength", &P::first, "1", non_negative, "of the ramp, relative to the pulse of the update model",
          "choice");
    entry("last strength", &P::last, "1", non_negative, "of the ramp; in between it rises evenly", "choice");
  }
};

/// A tile of pairs whose converters differ.
struct TileParameters
{
  int                size              = 256;
  double             column_gain_error = 0.03;
  double             window            = 8 * units::uS;
  double             clip              = 2.5;
  GradientParameters gradient;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = TileParameters;
    entry("size", &P::size, Range{1, 4096}, "rows and columns", "choice");
    entry("column gain error", &P::column_gain_error, "1", non_negative,
          "standard deviation of the gain of a column's converter", "choice");
    entry("window", &P::window, "uS", positive, "difference G+ - G- of the largest weight", "choice");
    entry("clip", &P::clip, "1", positive, "normal weights are clipped at so many standard deviations", "choice");
    entry.subsection("gradient", &P::gradient);
  }
};

/// The study `programming`.
struct ProgrammingParameters
{
  int              devices = 10000;
  double           target  = 6 * units::uS;
  UpdateParameters update;
  VerifyParameters verify;
  TrainParameters  train;
  TileParameters   tile;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = ProgrammingParameters;
    entry("devices", &P::devices, Range{2, 10000000}, "of the train and of program-and-verify", "choice");
    entry("target", &P::target, "uS", positive, "of program-and-verify", "choice");
    entry.subsection("update", &P::update);
    entry.subsection("verify", &P::verify);
    entry.subsection("train", &P::train);
    entry.subsection("tile", &P::tile);
  }
};

/// How well devices and tiles can be programmed by pulses. Drift is that of `device`, stored as the case says.
///
/// Results: linearity_{fixed,ramp}; verify_{pulses,done}, verify_sigma (independent read), verify_{mean,std}_TIME;
/// tile_error_{verify,gradient}. Tables: train.csv, verify.csv.
Outcome run_programming_study(const ArrayCase &array_case, const DeviceModel &device, const UpdateModel &update);
} // namespace quench::array
