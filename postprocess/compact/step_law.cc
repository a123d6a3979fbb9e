#include <postprocess/compact/step_law.h>

#include <physics/base/error.h>
#include <physics/base/random.h>
#include <postprocess/compact/least_squares.h>

#include <ceres/ceres.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace quench::compact
{
namespace
{
constexpr int    n_parameters = 6;  // mean: slope, offset, history; deviation: the same
constexpr double needed_gain  = 12; // choice: chance gains more once in 400 fits

/// How a step ended: where it wanted to, or cut off.
enum class End
{
  free,
  floor,
  ceiling
};

struct Observation
{
  std::array<double, 3> x; ///< conductance before, 1, history
  double                step = 0;
  End                   end  = End::free;
};

double normal_density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi); }

/// phi(z)/Phi(z); by its asymptote where both vanish.
double mills(double z)
{
  constexpr double far = -30;
  return z < far ? -z : normal_density(z) / (0.5 * std::erfc(-z / std::numbers::sqrt2));
}

double log_phi(double z)
{
  constexpr double far = -30;
  return z < far ? -z * z / 2 - std::log(-z * std::sqrt(2 * std::numbers::pi))
                 : std::log(0.5 * std::erfc(-z / std::numbers::sqrt2));
}

/// -ln likelihood of one observation, and its derivatives with respect to mean and deviation.
struct Cost
{
  double value, by_mean, by_deviation;
};

Cost cost_of(const Observation &o, double mean, double deviation)
{
  const double z = (o.step - mean) / deviation;
  if (o.end == End::free)
    return {std::log(deviation) + z * z / 2, -z / deviation, (1 - z * z) / deviation};
  const double sign = o.end == End::floor ? 1 : -1, ratio = mills(sign * z);
  return {-log_phi(sign * z), sign * ratio / deviation, sign * ratio * z / deviation};
}

/// Mean and deviation of a step.
struct Law
{
  const double *p;

  double mean(const Observation &o) const { return p[0] * o.x[0] + p[1] * o.x[1] + p[2] * o.x[2]; }
  double deviation(const Observation &o) const { return p[3] * o.x[0] + p[4] * o.x[1] + p[5] * o.x[2]; }
};

/// The negative log likelihood with its gradient; bounded, as no deviation below `least` is allowed.
class Likelihood final : public ceres::FirstOrderFunction
{
public:
  Likelihood(const std::vector<Observation> &data, double least) : data_(data), least_(least) {}

  bool Evaluate(const double *p, double *cost, double *gradient) const override
  {
    const Law law{p};
    *cost = 0;
    if (gradient)
      std::fill(gradient, gradient + n_parameters, 0.0);
    for (const Observation &o : data_)
    {
      const double deviation = law.deviation(o);
      if (!(deviation > least_))
        return false; // the line search turns back
      const Cost c = cost_of(o, law.mean(o), deviation);
      *cost += c.value;
      for (int k = 0; k < 3 && gradient; ++k)
      {
        gradient[k] += c.by_mean * o.x[std::size_t(k)];
        gradient[k + 3] += c.by_deviation * o.x[std::size_t(k)];
      }
    }
    return std::isfinite(*cost);
  }
  int NumParameters() const override { return n_parameters; }

private:
  const std::vector<Observation> &data_;
  double                          least_;
};

/// Lowest or highest conductance after a pulse; a bound only if at least three steps end there.
struct Bounds
{
  double floor_uS, ceiling_uS;
  bool   has_floor, has_ceiling;
};

Bounds bounds_of(std::span<const Step> steps)
{
  constexpr double same   = 1e-9;
  constexpr int    enough = 3;
  Bounds           b{steps[0].after_uS, steps[0].after_uS, false, false};
  for (const Step &step : steps)
  {
    b.floor_uS   = std::min({b.floor_uS, step.after_uS, step.before_uS});
    b.ceiling_uS = std::max({b.ceiling_uS, step.after_uS, step.before_uS});
  }
  int at_floor = 0, at_ceiling = 0;
  for (const Step &step : steps)
  {
    at_floor += step.after_uS <= b.floor_uS * (1 + same);
    at_ceiling += step.after_uS >= b.ceiling_uS * (1 - same);
  }
  b.has_floor   = at_floor >= enough;
  b.has_ceiling = at_ceiling >= enough;
  return b;
}

