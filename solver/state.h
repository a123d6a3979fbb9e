#pragma once

#include <solver/discretization.h>

#include <cstdint>

namespace quench::solver
{
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

  /// The fields in a fixed order, for transfer, checkpoint and comparison.
  std::array<Vector *, 4>       fields() { return {&potential, &temperature, &crystallinity, &relaxation}; }
  std::array<const Vector *, 4> fields() const { return {&potential, &temperature, &crystallinity, &relaxation}; }
};
} // namespace quench::solver
