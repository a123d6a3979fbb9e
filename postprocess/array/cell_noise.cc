#include <postprocess/array/cell_noise.h>

#include <postprocess/array/normal_kernels.h>

#include <cmath>

namespace quench::array
{
namespace
{
using Index = Eigen::Index;

constexpr Index width = 32; // outputs of a panel
} // namespace

CellNoiseProduct::CellNoiseProduct(const Matrix &mean, const Matrix &variance)
  : n_outputs_(mean.rows()), n_inputs_(mean.cols()),
    panels_(static_cast<std::size_t>((n_outputs_ + width - 1) / width * width * 2 * n_inputs_), 0.0F)
{
  for (Index o = 0; o < n_outputs_; ++o)
    for (Index i = 0; i < n_inputs_; ++i)
    {
      float *const at = panels_.data() + ((o / width * n_inputs_ + i) * 2) * width + o % width;
      at[0]           = mean(o, i);
      at[width]       = std::sqrt(variance(o, i));
    }
}

Matrix CellNoiseProduct::multiply(const Matrix &x, const StreamKey &key) const
{
  const Index n_panels = (n_outputs_ + width - 1) / width;
  const auto  n_blocks = static_cast<std::uint32_t>((n_inputs_ + 1) / 2 * 16); // of a panel
  Matrix      y(x.rows(), n_panels * width);
  StreamKey   row = key;
  for (Index v = 0; v < x.rows(); ++v, ++row.cell)
  {
    const BlockKey blocks = block_key(row);
    for (Index panel = 0; panel < n_panels; ++panel)
      normal_kernels().multiply_panel(blocks, static_cast<std::uint32_t>(panel) * n_blocks,
                                      panels_.data() + panel * n_inputs_ * 2 * width, x.data() + v * n_inputs_,
                                      n_inputs_, y.data() + v * y.cols() + panel * width);
  }
  if (y.cols() == n_outputs_)
    return y;
  return y.leftCols(n_outputs_);
}
} // namespace quench::array
