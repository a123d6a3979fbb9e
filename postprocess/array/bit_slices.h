#pragma once

#include <vector>

#include <postprocess/array/matrix.h>
#include <postprocess/array/random_streams.h>

namespace quench::array
{
/// Whole-number weights on slices of single devices, each column of a slice with its own converter that rounds to
/// whole digits (eq. A11). A device with digit d of b bits has
///     G = G_min + d (G_max - G_min) / (2^b - 1),
/// and the converter counts in steps of (G_max - G_min) / (2^b - 1): G_min of the devices that are on is what it
/// cannot tell from digits. Slices with fewer bits have larger steps, that is, larger margins.
///
/// Signs: if the first slice has one bit it carries the sign of two's complement, else half of the range is added to
/// all weights and taken off digitally.
struct BitSlices
{
  std::vector<int> bits{2, 2, 2, 2}; ///< most significant first, 2 to 16 in all
  double           off_ratio = 0;    ///< G_min / G_max, in [0, 1)
  double           sigma     = 0;    ///< deviation of programming in units of G_max - G_min
};

/// Products of binary vectors with weights through such slices. w: [output][input], whole numbers of all bits
/// together; x: [vector][input], 0 or 1; result [vector][output]. `seed` keys the programming errors.
/// Throws InputError for other weights, inputs or slices.
DeviceMatrix sliced_product(const DeviceMatrix &w, const DeviceMatrix &x, const BitSlices &slices, std::uint64_t seed);

/// Devices per column that may be on before G_min alone makes the converter of slice k err: its margin, half a step.
double margin_in_devices(const BitSlices &slices, std::size_t k);
} // namespace quench::array
