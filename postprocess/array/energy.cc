#include <postprocess/array/energy.h>

namespace quench::array
{
namespace
{
int parts(Eigen::Index n, int of) { return static_cast<int>((n + of - 1) / of); }
} // namespace

double cell_energy(const Conductances &g, const Matrix &x, double bound, const EnergyParameters &p)
{
  const Eigen::RowVectorXd length = (x.cwiseAbs().cast<double>().colwise().mean() / bound).cwiseMin(1.0);
  const Eigen::RowVectorXd total  = (g.plus + g.minus).colwise().sum();
  return p.read_voltage * p.read_voltage * p.read_time * length.dot(total);
}

double cell_energy(const Crossbar &array, const Age &age, const Matrix &x, double bound, const EnergyParameters &p)
{
  double sum = 0;
  for (std::size_t k = 0; k < array.n_pairs(); ++k)
  {
    Conductances g = array.conductances(age, k);
    if (array.is_single())
      g.minus.setZero();
    sum += cell_energy(g, x, bound, p);
  }
  return sum;
}

LayerCost layer_cost(const Layer &layer, int n_reads, double cells, const EnergyParameters &p)
{
  const auto n_out = static_cast<double>(layer.weights.rows()), n_in = static_cast<double>(layer.weights.cols());
  const int  row_tiles = parts(layer.weights.cols(), p.rows), column_tiles = parts(layer.weights.rows(), p.columns);
  LayerCost  cost;
  cost.multiplications = n_out * n_in * n_reads;
  cost.tiles           = row_tiles * column_tiles;
  cost.reads           = n_reads;
  cost.cells           = cells * n_reads;
  cost.dac             = p.dac_energy * n_in * column_tiles * n_reads;
  cost.adc             = p.adc_energy * n_out * row_tiles * n_reads;
  cost.digital         = p.digital_energy * n_out * row_tiles * n_reads;
  cost.latency         = (p.read_time + p.adc_time) * n_reads;
  return cost;
}
} // namespace quench::array
