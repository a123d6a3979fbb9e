#include <postprocess/array/energy.h>

#include <algorithm>

namespace quench::array
{
namespace
{
/// Means of |u|, u^2, |u|^3, u^4 of every input, u = x / bound clipped at 1. [power][input]
Eigen::Matrix<double, 4, Eigen::Dynamic> input_moments(const Matrix &x, double bound)
{
  const Eigen::ArrayXXd                    u = (x.cwiseAbs().cast<double>().array() / bound).min(1.0);
  Eigen::Matrix<double, 4, Eigen::Dynamic> moments(4, x.cols());
  Eigen::ArrayXXd                          power = u;
  for (int k = 0; k < 4; ++k, power *= u)
    moments.row(k) = power.matrix().colwise().mean();
  return moments;
}

/// |u| i(|u| V) / (V i(V)) of one input of a curved cell, averaged.
template <class Moments>
double relative_work(const Moments &m, const Curvature &c, double V)
{
  const double second = c.nl2 * V, third = c.nl3 * V * V;
  return (m[1] + second * m[2] + third * m[3]) / (1 + second + third);
}

template <class CurvatureOf>
double energy_of(const DeviceMatrix &g, const Matrix &x, double bound, const InputParameters &inputs,
                 const CurvatureOf &curvature_of)
{
  const auto moments = input_moments(x, bound);
  if (inputs.coding == InputCoding::pulse_width)
    return moments.row(0).dot(g.colwise().sum());
  double sum = 0;
  for (Eigen::Index o = 0; o < g.rows(); ++o)
    for (Eigen::Index i = 0; i < g.cols(); ++i)
      sum += g(o, i) * relative_work(moments.col(i), curvature_of(o, i), inputs.read_voltage);
  return sum;
}
} // namespace

double cell_energy(const Conductances &g, const Matrix &x, double bound, const InputParameters &inputs,
                   double read_time)
{
  const Curvature of_case{inputs.nl2, inputs.nl3};
  const double    sum = energy_of(g.plus + g.minus, x, bound, inputs, [&](auto, auto) { return of_case; });
  return inputs.read_voltage * inputs.read_voltage * read_time * sum;
}

double cell_energy(const TiledArray &array, const DeviceModel &device, const Age &age, const Matrix &x, double bound,
                   const InputParameters &inputs, double read_time)
{
  double sum = 0;
  for (std::size_t part = 0; part < array.n_parts(); ++part)
  {
    const Crossbar &crossbar = array.crossbar(part);
    const Matrix    of_part  = x.middleCols(array.parts()[part].first_input, array.parts()[part].n_inputs);
    for (std::size_t pair = 0; pair < crossbar.n_pairs(); ++pair)
    {
      const Conductances g  = crossbar.conductances(age, pair);
      const auto         of = [&](const DeviceMatrix &now, const DeviceMatrix &programmed) {
        return energy_of(now, of_part, bound, inputs, [&](Eigen::Index o, Eigen::Index i) {
          return device.is_curved() ? device.curvature(std::clamp(programmed(o, i), device.g_min(), device.g_max()))
                                            : Curvature{inputs.nl2, inputs.nl3};
        });
      };
      sum += of(g.plus, crossbar.programmed(pair).plus);
      if (!crossbar.is_single())
        sum += of(g.minus, crossbar.programmed(pair).minus);
    }
  }
  return inputs.read_voltage * inputs.read_voltage * read_time * sum;
}

LayerCost layer_cost(const TileCounts &counts, double multiplications, int n_reads, double cells,
                     const EnergyParameters &p)
{
  LayerCost cost;
  cost.multiplications = multiplications * n_reads;
  cost.tiles           = counts.tiles;
  cost.devices         = counts.devices;
  cost.conversions     = counts.adc * n_reads;
  cost.reads           = n_reads;
  cost.cells           = cells * n_reads;
  cost.dac             = p.dac_energy * counts.dac * n_reads;
  cost.adc             = p.adc_energy * counts.adc * n_reads;
  cost.digital         = p.digital_energy * counts.adc * n_reads;
  cost.latency         = (p.read_time + p.adc_time) * n_reads;
  return cost;
}
} // namespace quench::array
