#include <postprocess/array/compensation.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace quench::array
{
namespace
{
const std::vector<std::pair<std::string, Compensation>> scheme_names{
    {"raw", Compensation::none},
    {"compensated", Compensation::global},
    {"columns", Compensation::columns},
    {"slope", Compensation::slope},
    {"reference cells", Compensation::reference_cells},
    {"temperature", Compensation::temperature},
    {"current scaling", Compensation::current_scaling}};

double mean_magnitude(const Matrix &reading) { return reading.cwiseAbs().cast<double>().mean(); }
} // namespace

std::string name_of(Compensation scheme)
{
  return std::find_if(scheme_names.begin(), scheme_names.end(),
                      [&](const auto &known) { return known.second == scheme; })
      ->first;
}

std::vector<Compensation> schemes_of(const CompensationParameters &parameters)
{
  std::vector<std::string>  known;
  std::vector<Compensation> result;
  for (const auto &[name, scheme] : scheme_names)
    known.push_back(name);
  for (const std::string &name : parameters.schemes)
  {
    const auto place = std::find(known.begin(), known.end(), name);
    if (place == known.end())
      throw InputError("compensation/schemes", name, "one of " + join(known, ", "), did_you_mean(name, known));
    const Compensation scheme = scheme_names[static_cast<std::size_t>(place - known.begin())].second;
    if (std::find(result.begin(), result.end(), scheme) != result.end())
      throw InputError("compensation/schemes", name + " twice", "every scheme once");
    result.push_back(scheme);
  }
  if (result.empty())
    throw InputError("compensation/schemes", "none", "at least one of " + join(known, ", "));
  return result;
}

RowVector column_compensation(const Matrix &weights, const Matrix &reading_at_start, const Matrix &reading_now)
{
  RowVector factor(weights.rows());
  for (Eigen::Index i = 0; i < factor.size(); ++i)
  {
    const double start = weights.row(i).cast<double>().dot(reading_at_start.row(i).cast<double>());
    const double now   = weights.row(i).cast<double>().dot(reading_now.row(i).cast<double>());
    factor[i]          = start > 0 && now > 0 ? static_cast<float>(start / now) : 1.0F; // no signal: no factor
  }
  return factor;
}

double slope_compensation(const DeviceModel &device, double alpha_calibrated, const Age &calibrated, const Age &age)
{
  const double loss = mean_loss(device, calibrated);
  return loss > 0 ? std::pow(alpha_calibrated, mean_loss(device, age) / loss) : 1; // what does not drift needs none
}

DeviceMatrix reference_weights(const DeviceMatrix &weights, double largest, int n)
{
  std::vector<double> sorted(weights.data(), weights.data() + weights.size());
  for (double &w : sorted)
    w = std::min(std::abs(w), largest);
  std::sort(sorted.begin(), sorted.end());
  DeviceMatrix cells(1, n);
  for (int k = 0; k < n; ++k)
    cells(0, k) = sorted[static_cast<std::size_t>((k + 0.5) / n * static_cast<double>(sorted.size()))];
  return cells;
}

double temperature_slope(const Matrix &reading, const Matrix &warm_reading, double span)
{
  return (mean_magnitude(warm_reading) / mean_magnitude(reading) - 1) / span;
}
} // namespace quench::array
