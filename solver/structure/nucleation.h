#pragma once

#include <physics/material.h>
#include <solver/run/state.h>

namespace quench::solver
{
/// How crystals appear in liquid and glass.
enum class NucleationMode
{
  off,
  seeds,        ///< single crystals at random places and times (eq. N9)
  rate_equation ///< a mean crystallinity without fronts or grains (eq. N7, N8)
};

struct NucleationSettings
{
  NucleationMode mode       = NucleationMode::off;
  std::uint64_t  seed       = 1;
  bool           interfaces = true;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = NucleationSettings;
    entry(
        "mode", &P::mode,
        Names<NucleationMode>{{"off", NucleationMode::off},
                              {"seeds", NucleationMode::seeds},
                              {"rate equation", NucleationMode::rate_equation}},
        "seeds: single crystals at random, in planar cells and in three dimensions; rate equation: mean crystallinity "
        "of many small grains, without fronts",
        "choice");
    entry("seed", &P::seed, Range{0, 4294967295.0}, "of the random numbers; another seed is another device", "choice");
    entry("interfaces", &P::interfaces, "seeds on the faces of a layer across which its fields jump as well", "choice");
  }
};

/// Fields of clusters that a state needs (eq. N6): the largest cluster that one of the materials follows, less one; 0
/// without cluster dynamics or without seeds.
std::size_t n_cluster_fields(const std::vector<physics::Material> &materials, NucleationMode mode);

/// Clusters at the nodes of liquid and glass after a step from `old` to the temperature of `next` (eq. N6); none in
/// crystal. `region`: glass-forming region of each local node, -1 elsewhere.
void follow_clusters(const std::vector<physics::Material> &materials, const std::vector<int> &region, const State &old,
                     State &next, double dt);

/// Random seeds of crystal (eq. N9): the number born in a cell in a step is Poisson with mean I(T) (1 - phi) V dt, and
/// likewise on interfaces; each is an analytic sphere that grows with v_g (1 - r*/r) until its radius is three
/// interface widths, and is then written into the crystallinity as a grain of its own. Random numbers are keyed by
/// (seed, cell, step): the same on any number of ranks, and in a step that is repeated.
template <int dim>
class Nucleation
{
public:
  Nucleation(const Discretization<dim> &space, const std::vector<physics::Material> &materials,
             const NucleationSettings &settings, double interface_width, bool fictive = false);

  struct Report
  {
    std::vector<Nucleus> births; ///< of this step, in an order that does not depend on the ranks
    int                  stamped = 0, lost = 0;
    double               speed = 0; ///< of the fastest growing sphere [nm/ns]
  };

  /// Births, growth and stamping from next.time - dt to next.time, at the temperature that `next` holds.
  Report advance(State &next, double dt) const;

  /// Crystals expected per time in all of the glass as it is, in its volume and on its interfaces (eq. N13) [1/ns];
  /// whether they are born or not. Collective.
  double expected_births_per_time(const State &state) const;

  static constexpr double stamp_radius = 3; ///< in interface widths

private:
  struct Sample
  {
    double temperature = 0, crystallinity = 1;
    int    region = -1;
  };

  struct Births
  {
    double rate = 0, radius = 0; ///< [1/(nm3 ns)], [nm]
  };

  Births births_in(const typename Discretization<dim>::Cell &cell, const State &state) const;
  double births_on(const typename Discretization<dim>::Face &face, unsigned int side, const State &state) const;
  void   bear_in_cells(const State &state, double dt, std::vector<Nucleus> &born) const;
  void   bear_on_faces(const State &state, double dt, std::vector<Nucleus> &born) const;
  std::vector<Sample> sample(const State &state) const;
  void                grow(Nucleus &nucleus, const Sample &at, double dt, Report &report) const;
  void                stamp(State &state, const Nucleus &nucleus) const;

  const Discretization<dim>            &space;
  const std::vector<physics::Material> &materials;
  const NucleationSettings              p;
  const double                          width;
  const bool                            fictive;       ///< rates by the fictive temperature of the glass
  std::vector<bool>                     changes_phase; ///< per local node
};
} // namespace quench::solver