std::vector<Observation> observations(std::span<const Step> steps, const Bounds &b, double memory)
{
  constexpr double         same = 1e-9;
  std::vector<Observation> list;
  for (const Step &step : steps)
  {
    Observation o;
    o.x    = {step.before_uS, 1, std::exp(-step.pulse / memory)};
    o.step = step.after_uS - step.before_uS;
    if (b.has_floor && step.after_uS <= b.floor_uS * (1 + same))
      o.end = End::floor;
    else if (b.has_ceiling && step.after_uS >= b.ceiling_uS * (1 - same))
      o.end = End::ceiling;
    list.push_back(o);
  }
  return list;
}

struct Maximum
{
  std::array<double, n_parameters> p{};
  double                           cost = 0;
};

/// Minimum of the cost from `start`; `with_history` false holds the two history terms at 0.
Maximum maximise(std::vector<Observation> data, Maximum start, double least, bool with_history)
{
  if (!with_history)
  {
    for (Observation &o : data)
      o.x[2] = 0;
    start.p[2] = start.p[5] = 0;
  }
  ceres::GradientProblem                problem(new Likelihood(data, least));
  ceres::GradientProblemSolver::Options options;
  options.max_num_iterations         = 500;
  options.function_tolerance         = 1e-12;
  options.gradient_tolerance         = 1e-8;
  options.line_search_direction_type = ceres::BFGS;
  options.logging_type               = ceres::SILENT;
  ceres::GradientProblemSolver::Summary summary;
  ceres::Solve(options, problem, start.p.data(), &summary);
  start.cost = summary.final_cost;
  return start;
}

/// A first guess: the mean step, and its deviation, everywhere.
Maximum guess(std::span<const Step> steps)
{
  std::vector<double> change;
  for (const Step &step : steps)
    change.push_back(step.after_uS - step.before_uS);
  const Sample sample = sample_of(change);
  if (!(sample.deviation.value > 0))
    throw InputError("step law", "steps without any spread", "an ensemble of devices is needed");
  Maximum start;
  start.p = {0, sample.mean.value, 0, 0, sample.deviation.value, 0};
  return start;
}

/// Golden section over ln(memory): the profile of the likelihood.
std::pair<double, Maximum> best_memory(std::span<const Step> steps, const Bounds &b, const Maximum &start, double least)
{
  constexpr double shortest = 0.5, longest = 50, accuracy = 1e-3; // pulses; of ln(memory)
  const double     ratio = (std::sqrt(5.0) - 1) / 2;
  const auto       at    = [&](double x) { return maximise(observations(steps, b, std::exp(x)), start, least, true); };
  double           low = std::log(shortest), high = std::log(longest);
  double           left = high - ratio * (high - low), right = low + ratio * (high - low);
  Maximum          f_left = at(left), f_right = at(right);
  while (high - low > accuracy)
    if (f_left.cost < f_right.cost)
    {
      high    = right;
      right   = left;
      f_right = f_left;
      left    = high - ratio * (high - low);
      f_left  = at(left);
    }
    else
    {
      low     = left;
      left    = right;
      f_left  = f_right;
      right   = low + ratio * (high - low);
      f_right = at(right);
    }
  return f_left.cost < f_right.cost ? std::pair{std::exp(left), f_left} : std::pair{std::exp(right), f_right};
}

/// Scores of one observation: by the six parameters and by ln(memory), on which the history x[2] = exp(-pulse/memory)
/// depends.
std::array<double, n_parameters + 1> score_of(const Observation &o, const Maximum &best)
{
  const Law                            law{best.p.data()};
  const Cost                           c = cost_of(o, law.mean(o), law.deviation(o));
  std::array<double, n_parameters + 1> score;
  for (std::size_t k = 0; k < 3; ++k)
  {
    score[k]     = c.by_mean * o.x[k];
    score[k + 3] = c.by_deviation * o.x[k];
  }
  const double history = -o.x[2] * std::log(o.x[2]); // dx[2]/dln(memory)
  score.back()         = (c.by_mean * best.p[2] + c.by_deviation * best.p[5]) * history;
  return score;
}

