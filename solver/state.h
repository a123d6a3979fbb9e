#pragma once

#include <solver/discretization.h>

#include <cstdint>

namespace quench::solver
{
/// A crystal that the mesh cannot show yet: an analytic sphere (eq. N9).
struct Nucleus
{
  std::array<double, 3> position{}; ///< [nm]; unused directions 0
  double                radius = 0; ///< [nm]
  double                born   = 0; ///< [ns]
  double                grain  = 0; ///< its label (grains.h)
};

/// All that evolves, nothing else. Copying it is a rollback, writing it is a checkpoint, transferring its fields
/// is a mesh change. Every field is nodal and carries up-to-date ghosts.
struct State
{
  State()         = default;
  State(State &&) = default;
  /// By assignment, which copies the ghosts; the constructor of a deal.II vector leaves them zero.
  State(const State &other) : State() { *this = other; }
  State &operator=(State &&)      = default;
  State &operator=(const State &) = default;

  double        time         = 0; ///< [ns]
  std::uint64_t step         = 0; ///< accepted so far; keys the random streams
  double        cell_voltage = 0; ///< voltage of the driven contact [V]
  Vector        potential;        ///< [V]
  Vector        temperature;      ///< [K]
  Vector        crystallinity;    ///< 1 crystal, 0 glass or melt
  Vector        relaxation;       ///< Sigma of the collective relaxation model, 1 unrelaxed .. 0
  Vector        fictive;          ///< fictive temperature of glass; the temperature elsewhere [K]
  Vector        age;              ///< of undercooled liquid and glass in time lags of nucleation
  Vector        switched;         ///< xi of the electronic on state of glass (eq. C13)
  Vector        grain;            ///< label of the grain of crystal (grains.h), 0 in liquid and glass

  std::vector<Nucleus> nuclei;       ///< the same on all ranks
  std::uint64_t        n_grains = 1; ///< labels given out so far; 1: the crystal of the start

  /// The fields in a fixed order, for transfer, checkpoint and comparison.
  std::array<Vector *, 8> fields()
  {
    return {&potential, &temperature, &crystallinity, &relaxation, &fictive, &age, &switched, &grain};
  }
  std::array<const Vector *, 8> fields() const
  {
    return {&potential, &temperature, &crystallinity, &relaxation, &fictive, &age, &switched, &grain};
  }
};
} // namespace quench::solver
