#pragma once

#include <physics/base/random.h>
#include <physics/base/units.h>
#include <solver/drive/moment.h>

#include <array>
#include <compare>
#include <cstdint>

namespace quench::solver
{
/// A box of space with edges of BirthLattice::edge, or of the plane of a wall.
struct Block
{
  std::array<std::int64_t, 3> index{};
  std::uint64_t               wall = 0; ///< 0 in space; else names plane and side

  auto operator<=>(const Block &) const = default;

  std::uint64_t key() const; ///< the same on every mesh and number of ranks
};

/// A fixed Poisson process in space, time and rate, from which births are thinned (eq. N9): of its points (x, t, u),
/// one per unit of volume, time and rate, those with u < I(x, t) are births of the rate I.
///
/// Space is cut into blocks, the rate into levels 2^j <= u < 2^(j+1), and time into slabs of 2^(-3 d - j) ns counted
/// from the time 0 of the program, so that a block holds one point per level and slab on average. Each draws its points
/// from a stream of its own: which points there are depends neither on steps nor on mesh, ranks or temperatures.
/// Source: thinning, Lewis and Shedler, Naval Research Logistics Quarterly 26, 403 (1979).
class BirthLattice
{
public:
  static constexpr double edge         = 8 * units::nm;
  static constexpr int    log2_of_edge = 3;
  static constexpr int    n_levels = 24; ///< below the highest rate of all: what is left out has less than 6e-8 of it
  static constexpr double lowest_of_all  = 1e-200;
  static constexpr double expects_nobody = 1e-12; ///< births in a step, below which nothing is drawn

  struct Point
  {
    std::array<double, 3> unit{};    ///< place within the block
    double                after = 0; ///< time since the start of the window [ns]
    double                rate  = 0; ///< u
  };

  /// Time goes from `start` to `start + dt`. dimensions: of the blocks; highest_of_all: largest rate of any block.
  BirthLattice(std::uint64_t seed, std::uint32_t purpose, int dimensions, const Moment &start, double dt,
               double highest_of_all);

  /// see(point) for every point of a block with 0 < after <= dt and u below a power of two that is above `highest`.
  template <class See>
  void visit(const Block &block, double highest, const See &see) const
  {
    if (!(highest > lowest_of_all))
      return;
    const std::uint64_t key = block.key();
    for (int level = std::ilogb(highest); level >= lowest; --level)
      visit_level(key, level, see);
  }

private:
  __extension__ using Slab = __int128; ///< ten years in slabs of a femtosecond need 78 bits

  struct Slabs
  {
    Slab   first  = 0; ///< the one that holds the start
    double part   = 0; ///< of it that has passed then
    double count  = 0;
    double length = 0; ///< [ns]
  };

  Slabs                slabs(int level) const;
  static std::uint64_t key_of(Slab slab);

  template <class See>
  void visit_level(std::uint64_t block, int level, const See &see) const
  {
    const Slabs s = slabs(level);
    for (double k = 0; k < s.count; ++k)
    {
      RandomStream random(seed, purpose + static_cast<std::uint32_t>(level), block, key_of(s.first + Slab(k)));
      for (std::uint64_t n = random.poisson(1); n > 0; --n)
      {
        Point point;
        for (int d = 0; d < dimensions; ++d)
          point.unit[static_cast<std::size_t>(d)] = random.uniform();
        point.after = (k + random.uniform() - s.part) * s.length;
        point.rate  = std::ldexp(1 + random.uniform(), level);
        if (point.after > 0 && point.after <= dt)
          see(point);
      }
    }
  }

  const std::uint64_t seed;
  const std::uint32_t purpose;
  const int           dimensions;
  const Moment        start;
  const double        dt;
  int                 lowest = 0; ///< level
};
} // namespace quench::solver
