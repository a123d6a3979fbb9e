#pragma once

#include <solver/structure/nucleation.h>
#include <solver/structure/phase.h>
#include <solver/transport/electro_thermal.h>

namespace quench::solver
{
/// What goes on in a cell that nothing drives and that is as warm as its surroundings (eq. D15).
struct Rates
{
  double speed  = 0; ///< |v_g| at the temperature of the warmest front that its glass can have [nm/ns]
  double births = 0; ///< expected in all of the glass [1/ns]
  double rise   = 0; ///< bound of the rise of the temperature by the latent heat of its fronts [K]
};

/// Decides by rates what a step without a drive must do (eq. D15):
///
///   rest    all but relaxation stands still: fronts travel less than 1e-4 interface widths in the step and less than
///           1e-3 crystals are expected
///   bake    fronts and crystals move, but so slowly that the temperature is that of the surroundings within 1e-3 K:
///           the heat equation has this solution and is not solved
///   else    a step like any other
template <int dim>
class Rest
{
public:
  /// `glass_region`: region of glass-forming nodes, -1 elsewhere. Keeps references.
  Rest(const Discretization<dim> &space, const Materials &materials, const ElectroThermal<dim> &equations,
       const Nucleation<dim> &nuclei, const PhaseFieldParameters &phase, const std::vector<int> &glass_region);

  /// Of a state whose temperature is uniform. Collective, like all that follows.
  Rates rates(const State &state) const;

  /// No source, no voltage left, and every temperature that of the surroundings.
  bool is_still(const State &state, const Drive &drive) const;

  bool is_at_rest(const State &state, const Drive &drive, double dt) const;
  bool can_bake(const State &state, const Drive &drive) const;

  /// Longest step that a still cell may take [ns]: fronts travel `travel` [nm] at most, and a ramp of the surroundings
  /// changes the temperature by 1 K at most. Infinite for one that is not still: its step control knows better.
  double longest_step(const State &state, const Drive &drive, double travel) const;

  /// State::hazard after a step (eq. N13): 0 while the source is on, what it was while the heat of a pulse is still
  /// there, and grown by the births expected in the step else.
  double hazard_after(const State &old, const State &next, const Drive &drive, double dt) const;

private:
  double farthest_from_ambient(const State &state) const;

  const Discretization<dim> &space;
  const Materials           &materials;
  const ElectroThermal<dim> &equations;
  const Nucleation<dim>     &nuclei;
  const double               width;
  const bool                 fictive;
  const std::vector<int>    &region;
};
} // namespace quench::solver
