#pragma once

#include <postprocess/compact/device_parts.h>
#include <postprocess/compact/drift.h>
#include <postprocess/compact/measurement.h>

#include <optional>
#include <vector>

/// Reads of one state that were taken so quickly one after the other that it did not drift: sweeps of read voltage or
/// of temperature.
namespace quench::compact
{
/// Consecutive reads after the last pulse within 5 % of the first one's time.
std::vector<std::vector<Read>> quick_groups(const Run &run);

/// A run and its state's G(t0).
struct ReadState
{
  const Run *run  = nullptr;
  double     g_uS = 0, temperature_K = 0;
};

/// Fewest different voltages of a current-voltage curve, fewest temperatures of an activation energy.
inline constexpr int fewest_voltages     = 5;
inline constexpr int fewest_temperatures = 3;

/// I = G V (1 + nl2 V + nl3 V^2) of each state that has a group with fewest_voltages voltages at its reference
/// temperature (eq. X2). Empty without any. Throws InputError naming the run where a curve cannot be told apart.
std::optional<CurrentVoltage> make_current_voltage(const std::vector<ReadState> &states);

/// Activation energy of each state that has a group with fewest_temperatures temperatures at its reference voltage,
/// from its latest such group (eq. X1); growth per decade from all groups of the state of lowest conductance, if there
/// are at least three over a decade (eq. X9).
std::optional<ReadTemperature> make_read_temperature(const std::vector<ReadState> &states);
} // namespace quench::compact
