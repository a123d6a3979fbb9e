#include <cases/rules.h>

#include <cases/mesh_rules.h>
#include <cases/netlist_choices.h>
#include <cases/other_cells.h>
#include <cases/output_rules.h>
#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/key_place.h>
#include <physics/base/parameters.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <numbers>
#include <tuple>

namespace quench::cases
{
using solver::SourceKind;

namespace
{
constexpr double most_cells      = 1e8;
constexpr double most_map_points = 1e7;
constexpr double highest_voltage = 100 * units::V;
constexpr double highest_current = 0.1 * units::A;

std::string in(double value, const char *unit) { return display_quantity(value, unit, 6); }

/// Collects the rules that are broken.
class Rules
{
public:
  explicit Rules(const PrmTree &tree) : tree_(tree) {}

  bool is_set(const std::string &key) const { return find_entry(tree_, key) != nullptr; }

  void require(bool holds, const std::string &key, const std::string &value, const std::string &allowed)
  {
    if (holds)
      return;
    const std::string message = key + " = " + value + ": " + allowed;
    const PrmEntry   *entry   = find_entry(tree_, key);
    if (entry == nullptr) // it has its default: the line to look at is that of the other key
      entry = named_entry(tree_, message);
    broken_.push_back((entry ? entry->place : tree_.place).text() + ": " + message);
  }

  /// `key` must be below `other`.
  void require_below(const std::string &key, double value, const std::string &other, double limit, const char *unit)
  {
    require(value < limit, key, in(value, unit), "must be below " + other + " (" + in(limit, unit) + ")");
  }

  /// Run what checks something of its own; `key` is where its message belongs if it names no key that was set.
  void attempt(const std::string &key, const std::function<void()> &check)
  {
    try
    {
      check();
    }
    catch (const InputError &error)
    {
      broken_.push_back(located(tree_, error.what(), key));
    }
  }

  /// Whether a rule about such a key is broken.
  bool has_broken(const std::string &section) const
  {
    return std::any_of(broken_.begin(), broken_.end(),
                       [&](const std::string &message) { return message.find(": " + section) != std::string::npos; });
  }

