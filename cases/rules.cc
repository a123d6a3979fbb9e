#include <cases/rules.h>

#include <cases/key_place.h>
#include <physics/base/error.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <functional>
#include <numbers>

namespace quench::cases
{
namespace
{
constexpr double most_cells      = 1e8;
constexpr double most_map_points = 1e7;
constexpr double most_pulses     = 1e5;
constexpr double highest_voltage = 100 * units::V;

std::string in(double value, const char *unit) { return display_quantity(value, unit, 6); }

/// Collects the rules that are broken.
class Rules
{
public:
  explicit Rules(const PrmTree &tree) : tree_(tree) {}

  bool is_set(const std::string &key) const { return find_entry(tree_, key) != nullptr; }

  void require(bool holds, const std::string &key, const std::string &value, const std::string &allowed)
  {
    if (!holds)
      broken_.push_back(place_of(tree_, key) + " = " + value + ": " + allowed);
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
  const auto broken = meshes::broken_rules(c.geometry);
  for (const meshes::BrokenRule &rule : broken)
    rules.require(false, rule.key, rule.value, rule.allowed);
  if (broken.empty())
    rules.attempt(c.geometry.section(), [&] { meshes::make_cell(c.geometry); });
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
  const MaterialCard &layer = c.materials.phase_change();
  if (layer.glass_forming)
    rules.require_below("charge and heat/ambient temperature", c.electro_thermal.ambient,
                        "the melting temperature of " + layer.card, layer.phase_change.melting_temperature, "K");
}

void check_program(const Case &c, Rules &rules)
{
  if (c.task == Task::steady)
    return;
  std::vector<solver::Pulse> pulses;
  rules.attempt("program/pulses", [&] { pulses = solver::parse_pulses(c.program.pulses); });
  for (const solver::Pulse &pulse : pulses)
    if (!(std::abs(pulse.amplitude) <= highest_voltage))
    {
      rules.require(false, "program/pulses", "\"" + c.program.pulses + "\"",
                    "amplitudes lie between -" + in(highest_voltage, "V") + " and " + in(highest_voltage, "V"));
      break;
    }
  rules.require(double(pulses.size()) <= most_pulses, "program/pulses", std::to_string(pulses.size()) + " pulses",
                "at most 100000 are allowed");
  rules.require(!pulses.empty() || !c.program.pulses.empty() || c.program.last_read > 0 ||
                    !c.program.probe_times.empty(),
                "program/pulses", "nothing", "a case without pulses and without reads computes nothing");
  if (pulses.size() > 1)
    rules.require_below("program/read delay", c.program.read_delay, "program/rest", c.program.rest, "ns");
  rules.require(c.program.last_read == 0 || c.program.first_read <= c.program.last_read, "program/first read",
                in(c.program.first_read, "s"),
                "must not come after program/last read (" + in(c.program.last_read, "s") + ")");
}

/// Keys that the chosen task does not look at must not be set: they would be dead.
void check_task(const Case &c, const PrmTree &tree, Rules &rules)
{
  if (c.task == Task::program)
  {
    rules.require(!rules.is_set("steady voltage"), "steady voltage", in(c.steady_voltage, "V"),
                  "is used with task = steady only");
    return;
  }
  const auto program = tree.sections.find("program");
  if (program != tree.sections.end())
    for (const auto &[key, entry] : program->second.entries)
      rules.require(key == "read voltage", "program/" + key, entry.text, "is not used with task = steady");
}

void check_initial(const Case &c, const meshes::CellGeometry &cell, Rules &rules)
{
  const auto check = [&](const std::string &key, double length, const std::vector<meshes::NamedLength> &limits) {
    if (length == 0)
      return;
    rules.require(c.materials.phase_change().glass_forming, key, in(length, "nm"),
                  "no material of the cell is glass forming, so it has no glass");
    for (const meshes::NamedLength &limit : limits)
      rules.require_below(key, length, limit.key, limit.length, "nm");
    rules.require_below("initial state/glass interface width", c.initial.interface_width, key, length, "nm");
  };
  check("initial state/glass radius", c.initial.glass_radius, cell.glass.ball);
  check("initial state/glass length", c.initial.glass_length, cell.glass.slab);
}

double estimate_map_points(const Case &c, const meshes::CellGeometry &cell)
{
  if (cell.dimension() == 3)
    return 0;
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
                "makes maps of more than 1e7 points in a cell of this size");
}

void check_steps(const Case &c, Rules &rules)
{
  const solver::StepControl::Parameters &t = c.time_step;
  rules.require(t.shortest <= t.first, "time step/shortest step", in(t.shortest, "ns"),
                "must not be above time step/first step (" + in(t.first, "ns") + ")");
  rules.require(t.first <= t.longest_driven, "time step/first step", in(t.first, "ns"),
                "must not be above time step/longest driven step (" + in(t.longest_driven, "ns") + ")");
}

void check_circuit(const Case &c, Rules &rules)
{
  rules.require(
      c.circuit.parasitic_capacitance == 0 || c.circuit.series_resistance > 0, "circuit/parasitic capacitance",
      in(c.circuit.parasitic_capacitance, "F"),
      "has no effect with circuit/series resistance = 0 ohm: the source itself holds the voltage of the cell");
}

void check_files(const Case &c, const PrmTree &tree, Rules &rules)
{
  if (c.output.insitu_script.empty())
    return;
  const auto path = std::filesystem::path(tree.directory) / c.output.insitu_script;
  rules.require(std::filesystem::is_regular_file(path), "output/in situ script", c.output.insitu_script,
                "there is no file " + path.lexically_normal().string() +
                    "; the path is relative to the folder of the case");
}
} // namespace

double estimate_cells(const Case &c)
{
  const meshes::CellGeometry geometry = meshes::make_cell(c.geometry);
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
  check_geometry(c, rules);
  check_materials(c, rules);
  check_circuit(c, rules);
  check_program(c, rules);
  if (!rules.has_broken("geometry/")) // what follows needs a cell
  {
    const meshes::CellGeometry cell = meshes::make_cell(c.geometry);
    check_initial(c, cell, rules);
    check_resolution(c, cell, rules);
  }
  check_steps(c, rules);
  check_files(c, tree, rules);
  rules.finish();
}
} // namespace quench::cases
