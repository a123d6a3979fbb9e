// Speed of the array stage on one core, as ratios to the machine's own sgemv and sgemm in the same run. Not a test: run
// it by hand on a quiet machine, see docs/performance.md.
//
//   performance_array [products] [cells] [wires] [ageing]
//
// Without arguments: everything. Times are processor time, the least of several series that alternate. OpenBLAS 0.3.21
// does not know recent processors: OPENBLAS_CORETYPE=SkylakeX gives it the kernels of AVX-512.

#include <postprocess/array/line_network.h>
#include <postprocess/array/published_device.h>
#include <postprocess/array/tile_product.h>
#include <tests/performance/stopwatch.h>

#include <cblas.h>

#include <cstdio>
#include <string>
#include <vector>

namespace
{
using namespace quench;
using namespace quench::array;
using performance::alternate;
using performance::Timing;

/// y = w x for the rows of x by the machine's library, w as it is or transposed beforehand.
void blas_product(const Matrix &w, bool is_transposed, const Matrix &x, Matrix &y)
{
  const int n = static_cast<int>(w.rows()), k = static_cast<int>(w.cols()), batch = static_cast<int>(x.rows());
  if (batch == 1)
    cblas_sgemv(CblasRowMajor, is_transposed ? CblasTrans : CblasNoTrans, n, k, 1, w.data(), k, x.data(), 1, 0,
                y.data(), 1);
  else
    cblas_sgemm(CblasRowMajor, CblasNoTrans, is_transposed ? CblasNoTrans : CblasTrans, batch, n, k, 1, x.data(), k,
                w.data(), k, 0, y.data(), n);
}

/// Signed weights, as of an array of pairs, and the variance of their noise.
EffectiveWeights random_weights(int n)
{
  EffectiveWeights weights{Matrix::Random(n, n), Matrix()};
  weights.variance = 1e-3F * weights.mean.cwiseAbs();
  return weights;
}

void compare_products()
{
  std::printf("%5s %6s %12s %12s %12s %8s %8s\n", "size", "batch", "BLAS us", "ideal us", "noisy us", "ideal", "noisy");
  for (const int n : {256, 512, 1024})
    for (const int batch : {1, 64})
    {
      const EffectiveWeights weights = random_weights(n);
      const PackedMatrix     packed(weights.mean);
      const TileProduct      tile(weights, Quantizer(8, 1), Quantizer(8, 10), 0.04);
      const Matrix           x = Matrix::Random(batch, n);
      Matrix                 y(batch, n), z;
      const Matrix           transposed = weights.mean.transpose();
      Timing                 plain([&] { blas_product(weights.mean, false, x, y); });
      Timing                 prepared([&] { blas_product(transposed, true, x, y); });
      Timing                 ideal([&] { z = times_transposed(x, packed); });
      Timing                 noisy([&] { z = tile.multiply(x, {1, Purpose::output_noise, 0, 0}); });
      alternate({&plain, &prepared, &ideal, &noisy});
      const double blas = std::min(plain.best(), prepared.best());
      std::printf("%5d %6d %12.2f %12.2f %12.2f %8.2f %8.2f\n", n, batch, 1e6 * blas, 1e6 * ideal.best(),
                  1e6 * noisy.best(), blas / ideal.best(), blas / noisy.best());
    }
}

void measure_cells()
{
  std::printf("%5s %18s %18s %8s\n", "size", "generator 1e9/s", "noisy cells 1e9/s", "ratio");
  for (const int n : {256, 512, 1024})
  {
    const EffectiveWeights weights = random_weights(n);
    const CellNoiseProduct product(weights.mean, weights.variance);
    const Matrix           x = Matrix::Random(1, n);
    Matrix                 numbers(1, 1 << 14), y;
    Timing                 generator([&] { fill_normal_rows(numbers, {1, Purpose::cell_noise, 0, 0}); });
    Timing                 cells([&] { y = product.multiply(x, {1, Purpose::cell_noise, 0, 0}); });
    alternate({&generator, &cells});
    const double rate     = 1e-9 * static_cast<double>(numbers.size()) / generator.best(),
                 of_cells = 1e-9 * n * n / cells.best();
    std::printf("%5d %18.3f %18.3f %8.2f\n", n, rate, of_cells, of_cells / rate);
  }
}

void measure_wires()
{
  std::printf("%5s %14s %14s %12s %12s\n", "size", "ms/vector", "ms to set up", "iterations", "error");
  for (const int n : {256, 512, 1024})
  {
    DeviceMatrix g(n, n), v(1, n);
    fill_uniform(g, {1, Purpose::reference_weights, 0, 0});
    fill_uniform(v, {1, Purpose::reference_inputs, 0, 0});
    g = ((12.625 + 12.375 * g.array()) * units::uS).matrix();
    WireParameters p;
    p.word_segment = p.bit_segment = 0.35 * units::ohm;
    const Eigen::VectorXd voltage  = 0.2 * units::V * v.row(0).transpose();
    LineNetwork           network(g, p);
    Eigen::VectorXd       currents;
    Timing                setup([&] { LineNetwork again(g, p); });
    Timing                solve([&] { currents = network.currents(voltage); });
    alternate({&setup, &solve}, 7);
    p.tolerance                 = 1e-12;
    const Eigen::VectorXd exact = LineNetwork(g, p).currents(voltage);
    const double          error = (currents - exact).cwiseAbs().maxCoeff() / exact.cwiseAbs().maxCoeff();
    std::printf("%5d %14.2f %14.2f %12d %12.1e\n", n, 1e3 * solve.best(), 1e3 * setup.best(), network.n_iterations(),
                error);
  }
}

void measure_ageing()
{
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  DeviceMatrix          w(1024, 1024);
  fill_uniform(w, {1, Purpose::reference_weights, 0, 0});
  const Crossbar   array(w, MappingParameters(), device, 1);
  Conductances     g;
  double           time = 3600 * units::s;
  Timing           ageing([&] { g = array.conductances(time *= 1.01); });
  EffectiveWeights weights;
  Timing           reading([&] { weights = array.read(time *= 1.01, 1); });
  alternate({&ageing, &reading}, 7);
  std::printf("1024 x 1024 pairs to a new time: %.2f ms; with weights and noise of a read: %.2f ms\n",
              1e3 * ageing.best(), 1e3 * reading.best());
}
} // namespace

int main(int argc, char **argv)
{
  return quench::performance::run_chosen(
      argc, argv,
      {{"products", compare_products}, {"cells", measure_cells}, {"wires", measure_wires}, {"ageing", measure_ageing}});
}
