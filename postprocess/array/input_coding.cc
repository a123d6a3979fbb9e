#include <postprocess/array/input_coding.h>

#include <physics/base/error.h>

#include <cmath>
#include <string>

namespace quench::array
{
void apply_coding(const InputParameters &parameters, double bound, Matrix &values)
{
  if (parameters.coding == InputCoding::pulse_width)
    return;
  const double        v = parameters.read_voltage;
  const PolynomialLaw law{parameters.nl2, parameters.nl3};
  require_monotone(law, v);
  const double full = law(1, v).value;
  for (Eigen::Index k = 0; k < values.size(); ++k)
  {
    const double x   = values.data()[k] / bound;
    values.data()[k] = static_cast<float>(bound * std::copysign(law(1, std::abs(x) * v).value / full, x));
  }
}

double read_charge(const CellLaw &law, double g, const InputParameters &parameters, double x, double duration)
{
  const auto current = [&](double v) {
    return std::visit([&](const auto &of_cell) { return of_cell(g, v).value; }, law);
  };
  const double v = parameters.read_voltage;
  return parameters.coding == InputCoding::pulse_width ? current(v) * (x * duration) : current(x * v) * duration;
}

SpikeCounter::SpikeCounter(double q_0) : q_0_(q_0), collected_(q_0 / 2)
{
  if (!(q_0 > 0))
    throw InputError("charge of a spike", std::to_string(q_0) + " e", "positive");
}

void SpikeCounter::integrate(double current, double duration)
{
  while (duration > 0 && current != 0)
  {
    const double until_spike = ((current > 0 ? q_0_ : 0.0) - collected_) / current;
    if (until_spike > duration)
    {
      collected_ += current * duration;
      return;
    }
    duration -= until_spike;
    count_ += current > 0 ? 1 : -1;
    collected_ = current > 0 ? 0 : q_0_;
  }
}
} // namespace quench::array
