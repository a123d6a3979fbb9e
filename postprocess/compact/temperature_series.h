#pragma once

#include <postprocess/compact/device_parts.h>
#include <postprocess/compact/drift.h>
#include <postprocess/compact/measurement.h>

#include <optional>
#include <vector>

/// One state stored at several temperatures.
namespace quench::compact
{
/// Drift of a run, and the amplitude of its last pulse.
struct StoredState
{
  DriftState drift;
  double     amplitude_V = 0;
};

/// The temperature most states were stored at; the lower of two that have as many.
double reference_temperature(const std::vector<StoredState> &states);

/// Exponents of the amplitude that was stored at most temperatures; empty with fewer than two.
std::optional<DriftTemperature> make_drift_temperature(const std::vector<StoredState> &states);

/// Onsets of that amplitude where they show, and the barrier from ln(tau0/T) against 1/kT (eq. X6) with three
/// temperatures or more. Empty without any onset, or with fewer than two temperatures.
std::optional<OnsetTemperature> make_onset_temperature(const std::vector<StoredState> &states);
} // namespace quench::compact
