#pragma once

#include <cases/history.h>
#include <postprocess/observe/run_results.h>
#include <solver/drive/program.h>

#include <optional>
#include <vector>

/// How long a cell keeps what was written: eq. N13 and docs/retention.md.
namespace quench::cases
{
/// A moment of a loss, and the one from which the cell was kept at the temperature of then.
struct HalfResistance
{
  double time, start; ///< of the program [ns]
};

/// When the resistance has fallen to half of the largest that was read before, after the last pulse and at the same
/// ambient temperature: ln R is linear in ln(time - start) between the reads. None where it has not.
std::optional<HalfResistance> half_resistance(const std::vector<Read> &reads, const solver::Program &program,
                                              const solver::Ambient &ambient);

/// The reads that tell of drift alone: before the resistance has fallen to half, and after the last pulse at one
/// ambient temperature, that of the first of them.
std::vector<Read> drifting_reads(const std::vector<Read> &reads, const solver::Program &program,
                                 const solver::Ambient &ambient);

/// hazard, survival; hazard_half_time and retention_time_50 where they were passed, both since the temperature was
/// reached or the last pulse ended.
void add_retention(const solver::Ambient &ambient, const solver::Program &program, const History &history,
                   std::vector<observe::Result> &results);
} // namespace quench::cases
