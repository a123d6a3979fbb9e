#pragma once

#include <postprocess/compact/compact_model.h>
#include <postprocess/compact/ensemble.h>
#include <postprocess/compact/measurement.h>
#include <postprocess/compact/thermal_fit.h>

#include <vector>

/// From pulse-by-pulse reads to update tables.
namespace quench::compact
{
/// Fewest points that make a curve.
inline constexpr std::size_t fewest_amplitudes = 2;

/// Amplitude -> G and glass volume at read_time_s, from the single-pulse runs of the sweep that has most of them.
/// Runs of equal amplitude count once, their mean if there are at least fewest_trains; fewer whose conductances differ
/// by more than 1 % are no curve: InputError. Empty without at least fewest_amplitudes amplitudes.
std::optional<ResetCurve> make_reset_curve(const std::vector<ResultSet> &sets, double read_time_s);

/// The longest train; the mean of those that have its pulses, where there are several.
std::optional<SetTrain> make_set_train(const std::vector<Train> &trains);

/// Everything the sets tell about pulses; the asymmetry if a train's run shows the conductance before its RESET.
/// Updates are tabulated against volts: runs with pulses of current are not used, and `left_out` is told so.
Update make_update(const std::vector<ResultSet> &sets, double read_time_s, const LeftOut &left_out);
} // namespace quench::compact
