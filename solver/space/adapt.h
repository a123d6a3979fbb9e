#pragma once

#include <solver/run/state.h>
#include <solver/structure/phase.h>
#include <solver/transport/electro_thermal.h>

#include <vector>

namespace quench::solver
{
struct FrontMeshParameters
{
  double front_cell = 0.5;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("front cell size", &FrontMeshParameters::front_cell, "1", Range{0.02, 2},
          "largest edge of cells at a front, in interface widths; above 0.5 fronts are slow", "choice");
  }
};

/// Where the mesh must be fine besides its graded start: round fronts, and round a place where melt is about to appear.
template <int dim>
class MeshPolicy
{
public:
  using Parameters = FrontMeshParameters;

  /// has_fronts: false where a mean crystallinity (eq. N7) varies in space and there is nothing to resolve.
  MeshPolicy(const Materials &materials_, const Parameters &parameters, double interface_width, bool has_fronts_ = true)
    : materials(materials_), size(parameters.front_cell * interface_width), width(interface_width),
      has_fronts(has_fronts_)
  {}

  /// True if some cell near a front, or where melt is about to appear, is too large.
  bool wants_change(const Discretization<dim> &space, const State &state) const;
  /// Refines and coarsens once or more until no cell is too large, and carries the state over. The caller rebuilds
  /// whatever depends on the mesh. Values of the state at kept nodes do not change.
  void adapt(Discretization<dim> &space, State &state) const;

private:
  std::vector<dealii::Point<dim>> hot_spots(const Discretization<dim> &space, const State &state) const;
  bool                            mark(Discretization<dim> &space, const State &state) const;

  const Materials &materials;
  const double     size, width;
  const bool       has_fronts;
};

/// Fields of `state` that live on the changed mesh: rebuilds the tables of `space` in between. `transfer` moves
/// vectors from the old mesh to the new one.
template <int dim>
void execute_and_transfer(Discretization<dim> &space, State &state);
} // namespace quench::solver