/// Standard errors of the parameters `free`: inverse of the sum of score times score. 0 for the others.
std::array<double, n_parameters + 1> errors(const std::vector<Observation> &data, const Maximum &best,
                                            const std::vector<std::size_t> &free)
{
  Matrix information(free.size(), std::vector<double>(free.size(), 0.0));
  for (const Observation &o : data)
  {
    const auto score = score_of(o, best);
    for (std::size_t i = 0; i < free.size(); ++i)
      for (std::size_t j = 0; j < free.size(); ++j)
        information[i][j] += score[free[i]] * score[free[j]];
  }
  const auto covariance = inverse_symmetric(information);
  if (!covariance)
    throw InputError("step law", "the steps do not tell its parameters apart",
                     "trains over a range of conductances and pulse numbers are needed");
  std::array<double, n_parameters + 1> sigma{};
  for (std::size_t k = 0; k < free.size(); ++k)
    sigma[free[k]] = std::sqrt((*covariance)[k][k]);
  return sigma;
}

void check(std::span<const Step> steps)
{
  if (int(steps.size()) < fewest_steps)
    throw InputError("step law", std::to_string(steps.size()) + " steps",
                     "at least " + std::to_string(fewest_steps) + " are needed");
  for (const Step &step : steps)
    if (step.amplitude_V != steps[0].amplitude_V)
      throw InputError("step law", "steps of several amplitudes", "one law holds for one amplitude");
}
} // namespace

StepLaw fit_step_law(std::span<const Step> steps)
{
  check(steps);
  const Bounds  b           = bounds_of(steps);
  const Maximum start       = guess(steps);
  const double  least       = start.p[4] / 1000;
  const auto [memory, best] = best_memory(steps, b, start, least);
  const auto    data        = observations(steps, b, memory);
  const Maximum plain       = maximise(data, start, least, false);
  const double  gain        = 2 * (plain.cost - best.cost);
  const bool    history     = gain > needed_gain;
  const auto   &p           = history ? best.p : plain.p;
  const auto    sigma       = history ? errors(data, best, {0, 1, 2, 3, 4, 5, 6}) : errors(data, plain, {0, 1, 3, 4});
  StepLaw       law;
  law.amplitude_V       = steps[0].amplitude_V;
  law.g_floor_uS        = b.floor_uS;
  law.g_ceiling_uS      = b.ceiling_uS;
  law.mean_slope        = {p[0], sigma[0]};
  law.mean_offset_uS    = {p[1], sigma[1]};
  law.mean_history_uS   = {p[2], sigma[2]};
  law.spread_slope      = {p[3], sigma[3]};
  law.spread_offset_uS  = {p[4], sigma[4]};
  law.spread_history_uS = {p[5], sigma[5]};
  law.memory_pulses     = {memory, memory * sigma[6]};
  law.history_gain      = gain;
  law.steps             = int(steps.size());
  return law;
}

std::vector<Spread> simulate_trains(const StepLaw &law, double g_start_uS, int n_pulses, int n_devices,
                                    unsigned long long seed)
{
  constexpr std::uint32_t          purpose = 0x73746570; // "step"
  std::vector<std::vector<double>> after{static_cast<std::size_t>(n_pulses)};
  for (int device = 0; device < n_devices; ++device)
  {
    RandomStream random(seed, purpose, std::uint64_t(device), 0);
    double       g = g_start_uS, P = 1;
    for (auto &pulse : after)
    {
      P *= std::exp(-1 / law.memory_pulses.value);
      const double mean   = law.mean_slope.value * g + law.mean_offset_uS.value + law.mean_history_uS.value * P;
      const double spread = law.spread_slope.value * g + law.spread_offset_uS.value + law.spread_history_uS.value * P;
      g = std::clamp(g + mean + std::max(spread, 0.0) * random.normal(), law.g_floor_uS, law.g_ceiling_uS);
      pulse.push_back(g);
    }
  }
  std::vector<Spread> result;
  for (const auto &pulse : after)
  {
    const Sample sample = sample_of(pulse);
    result.push_back({sample.mean.value, sample.deviation.value});
  }
  return result;
}
} // namespace quench::compact
