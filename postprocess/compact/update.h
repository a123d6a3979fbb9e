#pragma once

#include <postprocess/compact/compact_model.h>
#include <postprocess/compact/measurement.h>

#include <vector>

/// From pulse-by-pulse reads to update tables.
namespace quench::compact
{
/// Fewest points that make a curve, fewest pulses that make a train.
inline constexpr std::size_t fewest_amplitudes = 2;
inline constexpr int         fewest_set_pulses = 2;

/// Amplitude -> G and glass volume at read_time_s, from the single-pulse runs of the sweep that has most of them.
/// Runs of equal amplitude count once; if their conductances differ by more than 1 %, they are no curve: InputError.
/// Empty without a sweep of at least fewest_amplitudes single-pulse runs.
std::optional<ResetCurve> make_reset_curve(const std::vector<ResultSet> &sets, double read_time_s);

/// The pulses after the RESET of the run with most pulses (the pulse that took most of the conductance; the first
/// pulse of all where none halved it). The read delay is that of the first read
/// after each pulse. Empty without a run of at least fewest_set_pulses such pulses.
std::optional<SetTrain> make_set_train(const std::vector<ResultSet> &sets);

/// Both, and the asymmetry if the train's run shows the conductance before its RESET.
Update make_update(const std::vector<ResultSet> &sets, double read_time_s);
} // namespace quench::compact
