#include <solver/structure/birth_lattice.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
namespace
{
/// Mixes 64 more bits into a key (splitmix64's mixing: Steele, Lea, Flood 2014).
std::uint64_t mixed(std::uint64_t key, std::uint64_t more)
{
  std::uint64_t x = key + more + 0x9e3779b97f4a7c15u;
  x               = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x               = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}
} // namespace

std::uint64_t Block::key() const
{
  std::uint64_t key = wall;
  for (const std::int64_t i : index)
    key = mixed(key, static_cast<std::uint64_t>(i));
  return key;
}

BirthLattice::BirthLattice(std::uint64_t seed_, std::uint32_t purpose_, int dimensions_, const Moment &start_,
                           double dt_, double highest_of_all)
  : seed(seed_), purpose(purpose_), dimensions(dimensions_), start(start_), dt(dt_),
    lowest(std::ilogb(std::max(highest_of_all, lowest_of_all)) - n_levels)
{}

/// start / length is a sum of two doubles, exact because the length is a power of two.
BirthLattice::Slabs BirthLattice::slabs(int level) const
{
  Slabs s;
  s.length          = std::ldexp(1, -level - log2_of_edge * dimensions);
  const double high = double(start) / s.length, low = start.rest() / s.length;
  const double rest = high - std::floor(high) + low;
  s.first           = static_cast<Slab>(std::floor(high)) + static_cast<Slab>(std::floor(rest));
  s.part            = rest - std::floor(rest);
  s.count           = std::floor(s.part + dt / s.length) + 1;
  return s;
}

std::uint64_t BirthLattice::key_of(Slab slab)
{
  return mixed(static_cast<std::uint64_t>(slab), static_cast<std::uint64_t>(slab >> 64));
}
} // namespace quench::solver
