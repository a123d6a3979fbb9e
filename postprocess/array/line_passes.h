#pragma once

#include <cstddef>
#include <vector>

#include <postprocess/array/matrix.h>

/// The two kernels of the nodal solve of a crossbar: all its bit lines, or all its word lines, solved exactly as
/// tridiagonal systems (eq. W2), eight lines to a vector. What else an iteration of conjugate gradients does to the
/// same numbers is done in the same pass, because the time goes into reading memory.
namespace quench::array
{
/// Eight word lines by eight bit lines. [word][bit]
struct alignas(64) CellBlock
{
  double value[8][8];
};

/// One number per cell in blocks of 8 x 8, those of eight neighbouring bit lines in a row: [bit / 8][word / 8]. Both
/// passes read it in whole cache lines. Cells beyond the array are 0. Word line 0 is the one next to the sensed end of
/// the bit lines, bit line 0 the one next to the driven end of the word lines.
class Plane
{
public:
  static constexpr Eigen::Index lanes = 8;

  Plane(Eigen::Index n_words, Eigen::Index n_bits)
    : n_rows_((n_words + lanes - 1) / lanes), n_panels_((n_bits + lanes - 1) / lanes), blocks_(n_rows_ * n_panels_)
  {}

  Eigen::Index n_rows() const { return n_rows_; }     ///< blocks along a bit line
  Eigen::Index n_panels() const { return n_panels_; } ///< blocks along a word line

  CellBlock       &block(Eigen::Index panel, Eigen::Index row) { return blocks_[panel * n_rows_ + row]; }
  const CellBlock &block(Eigen::Index panel, Eigen::Index row) const { return blocks_[panel * n_rows_ + row]; }

  double &at(Eigen::Index word, Eigen::Index bit)
  {
    return block(bit / lanes, word / lanes).value[word % lanes][bit % lanes];
  }
  double at(Eigen::Index word, Eigen::Index bit) const
  {
    return block(bit / lanes, word / lanes).value[word % lanes][bit % lanes];
  }

private:
  Eigen::Index           n_rows_, n_panels_;
  std::vector<CellBlock> blocks_;
};

/// One number per line, padded with zeros to whole vectors.
using LineValues = std::vector<double>;

/// The factors f of eq. W2 of all lines: f = 1 / (1 + R s), R the resistance towards the terminal, s the conductance to
/// the other lines seen from a node away from the terminal.
struct LineFactors
{
  Plane word; ///< blocks transposed: [bit][word]
  Plane bit;
};

/// Resistance of a segment and, one per line, of terminal and first segment together.
struct LineResistances
{
  double     word_segment = 0, bit_segment = 0;
  LineValues word_end, bit_end;
};

LineFactors factorize(const Plane &conductance, const LineResistances &resistance);

/// What an iteration carries along. All planes are per cell; see LineNetwork::solve().
struct Iterate
{
  Plane residual;  ///< r of the bit lines' equations
  Plane direction; ///< p
  Plane image;     ///< A_b p
  Plane step;      ///< z = A_b^-1 r, then S p
  Plane potential; ///< v of the bit lines; empty if nobody asks for it
};

/// For all bit lines: if alpha is not 0, potential += alpha direction and residual -= alpha step. Then step =
/// A_b^-1 residual, and the currents out of the terminals that belong to it. Returns residual . step.
double solve_bit_lines(const LineFactors &factors, const LineResistances &resistance, double alpha, Iterate &x,
                       LineValues &current);

/// direction = step + beta direction, image = residual + beta image, step = image - G A_w^-1 G direction. Returns
/// direction . step.
double apply_schur_complement(const Plane &conductance, const LineFactors &factors, const LineResistances &resistance,
                              double beta, Iterate &x);

/// A_w^-1 (G potential - source): the change of the word lines' potentials by their wires.
void solve_word_lines(const Plane &conductance, const LineFactors &factors, const LineResistances &resistance,
                      const Plane &potential, const Plane &source, Plane &result);
} // namespace quench::array
