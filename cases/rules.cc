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
      broken_.push_back(located(error.what(), key));
    }
  }

  void finish() const
  {
    if (!broken_.empty())
      throw InputError(broken_[0].substr(0, broken_[0].find(": ")),
                       join(broken_, "\n").substr(broken_[0].find(": ") + 2));
  }

private:
  /// A message that starts with "section: key = " or "section/key = " is about that key.
  std::string located(const std::string &message, const std::string &key) const
  {
    std::string named = message.substr(0, message.find(" = "));
    if (const std::size_t colon = named.find(": "); colon != std::string::npos)
      named.replace(colon, 2, "/");
    if (named.starts_with(key) && is_set(named))
      return place_of(tree_, named) + message.substr(message.find(" = "));
    return place_of(tree_, key) + ": " + (message.starts_with(key + ": ") ? message.substr(key.size() + 2) : message);
  }

  const PrmTree           &tree_;
  std::vector<std::string> broken_;
};

void check_geometry(const Case &c, Rules &rules)
{
  rules.attempt("geometry", [&] { meshes::make_cell(c.geometry); });
}

void check_materials(const Case &c, Rules &rules)
{
  struct Region
  {
    const char         *name;
    const MaterialCard &card;
    bool                conducts, may_change;
  };
  const MaterialChoices &m = c.materials;
  const std::array       regions{Region{"bottom electrode", m.bottom_electrode, true, false},
                           Region{"heater", m.heater, true, false}, Region{"dielectric", m.dielectric, false, false},
                           Region{"phase change layer", m.phase_change_layer, true, true},
                           Region{"top electrode", m.top_electrode, true, false}};
  for (const Region &region : regions)
  {
    const std::string path = std::string("materials/") + region.name;
    rules.attempt(path, [&] { physics::validate(region.card, path); });
    rules.require(region.may_change || !region.card.glass_forming, path + "/card", region.card.card,
                  "is glass forming, which only the phase change layer may be");
    rules.require(!region.conducts || region.card.crystal_conduction.conductivity > 0, path + "/card", region.card.card,
                  "is an insulator (crystal conduction/conductivity = 0 S/m), but current flows through this region");
  }
  const MaterialCard &layer = m.phase_change_layer;
  if (layer.glass_forming)
    rules.require_below("charge and heat/ambient temperature", c.electro_thermal.ambient,
                        "the melting temperature of the phase change layer", layer.phase_change.melting_temperature,
                        "K");
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

void check_initial(const Case &c, Rules &rules)
{
  const double      radius = c.initial.glass_radius;
  const std::string key    = "initial state/glass radius";
  if (radius == 0)
    return;
  const meshes::Mushroom &cell = c.geometry.mushroom;
  rules.require(c.materials.phase_change_layer.glass_forming, key, in(radius, "nm"),
                "materials/phase change layer is not glass forming, so it has no glass");
  rules.require_below(key, radius, "geometry/mushroom/layer thickness", cell.layer_thickness, "nm");
  rules.require_below(key, radius, "geometry/mushroom/cell radius", cell.cell_radius, "nm");
  rules.require_below("initial state/glass interface width", c.initial.interface_width, key, radius, "nm");
}

double estimate_map_points(const Case &c)
{
  const meshes::Mushroom &cell = c.geometry.mushroom;
  const double            height =
      cell.bottom_electrode_thickness + cell.heater_height + cell.layer_thickness + cell.top_electrode_thickness;
  return cell.cell_radius * height / (c.output.map_spacing * c.output.map_spacing);
}

void check_resolution(const Case &c, Rules &rules)
{
  rules.require(c.mesh.edge_size <= c.mesh.coarse_size, "mesh/edge cell size", in(c.mesh.edge_size, "nm"),
                "must not be above mesh/coarse cell size (" + in(c.mesh.coarse_size, "nm") + ")");
  const meshes::Mushroom &cell = c.geometry.mushroom;
  if (c.materials.phase_change_layer.glass_forming)
  {
    rules.require_below("phase field/interface width", c.phase.width, "geometry/mushroom/layer thickness",
                        cell.layer_thickness, "nm");
    rules.require_below("phase field/interface width", c.phase.width, "geometry/mushroom/heater radius",
                        cell.heater_radius, "nm");
  }
  char cells[32];
  std::snprintf(cells, sizeof cells, "%.2g", estimate_cells(c));
  rules.require(estimate_cells(c) <= most_cells, "mesh/coarse cell size", in(c.mesh.coarse_size, "nm"),
                "makes about " + std::string(cells) + " cells with mesh/edge cell size = " +
                    in(c.mesh.edge_size, "nm") + ", mesh/grading = " + in(c.mesh.grading, "1") +
                    " and mesh/uniform refinements = " + std::to_string(c.mesh.uniform) + "; at most 1e8 are allowed");
  rules.require(estimate_map_points(c) <= most_map_points, "output/map spacing", in(c.output.map_spacing, "nm"),
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
  const meshes::CellGeometry geometry = c.geometry.mushroom.build();
  const auto                 cuts     = geometry.cuts();
  double                     coarse = 1, extent = 1;
  for (const int axis : {0, 2})
  {
    double lines = 0;
    for (std::size_t i = 0; i + 1 < cuts[axis].size(); ++i)
      lines += std::ceil((cuts[axis][i + 1] - cuts[axis][i]) / c.mesh.coarse_size);
    coarse *= lines;
    extent *= cuts[axis].back() - cuts[axis].front();
  }
  coarse *= std::pow(4.0, c.mesh.uniform);
  // cells of size max(edge, grading * distance) round the heater's edge; halving makes them smaller by up to a factor 2
  const double g = c.mesh.grading, ratio = std::max(1.0, c.mesh.coarse_size / c.mesh.edge_size);
  const double graded = 2 * std::numbers::pi / (g * g) * (1 + 2 * std::log(ratio));
  return coarse + std::min(graded, 4 * extent / (c.mesh.edge_size * c.mesh.edge_size));
}

void validate(const Case &c, const PrmTree &tree)
{
  Rules rules(tree);
  check_task(c, tree, rules);
  check_geometry(c, rules);
  check_materials(c, rules);
  check_circuit(c, rules);
  check_program(c, rules);
  check_initial(c, rules);
  check_resolution(c, rules);
  check_steps(c, rules);
  check_files(c, tree, rules);
  rules.finish();
}
} // namespace quench::cases
