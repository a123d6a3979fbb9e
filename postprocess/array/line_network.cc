#include <postprocess/array/line_network.h>

#include <physics/base/error.h>
#include <postprocess/array/lanczos.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace quench::array
{
namespace
{
using Index = Eigen::Index;

/// Terminal and first segment of every line of one kind, padded to whole vectors.
LineValues ends(const Eigen::VectorXd &terminal, double segment, bool is_reversed)
{
  const Index n = terminal.size();
  LineValues  result((n + Plane::lanes - 1) / Plane::lanes * Plane::lanes, segment);
  for (Index i = 0; i < n; ++i)
    result[is_reversed ? n - 1 - i : i] += terminal[i];
  return result;
}

Terminals equal_terminals(const DeviceMatrix &conductance, const WireParameters &wires)
{
  return {Eigen::VectorXd::Constant(conductance.rows(), wires.word_terminal),
          Eigen::VectorXd::Constant(conductance.cols(), wires.bit_terminal)};
}

void require_usable(const DeviceMatrix &conductance, const Terminals &terminals)
{
  if (conductance.size() == 0 || !conductance.allFinite() || conductance.minCoeff() < 0)
    throw InputError("conductances of an array with wires", "none, a negative one or one that is not finite",
                     "at least one cell, all finite and not negative");
  if (!terminals.word.allFinite() || !terminals.bit.allFinite() || terminals.word.minCoeff() < 0 ||
      terminals.bit.minCoeff() < 0)
    throw InputError("terminals of an array with wires", "a resistance that is negative or not finite",
                     "finite resistances, not negative");
}
/// The last word line becomes the first.
void fill(Plane &plane, const DeviceMatrix &values)
{
  const Index m = values.rows(), n = values.cols();
  for (Index panel = 0; panel < plane.n_panels(); ++panel)
  {
    const Index first = panel * Plane::lanes, n_here = std::min(Plane::lanes, n - first);
    double     *to = plane.block(panel, 0).value[0];
    for (Index i = m; i-- > 0; to += Plane::lanes)
      std::copy_n(values.data() + i * n + first, n_here, to);
  }
}

Plane plane_of(const DeviceMatrix &conductance, const Terminals &terminals)
{
  require_usable(conductance, terminals);
  Plane plane(conductance.rows(), conductance.cols());
  fill(plane, conductance);
  return plane;
}
} // namespace

LineNetwork::LineNetwork(const DeviceMatrix &conductance, const WireParameters &wires)
  : LineNetwork(conductance, wires, equal_terminals(conductance, wires))
{}

LineNetwork::LineNetwork(const DeviceMatrix &conductance, const WireParameters &wires, const Terminals &terminals)
  : p(wires), n_words_(conductance.rows()),
    n_bits_(conductance.cols()), resistance_{p.word_segment, p.bit_segment, ends(terminals.word, p.word_segment, true),
                                             ends(terminals.bit, p.bit_segment, false)},
    conductance_(plane_of(conductance, terminals)), factors_(factorize(conductance_, resistance_)),
    load_(conductance.colwise().sum()), source_(n_words_, n_bits_), x_{source_, source_, source_, source_, Plane(0, 0)}
{}

/// r = G A_w^-1 (G v - i), v = A_b^-1 i: one sweep from ideal word lines (eq. W3).
void LineNetwork::start()
{
  solve_word_lines(conductance_, factors_, resistance_, x_.step, source_, x_.residual);
  if (x_.potential.n_panels() > 0)
    x_.potential = x_.step;
  for (Index panel = 0; panel < source_.n_panels(); ++panel)
    for (Index row = 0; row < source_.n_rows(); ++row)
    {
      const double *g = conductance_.block(panel, row).value[0];
      double       *r = x_.residual.block(panel, row).value[0];
      for (Index k = 0; k < Plane::lanes * Plane::lanes; ++k)
        r[k] *= g[k];
    }
}

double LineNetwork::bound(double energy, double smallest_eigenvalue, const LineValues &current) const
{
  const double rate    = 1 - smallest_eigenvalue; // of one sweep over all lines
  double       largest = 0, steepest = 0;
  for (Index j = 0; j < n_bits_; ++j)
  {
    largest                    = std::max(largest, std::abs(current[j]));
    const double through_cells = rate * load_[j], end = resistance_.bit_end[j];
    steepest = std::max(steepest, end > 0 ? std::min(through_cells, rate * rate / end) : through_cells);
  }
  const double error = std::sqrt(steepest * energy / smallest_eigenvalue);
  return error == 0 ? 0 : error / largest;
}

/// Conjugate gradients (eq. W3). The last preconditioned residual is added at the end: a sweep for nothing.
Eigen::VectorXd LineNetwork::iterate()
{
  const std::size_t n = resistance_.bit_end.size();
  LineValues        current(n), of_step(n), of_direction(n, 0.0);
  Lanczos           lanczos;
  x_.residual = source_;
  solve_bit_lines(factors_, resistance_, 0, x_, current);
  start();
  double alpha = 0, energy = 0;
  for (n_iterations_ = 0; n_iterations_ <= p.max_iterations; ++n_iterations_)
  {
    const double before = std::exchange(energy, solve_bit_lines(factors_, resistance_, alpha, x_, of_step));
    const double beta   = n_iterations_ == 0 ? 0 : energy / before;
    error_bound_        = bound(energy, lanczos.smallest_eigenvalue(), current);
    if (energy == 0 || (n_iterations_ > 0 && error_bound_ <= p.tolerance))
      break;
    const double curvature = apply_schur_complement(conductance_, factors_, resistance_, beta, x_);
    alpha                  = energy / curvature;
    lanczos.add(alpha, beta);
    for (std::size_t j = 0; j < n; ++j)
    {
      of_direction[j] = of_step[j] + beta * of_direction[j];
      current[j] += alpha * of_direction[j];
    }
  }
  if (n_iterations_ > p.max_iterations)
    throw ConvergenceError(
        "wires of an array",
        "error bound " + std::to_string(error_bound_) + " after " + std::to_string(p.max_iterations) + " iterations",
        "`wires/tolerance`, " + std::to_string(p.tolerance), "Raise `wires/maximum iterations` or the tolerance");
  for (std::size_t j = 0; j < n; ++j)
    current[j] += of_step[j];
  return Eigen::Map<const Eigen::VectorXd>(current.data(), n_bits_);
}

Eigen::VectorXd LineNetwork::currents(const Eigen::VectorXd &word_voltage)
{
  for (Index panel = 0; panel < source_.n_panels(); ++panel)
    for (Index i = 0; i < n_words_; ++i)
    {
      const double  v = word_voltage[n_words_ - 1 - i];
      const double *g = conductance_.block(panel, i / Plane::lanes).value[i % Plane::lanes];
      double       *s = source_.block(panel, i / Plane::lanes).value[i % Plane::lanes];
      for (Index k = 0; k < Plane::lanes; ++k)
        s[k] = g[k] * v;
    }
  return iterate();
}

LineNetwork::Response LineNetwork::respond(const DeviceMatrix &source)
{
  fill(source_, source);
  x_.potential = Plane(n_words_, n_bits_);
  Response response{iterate(), DeviceMatrix(n_words_, n_bits_)};
  Plane   &bits = x_.potential, &words = x_.image;
  for (Index j = 0; j < n_bits_; ++j)
    for (Index i = 0; i < n_words_; ++i)
      bits.at(i, j) += x_.step.at(i, j);
  solve_word_lines(conductance_, factors_, resistance_, bits, source_, words);
  for (Index i = 0; i < n_words_; ++i)
    for (Index j = 0; j < n_bits_; ++j)
      response.cell_voltage(i, j) = words.at(n_words_ - 1 - i, j) - bits.at(n_words_ - 1 - i, j);
  x_.potential = Plane(0, 0);
  return response;
}

DeviceMatrix effective_conductance(const DeviceMatrix &conductance, const WireParameters &wires)
{
  if (wires.is_ideal())
    return conductance;
  const Index  n_outputs = conductance.rows(), n_inputs = conductance.cols();
  DeviceMatrix result(n_outputs, n_inputs);
  if (n_inputs <= n_outputs)
  {
    LineNetwork network(conductance.transpose(), wires);
    for (Index i = 0; i < n_inputs; ++i)
      result.col(i) = network.currents(Eigen::VectorXd::Unit(n_inputs, i));
    return result;
  }
  // the same network seen from the bit lines: both orders are reversed so that the terminals lie where they must
  WireParameters swapped = wires;
  std::swap(swapped.word_segment, swapped.bit_segment);
  std::swap(swapped.word_terminal, swapped.bit_terminal);
  LineNetwork network(conductance.reverse(), swapped);
  for (Index o = 0; o < n_outputs; ++o)
    result.row(o) = network.currents(Eigen::VectorXd::Unit(n_outputs, n_outputs - 1 - o)).reverse().transpose();
  return result;
}
} // namespace quench::array