  void finish() const
  {
    if (!broken_.empty())
      throw InputError(broken_[0].substr(0, broken_[0].find(": ")),
                       join(broken_, "\n").substr(broken_[0].find(": ") + 2));
  }

private:
  const PrmTree           &tree_;
  std::vector<std::string> broken_;
};

void check_geometry(const Case &c, Rules &rules)
{
  for (const meshes::BrokenRule &rule : meshes::broken_rules(c.geometry))
    rules.require(false, rule.key, rule.value, rule.allowed);
  if (rules.has_broken("geometry/"))
    return;
  rules.attempt(c.geometry.section(), [&] { meshes::make_cell(c.geometry); });
  if (rules.has_broken("geometry/"))
    return;
  rules.attempt("terminals", [&] { check_terminal_nodes(c, geometry_of(c)); });
  if (rules.has_broken("terminals/"))
    return;
  rules.attempt("circuit/netlist", [&] { check_circuit_of(c, geometry_of(c)); });
  rules.attempt(c.geometry.section(), [&] { check_conducting_path(c); });
}

void check_interfaces(const Case &c, Rules &rules)
{
  for (const auto &[name, law] : c.interfaces.laws)
    rules.attempt("interfaces/" + name, [&] { physics::validate(law, "interfaces/" + name); });
}

void check_material(const meshes::MaterialSlot &slot, const MaterialCard &card, Rules &rules)
{
  using meshes::Role;
  const std::string path = "materials/" + slot.name;
  if (card.card.empty())
    return rules.require(false, path + "/card", "nothing",
                         "this region of the mesh has no material. Name a shipped card, or a file ending in .prm");
  rules.attempt(path, [&] { physics::validate(card, path); });
  rules.require(slot.role == Role::phase_change || slot.role == Role::any || !card.glass_forming, path + "/card",
                card.card, "is glass forming, which only the phase change layer may be");
  rules.require((slot.role != Role::conductor && slot.role != Role::phase_change) ||
                    card.crystal_conduction.conductivity > 0,
                path + "/card", card.card,
                "is an insulator (crystal conduction/conductivity = 0 S/m), but current flows through this region");
}

void check_materials(const Case &c, Rules &rules)
{
  for (const meshes::MaterialSlot &slot : meshes::material_slots(c.geometry))
    check_material(slot, c.materials[slot.name], rules);
}

/// The ambient temperature stays below melting, and is told by one key.
void check_ambient(const Case &c, Rules &rules)
{
  const solver::ElectroThermalParameters &p = c.electro_thermal;
  solver::Ambient                         ambient(p.ambient);
  rules.attempt("charge and heat/ambient program", [&] { ambient = p.surroundings(); });
  const bool          is_program = !p.ambient_program.empty();
  const MaterialCard &layer      = c.materials.phase_change();
  if (layer.glass_forming)
    rules.require_below(is_program ? "charge and heat/ambient program" : "charge and heat/ambient temperature",
                        ambient.highest(), "the melting temperature of " + layer.card,
                        layer.phase_change.melting_temperature, "K");
  rules.require(!is_program || p.ambient == solver::ElectroThermalParameters().ambient,
                "charge and heat/ambient temperature", in(p.ambient, "K"),
                "is not used with an ambient program, whose first item is the temperature of the start: leave out one "
                "of the two");
  rules.require(!is_program || (c.task != Task::steady && c.task != Task::curve), "charge and heat/ambient program",
                "\"" + p.ambient_program + "\"",
                "is not used with task = steady or curve: name one ambient temperature");
}

/// Off the axis a single crystal of an axisymmetric cell would be a ring.
void check_nucleation(const Case &c, const meshes::CellGeometry &cell, Rules &rules)
{
  rules.require(
      c.nucleation.mode != solver::NucleationMode::seeds || cell.symmetry != meshes::Symmetry::axisymmetric,
      "nucleation/mode", "seeds",
      "an axisymmetric cell cannot bear single crystals, which would be rings round its axis. Leave mode = off: "
      "results and reads then tell the hazard of nucleation and the survival; or compute the cell in three "
      "dimensions (geometry/.../symmetry)");
  const double written = solver::Nucleation<2>::stamp_radius * c.phase.width;
  for (const meshes::MaterialSlot &slot : meshes::material_slots(c.geometry))
    if (const physics::NucleationParameters &law = c.materials[slot.name].nucleation;
        c.nucleation.mode == solver::NucleationMode::seeds && law.enabled && law.precursors)
      rules.require_below("materials/" + slot.name + "/nucleation/precursor radius", law.precursor_radius,
                          "three times phase field/interface width", written, "nm");
}

/// Amplitudes, rests and reads of the pulse list.
void check_program(const Case &c, const std::vector<solver::Pulse> &pulses, Rules &rules)
{
  for (const auto &[kind, highest, unit] :
       {std::tuple{SourceKind::voltage, highest_voltage, "V"}, std::tuple{SourceKind::current, highest_current, "A"}})
    rules.require(std::all_of(pulses.begin(), pulses.end(),
                              [&](const solver::Pulse &pulse) {
                                return pulse.kind != kind || std::abs(pulse.amplitude()) <= highest;
                              }),
                  "program/pulses", "\"" + c.program.pulses + "\"",
                  "amplitudes lie between -" + in(highest, unit) + " and " + in(highest, unit));
  rules.require(!pulses.empty() || !c.program.pulses.empty() || c.program.last_read > 0 ||
                    !c.program.probe_times.empty() || c.task == Task::verify,
                "program/pulses", "nothing", "a case without pulses and without reads computes nothing");
  const bool uses_rest = c.task == Task::verify ||
                         (pulses.size() > 1 &&
                          std::any_of(pulses.begin(), pulses.end() - 1, [](const auto &pulse) { return !pulse.rest; }));
  if (uses_rest)
    rules.require_below("program/read delay", c.program.read_delay, "program/rest", c.program.rest, "ns");
  rules.require(c.program.last_read == 0 || c.program.first_read <= c.program.last_read, "program/first read",
                in(c.program.first_read, "s"),
                "must not come after program/last read (" + in(c.program.last_read, "s") + ")");
}

void check_verify(const Case &c, const std::vector<solver::Pulse> &pulses, Rules &rules)
{
  const solver::VerifyParameters &p = c.verify;
  rules.require(rules.is_set("program/pulses"), "task", "verify",
                "needs program/pulses, what is fired first: nothing, or a SET before branch = reset, or a RESET before "
                "branch = set");
  rules.require(p.branch == solver::VerifyBranch::reset || !pulses.empty(), "verify/branch", "set",
                "needs a RESET in program/pulses: it is fired again after an overshoot");
  rules.require_below("verify/tolerance", p.tolerance, "verify/target", p.target, "uS");
  rules.require(p.first_amplitude <= p.highest, "verify/first amplitude", in(p.first_amplitude, "V"),
                "must not be above verify/highest amplitude (" + in(p.highest, "V") + ")");
}

/// Pulses and how they fit to what uses them.
void check_pulses(const Case &c, Rules &rules)
{
  if (c.task == Task::steady || c.task == Task::curve)
    return;
  std::vector<solver::Pulse> pulses;
  rules.attempt("program/pulses", [&] { pulses = solver::parse_pulses(c.program.pulses); });
  check_program(c, pulses, rules);
  if (c.task == Task::verify)
    check_verify(c, pulses, rules);
  if (c.circuit.netlist.empty() &&
      std::any_of(pulses.begin(), pulses.end(), [](const auto &pulse) { return pulse.kind == SourceKind::current; }))
  {
    rules.require(c.circuit.series_resistance > 0, "circuit/series resistance", "0 ohm",
                  "must be above 0 ohm with pulses of current: the source itself holds the voltage of the cell");
    rules.require(!c.circuit.is_nonlinear(), "program/pulses", "\"" + c.program.pulses + "\"",
                  "a source of current knows no compliance, transistor or selector: drive them with a voltage");
  }
}

/// Keys that the chosen task does not look at must not be changed: they would be dead. A resolved case has them all.
void check_task(const Case &c, const PrmTree &tree, Rules &rules)
{
  const auto refuse = [&](const char *section, const char *reason, const std::string &used = "") {
    const auto found = tree.sections.find(section);
    if (found != tree.sections.end())
      for (const auto &[key, entry] : found->second.entries)
        rules.require(key == used, std::string(section) + "/" + key, entry.text, reason);
  };
  solver::Program::Parameters untouched;
  untouched.read_voltage = c.program.read_voltage;
  if (c.task != Task::verify && write_prm(c.verify) != write_prm(solver::VerifyParameters()))
    refuse("verify", "is used with task = verify only");
  if ((c.task == Task::steady || c.task == Task::curve) && write_prm(c.program) != write_prm(untouched))
    refuse("program", "is not used with task = steady or curve", "read voltage");
  if (c.task != Task::curve && write_prm(c.curve) != write_prm(solver::CurveParameters()))
    refuse("curve", "is used with task = curve only");
  rules.require(c.task != Task::curve || c.circuit.floats(), "circuit/series resistance", "0 ohm",
                "must be above 0 ohm with task = curve, whose points lie on load lines");
  rules.require(c.task == Task::steady || c.steady_voltage == Case().steady_voltage, "steady voltage",
                in(c.steady_voltage, "V"), "is used with task = steady only");
}

void check_initial(const Case &c, const meshes::CellGeometry &cell, Rules &rules)
{
  const auto check = [&](const std::string &key, double length, const std::vector<meshes::NamedLength> &limits) {
    if (length == 0)
      return;
    rules.require(c.materials.phase_change().glass_forming, key, in(length, "nm"),
                  "no material of the cell is glass forming, so it has no glass");
    if (c.materials.phase_change().phase_change.enabled &&
        c.nucleation.mode != solver::NucleationMode::rate_equation) // fronts end at no electrode
      for (const meshes::NamedLength &limit : limits)
        rules.require_below(key, length, limit.key, limit.length, "nm");
    rules.require_below("initial state/glass interface width", c.initial.interface_width, key, length, "nm");
  };
  check("initial state/glass radius", c.initial.glass_radius, cell.glass.ball);
  check("initial state/glass length", c.initial.glass_length, cell.glass.slab);
}

double estimate_map_points(const Case &c, const meshes::CellGeometry &cell)
{
  const meshes::Box all = cell.extent();
  return (all.upper[0] - all.lower[0]) * (all.upper[2] - all.lower[2]) / (c.output.map_spacing * c.output.map_spacing);
}

void check_resolution(const Case &c, const meshes::CellGeometry &cell, Rules &rules)
{
  rules.require(c.mesh.edge_size <= c.mesh.coarse_size, "mesh/edge cell size", in(c.mesh.edge_size, "nm"),
                "must not be above mesh/coarse cell size (" + in(c.mesh.coarse_size, "nm") + ")");
  if (c.materials.phase_change().glass_forming)
    for (const meshes::NamedLength &length : cell.phase_lengths)
      rules.require_below("phase field/interface width", c.phase.width, length.key, length.length, "nm");
  char         cells[32];
  const double estimate = estimate_cells(c);
  std::snprintf(cells, sizeof cells, "%.2g", estimate);
  rules.require(estimate <= most_cells, "mesh/coarse cell size", in(c.mesh.coarse_size, "nm"),
                "makes about " + std::string(cells) + " cells with mesh/edge cell size = " +
                    in(c.mesh.edge_size, "nm") + ", mesh/grading = " + in(c.mesh.grading, "1") +
                    " and mesh/uniform refinements = " + std::to_string(c.mesh.uniform) + "; at most 1e8 are allowed");
  rules.require(estimate_map_points(c, cell) <= most_map_points, "output/map spacing", in(c.output.map_spacing, "nm"),
                "makes maps of more than 1e7 points in a cell of " + cell_size(c));
}

void check_steps(const Case &c, Rules &rules)
{
  const solver::StepControl::Parameters &t = c.time_step;
  rules.require(t.shortest <= t.first, "time step/shortest step", in(t.shortest, "ns"),
                "must not be above time step/first step (" + in(t.first, "ns") + ")");
  rules.require(t.first <= t.longest_driven, "time step/first step", in(t.first, "ns"),
                "must not be above time step/longest driven step (" + in(t.longest_driven, "ns") + ")");
}

/// Elements that are not there must have no numbers, and those that are must be able to work.
void check_circuit(const Case &c, Rules &rules)
{
  const solver::Circuit &circuit    = c.circuit;
  const std::string      resistance = "circuit/series resistance = " + in(circuit.series_resistance, "ohm");
  rules.attempt("circuit", [&] { check_replaced_keys(circuit); });
  if (!circuit.netlist.empty())
    return;
  rules.require(circuit.parasitic_capacitance == 0 || circuit.floats(), "circuit/parasitic capacitance",
                in(circuit.parasitic_capacitance, "F"),
                "has no effect with " + resistance + ": the source itself holds the voltage of the cell");
  rules.require(circuit.compliance == 0 || circuit.series_resistance > 0, "circuit/current compliance",
                in(circuit.compliance, "uA"), "limits the current of the series resistance, but " + resistance);
  rules.require(circuit.compliance == 0 || !circuit.transistor.is_present(), "circuit/current compliance",
                in(circuit.compliance, "uA"), "the transistor limits the current already: leave out one of the two");
  rules.require(!circuit.selector.is_present() || circuit.floats(), "circuit/selector/current",
                in(circuit.selector.current, "uA"), "needs a series resistance or a transistor, but " + resistance);
  const solver::Transistor none;
  const auto               needs_transistor = [&](const char *key, double value, double untouched) {
    rules.require(circuit.transistor.is_present() || value == untouched, std::string("circuit/transistor/") + key,
                                in(value, "V"), "there is no transistor with circuit/transistor/transconductance = 0 uA/V^2");
  };
  needs_transistor("gate voltage", circuit.transistor.gate_voltage, none.gate_voltage);
  needs_transistor("threshold voltage", circuit.transistor.threshold_voltage, none.threshold_voltage);
  needs_transistor("critical voltage", circuit.transistor.critical_voltage, none.critical_voltage);
  rules.require(!circuit.transistor.is_present() ||
                    circuit.transistor.gate_voltage > circuit.transistor.threshold_voltage,
                "circuit/transistor/gate voltage", in(circuit.transistor.gate_voltage, "V"),
                "must be above circuit/transistor/threshold voltage (" + in(circuit.transistor.threshold_voltage, "V") +
                    "), or the transistor blocks");
  rules.require(circuit.selector.is_present() || circuit.selector.voltage == solver::Selector().voltage,
                "circuit/selector/voltage", in(circuit.selector.voltage, "V"),
                "there is no selector with circuit/selector/current = 0 uA");
}

} // namespace

double estimate_cells(const Case &c)
{
  const meshes::CellGeometry geometry = geometry_of(c);
  const int                  dim      = geometry.dimension();
  const auto                 cuts     = geometry.cuts();
  double                     coarse = 1, extent = 1;
  for (int axis = 0; axis < 3; axis += dim == 2 ? 2 : 1)
  {
    double lines = 0;
    for (std::size_t i = 0; i + 1 < cuts[axis].size(); ++i)
      lines += std::ceil((cuts[axis][i + 1] - cuts[axis][i]) / c.mesh.coarse_size);
    coarse *= lines;
    extent *= cuts[axis].back() - cuts[axis].front();
  }
  if (!geometry.elements.empty())
    coarse = static_cast<double>(geometry.elements.size());
  coarse *= std::pow(2.0, dim * c.mesh.uniform);
  // cells of size max(edge, grading * distance) round each edge; halving makes them smaller by up to a factor 2
  const double g = c.mesh.grading, ratio = std::max(1.0, c.mesh.coarse_size / c.mesh.edge_size);
  double       graded = 0;
  for (const meshes::Box &edge : geometry.singular_edges)
  {
    const double length = std::hypot(edge.upper[0] - edge.lower[0], edge.upper[1] - edge.lower[1]);
    graded += dim == 2 ? 2 * std::numbers::pi / (g * g) * (1 + 2 * std::log(ratio))
                       : 6 * std::numbers::pi / (g * g) * length / c.mesh.edge_size;
  }
  return coarse + std::min(graded, std::pow(2.0, dim) * extent / std::pow(c.mesh.edge_size, dim));
}

void validate(const Case &c, const PrmTree &tree)
{
  Rules rules(tree);
  check_task(c, tree, rules);
  for (const meshes::BrokenRule &rule : keys_of_other_cells(c.geometry, tree))
    rules.require(false, rule.key, rule.value, rule.allowed);
  check_geometry(c, rules);
  check_interfaces(c, rules);
  check_materials(c, rules);
  check_ambient(c, rules);
  check_circuit(c, rules);
  check_pulses(c, rules);
  if (!rules.has_broken("geometry/") && !rules.has_broken("terminals/")) // what follows needs a cell
  {
    const meshes::CellGeometry cell = geometry_of(c);
    check_initial(c, cell, rules);
    check_nucleation(c, cell, rules);
    check_resolution(c, cell, rules);
  }
  check_steps(c, rules);
  for (const meshes::BrokenRule &rule : broken_output_rules(c.output, tree))
    rules.require(false, rule.key, rule.value, rule.allowed);
  rules.finish();
}
} // namespace quench::cases
