#pragma once

#include <solver/structure/nucleation.h>

#include <cmath>

/// What the two files of Nucleation share.
namespace quench::solver
{
/// A step in which temperature and fronts go evenly from those at its start to those of the state.
template <int dim>
struct Nucleation<dim>::Window
{
  const State &state;
  const State *old; ///< at its start, inclusions in the crystallinity; nullptr: the state
  Moment       start;
  double       dt;     ///< [ns]
  bool         hidden; ///< the inclusions are not in the crystallinity

  double temperature(unsigned int node, double after) const
  {
    const double end = state.temperature.local_element(node);
    return old == nullptr ? end : std::lerp(old->temperature.local_element(node), end, after / dt);
  }
  /// Crystallinity of fronts alone.
  double front(unsigned int node, double after) const
  {
    const double phi = state.crystallinity.local_element(node),
                 end = hidden ? phi : phi - state.inclusions.local_element(node);
    return old == nullptr ? end
                          : std::lerp(old->crystallinity.local_element(node) - old->inclusions.local_element(node), end,
                                      after / dt);
  }
};

template <int dim>
struct Nucleation<dim>::Place
{
  double T = 0, T_f = 0, age = 0;
  double front = 0, crystal = 0; ///< crystallinity without and with inclusions
  double clusters = 0;           ///< of the largest size that is followed

  void add(double N, const Place &other)
  {
    T += N * other.T;
    T_f += N * other.T_f;
    age += N * other.age;
    front += N * other.front;
    crystal += N * other.crystal;
    clusters += N * other.clusters;
  }
};

/// A new crystal is this much larger than the critical one, which would rest (choice).
inline constexpr double head_start = 1.1;
/// A crystal below this radius has dissolved (choice: one formula unit).
inline constexpr double smallest_crystal = 0.3 * units::nm;
} // namespace quench::solver
