#pragma once

#include <postprocess/compact/compact_model.h>
#include <postprocess/compact/measurement.h>

#include <optional>
#include <span>
#include <vector>

namespace quench::compact
{
/// Read noise of one state (eq. X10).
struct NoiseSpectrum
{
  Estimate Q;            ///< S(f) = Q^2/f
  Estimate white;        ///< relative deviation of one read
  double   slope    = 0; ///< of ln S against ln f below a twentieth of the read rate, for comparison with -1
  double   f_min_Hz = 0, f_max_Hz = 0; ///< fitted range
  int      points = 0;
};

/// Fewest reads of a trace; of more, the last power of two is used.
inline constexpr int fewest_trace_reads = 256;

/// One-sided power spectrum [1/Hz] of values dt apart after removing their straight line: Hann window, the lowest two
/// frequencies left out. `values` must be a power of two. Frequencies are (k + 3)/(n dt).
std::vector<double> power_spectrum(std::span<const double> values, double dt);

/// Q and white noise of relative conductances read every dt_s for t_read_s, by Whittle's likelihood. Standard errors
/// from the Fisher information, widened by 35/18 for the window's overlap. Throws InputError for fewer reads than
/// fewest_trace_reads or t_read_s not in (0, dt_s].
NoiseSpectrum fit_read_noise(std::span<const double> relative, double dt_s, double t_read_s);

/// Q = min(q_scale (G/g_max)^-q_power, q_max) and the mean white noise over the states with a trace (noise.csv). Empty
/// with fewer than three. Throws InputError naming the run for a trace that is not evenly spaced.
std::optional<ReadNoise> make_read_noise(const std::vector<ResultSet> &sets);
} // namespace quench::compact
