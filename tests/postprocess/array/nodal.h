#pragma once

#include <postprocess/array/line_network.h>
#include <postprocess/array/random_streams.h>

#include <Eigen/SparseLU>

#include <cmath>
#include <vector>

namespace quench::test
{
/// Currents out of the bit lines by Kirchhoff's law at every node, assembled as one sparse matrix and solved by LU: an
/// independent answer for resistances > 0. conductance: [word][bit]; node (i, j) of a word line i n + j, of a bit line
/// m n + i n + j.
inline Eigen::VectorXd nodal_currents(const array::DeviceMatrix &conductance, const array::WireParameters &wires,
                                      const Eigen::VectorXd &voltage)
{
  const int                           m = int(conductance.rows()), n = int(conductance.cols()), n_nodes = 2 * m * n;
  const double                        first_word = 1 / (wires.word_segment + wires.word_terminal);
  const double                        last_bit   = 1 / (wires.bit_segment + wires.bit_terminal);
  std::vector<Eigen::Triplet<double>> entries;
  Eigen::VectorXd                     source  = Eigen::VectorXd::Zero(n_nodes);
  const auto                          connect = [&](int a, int b, double g) {
    entries.insert(entries.end(), {{a, a, g}, {b, b, g}, {a, b, -g}, {b, a, -g}});
  };
  for (int i = 0; i < m; ++i)
    for (int j = 0; j < n; ++j)
    {
      const int word = i * n + j, bit = m * n + word;
      connect(word, bit, conductance(i, j));
      if (j > 0)
        connect(word - 1, word, 1 / wires.word_segment);
      if (i > 0)
        connect(bit - n, bit, 1 / wires.bit_segment);
    }
  for (int i = 0; i < m; ++i)
  {
    entries.emplace_back(i * n, i * n, first_word);
    source[i * n] = first_word * voltage[i];
  }
  for (int j = 0; j < n; ++j)
    entries.emplace_back(n_nodes - n + j, n_nodes - n + j, last_bit);
  Eigen::SparseMatrix<double> matrix(n_nodes, n_nodes);
  matrix.setFromTriplets(entries.begin(), entries.end());
  const Eigen::SparseLU<Eigen::SparseMatrix<double>> lu(matrix);
  return last_bit * Eigen::VectorXd(lu.solve(source)).tail(n);
}

/// Conductances uniform between 1 and 100 per cent of `largest`, as of cells of 0.25 to 25 uS. [rows][columns]
inline array::DeviceMatrix random_conductances(int rows, int columns, double largest, std::uint64_t seed = 1)
{
  array::DeviceMatrix values(rows, columns);
  array::fill_uniform(values, {seed, array::Purpose::reference_weights, 0, 0});
  return (largest * (0.505 + 0.495 * values.array())).matrix();
}

inline Eigen::VectorXd random_voltages(int n, std::uint64_t seed = 1)
{
  array::DeviceMatrix values(1, n);
  array::fill_uniform(values, {seed, array::Purpose::reference_inputs, 0, 0});
  return (0.2 * units::V * values.row(0)).transpose();
}

/// Largest difference in units of the largest of b.
inline double difference(const Eigen::VectorXd &a, const Eigen::VectorXd &b)
{
  return (a - b).cwiseAbs().maxCoeff() / b.cwiseAbs().maxCoeff();
}
} // namespace quench::test
