#include <physics/library.h>

#include <physics/base/error.h>
#include <physics/base/parameters.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace quench::physics
{
namespace
{
/// Keys, or beginnings of keys, that a complete card of these choices may leave out: numbers of laws it does not
/// select, and numbers whose default changes nothing.
std::vector<std::string> optional_keys(const MaterialCard &card)
{
  std::vector<std::string> keys = {"mixing",
                                   "doping/",
                                   "disorder/",
                                   "grain boundaries/",
                                   "switching state/",
                                   "heat/crystal conductivity is",
                                   "heat/temperature exponent",
                                   "heat/cross-plane ratio",
                                   "crystal conduction/temperature coefficient",
                                   "crystal conduction/cross-plane ratio",
                                   "crystal conduction/cubic temperature coefficient",
                                   "glass conduction/Meyer-Neldel energy",
                                   "glass conduction/prefactor coupling",
                                   "relaxation/field acceleration length"};
  const auto               add  = [&keys](bool unused, const std::vector<std::string> &more) {
    if (unused)
      keys.insert(keys.end(), more.begin(), more.end());
  };
  add(!card.glass_forming, {"glass conduction/", "phase change/", "relaxation/", "nucleation/", "fictive temperature/",
                            "heat/glass conductivity", "heat/Lorenz factor", "heat/latent heat",
                            "thermoelectricity/glass", "thermoelectricity/liquid"});
  add(card.crystal_conduction.conductivity == 0, {"heat/crystal Lorenz factor"});
  const GlassConductionParameters &glass = card.glass_conduction;
  const bool                       wells = glass.law == FieldLaw::poole_frenkel;
  const bool                       added = glass.law == FieldLaw::additive;
  add(glass.law != FieldLaw::sinh, {"glass conduction/hop distance"});
  add(!wells, {"glass conduction/field/relative permittivity", "glass conduction/field/well distance"});
  add(glass.law != FieldLaw::barrier_table, {"glass conduction/field/fields", "glass conduction/field/lowerings"});
  add(!added, {"glass conduction/field/breakdown field", "glass conduction/field/part at"});
  add(card.relaxation.law == RelaxationKind::collective, {"relaxation/lowest barrier"});
  add(card.relaxation.law == RelaxationKind::distributed, {"relaxation/step", "relaxation/as-quenched state"});
  const bool myega = card.phase_change.viscosity_law == ViscosityLaw::myega;
  add(myega, {"phase change/glass viscosity", "phase change/VFT"});
  add(!myega, {"phase change/infinite viscosity", "phase change/viscous temperature", "phase change/fragility"});
  add(card.phase_change.growth_law == GrowthLaw::per_formula,
      {"phase change/atom radius", "phase change/hydrodynamic radius", "phase change/atoms per formula"});
  add(!card.nucleation.enabled, {"nucleation/"});
  add(card.nucleation.incubation != Incubation::time_lag, {"nucleation/lag factor"});
  add(card.nucleation.incubation != Incubation::clusters, {"nucleation/largest cluster"});
  add(!card.nucleation.precursors, {"nucleation/precursor density", "nucleation/precursor radius"});
  return keys;
}

bool starts_with_one_of(const std::string &path, const std::vector<std::string> &beginnings)
{
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&path](const std::string &beginning) { return path.starts_with(beginning); });
}

bool is_set(const PrmTree &tree, const std::string &path)
{
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos)
    return tree.entries.contains(path);
  const auto section = tree.sections.find(path.substr(0, slash));
  return section != tree.sections.end() && is_set(section->second, path.substr(slash + 1));
}

/// Refuse a card with a gap: a number missing in one source must not be filled silently from another.
void require_complete(const PrmTree &tree, const MaterialCard &card, const ParameterSection &section,
                      const std::string &file)
{
  const std::vector<std::string> optional = optional_keys(card);
  for (const EntryInfo &entry : entry_infos(section, ""))
    if (entry.path != MaterialCard::preset_key && !starts_with_one_of(entry.path, optional) &&
        !is_set(tree, entry.path))
      throw InputError(file, "\"" + entry.path + "\" is not set", "a card gives every number it needs",
                       "To change a shipped material, start with \"set card = GST225\"");
}

/// The material as a card says: complete in itself, or changes of a shipped card.
MaterialCard card_from(const PrmTree &tree, const std::string &file)
{
  const auto base = tree.entries.find(MaterialCard::preset_key);
  if (base != tree.entries.end())
  {
    if (base->second.text.ends_with(".prm"))
      throw InputError(base->second.place.text(), "card = " + base->second.text,
                       "a card can start from a shipped material only: " + join(card_names(), ", "));
    return read_parameters<MaterialCard>(tree);
  }
  MaterialCard     card;
  ParameterSection section = bind_parameters(card);
  section.preset_key       = nullptr; // the card is the preset
  fill_from_prm(section, tree, "");
  require_complete(tree, card, section, file);
  return card;
}
} // namespace

std::vector<std::string> card_names()
{
  std::vector<std::string> names;
  for (const EmbeddedCard &card : embedded_cards())
    names.emplace_back(card.name);
  return names;
}

MaterialCard MaterialCard::preset(const std::string &name, const std::string &case_directory)
{
  const auto named = [&name](MaterialCard card) {
    card.card = name;
    return card;
  };
  if (name.ends_with(".prm"))
  {
    const std::string path = (std::filesystem::path(case_directory) / name).string();
    return named(card_from(read_prm(path), path));
  }
  for (const EmbeddedCard &card : embedded_cards())
    if (card.name == name)
      return named(card_from(parse_prm(card.text, "cases/materials/" + name + ".prm"), name + ".prm"));
  throw InputError("there is no such material", "shipped are " + join(card_names(), ", "), "",
                   "A card of your own is a file: \"set card = my_material.prm\"");
}

