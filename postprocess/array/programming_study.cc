#include <postprocess/array/programming_study.h>

#include <physics/base/error.h>
#include <postprocess/array/array_case.h>
#include <postprocess/array/product.h>
#include <postprocess/array/random_streams.h>

#include <cmath>

namespace quench::array
{
namespace
{
/// Running mean and standard deviation.
struct Moments
{
  double n = 0, sum = 0, squares = 0;

  void add(double x)
  {
    n += 1;
    sum += x;
    squares += x * x;
  }
  double mean() const { return sum / n; }
  double deviation() const { return std::sqrt(std::max(squares / n - mean() * mean(), 0.0)); }
};

void add_trains(Outcome &outcome, const ArrayCase &c, const UpdateModel &update)
{
  const TrainParameters &p = c.programming.train;
  std::vector<double>    ramp, fixed(static_cast<std::size_t>(p.pulses), 1.0);
  for (int k = 0; k < p.pulses; ++k)
    ramp.push_back(p.first + (p.last - p.first) * k / (p.pulses - 1));
  CsvTable   table{"train.csv", "train,pulse,strength,mean_uS,std_uS", {}};
  const auto add = [&](const std::string &name, const std::vector<double> &amplitudes) {
    const TrainStatistics s = run_train(update, amplitudes, c.programming.devices, c.seed);
    for (std::size_t k = 0; k < amplitudes.size(); ++k)
      table.rows.push_back(name + "," + std::to_string(k + 1) + "," + full_digits(amplitudes[k]) + "," +
                           full_digits(s.mean[k] / units::uS) + "," + full_digits(s.deviation[k] / units::uS));
    outcome.results.push_back({"linearity_" + name, linearity(s.mean), "1"});
  };
  add("fixed", fixed);
  if (update.knows_amplitudes())
    add("ramp", ramp);
  outcome.tables.push_back(table);
}

void add_verify(Outcome &outcome, const ArrayCase &c, const DeviceModel &device, const UpdateModel &update)
{
  const ProgrammingParameters &p = c.programming;
  const ProgramAndVerify       method(p.verify, update, device);
  Moments                      pulses, done, read;
  std::vector<Moments>         at(c.times.size());
  const PulseDrift             to_verify = method.drift_to(p.verify.verify_delay);
  std::vector<PulseDrift>      drifts;
  for (const double time : c.times)
    drifts.push_back(method.drift_to(time + p.verify.verify_delay, age_of(c, time).storage_temperature));
  for (int k = 0; k < p.devices; ++k)
  {
    RandomStream random(c.seed, static_cast<std::uint32_t>(Purpose::programming_pulses), static_cast<std::uint64_t>(k),
                        1);
    const ProgrammedDevice made = method.program(p.target, random);
    const double           g    = to_verify(made);
    pulses.add(made.n_pulses);
    done.add(made.is_done ? 1 : 0);
    read.add(g + update.read_sigma(g) * random.normal());
    for (std::size_t i = 0; i < at.size(); ++i)
      at[i].add(drifts[i](made));
  }
  outcome.results.push_back({"verify_pulses", pulses.mean(), "1"});
  outcome.results.push_back({"verify_done", done.mean(), "1"});
  outcome.results.push_back({"verify_sigma", read.deviation() / units::uS, "uS"});
  CsvTable table{"verify.csv", "time_s,mean_uS,std_uS", {}};
  for (std::size_t i = 0; i < at.size(); ++i)
  {
    outcome.results.push_back({"verify_mean_" + time_label(c.times[i]), at[i].mean() / units::uS, "uS"});
    outcome.results.push_back({"verify_std_" + time_label(c.times[i]), at[i].deviation() / units::uS, "uS"});
    table.rows.push_back(full_digits(c.times[i] / units::s) + "," + full_digits(at[i].mean() / units::uS) + "," +
                         full_digits(at[i].deviation() / units::uS));
  }
  outcome.tables.push_back(table);
}

void add_tile(Outcome &outcome, const ArrayCase &c, const DeviceModel &device, const UpdateModel &update)
{
  const TileParameters &p = c.programming.tile;
  DeviceMatrix          w(p.size, p.size), test_inputs(p.size, p.size);
  Matrix                deviates(1, p.size);
  fill_normal(w, {c.seed, Purpose::reference_weights, 0, 0});
  fill_normal(deviates, {c.seed, Purpose::reference_weights, 1, 0});
  fill_uniform(test_inputs, {c.seed, Purpose::reference_inputs, 0, 0});
  const RowVector    gain        = (1 + static_cast<float>(p.column_gain_error) * deviates.row(0).array()).matrix();
  const DeviceMatrix differences = w.array().max(-p.clip).min(p.clip).matrix() / p.clip * p.window;
  const auto         ideal       = [&](const Conductances &g, const Matrix &x) {
    Matrix y = times_transposed(x, (g.plus - g.minus).cast<float>());
    y.array().rowwise() *= gain.array();
    return y;
  };
  const auto reader = [&](const Conductances &g, const Matrix &x, std::uint32_t read) {
    const auto   sigma    = [&](double value) { return update.read_sigma(value); };
    const Matrix variance = (g.plus.unaryExpr(sigma).cwiseAbs2() + g.minus.unaryExpr(sigma).cwiseAbs2()).cast<float>();
    Matrix       y        = ideal(g, x), noise(y.rows(), y.cols());
    fill_normal_rows(noise, {c.seed, Purpose::output_noise, 0, read});
    y.array() += times_transposed(x.cwiseAbs2(), variance).array().sqrt() * noise.array();
    return y;
  };
  const Matrix x = test_inputs.cast<float>(), wanted = times_transposed(x, differences.cast<float>());
  PulsedTile   tile(p.size, p.size, update, c.seed);
  const auto   add_error = [&](const std::string &method) {
    const double error = (ideal(tile.conductances(), x) - wanted).norm() / wanted.norm();
    outcome.results.push_back({"tile_error_" + method, error, "1"});
  };
  tile.program_and_verify(differences, c.programming.verify, device);
  add_error("verify");
  tile.descend(differences, p.gradient, reader);
  add_error("gradient");
}
void require_inside(const std::string &key, double g, const UpdateModel &update)
{
  if (!(g >= update.g_reset() && g <= update.g_limit()))
    throw InputError("programming/" + key, std::to_string(g / units::uS) + " uS",
                     "the update model leads from " + std::to_string(update.g_reset() / units::uS) + " to " +
                         std::to_string(update.g_limit() / units::uS) + " uS");
}
} // namespace

Outcome run_programming_study(const ArrayCase &array_case, const DeviceModel &device, const UpdateModel &update)
{
  require_inside("target", array_case.programming.target, update);
  require_inside("tile/window", array_case.programming.tile.window + update.g_reset(), update);
  Outcome outcome;
  add_trains(outcome, array_case, update);
  if (update.knows_amplitudes())
  {
    add_verify(outcome, array_case, device, update);
    add_tile(outcome, array_case, device, update);
  }
  outcome.details.set("update_model", array_case.programming.update.model);
  return outcome;
}
} // namespace quench::array
