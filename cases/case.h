#pragma once

#include <cases/initial.h>
#include <cases/interface_choices.h>
#include <cases/material_choices.h>
#include <cases/terminal_choices.h>
#include <meshes/library.h>
#include <solver/drive/program.h>
#include <solver/drive/verify.h>
#include <solver/run/continuation.h>
#include <solver/run/time_step.h>
#include <solver/space/adapt.h>
#include <solver/transport/electro_thermal.h>

#include <string>

/// What may be asked of the cell stage. `cases` is the composition root: it knows everything, nobody includes it.
namespace quench::cases
{
enum class Task
{
  program, ///< fire the pulses, quench, read
  verify,  ///< the same, then program-and-verify to a conductance
  steady,  ///< steady state at one voltage
  curve    ///< steady current-voltage curve through its turning points
};

/// What a run writes.
struct Output
{
  int         field_steps = 0;
  bool        maps        = true;
  int         map_steps   = 0;
  double      map_spacing = 0.75 * units::nm;
  std::string insitu_script;
  int         insitu_steps = 10;
  std::string insitu_fields;
  bool        insitu_required     = false;
  int         checkpoint_steps    = 0;
  double      checkpoint_interval = 600 * units::s;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("field steps", &Output::field_steps, Range{0, 1e6},
          "write fields/*.vtu every so many accepted steps; 0 only at the peak, after quench and at the end", "choice");
    entry("maps", &Output::maps, "write maps/*.csv at the peak, after quench and at the end; the report draws them",
          "choice");
    entry("map steps", &Output::map_steps, Range{0, 1e6},
          "write further maps every so many accepted steps, for the report's slider of time; 0 for none", "choice");
    entry("map spacing", &Output::map_spacing, "nm", Range{0.05, 100},
          "raster of maps/*.csv; in three dimensions of the section through the middle of the cell", "choice");
    entry("in situ script", &Output::insitu_script,
          "ParaView Catalyst script (Python, version 2), relative to the case's folder; empty for none", "choice");
    entry("in situ steps", &Output::insitu_steps, Range{1, 1e6}, "call the script every so many accepted steps",
          "choice");
    entry("in situ fields", &Output::insitu_fields,
          "fields the script gets, separated by commas: temperature_K, crystallinity, potential_V, relaxation, "
          "fictive_temperature_K, grain, current_density_A_m2, joule_heat_W_m3, heat_flux_W_m2; empty for all",
          "choice");
    entry("in situ required", &Output::insitu_required, "a failing script stops the run", "choice");
    entry("checkpoint steps", &Output::checkpoint_steps, Range{0, 1e6},
          "write a checkpoint every so many accepted steps, at the next multiple of 8; 0 for none of this kind",
          "choice");
    entry("checkpoint interval", &Output::checkpoint_interval, "s", Range{0, 1e6},
          "write a checkpoint after so much wall time; 0 only by steps and when stopped by a signal",
          "choice: what a crash may cost");
  }
};

/// A case of the cell stage; an empty file is the standard mushroom cell and its RESET.
struct Case
{
  Task                             task           = Task::program;
  double                           steady_voltage = 0.6 * units::V;
  meshes::CellParameters           geometry;
  MaterialChoices                  materials = MaterialChoices::of(meshes::material_slots({}));
  InterfaceChoices                 interfaces;
  TerminalChoices                  terminals;
  solver::Circuit                  circuit;
  solver::Program::Parameters      program;
  solver::VerifyParameters         verify;
  solver::CurveParameters          curve;
  Initial                          initial;
  solver::MeshParameters           mesh;
  solver::FrontMeshParameters      front_mesh;
  solver::PhaseFieldParameters     phase;
  solver::NucleationSettings       nucleation;
  solver::ElectroThermalParameters electro_thermal;
  solver::StepControl::Parameters  time_step;
  Output                           output;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry(
        "task", &Case::task,
        Names<Task>{
            {"program", Task::program}, {"verify", Task::verify}, {"steady", Task::steady}, {"curve", Task::curve}},
        "fire the pulse program; the same and then program-and-verify; find the steady state at one voltage; or trace "
        "the steady current-voltage curve",
        "choice");
    entry("steady voltage", &Case::steady_voltage, "V", Range{-100, 100}, "at the driven contact; task = steady only",
          "choice");
    entry.subsection("geometry", &Case::geometry);
    entry.subsection("materials", &Case::materials);
    entry.subsection("interfaces", &Case::interfaces);
    entry.subsection("terminals", &Case::terminals);
    entry.subsection("circuit", &Case::circuit);
    entry.subsection("program", &Case::program);
    entry.subsection("verify", &Case::verify);
    entry.subsection("curve", &Case::curve);
    entry.subsection("initial state", &Case::initial);
    entry.subsection("mesh", &Case::mesh);
    entry.subsection("front mesh", &Case::front_mesh);
    entry.subsection("phase field", &Case::phase);
    entry.subsection("nucleation", &Case::nucleation);
    entry.subsection("charge and heat", &Case::electro_thermal);
    entry.subsection("time step", &Case::time_step);
    entry.subsection("output", &Case::output);
  }
};

/// The cell of a case with its terminals, cut where its interfaces need it. Throws what make_cell and
/// TerminalChoices::apply throw.
inline meshes::CellGeometry geometry_of(const Case &c)
{
  meshes::CellGeometry cell = meshes::make_cell(c.geometry);
  c.interfaces.cut(cell);
  c.terminals.apply(cell);
  return cell;
}
} // namespace quench::cases