MaterialCard doped(MaterialCard card)
{
  const DopingParameters by = std::exchange(card.doping, {});
  card.crystal_conduction.conductivity *= by.conductivity;
  card.crystal_conduction.saturation_resistivity /= by.conductivity;
  card.glass_conduction.prefactor *= by.glass;
  card.glass_conduction.relaxation_coupling *= by.drift;
  card.glass_conduction.prefactor_coupling *= by.drift;
  for (double *temperature : {&card.phase_change.glass_temperature, &card.phase_change.viscous_temperature,
                              &card.phase_change.vft_temperature, &card.relaxation.rejuvenation_temperature})
    *temperature *= by.crystallisation;
  return card;
}

namespace
{
/// The table of eq. C9 rises from zero.
void validate_table(const FieldLawParameters &p, const std::string &where)
{
  const auto refuse = [&](const std::string &got, const std::string &allowed) {
    throw InputError(where + "/glass conduction/field/" + got, allowed);
  };
  const std::string sizes =
      std::to_string(p.fields.size()) + " fields, " + std::to_string(p.lowerings.size()) + " lowerings";
  if (p.fields.size() < 2 || p.fields.size() != p.lowerings.size())
    refuse("fields: " + sizes, "as many of both are needed, at least two");
  if (p.fields[0] != 0 || p.lowerings[0] != 0)
    refuse("fields: starts with " + format_quantity(p.fields[0], "MV/m") + ", " + format_quantity(p.lowerings[0], "eV"),
           "the first point is 0 MV/m, 0 eV");
  for (std::size_t i = 1; i < p.fields.size(); ++i)
    if (p.fields[i] <= p.fields[i - 1] || p.lowerings[i] < p.lowerings[i - 1])
      refuse("fields: " + format_quantity(p.fields[i], "MV/m") + ", " + format_quantity(p.lowerings[i], "eV") +
                 " after " + format_quantity(p.fields[i - 1], "MV/m") + ", " +
                 format_quantity(p.lowerings[i - 1], "eV"),
             "fields ascend and lowerings do not fall");
}
} // namespace

namespace
{
/// The electrons carry less than the measured total at 300 K (eq. H12).
void validate_electrons(const MaterialCard &card, const std::string &where)
{
  const HeatParameters &heat      = card.heat;
  const double          electrons = electrons_at_300_K(heat, CrystalConduction(card.crystal_conduction));
  if (heat.crystal_heat == CrystalHeat::lattice || electrons < heat.crystal_conductivity)
    return;
  throw InputError(
      where + "/heat/crystal Lorenz factor = " + format_quantity(heat.crystal_lorenz_factor, "1"),
      "electrons of a conductivity of " + display_quantity(card.crystal_conduction.conductivity, "S/m", 4) +
          " then carry " + display_quantity(electrons, "W/(m K)", 4) + " at 300 K (eq. H12), and the crystal " +
          display_quantity(heat.crystal_conductivity, "W/(m K)", 4) + " in all",
      "a factor below " + display_quantity(heat.crystal_lorenz_factor * heat.crystal_conductivity / electrons, "1", 4),
      "Or write 0 for no heat of electrons, or \"set crystal conductivity is = lattice\"");
}
} // namespace

void validate(const MaterialCard &undoped, const std::string &where)
{
  const MaterialCard card  = doped(undoped);
  const auto         below = [&](const std::string &key, double value, const std::string &limit_name, double limit,
                         const std::string &unit) {
    if (value >= limit)
      throw InputError(where + "/" + key + " = " + format_quantity(value, unit),
                               "must be below " + limit_name + " (" + format_quantity(limit, unit) + ")");
  };
  const CrystalConduction::Parameters &crystal = card.crystal_conduction;
  if (crystal.conductivity > 0)
    below("crystal conduction/saturation resistivity", crystal.saturation_resistivity, "the resistivity at 300 K",
          1 / crystal.conductivity, "ohm m");
  validate_electrons(card, where);
  if (!card.glass_forming)
    return;
  if (crystal.conductivity == 0)
    throw InputError(where + "/crystal conduction/conductivity = 0 S/m",
                     "the crystal of a glass-forming material conducts", "a value > 0 S/m",
                     "For an ordinary solid write \"set glass forming = false\"");
  if (card.glass_conduction.law == FieldLaw::barrier_table)
    validate_table(card.glass_conduction.field, where);
  if (card.relaxation.law == RelaxationKind::distributed)
    below("relaxation/lowest barrier", card.relaxation.lowest_barrier, "the final barrier",
          card.relaxation.final_barrier, "eV");
  const double T_m = card.phase_change.melting_temperature;
  below("relaxation/rejuvenation temperature", card.relaxation.rejuvenation_temperature, "the melting temperature", T_m,
        "K");
  below("phase change/glass temperature", card.phase_change.glass_temperature, "the melting temperature", T_m, "K");
  if (card.phase_change.viscosity_law == ViscosityLaw::myega)
    below("phase change/viscous temperature", card.phase_change.viscous_temperature, "the melting temperature", T_m,
          "K");
  else
    below("phase change/VFT temperature", card.phase_change.vft_temperature, "the glass temperature",
          card.phase_change.glass_temperature, "K");
}
} // namespace quench::physics
