#include <cases/retention.h>

#include <physics/base/units.h>

#include <algorithm>
#include <cmath>

namespace quench::cases
{
namespace
{
constexpr double same_temperature = 1 * units::K; ///< choice: of reads that are compared

/// From when on the cell has been kept as at `time`: the last pulse's end, or the ambient temperature reached later.
double kept_since(double time, const solver::Program &program, const solver::Ambient &ambient)
{
  const double end = program.pulses().empty() ? 0 : double(program.pulse_end(program.pulses().size() - 1));
  return std::max(end, double(ambient.plateau_before(time)));
}
} // namespace

std::optional<HalfResistance> half_resistance(const std::vector<Read> &reads, const solver::Program &program,
                                              const solver::Ambient &ambient)
{
  const int   last    = static_cast<int>(program.pulses().size());
  const Read *before  = nullptr;
  double      largest = 0;
  for (const Read &read : reads)
  {
    if (read.pulse != last || (last > 0 && read.since == 0))
      continue;
    const double start = kept_since(read.time, program, ambient), R = read.resistance();
    const bool   goes_on = before != nullptr && before->time > start &&
                         std::abs(before->temperature - read.temperature) < same_temperature;
    if (!goes_on)
      largest = 0;
    if (largest > 0 && R < largest / 2)
    {
      const double part = std::log(2 * before->resistance() / largest) / std::log(before->resistance() / R);
      const double t = before->time - start, ratio = (read.time - start) / t;
      return HalfResistance{start + t * std::pow(ratio, part), start};
    }
    largest = std::max(largest, R);
    before  = &read;
  }
  return {};
}

std::vector<Read> drifting_reads(const std::vector<Read> &reads, const solver::Program &program,
                                 const solver::Ambient &ambient)
{
  const int  last = static_cast<int>(program.pulses().size());
  const auto half = half_resistance(reads, program, ambient);
  const auto first =
      std::find_if(reads.begin(), reads.end(), [&](const Read &read) { return read.pulse == last && read.since > 0; });
  std::vector<Read> kept;
  for (const Read &read : reads)
    if (first != reads.end() && std::abs(read.temperature - first->temperature) < same_temperature &&
        (!half || read.time < half->time))
      kept.push_back(read);
  return kept;
}

void add_retention(const solver::Ambient &ambient, const solver::Program &program, const History &history,
                   std::vector<observe::Result> &results)
{
  if (history.reads.empty() || history.glass_volume <= 0)
    return;
  results.push_back({"hazard", history.hazard, "1"});
  results.push_back({"survival", std::exp(-history.hazard), "1"});
  if (const double when = history.half_hazard; when >= 0)
    results.push_back({"hazard_half_time", (when - kept_since(when, program, ambient)) / units::s, "s"});
  if (const auto half = half_resistance(history.reads, program, ambient))
    results.push_back({"retention_time_50", (half->time - half->start) / units::s, "s"});
}
} // namespace quench::cases
