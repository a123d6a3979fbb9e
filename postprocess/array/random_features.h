#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include <physics/base/described.h>
#include <postprocess/array/network.h>

namespace quench::array
{
/// A long sequence in which the answer is spread over all of it: each token belongs to a topic (its key) and carries
/// a value; each topic has a value that is more frequent there. Asked for a topic, which value is that?
struct LongRangeParameters
{
  int    length = 1024, topics = 8, values = 10, sequences = 400;
  double frequency = 0.4;
  int    width = 32, features = 256;
  double noise = 0.3, sharpness = 4;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = LongRangeParameters;
    entry("length", &P::length, Range{1, 65536}, "tokens of a sequence", "1024: shortest of Long Range Arena's tasks");
    entry("topics", &P::topics, Range{1, 1000}, "keys in a sequence", "choice");
    entry("values", &P::values, Range{2, 255}, "classes of the answer", "choice");
    entry("sequences", &P::sequences, Range{1, 1000000}, "questions that are asked", "choice");
    entry("frequency", &P::frequency, "1", fraction, "of the frequent value among the tokens of its topic", "choice");
    entry("key width", &P::width, Range{1, 4096}, "numbers of a key", "choice");
    entry("key noise", &P::noise, "1", non_negative, "relative deviation of a token's key from its topic's", "choice");
    entry("features", &P::features, Range{1, 65536}, "random features, rows of the tile", "choice");
    entry("sharpness", &P::sharpness, "1", positive, "|q| |k|, the exponent for equal directions", "choice");
  }
};

/// One sequence and its question.
struct LongRangeSequence
{
  Matrix           keys;   ///< [token][width], not scaled
  std::vector<int> values; ///< [token]
  RowVector        query;
  int              answer = 0;
};
LongRangeSequence make_sequence(const LongRangeParameters &parameters, std::uint64_t seed, std::uint32_t number);

/// Directions of the random features as a layer for a tile, normal with unit deviation. [feature][width]
Layer feature_layer(const LongRangeParameters &parameters, std::uint64_t seed);

/// x Omega^T for keys or the query, [token][feature].
using Projector = std::function<Matrix(const Matrix &x)>;

/// Answer by attention with the exact kernel exp(q k).
int answer_exactly(const LongRangeParameters &parameters, const LongRangeSequence &sequence);

/// Answer by linear attention with positive random features (eq. T16), phi(x) = exp(Omega x - |x|^2 / 2) / m^(1/2).
/// Source: Choromanski et al. 2021 (arXiv 2009.14794), lemma 1.
int answer_by_features(const LongRangeParameters &parameters, const LongRangeSequence &sequence,
                       const Projector &project);
} // namespace quench::array
