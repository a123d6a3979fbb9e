#pragma once

#include <solver/drive/program.h>
#include <solver/structure/nucleation.h>
#include <solver/transport/electro_thermal.h>

#include <limits>

namespace quench::solver
{
/// Steps after which nothing is kept between solves (ElectroThermal::forget): a run that is resumed at a multiple of it
/// repeats bit by bit.
inline constexpr unsigned int steps_between_restarts = 8;

/// How much a step changes.
struct StepMeasures
{
  double temperature  = 0; ///< largest change of a nodal temperature [K]
  double travel       = 0; ///< of the fastest front [nm]
  double conductivity = 0; ///< largest change of ln sigma at a cell's centre
  double crystal      = 0; ///< largest change of the mean crystallinity by the rate equation
};

/// Estimated errors of one step (eq. D11).
struct StepErrors
{
  double temperature = 0; ///< over the rise above ambient, both as root mean squares over the cell
  double travel      = 0; ///< largest of the position of a front [nm]
};

/// What one attempted step did.
struct StepReport
{
  bool                 converged = false;
  bool                 baked     = false; ///< as warm as the surroundings (eq. D15): latent heat leaves at once
  double               dt        = 0;
  SourceValue          source; ///< at the end of the step
  std::string          failed; ///< equation that failed
  SolveReport          electro_thermal;
  int                  phase_substeps = 0;
  double               phase_seconds  = 0; ///< wall time
  std::vector<Nucleus> births;
  int                  stamped     = 0; ///< nuclei written into the crystallinity
  int                  melted      = 0; ///< places at which melt appeared
  double               melts_after = 1; ///< part of the step after which melt should have appeared: it ends there
  StepMeasures         measures;
  StepErrors           errors;

  /// Why it was rejected, in words: the equation and its residuals, or what is too large.
  std::string reason() const;
};

/// All that decides how long a step is: its estimated error (eq. D11), what it may change at most, and the corners of
/// the program.
class StepControl
{
public:
  struct Parameters
  {
    double tolerance      = 1e-3;
    double first          = 1e-3 * units::ns;
    double shortest       = 1e-9 * units::ns;
    double longest_driven = 10 * units::ns;
    double temperature    = 200 * units::K;
    double travel         = 2;
    double conductivity   = 2;
    double crystal        = 0.1;
    double growth         = 4;

    template <class Entry>
    static void describe(Entry &&entry)
    {
      using P = Parameters;
      entry("time tolerance", &P::tolerance, "1", Range{1e-8, 0.1},
            "estimated error of a step: of the temperature over its rise, of fronts over ten interface widths, and of "
            "the "
            "energy over that of the pulses so far (eq. D11)",
            "choice: energy, peak temperature, glass volume and resistance of the default RESET within 0.2 %");
      entry("first step", &P::first, "ns", positive, "at the start, and after each jump of the source", "choice");
      entry("shortest step", &P::shortest, "ns", positive, "the run stops below it", "choice");
      entry("longest driven step", &P::longest_driven, "ns", positive, "while a pulse is on", "choice");
      entry("temperature change", &P::temperature, "K", positive, "largest wished for in a step", "choice");
      entry("front travel", &P::travel, "1", Range{1e-3, 2}, "largest wished for in a step, in interface widths",
            "choice");
      entry("conductivity change", &P::conductivity, "1", Range{1e-3, 10}, "largest wished for of ln sigma in a step",
            "choice");
      entry("crystallinity change", &P::crystal, "1", Range{1e-3, 1},
            "largest wished for in a step by the rate equation", "choice");
      entry("growth", &P::growth, "1", Range{1.01, 10}, "largest ratio of successive steps", "choice");
    }
  };

  /// What a resumed run needs to go on as if nothing had happened.
  struct Memory
  {
    double wish     = 0;     ///< length of the next step [ns]; 0: the first step
    double power    = 0;     ///< Joule heat at the end of the last step [eV/ns]
    double energy   = 0;     ///< of all steps so far [eV]
    bool   new_mesh = false; ///< the next step starts from a state that was carried over to another mesh
  };

  StepControl(const Parameters &parameters, double interface_width) : p(parameters), width(interface_width) {}

  /// End of the next step from `time`, at most `longest` [ns] later: never across a corner of the program.
  Moment propose(const Moment &time, const Program &program,
                 double longest = std::numeric_limits<double>::infinity()) const;
  /// What a front may travel in a step [nm].
  double travel() const { return p.travel * width; }
  /// Judges an attempted step to `end` and sets the length of the next one. Throws ConvergenceError after twelve
  /// rejections in a row or below the shortest step.
  bool accept(const StepReport &report, const Moment &end, const Program &program);

  void mesh_changed() { kept.new_mesh = true; }

  const Memory &memory() const { return kept; }
  void          restore(const Memory &memory) { kept = memory; }

private:
  bool   jumped(const StepReport &report) const;
  double change_load(const StepMeasures &measures) const;
  double error_load(const StepReport &report, double left) const;
  bool   reject(const StepReport &report, const Moment &end, double part);

  const Parameters p;
  const double     width;
  Memory           kept;
  int              rejected = 0;
};
} // namespace quench::solver
