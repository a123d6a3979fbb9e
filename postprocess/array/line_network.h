#pragma once

#include <postprocess/array/line_passes.h>
#include <postprocess/array/wires.h>

namespace quench::array
{
/// Resistances of the terminals line by line, where they differ (a line that floats has a very large one).
struct Terminals
{
  Eigen::VectorXd word, bit; ///< [line]
};

/// A crossbar of ohmic cells with its wires (eq. W1): the exact solution of the nodal equations.
///
/// The word lines' potentials are eliminated, which leaves a symmetric positive definite system for the bit lines
/// (eq. W3). It is solved by conjugate gradients preconditioned by the exact solution of all bit lines: one sweep
/// over the word lines and one over the bit lines per iteration, as in block Gauss-Seidel, but it converges for any
/// resistance of the wires. Invariant: factorised on construction; a solve uses the object's own storage, so that
/// one object serves one thread.
class LineNetwork
{
public:
  /// conductance: [word][bit], not negative. Throws InputError if a conductance or a resistance is negative or not
  /// finite.
  LineNetwork(const DeviceMatrix &conductance, const WireParameters &wires);
  LineNetwork(const DeviceMatrix &conductance, const WireParameters &wires, const Terminals &terminals);

  /// Currents out of the bit lines into sense amplifiers at 0 V for voltages of the drivers. [bit]
  /// Exact to `tolerance` of the largest current. Throws ConvergenceError.
  Eigen::VectorXd currents(const Eigen::VectorXd &word_voltage);

  /// What currents do to the network when they flow from the word lines to the bit lines beside the cells, all
  /// terminals at 0 V.
  struct Response
  {
    Eigen::VectorXd bit_current;  ///< out of the terminals of the bit lines
    DeviceMatrix    cell_voltage; ///< word line minus bit line
  };
  Response respond(const DeviceMatrix &source);

  int    n_iterations() const { return n_iterations_; } ///< of the last solve
  double error_bound() const { return error_bound_; }   ///< of its currents (eq. W4), in units of the largest

private:
  void            start();
  Eigen::VectorXd iterate();
  double          bound(double energy, double smallest_eigenvalue, const LineValues &current) const;

  const WireParameters p;
  Eigen::Index         n_words_, n_bits_;
  LineResistances      resistance_;
  Plane                conductance_;
  LineFactors          factors_;
  Eigen::VectorXd      load_; ///< sum of the conductances of each bit line
  Plane                source_;
  Iterate              x_;
  int                  n_iterations_ = 0;
  double               error_bound_  = 0;
};

/// Conductances from drivers to sense amplifiers of a crossbar with wires, so that I = G_eff V: what an array with
/// wires computes. conductance and result: [output][input], inputs on word lines, outputs on bit lines.
/// Found by driving the lines of the smaller side one by one (a network of resistors is reciprocal).
DeviceMatrix effective_conductance(const DeviceMatrix &conductance, const WireParameters &wires);
} // namespace quench::array
