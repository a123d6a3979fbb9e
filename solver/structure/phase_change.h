#pragma once

#include <solver/structure/clusters.h>
#include <solver/structure/phase.h>

#include <memory>

namespace quench::solver
{
/// Everything that evolves in a phase-change material besides temperature and potential: fronts, melt that appears,
/// crystals that are born, their grains, the relaxation of the glass, its fictive temperature and age, and its
/// electronic on state. In a step they come twice (docs/equations.md, D7): `predict` moves them in the temperature that
/// is expected, so that charge and heat know them; `follow` corrects what the glass remembers by the temperature found.
template <int dim>
class PhaseChange
{
public:
  PhaseChange(const Discretization<dim> &space, const std::vector<physics::Material> &materials,
              const PhaseFieldParameters &phase, const NucleationSettings &nucleation);

  struct Report
  {
    std::string          failed; ///< equation that failed
    int                  substeps = 0;
    std::vector<Nucleus> births;
    int                  stamped = 0; ///< nuclei written into the crystallinity
    double               travel  = 0; ///< of the fastest front or crystal [nm]
    double               crystal = 0; ///< largest change of the mean crystallinity by the rate equation
    /// Per local node: within four radii of a melt seed, whose latent heat cools the place at any step size. Farther
    /// away it is spread over 64 times its volume.
    std::vector<bool> appeared;
    int               melted      = 0; ///< places at which melt appeared
    double            melts_after = 1; ///< part of the step after which melt should have appeared
  };

  /// Structure at the end of a step of length dt [ns] (`next`) and at its inner stage (`inner`), both of which enter as
  /// copies of `old` with the temperatures that are expected there.
  Report predict(const State &old, State &inner, State &next, double dt) const;
  /// The memory of the glass anew, by the temperatures that were found at both ends of the step; its on state.
  void follow(const State &old, State &next, double dt) const;
  /// The memory of glass at rest: no fronts, no fields.
  void drift(const State &old, State &next, double dt) const;

  /// Largest error of the position of a front [nm] in a step that ended at `next`: by how much more or less it would
  /// have travelled in the temperature that was found than in the one that was expected (eq. D11).
  double travel_error(const State &old, const State &next, double dt, const std::vector<bool> &appeared) const;

  const PhaseField<dim> &fronts() const { return *phase; }
  const Nucleation<dim> &crystals() const { return *nuclei; }
  /// Region of each local node that forms glass, -1 elsewhere.
  const std::vector<int> &regions() const { return glass_region; }

private:
  struct Loads
  {
    Vector field, current; ///< |E| [V/nm], |J| [e/(ns nm2)]
  };

  double melts_after(const State &old, const State &next,
                     const std::vector<typename PhaseField<dim>::Seed> &seeds) const;
  void   move_fronts(const State &old, State &inner, State &next, double dt, Report &report) const;
  void   melt_and_bear(const State &old, State &inner, State &next, double dt, Report &report) const;
  void   crystallise(const State &old, State &next, double dt, Report &report) const;
  Loads  loads(const State &state) const;
  void   remember(const State &old, State &next, double dt, const Vector *field) const;
  void   switch_glass(const State &old, State &next, double dt, const Loads &loads) const;

  const Discretization<dim>            &space;
  const std::vector<physics::Material> &materials;
  const NucleationSettings              nucleation;
  const bool                            fictive; ///< rates by the fictive temperature of the glass
  std::unique_ptr<PhaseField<dim>>      phase;
  std::unique_ptr<Nucleation<dim>>      nuclei;
  std::vector<int>                      glass_region;        ///< per local node, -1 elsewhere
  bool                                  switches    = false; ///< some glass has an on state of its own
  bool                                  accelerates = false; ///< a field speeds the relaxation of some glass up
};

/// Temperature and field of `fields`, crystal, relaxation and on state of `structure`, at the centre of a cell.
template <int dim>
physics::LocalState centre_of(const typename Discretization<dim>::Cell &cell, const State &fields,
                              const State &structure);
} // namespace quench::solver
