#pragma once

#include <functional>
#include <string>

#include <postprocess/array/array_case.h>
#include <postprocess/array/device_model.h>
#include <postprocess/array/network.h>
#include <postprocess/array/results.h>

namespace quench::array
{
/// Takes one line of progress.
using Log = std::function<void(const std::string &)>;

/// Accuracy of a network at the times of the case, raw and with global drift compensation, over many arrays.
///
/// Results: float_accuracy; accuracy_{raw,compensated}_TIME_{mean,std,min,max} with TIME as in time_label().
/// Tables: accuracy.csv (every array), accuracy_summary.csv. The std is that of the arrays (n - 1), 0 for one.
Outcome run_accuracy_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log);

/// The same for a network and images that are there already. `calibration` sets the bounds of the converters.
Outcome run_accuracy_study(const ArrayCase &array_case, const DeviceModel &device, const Network &network,
                           const Matrix &calibration, const Dataset &test, const Log &log);

/// Relative error |Y(t) - Y| / |Y| (Frobenius norm, mean over matrices) of products of random matrices with random
/// vectors through ideal converters, raw and with global drift compensation.
///
/// Results: error_raw_TIME, error_compensated_TIME, alpha_TIME. Table: mvm_error.csv.
Outcome run_multiplication_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log);

/// Digital and mixed-precision training of the same network (see train_mixed_precision()).
///
/// Results: float_accuracy, mixed_precision_accuracy, accuracy_loss, set_pulses, resets, most_written_device,
/// trainings_until_worn.
Outcome run_mixed_precision_study(const ArrayCase &array_case, const Log &log);

/// Stationary error of pulsed weights for every scheme and number of states, and the gain asymmetry of capacitors.
///
/// Results: {bias,rms}_SCHEME_N_states, gain_asymmetry_{fixed,inverting}. Table: stationary_error.csv.
Outcome run_pulsed_study(const ArrayCase &array_case, const Log &log);

/// Energy and latency of every layer of a network per image, from the assumptions of EnergyParameters.
///
/// Results: {energy,latency}_{layer_N,all}, efficiency, reported_efficiency. Table: layer_cost.csv.
Outcome run_cost_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log);

/// Relative errors of the projections of a transformer block, each for digital inputs, and of the whole block, with
/// global drift compensation.
///
/// Results: error_{query,key,value,output,inner,outer,block}_TIME. Table: transformer_error.csv.
Outcome run_transformer_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log);

/// Right answers on the generated long-range task with exact attention, digital and analog random features.
///
/// Results: accuracy_exact_attention, accuracy_digital_features, accuracy_analog_features_TIME. Table: long_range.csv.
Outcome run_long_range_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log);

/// Read energy of a mixture of experts per token.
///
/// Results: energy_K_of_N, energy_ratio_K. Table: experts.csv.
Outcome run_expert_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log);

/// The study the case asks for; adds the sources of the device model to the details.
Outcome run_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log);
} // namespace quench::array
