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

/// The study the case asks for; adds the sources of the device model to the details.
Outcome run_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log);
} // namespace quench::array
