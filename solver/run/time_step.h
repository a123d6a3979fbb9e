#pragma once

#include <solver/run/rest.h>
#include <solver/run/step_control.h>
#include <solver/structure/phase_change.h>

#include <functional>
#include <memory>

namespace quench::solver
{
/// The splitting, legible (docs/equations.md, D7): the structure moves in the temperature that is expected; potential,
/// temperature and circuit follow together with it; what the glass remembers is corrected by the temperature found.
/// Second order in the length of the step, which carries an estimate of its error (D11).
template <int dim>
class TimeStep
{
public:
  TimeStep(const Discretization<dim> &space, const Materials &materials, const Circuit &circuit,
           const ElectroThermalParameters &electro_thermal, const PhaseFieldParameters &phase,
           const NucleationSettings &nucleation = {}, Sources<dim> sources = {});

  /// Makes a state that was carried over from another mesh fit this one: nodes that hang take the values of their
  /// masters; else the first step, however short, would move them.
  void settle(State &state) const;

  StepReport advance(const State &old, State &next, const Drive &drive, double dt) const;

  /// Root mean square over the cell of a temperature [K] of each owned node, over that of the rise above ambient in
  /// `state`, or 30 K where that is less (choice): the measure of errors (eq. D11). Collective.
  double relative_to_rise(const std::function<double(unsigned int)> &temperature, const State &state) const;

  /// What is decided by the rates of a state that nothing drives.
  const Rest<dim> &rest() const { return still; }

  ElectroThermal<dim>   &electro_thermal() const { return *equations; }
  const PhaseField<dim> &phase() const { return structure.fronts(); }

private:
  void expect(const State &old, State &at, double dt) const;
  void drift(const State &old, State &next, double dt, StepReport &report) const;
  void bake(const State &old, State &next, double dt, StepReport &report) const;
  void solve(const State &old, State &next, const Drive &drive, double dt, StepReport &report) const;
  /// Nodes at which melt appeared, or nothing where the equation `report` names failed.
  std::vector<bool> move_structure(const State &old, State &inner, State &next, double dt, StepReport &report) const;
  void         judge(const State &old, const State &inner, State &next, double dt, const std::vector<bool> &appeared,
                     StepReport &report) const;
  double       relative_error(const State &old, const State &next, double dt, const std::vector<bool> &appeared) const;
  StepMeasures measure(const State &old, const State &next, const std::vector<bool> &appeared) const;

  const Discretization<dim>           &space;
  const Materials                     &materials;
  const TimeScheme                     scheme;
  std::unique_ptr<ElectroThermal<dim>> equations;
  PhaseChange<dim>                     structure;
  const Rest<dim>                      still;
  const Vector                         volume; ///< of the nodes [nm^3]
};
} // namespace quench::solver
