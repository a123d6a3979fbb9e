#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <physics/base/described.h>
#include <postprocess/array/network.h>

namespace quench::array
{
/// Size of an encoder block and of what is sent through it.
struct TransformerParameters
{
  int width = 128, heads = 4, inner = 512, tokens = 64, sequences = 8;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = TransformerParameters;
    entry("width", &P::width, Range{1, 4096}, "numbers per token", "choice; 768 in ALBERT base (Lan et al. 2020)");
    entry("heads", &P::heads, Range{1, 64}, "of the attention; divides the width", "choice; 12 in ALBERT base");
    entry("inner width", &P::inner, Range{1, 16384}, "neurons between the two outer projections",
          "choice; 3072 in ALBERT base");
    entry("tokens", &P::tokens, Range{1, 4096}, "length of a sequence", "choice");
    entry("sequences", &P::sequences, Range{1, 10000}, "random sequences that are sent through", "choice");
  }
};

/// An encoder block (Vaswani et al. 2017, post-norm as in BERT and ALBERT) whose six projections are tiles. Attention,
/// softmax, normalisation, residual sums and the rectifier (GELU) are digital (eq. T5).
class TransformerBlock
{
public:
  enum Projection
  {
    query,
    key,
    value,
    output,
    inner,
    outer
  };
  static const std::vector<std::string> &projection_names();

  /// Normal weights that keep the size of what passes, deviation width^(-1/2). Throws InputError unless heads divide
  /// width.
  TransformerBlock(const TransformerParameters &parameters, std::uint64_t seed);

  /// The six projections as tiles; they are not one after the other.
  const Network &projections() const { return projections_; }

  /// y of projection k for inputs x, [token][output], without the bias.
  using Multiply = std::function<Matrix(Projection k, const Matrix &x)>;

  /// Sends x through the block, [sequence * token][width].
  Matrix forward(const Matrix &x, const Multiply &multiply) const;

private:
  Matrix attention(const Matrix &q, const Matrix &k, const Matrix &v) const;

  TransformerParameters p;
  Network               projections_;
};

/// Random tokens, normal with unit deviation. [sequence * token][width]
Matrix random_tokens(const TransformerParameters &parameters, std::uint64_t seed);
} // namespace quench::array
