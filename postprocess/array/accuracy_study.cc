#include <postprocess/array/study.h>

#include <postprocess/array/analog_network.h>
#include <postprocess/array/case_data.h>
#include <postprocess/array/case_files.h>
#include <postprocess/array/graph/model.h>
#include <postprocess/array/network_file.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>
#include <mutex>
#include <numeric>
#include <optional>

namespace quench::array
{
namespace
{
/// Accuracies of one array. [time][scheme]
using ArrayAccuracies = std::vector<std::vector<double>>;

/// What one array of the study gave and takes.
struct ArrayResult
{
  ArrayAccuracies accuracies;
  TileCounts      counts; ///< per image
};

std::string percent(double fraction)
{
  std::string text = std::to_string(100 * fraction);
  return text.substr(0, text.find('.') + 3) + " %";
}

/// What all arrays of one device share.
struct Setting
{
  const ArrayCase        &array_case;
  const DeviceModel      &device;
  const Model            &model;
  std::vector<LayerRange> ranges;
  const Dataset          &test;
};

AnalogNetwork make_arrays(const Setting &setting, const MappingParameters &mapping, std::uint64_t seed)
{
  const ArrayCase &c = setting.array_case;
  return {setting.model.network,
          setting.ranges,
          {setting.device, mapping, c.periphery, c.conditions},
          seed,
          c.compensation};
}

ArrayResult run_array(const Setting &setting, int number)
{
  const ArrayCase                &c    = setting.array_case;
  const std::uint64_t             seed = c.seed + static_cast<std::uint64_t>(number);
  const std::vector<Compensation> all  = schemes_of(c.compensation);
  std::vector<Compensation>       of_plain_array;
  for (const Compensation scheme : all)
    if (scheme != Compensation::current_scaling)
      of_plain_array.push_back(scheme);
  std::optional<AnalogNetwork> plain, scaled;
  if (!of_plain_array.empty())
    plain.emplace(make_arrays(setting, c.mapping, seed));
  if (of_plain_array.size() < all.size())
  {
    MappingParameters mapping         = c.mapping;
    mapping.encoding.current_exponent = c.compensation.current_exponent;
    scaled.emplace(make_arrays(setting, mapping, seed));
  }
  ArrayResult result{{},
                     (plain ? *plain : *scaled).counts(reads_per_image(setting.model, setting.test.images.topRows(1)))};
  for (std::size_t i = 0; i < c.times.size(); ++i)
  {
    const Age           age  = age_of(c, c.times[i]);
    const auto          read = static_cast<std::uint32_t>(i + 1);
    std::vector<double> values(all.size()), of_plain;
    if (plain)
      of_plain = accuracies(setting.model, plain->at(age, read), setting.test, of_plain_array);
    for (std::size_t s = 0, k = 0; s < all.size(); ++s)
      values[s] =
          all[s] != Compensation::current_scaling
              ? of_plain[k++]
              : accuracies(setting.model, scaled->at(age, read), setting.test, {Compensation::current_scaling})[0];
    result.accuracies.push_back(values);
  }
  return result;
}

/// All arrays, `threads` at a time. The numbers are keyed, so the order does not matter.
std::vector<ArrayResult> run_arrays(const Setting &setting, const Log &log)
{
  const int                n = setting.array_case.arrays;
  std::vector<ArrayResult> results(n);
  std::atomic<int>         next = 0;
  std::mutex               log_lock;
  const auto              &names = setting.array_case.compensation.schemes;
  const auto               work  = [&] {
    for (int k = next++; k < n; k = next++)
    {
      results[k] = run_array(setting, k);
      const std::scoped_lock lock(log_lock);
      std::string            line = "array " + std::to_string(k + 1) + " of " + std::to_string(n) + ", last time:";
      for (std::size_t s = 0; s < names.size(); ++s)
        line += (s ? ", " : " ") + names[s] + " " + percent(results[k].accuracies.back()[s]);
      log(line);
    }
  };
  std::vector<std::future<void>> workers;
  for (int t = 1; t < std::min(setting.array_case.threads, n); ++t)
    workers.push_back(std::async(std::launch::async, work));
  work();
  for (auto &worker : workers)
    worker.get();
  return results;
}

/// Mean, standard deviation (n - 1) and extremes.
struct Summary
{
  double mean = 0, deviation = 0, lowest = 0, highest = 0;
};

Summary summarize(const std::vector<double> &values)
{
  const auto   n    = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double       sum  = 0;
  for (const double x : values)
    sum += (x - mean) * (x - mean);
  const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
  return {mean, values.size() > 1 ? std::sqrt(sum / (n - 1)) : 0.0, *lowest, *highest};
}

/// Adds the arrays of one device to results and tables.
void add_device(Outcome &outcome, const ArrayCase &c, const std::string &device, bool is_named,
                const std::vector<ArrayResult> &arrays)
{
  for (std::size_t i = 0; i < c.times.size(); ++i)
    for (std::size_t s = 0; s < c.compensation.schemes.size(); ++s)
    {
      const std::string   scheme = c.compensation.schemes[s], time = full_digits(c.times[i] / units::s);
      std::vector<double> values;
      for (std::size_t k = 0; k < arrays.size(); ++k)
      {
        values.push_back(arrays[k].accuracies[i][s]);
        outcome.tables[0].rows.push_back(time + "," + scheme + "," + std::to_string(c.seed + k) + "," +
                                         full_digits(values.back()) + "," + device);
      }
      const Summary     sum = summarize(values);
      const std::string name =
          "accuracy_" + (is_named ? device + "_" : "") + word(scheme) + "_" + time_label(c.times[i]);
      outcome.results.push_back({name + "_mean", sum.mean, "1"});
      outcome.results.push_back({name + "_std", sum.deviation, "1"});
      outcome.results.push_back({name + "_min", sum.lowest, "1"});
      outcome.results.push_back({name + "_max", sum.highest, "1"});
      outcome.tables[1].rows.push_back(time + "," + scheme + "," + full_digits(sum.mean) + "," +
                                       full_digits(sum.deviation) + "," + full_digits(sum.lowest) + "," +
                                       full_digits(sum.highest) + "," + std::to_string(values.size()) + "," + device);
    }
}

NumpyArray array_of(const Matrix &x)
{
  return {{static_cast<std::size_t>(x.rows()), static_cast<std::size_t>(x.cols())}, {x.data(), x.data() + x.size()}};
}

/// The network of the case: of an ONNX file, of an NPZ file or trained here.
Model case_model(const ArrayCase &c, const Dataset &training, const DeviceModel &device, const std::string &folder)
{
  if (c.network.file.ends_with(".onnx"))
    return read_model(find_case_file(c.network.file, folder, "network/file"), training);
  return {case_network(c, training, device, folder)};
}

Outcome study_of_model(const ArrayCase &array_case, const StudyDevices &devices, const Model &model,
                       const Matrix &calibration, const Dataset &test, const Log &log)
{
  const double float_accuracy = accuracy(forward(model, test.images), test.labels);
  log("float accuracy " + percent(float_accuracy) + " on " + std::to_string(test.labels.size()) + " test images");
  Outcome outcome;
  outcome.results.push_back({"float_accuracy", float_accuracy, "1"});
  outcome.tables = {{"accuracy.csv", "time_s,scheme,seed,accuracy,device", {}},
                    {"accuracy_summary.csv", "time_s,scheme,mean,std,min,max,n,device", {}}};
  for (const StudyDevice &studied : devices)
  {
    if (devices.size() > 1)
      log("device " + studied.name);
    const Setting                  setting{array_case, *studied.model, model,
                          calibrate(model, calibration, array_case.periphery, array_case.mapping), test};
    const std::vector<ArrayResult> arrays = run_arrays(setting, log);
    if (&studied == &devices.front())
      add_counts(outcome, arrays.front().counts);
    add_device(outcome, array_case, studied.name, devices.size() > 1, arrays);
  }
  outcome.details.set("test_images", static_cast<int>(test.labels.size())).set("arrays", array_case.arrays);
  return outcome;
}
} // namespace

Outcome run_accuracy_study(const ArrayCase &array_case, const StudyDevices &devices, const Log &log,
                           const std::string &folder)
{
  const CaseData data = read_case_data(array_case, folder);
  if (array_case.network.file.empty())
    log("training on " + std::to_string(data.training.labels.size()) + " images");
  const Model model = case_model(array_case, data.training, *devices.front().model, folder);
  const auto  n_calibration =
      std::min<Eigen::Index>(array_case.periphery.calibration_images, data.training.images.rows());
  Outcome outcome =
      study_of_model(array_case, devices, model, data.training.images.topRows(n_calibration), data.test, log);
  if (array_case.network.file.empty())
    outcome.archives.push_back({"network.npz", archive_of(model.network)});
  if (model.graph)
    outcome.archives.push_back({"float_logits.npz", {{"logits", array_of(forward(model, data.test.images))}}});
  return outcome;
}

Outcome run_accuracy_study(const ArrayCase &array_case, const StudyDevices &devices, const Network &network,
                           const Matrix &calibration, const Dataset &test, const Log &log)
{
  return study_of_model(array_case, devices, {network}, calibration, test, log);
}
} // namespace quench::array
