#include <postprocess/array/study.h>

#include <postprocess/array/analog_network.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>
#include <mutex>
#include <numeric>

namespace quench::array
{
namespace
{
const std::vector<Compensation> schemes{Compensation::none, Compensation::global};
const std::vector<std::string>  scheme_names{"raw", "compensated"};

/// Accuracies of one array. [time][scheme]
using ArrayAccuracies = std::vector<std::vector<double>>;

std::string percent(double fraction)
{
  std::string text = std::to_string(100 * fraction);
  return text.substr(0, text.find('.') + 3) + " %";
}

/// What all arrays share.
struct Setting
{
  const ArrayCase        &array_case;
  const DeviceModel      &device;
  const Network          &network;
  std::vector<LayerRange> ranges;
  const Dataset          &test;
};

ArrayAccuracies run_array(const Setting &setting, int number)
{
  const ArrayCase    &c    = setting.array_case;
  const std::uint64_t seed = c.seed + static_cast<std::uint64_t>(number);
  const AnalogNetwork arrays(setting.network, setting.ranges, c.mapping, c.periphery, setting.device, seed);
  ArrayAccuracies     result;
  for (std::size_t i = 0; i < c.times.size(); ++i)
    result.push_back(arrays.at(c.times[i], static_cast<std::uint32_t>(i + 1)).accuracies(setting.test, schemes));
  return result;
}

/// All arrays, `threads` at a time. The numbers are keyed, so the order does not matter.
std::vector<ArrayAccuracies> run_arrays(const Setting &setting, const Log &log)
{
  const int                    n = setting.array_case.arrays;
  std::vector<ArrayAccuracies> results(n);
  std::atomic<int>             next = 0;
  std::mutex                   log_lock;
  const auto                   work = [&] {
    for (int k = next++; k < n; k = next++)
    {
      results[k] = run_array(setting, k);
      const std::scoped_lock lock(log_lock);
      log("array " + std::to_string(k + 1) + " of " + std::to_string(n) + ": last time raw " +
                            percent(results[k].back()[0]) + ", compensated " + percent(results[k].back()[1]));
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

void add_summary(Outcome &outcome, const std::string &scheme, double time, const Summary &s, std::size_t n)
{
  const std::string name = "accuracy_" + scheme + "_" + time_label(time);
  outcome.results.push_back({name + "_mean", s.mean, "1"});
  outcome.results.push_back({name + "_std", s.deviation, "1"});
  outcome.results.push_back({name + "_min", s.lowest, "1"});
  outcome.results.push_back({name + "_max", s.highest, "1"});
  outcome.tables[1].rows.push_back(full_digits(time / units::s) + "," + scheme + "," + full_digits(s.mean) + "," +
                                   full_digits(s.deviation) + "," + full_digits(s.lowest) + "," +
                                   full_digits(s.highest) + "," + std::to_string(n));
}

Outcome tabulate(const ArrayCase &c, double float_accuracy, const std::vector<ArrayAccuracies> &arrays)
{
  Outcome outcome;
  outcome.results.push_back({"float_accuracy", float_accuracy, "1"});
  outcome.tables = {{"accuracy.csv", "time_s,scheme,seed,accuracy", {}},
                    {"accuracy_summary.csv", "time_s,scheme,mean,std,min,max,n", {}}};
  for (std::size_t i = 0; i < c.times.size(); ++i)
    for (std::size_t s = 0; s < schemes.size(); ++s)
    {
      std::vector<double> values;
      for (std::size_t k = 0; k < arrays.size(); ++k)
      {
        values.push_back(arrays[k][i][s]);
        outcome.tables[0].rows.push_back(full_digits(c.times[i] / units::s) + "," + scheme_names[s] + "," +
                                         std::to_string(c.seed + k) + "," + full_digits(values.back()));
      }
      add_summary(outcome, scheme_names[s], c.times[i], summarize(values), values.size());
    }
  return outcome;
}
} // namespace

Outcome run_accuracy_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log)
{
  const Dataset training = read_dataset(array_case.data_set.folder, "train", array_case.data_set.training_images);
  const Dataset test     = read_dataset(array_case.data_set.folder, "t10k", array_case.data_set.test_images);
  log("training on " + std::to_string(training.labels.size()) + " images");
  const Network network = train(training, array_case.network, {device, array_case.mapping, array_case.periphery});
  return run_accuracy_study(array_case, device, network,
                            training.images.topRows(array_case.periphery.calibration_images), test, log);
}

Outcome run_accuracy_study(const ArrayCase &array_case, const DeviceModel &device, const Network &network,
                           const Matrix &calibration, const Dataset &test, const Log &log)
{
  const double float_accuracy = accuracy(forward(network, test.images), test.labels);
  log("float accuracy " + percent(float_accuracy) + " on " + std::to_string(test.labels.size()) + " test images");
  const Setting setting{array_case, device, network, calibrate(network, calibration, array_case.periphery), test};
  Outcome       outcome = tabulate(array_case, float_accuracy, run_arrays(setting, log));
  outcome.details.set("test_images", static_cast<int>(test.labels.size())).set("arrays", array_case.arrays);
  return outcome;
}
} // namespace quench::array
