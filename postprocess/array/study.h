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

/// A device of a study and its name in tables.
struct StudyDevice
{
  std::string        name;
  const DeviceModel *model;
};
using StudyDevices = std::vector<StudyDevice>;

/// Accuracy of a network at the times of the case, under every scheme of the case and for every device, over many
/// arrays. All devices see the same network and the same seeds.
///
/// Results: float_accuracy; accuracy_SCHEME_TIME_{mean,std,min,max} with TIME as in time_label(), and
/// accuracy_DEVICE_SCHEME_TIME_... if there are several devices. A space in a scheme is an underscore.
/// Tables: accuracy.csv (every array), accuracy_summary.csv. The std is that of the arrays (n - 1), 0 for one.
Outcome run_accuracy_study(const ArrayCase &array_case, const StudyDevices &devices, const Log &log);

/// The same for a network and images that are there already. `calibration` sets the bounds of the converters.
Outcome run_accuracy_study(const ArrayCase &array_case, const StudyDevices &devices, const Network &network,
                           const Matrix &calibration, const Dataset &test, const Log &log);

/// Relative error |Y(t) - Y| / |Y| (Frobenius norm, mean over matrices) of products of random matrices with random
/// vectors through ideal converters, under every scheme of the case and for every device.
///
/// Results: error_SCHEME_TIME, alpha_TIME (global compensation), effective_bits_SCHEME_TIME of an output (eq. A10);
/// with a device's name before the scheme if there are several. Tables: mvm_error.csv; effective_bits.csv with the
/// effective bits of one device against its conductance as programmed.
Outcome run_multiplication_study(const ArrayCase &array_case, const StudyDevices &devices, const Log &log);

/// The study the case asks for; adds the sources of the device models to the details. The folder of the case is where
/// its update model is looked for.
Outcome run_study(const ArrayCase &array_case, const StudyDevices &devices, const Log &log,
                  const std::string &folder = "");
} // namespace quench::array
