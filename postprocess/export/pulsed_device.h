#pragma once

#include <postprocess/export/card.h>

namespace quench::exports
{
/// From the SET train of a model: mean step against conductance, linear between the pulses of the train, and its spread
/// from the table of steps or the step law where the model has one. Throws InputError for a train that never rises.
PulsedDevice make_pulsed_device(const compact::CompactModel &model);

/// Mean step of one SET pulse at g_uS [uS], linear between the nodes; the nearest node outside.
double mean_step(const PulsedDevice &device, double g_uS);
double step_spread(const PulsedDevice &device, double g_uS);
} // namespace quench::exports
