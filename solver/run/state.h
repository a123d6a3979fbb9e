#pragma once

#include <solver/circuit/network.h>
#include <solver/drive/moment.h>
#include <solver/space/discretization.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace quench::solver
{
/// A crystal that the mesh cannot show yet: an analytic sphere, in a planar cell a disc through the depth (eq. N9).
struct Nucleus
{
  std::array<double, 3> position{}; ///< [nm]; unused directions 0
  double                radius = 0; ///< [nm]
  double                born   = 0; ///< [ns]
  double                grain  = 0; ///< its label (grains.h)
  int                   region = 0; ///< it never leaves it
  double                least  = 0; ///< radius at its birth [nm]: what was ordered before, and gives no latent heat
};

/// Fields that are copied by assignment, which copies the ghosts; the constructor of a deal.II vector leaves them zero.
struct FieldList : std::vector<Vector>
{
  FieldList()             = default;
  FieldList(FieldList &&) = default;
  FieldList(const FieldList &other) : FieldList() { *this = other; }
  FieldList &operator=(FieldList &&) = default;
  FieldList &operator=(const FieldList &other)
  {
    resize(other.size());
    std::copy(other.begin(), other.end(), begin());
    return *this;
  }
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

  Moment        time;             ///< of the program
  std::uint64_t step         = 0; ///< accepted so far; keys the random streams
  double        cell_voltage = 0; ///< voltage of the driven contact over the grounded one [V]
  CircuitState  circuit;          ///< nodes and inductors round the cell
  Vector        potential;        ///< [V]
  Vector        temperature;      ///< [K]
  Vector        crystallinity;    ///< 1 crystal, 0 glass or melt
  Vector        relaxation;       ///< Sigma, 1 unrelaxed .. 0 fully relaxed glass (eq. R1, R7)
  Vector        fictive;          ///< fictive temperature of glass; the temperature elsewhere [K]
  Vector        age;              ///< of undercooled liquid and glass in time lags of nucleation
  Vector        switched;         ///< xi of the electronic on state of glass (eq. C13)
  Vector        grain;            ///< label of the grain of crystal (grains.h), 0 in liquid and glass
  Vector        temperature_rate; ///< dT/dt at `time`, what steps predict from [K/ns]

  /// Number of crystals that the glass was expected to bear since the source was last on (eq. N13).
  double hazard = 0;

  std::vector<Nucleus> nuclei;       ///< the same on all ranks
  std::uint64_t        n_grains = 1; ///< labels given out so far; 1: the crystal of the start

  Vector read_potential; ///< of the last read [V], 0 before any: what the next read starts from
  Vector read_change;    ///< and what it had changed since the one before, with nothing driven between them

  Vector inclusions; ///< the part of the crystallinity that is crystals too small to be a front (eq. N10)

  /// Numbers N_n of clusters of n = 2, 3, ... formula units per formula unit of liquid and glass (eq. N6), 0 in
  /// crystal. As many fields as the largest population that a material keeps (n_cluster_fields()), for most cards none.
  FieldList clusters;

  /// The fields in a fixed order, for transfer, checkpoint and comparison.
  std::vector<Vector *> fields()
  {
    std::vector<Vector *> all{&potential, &temperature, &crystallinity,    &relaxation,     &fictive,     &age,
                              &switched,  &grain,       &temperature_rate, &read_potential, &read_change, &inclusions};
    for (Vector &field : clusters)
      all.push_back(&field);
    return all;
  }
  std::vector<const Vector *> fields() const
  {
    const auto all = const_cast<State *>(this)->fields();
    return {all.begin(), all.end()};
  }
};
} // namespace quench::solver
