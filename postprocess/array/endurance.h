#pragma once

#include <cstdint>
#include <vector>

#include <physics/base/described.h>

namespace quench::array
{
/// How many writes a cell survives. Parameters, not predictions: each cell's limit is log-uniform between the two.
struct EnduranceParameters
{
  double        lowest = 1e8, highest = 1e9;
  std::uint64_t seed = 1;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = EnduranceParameters;
    entry("lowest", &P::lowest, "1", positive, "write cycles the weakest cells survive",
          "quoted for phase-change memory; RRAM 1e6 to 1e12, flash 1e4 to 1e5 (docs/devices.md)");
    entry("highest", &P::highest, "1", positive, "write cycles the strongest cells survive", "the same");
    entry("seed", &P::seed, Range{0, 4294967295.0}, "of the cells' limits", "choice");
  }
};

/// Write cycles of every cell of an array against its limit.
class Endurance
{
public:
  /// Throws InputError if lowest > highest.
  Endurance(const EnduranceParameters &parameters, std::size_t n_cells);

  void write(std::size_t cell, std::uint64_t times = 1) { written_[cell] += times; }

  std::uint64_t written(std::size_t cell) const { return written_[cell]; }
  double        limit(std::size_t cell) const { return limit_[cell]; }
  bool          is_worn(std::size_t cell) const { return static_cast<double>(written_[cell]) >= limit_[cell]; }

  std::uint64_t most_written() const;
  double        worn_fraction() const;
  /// How many times all that was written so far can be written in all, until the first cell is worn.
  double repetitions() const;

private:
  std::vector<std::uint64_t> written_;
  std::vector<double>        limit_;
};
} // namespace quench::array
