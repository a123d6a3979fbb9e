#include <postprocess/array/read_margin.h>

#include <cmath>

namespace quench::array
{
/// ratio = sinh(v / v_0) / sinh(v / 2 v_0) = 2 cosh(v / 2 v_0)
SelectorLaw selector(double current, double ratio, double v)
{
  const double v_0 = v / (2 * std::acosh(ratio / 2));
  return {current / std::sinh(v / v_0), v_0};
}

ReadMargin read_margin(const ReadMarginParameters &p, int n)
{
  const SelectorLaw law = selector(p.selector_current, p.selector_ratio, p.read_voltage);
  const Terminals   terminals{Eigen::VectorXd::Constant(n, p.wires.word_terminal),
                            Eigen::VectorXd::Constant(n, p.wires.bit_terminal)};
  const int         word = 0, bit = n - 1; // the far ends, see WireParameters
  Drive drive{Eigen::VectorXd::Constant(n, p.read_voltage / 2), Eigen::VectorXd::Constant(n, p.read_voltage / 2)};
  drive.word[word]    = p.read_voltage;
  drive.bit[bit]      = 0;
  DeviceMatrix g      = DeviceMatrix::Constant(n, n, p.on);
  const auto   sensed = [&](double selected) {
    g(word, bit) = selected;
    return solve_nonlinear(g, law, p.wires, terminals, drive).bit_current[bit];
  };
  return {sensed(p.on), sensed(p.off)};
}
} // namespace quench::array
