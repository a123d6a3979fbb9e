#pragma once

#include <postprocess/compact/compact_model.h>
#include <postprocess/compact/fit.h>
#include <postprocess/compact/measurement.h>

#include <optional>
#include <string>
#include <vector>

/// From drift records to nu(G).
namespace quench::compact
{
struct DriftOptions
{
  double t0_s = 20;       ///< conductances are given at this time [s]; 20 s is aihwkit's origin
  Window window;          ///< the part of the record that is fitted
  double onset_s = 1;     ///< an apparent onset later than this is the curvature of a mixed state, not an onset [s]
  double merge   = 0.005; ///< states whose ln G differ by less are one state
};

/// The fitted drift of one run's last state.
struct DriftState
{
  std::string          run;
  double               temperature_K = 0;
  PowerLaw             law;
  std::optional<Onset> onset;
  int                  ensemble = -1; ///< number of the ensemble it belongs to; below 0: none
};

/// Reads of one voltage and temperature, those most of the record has. Throws InputError naming the run for a read at
/// another temperature that has no such read within 5 % of its time: the temperature has changed during the record.
std::vector<Read> reference_reads(const std::vector<Read> &record, const std::string &run);

/// Fit the reads after the last pulse (reference_reads). Empty if there is no record (a single read, or no pulse at
/// all). The window starts at ten times the onset where the record shows one. Throws InputError naming the run for a
/// record that is too short, or during which the temperature changes by more than 0.1 K.
std::optional<DriftState> fit_drift(const Run &run, const DriftOptions &options);

/// nu(G) over all states: sorted by G, equal states merged (mean of both; standard error from theirs and from
/// how much they disagree). An ensemble is one state; the deviation of nu among its devices, without what the fits
/// themselves scatter, is nu_spread, linear in ln G between ensembles and constant beyond. Throws InputError without
/// states, or if they were taken at different temperatures.
Drift make_drift(std::vector<DriftState> states, const DriftOptions &options);

FitRecord make_record(const DriftState &state);
} // namespace quench::compact
