#pragma once

#include <optional>

#include <postprocess/array/update_model.h>

namespace quench::array
{
/// When a pair that only climbs is reset and written anew: the larger device reads above one conductance and the
/// smaller above another, so that a reset gains room. Both are the mean of some reads.
struct RefreshRule
{
  double larger_above = 0, smaller_above = 0;
  int    reads = 4; ///< choice: the difference of pairs of 10 and 15 uS then errs by less than programming does
};

/// One read of a device, with the noise of the update model.
double noisy_read(const UpdateModel &update, const PulsedDevice &device, RandomStream &random);

/// Reads a pair. If it is due: what to write, G+ - G- as read.
std::optional<double> read_for_refresh(const RefreshRule &rule, const UpdateModel &update, const PulsedDevice &plus,
                                       const PulsedDevice &minus, RandomStream &random);
} // namespace quench::array
