#pragma once

#include <solver/drive/program.h>
#include <solver/structure/nucleation.h>
#include <solver/structure/phase.h>
#include <solver/transport/electro_thermal.h>

#include <memory>

namespace quench::solver
{
/// Why a step is as long as it is.
struct StepMeasures
{
  double temperature  = 0; ///< largest change of a nodal temperature [K]
  double travel       = 0; ///< of the fastest front [nm]
  double conductivity = 0; ///< largest change of ln sigma at a cell's centre
};

/// What one attempted step did.
struct StepReport
{
  bool                 converged = false;
  double               dt        = 0;
  SourceValue          source; ///< at the end of the step
  std::string          failed; ///< equation that failed
  SolveReport          electro_thermal;
  int                  phase_substeps = 0;
  double               phase_seconds  = 0; ///< wall time
  std::vector<Nucleus> births;
  int                  stamped = 0; ///< nuclei written into the crystallinity
  StepMeasures         measures;

  /// Why it was rejected, in words: the equation and its residuals, or the changes that are too large.
  std::string reason() const;
};

/// Time step control: targets of the measures, growth, and how often a step may be rejected.
class StepControl
{
public:
  struct Parameters
  {
    double first          = 1e-3 * units::ns;
    double shortest       = 1e-9 * units::ns;
    double longest_driven = 1 * units::ns;
    double temperature    = 20 * units::K;
    double travel         = 0.5;
    double conductivity   = 0.5;
    double growth         = 2;

    template <class Entry>
    static void describe(Entry &&entry)
    {
      using P = Parameters;
      entry("first step", &P::first, "ns", positive, "after each corner of the program", "choice");
      entry("shortest step", &P::shortest, "ns", positive, "the run stops below it", "choice");
      entry("longest driven step", &P::longest_driven, "ns", positive, "while a pulse is on", "choice");
      entry("temperature change", &P::temperature, "K", positive, "target of the largest change in a step", "choice");
      entry("front travel", &P::travel, "1", Range{1e-3, 2}, "target in interface widths", "choice");
      entry("conductivity change", &P::conductivity, "1", Range{1e-3, 10}, "target of the change of ln sigma",
            "choice");
      entry("growth", &P::growth, "1", Range{1.01, 10}, "largest ratio of successive steps", "choice");
    }
  };

  StepControl(const Parameters &parameters, double interface_width) : p(parameters), width(interface_width) {}

  /// End of the next step from `time`: never across a corner of the program.
  Moment propose(const Moment &time, const Program &program) const;
  /// Judges an attempted step to `end` and sets the length of the next one. Throws ConvergenceError after twelve
  /// rejections in a row or below the shortest step.
  bool accept(const StepReport &report, const Moment &end, const Program &program);

  double next() const { return wish; }
  void   restore(double next_step) { wish = next_step; }

private:
  const Parameters p;
  const double     width;
  double           wish     = 0; ///< 0: start anew with the first step
  int              rejected = 0;
};

/// The splitting, legible (docs/equations.md, D7): fronts move and crystals are born in the old temperature; potential,
/// temperature and circuit follow together with the new fronts; the glass relaxes at the new temperature.
template <int dim>
class TimeStep
{
public:
  TimeStep(const Discretization<dim> &space, const Materials &materials, const Circuit &circuit,
           const ElectroThermalParameters &electro_thermal, const PhaseFieldParameters &phase,
           const NucleationSettings &nucleation = {}, Sources<dim> sources = {});

  StepReport advance(const State &old, State &next, const Drive &drive, double dt) const;

  /// True where nothing but relaxation can happen: no drive, ambient temperature, and that below the glass transition.
  bool is_at_rest(const State &state, const SourceValue &source) const;

  ElectroThermal<dim>   &electro_thermal() const { return *equations; }
  const PhaseField<dim> &phase() const { return *fronts; }

private:
  void move_fronts(State &next, double dt, StepReport &report, bool &stamped) const;
  void crystallise(State &next, double dt) const;
  struct Loads
  {
    Vector field, current; ///< |E| [V/nm], |J| [e/(ns nm2)]
  };

  Loads        loads(const State &state) const;
  void         relax(const State &old, State &next, double dt, const Vector *field) const;
  void         switch_glass(const State &old, State &next, double dt, const Loads &loads) const;
  StepMeasures measure(const State &old, const State &next) const;

  const Discretization<dim>           &space;
  const Materials                     &materials;
  const ElectroThermalParameters       p;
  std::unique_ptr<ElectroThermal<dim>> equations;
  std::unique_ptr<PhaseField<dim>>     fronts;
  const NucleationSettings             nucleation;
  std::unique_ptr<Nucleation<dim>>     nuclei;
  std::vector<int>                     glass_region;        ///< per local node, -1 elsewhere
  bool                                 switches    = false; ///< some glass has an on state of its own
  bool                                 accelerates = false; ///< a field speeds the relaxation of some glass up
};
} // namespace quench::solver
