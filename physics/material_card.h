#pragma once

#include <physics/base/described.h>
#include <physics/conduction/crystal_conduction.h>
#include <physics/conduction/disorder.h>
#include <physics/conduction/glass_conduction.h>
#include <physics/conduction/grain_boundary.h>
#include <physics/conduction/mixing.h>
#include <physics/conduction/switching_state.h>
#include <physics/doping.h>
#include <physics/heat/heat_law.h>
#include <physics/heat/seebeck.h>
#include <physics/phase/fictive_temperature.h>
#include <physics/phase/nucleation.h>
#include <physics/phase/phase_change_parameters.h>
#include <physics/relaxation/relaxation_law.h>

#include <string>

namespace quench::physics
{
/// All numbers of one material, as a user can write them in a file. The defaults are the shipped card GST225.
struct MaterialCard
{
  std::string                      card          = "GST225";
  bool                             glass_forming = true;
  Mixing                           mixing        = Mixing::sharp_front;
  CrystalConduction::Parameters    crystal_conduction;
  GlassConduction::Parameters      glass_conduction;
  DisorderParameters               disorder;
  SwitchingStateParameters         switching_state;
  GrainBoundaryParameters          grain_boundaries;
  HeatParameters                   heat;
  SeebeckParameters                thermoelectricity;
  PhaseChangeParameters            phase_change;
  NucleationParameters             nucleation;
  FictiveTemperatureParameters     fictive_temperature;
  CollectiveRelaxation::Parameters relaxation;
  DopingParameters                 doping;

  static constexpr const char *preset_key = "card";

  /// Card of a shipped name, or read from a file whose name ends in ".prm", relative to the folder of the case.
  /// Throws InputError, listing the shipped names, if there is none.
  static MaterialCard preset(const std::string &name, const std::string &case_directory);

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using C = MaterialCard;
    entry("card", &C::card, "name of a shipped material, or file ending in .prm, whose numbers are taken first",
          "choice");
    entry("glass forming", &C::glass_forming,
          "true: crystal, glass and liquid; false: an ordinary solid, of which only the crystal's numbers are used",
          "choice");
    entry(
        "mixing", &C::mixing,
        Names<Mixing>{{"sharp front", Mixing::sharp_front},
                      {"Bruggeman", Mixing::bruggeman},
                      {"logarithmic", Mixing::logarithmic}},
        "conduction where crystal and glass meet: a front resists as a sharp one (eq. C19) and what is partly "
        "crystallised without "
        "a front an effective medium; the effective medium in the front as well (eq. C1); or ln sigma in proportion to "
        "the volumes (eq. C14)",
        "Nicoli et al., Phys. Rev. E 84, 046707 (2011): tensor in a front; Privitera et al., AIP Adv. 3, 012105 "
        "(2013): effective "
        "medium");
    entry.subsection("crystal conduction", &C::crystal_conduction);
    entry.subsection("glass conduction", &C::glass_conduction);
    entry.subsection("disorder", &C::disorder);
    entry.subsection("switching state", &C::switching_state);
    entry.subsection("grain boundaries", &C::grain_boundaries);
    entry.subsection("heat", &C::heat);
    entry.subsection("thermoelectricity", &C::thermoelectricity);
    entry.subsection("phase change", &C::phase_change);
    entry.subsection("nucleation", &C::nucleation);
    entry.subsection("fictive temperature", &C::fictive_temperature);
    entry.subsection("relaxation", &C::relaxation);
    entry.subsection("doping", &C::doping);
  }
};

/// The card with its doping multiplied in; what remains is undoped.
MaterialCard doped(MaterialCard card);

/// Rules between the numbers of a card. Throws InputError that starts with `where`, e.g. "case.prm: materials/GST225".
void validate(const MaterialCard &card, const std::string &where);
} // namespace quench::physics
