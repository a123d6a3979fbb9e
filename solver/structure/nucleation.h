#pragma once

#include <solver/structure/birth_lattice.h>
#include <solver/structure/bodies.h>

#include <map>

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
    entry("interfaces", &P::interfaces, "seeds on the faces between a layer and another material as well", "choice");
  }
};

/// Random crystals (eq. N9): born where and when the rate I(T) at their own place and time is above the rate of a point
/// of a fixed random process (BirthLattice); each is an analytic sphere, in a planar cell a disc through the depth,
/// that grows until its radius is three interface widths, and is then written into the crystallinity as a grain of its
/// own. Until then its heat and its conduction enter as inclusions (eq. N10). The same on any number of ranks, meshes
/// and time steps, as far as the temperature is.
template <int dim>
class Nucleation
{
public:
  Nucleation(const Discretization<dim> &space, const Materials &materials, const NucleationSettings &settings,
             double interface_width, bool fictive = false);

  struct Report
  {
    std::vector<Nucleus> births; ///< of this step, in an order that does not depend on the ranks
    int                  stamped = 0, lost = 0;
    double               travel = 0; ///< of the surface of the fastest crystal in this step [nm]
  };

  /// Takes the inclusions out of the crystallinity, which then holds fronts alone, until advance() puts them back.
  void hide(State &state) const;

  /// Births, growth and stamping from next.time - dt to next.time, in a temperature that goes evenly from that at the
  /// start, by default that of `next`, to that of `next`, which comes in with its inclusions hidden.
  Report advance(State &next, double dt, const State *old = nullptr) const;
  /// Adds the inclusions to the crystallinity of fronts.
  void show(State &state) const;

  /// Births expected per time [1/ns] in the whole cell, by the state as it is: Gauss points in parts of the cells over
  /// which the temperature changes by at most 5 K. Collective.
  struct Rates
  {
    double volume = 0, interface = 0;
  };
  Rates expected_rate(const State &state) const;

  /// Crystals expected per time in all of the glass as it is, in its volume and on its interfaces (eq. N13) [1/ns];
  /// whether they are born or not. Collective.
  double expected_births_per_time(const State &state) const
  {
    const Rates rates = expected_rate(state);
    return rates.volume + rates.interface;
  }

  static constexpr double stamp_radius = 3; ///< in interface widths

private:
  /// A cell where crystals are born in the volume, or on the wall that one of its faces is.
  struct Patch
  {
    unsigned int cell   = 0;
    int          normal = -1; ///< of the wall; -1: the volume
    int          side   = 0;  ///< of the cell, 0 lower, 1 upper
  };
  struct Window; ///< state, temperature in time, start and length of a step
  struct Place;  ///< what decides about births at a point
  struct Sample
  {
    double temperature = 0, crystallinity = 1, fictive = 0;
    double body = 0; ///< 0: nowhere
  };
  struct Patches
  {
    std::vector<Patch>                         all;
    std::map<Block, std::vector<unsigned int>> in; ///< those that overlap a block
  };
  using Unit = std::array<double, dim>; ///< place within a cell

  void                 collect_patches();
  void                 add(const Patch &patch);
  Block                block_of(const std::array<double, 3> &place) const;
  bool                 bears(int region) const;
  double               rate(const Patch &patch, const Place &at) const;
  Place                at_node(int region, unsigned int node, double after, const Window &window) const;
  Place                place(const Patch &patch, const Unit &unit, double after, const Window &window) const;
  double               bound(const Patch &patch, const Window &window) const;
  double               integral(const Patch &patch, const Window &window) const;
  bool                 locate(const Patch &patch, const std::array<double, 3> &at, Unit &unit) const;
  void                 bear(const Patches &patches, std::uint32_t purpose, int dimensions, const Window &window,
                            std::vector<Nucleus> &born) const;
  void                 bear_at(const Patch &patch, const std::array<double, 3> &place_in_block, const Unit &unit,
                               const BirthLattice::Point &point, const Window &window, std::vector<Nucleus> &born) const;
  std::vector<Nucleus> births(const Window &window) const;
  void                 wake_precursors(const Window &window, std::vector<Nucleus> &born) const;
  void                 wake(const Patch &patch, const std::array<double, 3> &at, double share, const Window &window,
                            std::vector<Nucleus> &born) const;
  double               critical_radius(const physics::Material &material, double temperature) const;
  std::vector<Sample>  sample(const Window &window) const;
  void                 grow(Nucleus &nucleus, const Sample &at, double dt, Report &report) const;
  template <class See>
  void                nodes_near(const Nucleus &nucleus, double body, const See &see) const;
  void                stamp(State &state, const Nucleus &nucleus, double body) const;
  std::vector<double> include(State &state, const std::vector<double> &bodies) const;
  double              glass_temperature(double fictive_temperature) const
  {
    return fictive ? fictive_temperature : physics::glass_of_card;
  }

  const Discretization<dim>                 &space;
  const Materials                           &materials;
  const NucleationSettings                   p;
  const double                               width;
  const bool                                 fictive; ///< rates by the fictive temperature of the glass
  const Bodies<dim>                          bodies;
  Patches                                    volumes, walls;
  std::map<Block, std::vector<unsigned int>> nodes; ///< local ones of what changes phase
};
} // namespace quench::solver
