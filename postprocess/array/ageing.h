#pragma once

#include <cstddef>

namespace quench::array
{
/// Conductances at an age (eq. A1): g[k] exp(-nu[k] D) with one loss D for all devices. |nu D| <= 700.
void age_by_power_law(std::size_t n, const double *g, const double *nu, double loss, double *aged);

/// The same with D interpolated: device k stands at `position[k]` (index and fraction) of the grid on which `loss`
/// is known. `loss` has a further, unused, number after the last point.
void age_by_table(std::size_t n, const double *g, const double *nu, const float *position, const double *loss,
                  double *aged);
} // namespace quench::array
