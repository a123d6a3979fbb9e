#include <postprocess/array/spice_deck.h>

#include <physics/base/error.h>
#include <postprocess/array/results.h>

#include <sstream>

namespace quench::array
{
namespace
{
using Index = Eigen::Index;

/// A resistor, or a voltage source of 0 V where there is none.
void write_wire(std::ostream &out, const std::string &name, const std::string &a, const std::string &b,
                double resistance)
{
  if (resistance > 0)
    out << "R" << name << " " << a << " " << b << " " << full_digits(resistance / units::ohm) << "\n";
  else
    out << "V" << name << " " << a << " " << b << " 0\n";
}

std::string node(const char *kind, Index i, Index j) { return kind + std::to_string(i) + "_" + std::to_string(j); }
} // namespace

std::string spice_deck(const DeviceMatrix &conductance, const WireParameters &wires,
                       const Eigen::VectorXd &word_voltage)
{
  if (!conductance.allFinite() || !word_voltage.allFinite())
    throw InputError("SPICE deck", "a conductance or voltage that is not finite", "finite numbers");
  const Index        m = conductance.rows(), n = conductance.cols();
  std::ostringstream out;
  out << "crossbar of " << m << " word lines and " << n << " bit lines; resistances in ohm, voltages in volt\n";
  for (Index i = 0; i < m; ++i)
  {
    const std::string line = "w" + std::to_string(i);
    out << "Vdrive" << i << " drive" << i << " 0 " << full_digits(word_voltage[i] / units::V) << "\n";
    write_wire(out, line + "_0", "drive" + std::to_string(i), node("w", i, 0),
               wires.word_segment + wires.word_terminal);
    for (Index j = 1; j < n; ++j)
      write_wire(out, line + "_" + std::to_string(j), node("w", i, j - 1), node("w", i, j), wires.word_segment);
  }
  for (Index j = 0; j < n; ++j)
  {
    for (Index i = 1; i < m; ++i)
      write_wire(out, "b" + std::to_string(i) + "_" + std::to_string(j), node("b", i - 1, j), node("b", i, j),
                 wires.bit_segment);
    write_wire(out, "bend" + std::to_string(j), node("b", m - 1, j), "sense" + std::to_string(j),
               wires.bit_segment + wires.bit_terminal);
    out << "Vsense" << j << " sense" << j << " 0 0\n";
  }
  for (Index i = 0; i < m; ++i)
    for (Index j = 0; j < n; ++j)
      if (conductance(i, j) > 0)
        out << "Rc" << i << "_" << j << " " << node("w", i, j) << " " << node("b", i, j) << " "
            << full_digits(units::S / conductance(i, j)) << "\n";
  out << ".control\nset numdgt=15\nop\n";
  for (Index j = 0; j < n; ++j)
    out << "print i(Vsense" << j << ")\n";
  out << "quit\n.endc\n.end\n";
  return out.str();
}
} // namespace quench::array
