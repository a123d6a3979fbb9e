#include <postprocess/array/transformer.h>

#include <physics/base/error.h>
#include <postprocess/array/product.h>
#include <postprocess/array/random_streams.h>

#include <cmath>
#include <numbers>

namespace quench::array
{
namespace
{
/// Every row to mean 0 and variance 1.
Matrix normalized(Matrix x)
{
  constexpr float small = 1e-12F; // as in BERT
  for (Eigen::Index i = 0; i < x.rows(); ++i)
  {
    auto row = x.row(i).array();
    row -= row.mean();
    row /= std::sqrt(row.square().mean() + small);
  }
  return x;
}

/// Gaussian error linear unit, x Phi(x). Source: Hendrycks and Gimpel 2016 (arXiv 1606.08415).
Matrix gelu(const Matrix &x)
{
  return x.unaryExpr([](float v) { return v / 2 * (1 + std::erf(v / std::numbers::sqrt2_v<float>)); });
}

void to_softmax(Matrix &scores)
{
  for (Eigen::Index i = 0; i < scores.rows(); ++i)
  {
    auto row = scores.row(i).array();
    row      = (row - row.maxCoeff()).exp();
    row /= row.sum();
  }
}
} // namespace

const std::vector<std::string> &TransformerBlock::projection_names()
{
  static const std::vector<std::string> names{"query", "key", "value", "output", "inner", "outer"};
  return names;
}

TransformerBlock::TransformerBlock(const TransformerParameters &parameters, std::uint64_t seed) : p(parameters)
{
  if (p.width % p.heads != 0)
    throw InputError("transformer/heads", std::to_string(p.heads),
                     "a divisor of `width` (" + std::to_string(p.width) + ")");
  for (std::size_t k = 0; k < projection_names().size(); ++k)
  {
    const int n_out = k == inner ? p.inner : p.width, n_in = k == outer ? p.inner : p.width;
    Layer     layer{Matrix(n_out, n_in), RowVector::Zero(n_out)};
    fill_normal(layer.weights, {seed, Purpose::reference_weights, k, 0});
    layer.weights /= std::sqrt(static_cast<float>(n_in));
    projections_.layers.push_back(std::move(layer));
  }
}

Matrix TransformerBlock::attention(const Matrix &q, const Matrix &k, const Matrix &v) const
{
  const Eigen::Index n = p.tokens, width = p.width / p.heads;
  const float        scale = 1 / std::sqrt(static_cast<float>(width));
  Matrix             result(q.rows(), q.cols());
  for (Eigen::Index first = 0; first < q.rows(); first += n)
    for (Eigen::Index column = 0; column < p.width; column += width)
    {
      const auto part   = [&](const Matrix &m) -> Matrix { return m.block(first, column, n, width); };
      Matrix     scores = scale * times_transposed(part(q), part(k));
      to_softmax(scores);
      result.block(first, column, n, width) = times(scores, part(v));
    }
  return result;
}

Matrix TransformerBlock::forward(const Matrix &x, const Multiply &multiply) const
{
  const Matrix mixed  = attention(multiply(query, x), multiply(key, x), multiply(value, x));
  const Matrix middle = normalized(x + multiply(output, mixed));
  return normalized(middle + multiply(outer, gelu(multiply(inner, middle))));
}

Matrix random_tokens(const TransformerParameters &parameters, std::uint64_t seed)
{
  Matrix x(static_cast<Eigen::Index>(parameters.sequences) * parameters.tokens, parameters.width);
  fill_normal(x, {seed, Purpose::sequences, 0, 0});
  return x;
}
} // namespace quench::array
