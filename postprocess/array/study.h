#pragma once

#include <functional>
#include <string>

#include <postprocess/array/array_case.h>
#include <postprocess/array/device_model.h>
#include <postprocess/array/network.h>
#include <postprocess/array/results.h>
#include <postprocess/array/tiles/tile.h>

namespace quench::array
{
/// Takes one line of progress.
using Log = std::function<void(const std::string &)>;

/// A device of a study and its name in tables.
struct StudyDevice
{
  std::string        name;
  const DeviceModel *model;
};
using StudyDevices = std::vector<StudyDevice>;

/// Accuracy of a network at the times of the case, under every scheme of the case and for every device, over many
/// arrays. All devices see the same network and the same seeds; a network that is trained for its arrays is trained for
/// the first device.
///
/// Results: float_accuracy; tiles, devices, conversions; accuracy_SCHEME_TIME_{mean,std,min,max} with TIME as in
/// time_label(), and accuracy_DEVICE_SCHEME_TIME_... if there are several devices. A space in a scheme is an
/// underscore. Tables: accuracy.csv (every array), accuracy_summary.csv. The std is that of the arrays (n - 1), 0 for
/// one. A network that was trained is saved: network.npz (see archive_of()). The folder of the case is where files are
/// looked for.
Outcome run_accuracy_study(const ArrayCase &array_case, const StudyDevices &devices, const Log &log,
                           const std::string &folder = "");

/// The same for a network and images that are there already. `calibration` sets the bounds of the converters.
Outcome run_accuracy_study(const ArrayCase &array_case, const StudyDevices &devices, const Network &network,
                           const Matrix &calibration, const Dataset &test, const Log &log);

/// Relative error |Y(t) - Y| / |Y| (Frobenius norm, mean over matrices) of products of random matrices with random
/// vectors through the converters of the case, under every scheme of the case and for every device.
///
/// Results: error_SCHEME_TIME, alpha_TIME (global compensation), effective_bits_SCHEME_TIME of an output in the window
/// of its converter (eq. A10), left out where a product is exact;
/// with a device's name before the scheme if there are several. Tables: mvm_error.csv; effective_bits.csv with the
/// effective bits of one device against its conductance as programmed.
Outcome run_multiplication_study(const ArrayCase &array_case, const StudyDevices &devices, const Log &log);

/// Digital and mixed-precision training of the same network (see train_mixed_precision()).
///
/// Results: float_accuracy, mixed_precision_accuracy, accuracy_loss, set_pulses, resets, most_written_device,
/// trainings_until_worn.
Outcome run_mixed_precision_study(const ArrayCase &array_case, const Log &log, const std::string &folder = "");

/// Stationary error of pulsed weights for every scheme and number of states, and the gain asymmetry of capacitors.
///
/// Results: {bias,rms}_SCHEME_N_states, gain_asymmetry_{fixed,inverting}. Table: stationary_error.csv.
Outcome run_pulsed_study(const ArrayCase &array_case, const Log &log);

/// Energy and latency of every layer of a network per image, from the assumptions of EnergyParameters.
///
/// Results: {energy,latency}_{layer_N,all}, efficiency, reported_efficiency, tiles, devices, conversions.
/// Table: layer_cost.csv.
Outcome run_cost_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log,
                       const std::string &folder = "");

/// Relative errors of the projections of a transformer block, each for digital inputs, and of the whole block, with
/// global drift compensation.
///
/// Results: error_{query,key,value,output,inner,outer,block}_TIME. Table: transformer_error.csv.
Outcome run_transformer_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log);

/// Right answers on the generated long-range task with exact attention, digital and analog random features.
///
/// Results: accuracy_exact_attention, accuracy_digital_features, accuracy_analog_features_TIME. Table: long_range.csv.
Outcome run_long_range_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log);

/// Read energy, conversions and error of a mixture of experts per token.
///
/// Results: energy_K_of_N (cells), energy_ratio_K, conversions_K_of_N per token, error_K_of_N of the output; tiles,
/// devices. Table: experts.csv.
Outcome run_expert_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log);

/// Adds what the tiles take: results tiles, devices, and conversions of outputs for one input (image, vector, token).
void add_counts(Outcome &outcome, const TileCounts &counts);

/// The study the case asks for; adds the sources of the device models, if it asks for devices, to the details. The
/// folder of the case is where its update model is looked for.
Outcome run_study(const ArrayCase &array_case, const StudyDevices &devices, const Log &log,
                  const std::string &folder = "");
} // namespace quench::array
