#include <solver/drive/program.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
namespace
{
constexpr double slack = 1e-9 * units::ns;

/// The last pulse that has started before `time`; list.size() if there is none.
std::size_t started_before(const std::vector<Moment> &starts, const Moment &time)
{
  const auto next = std::lower_bound(starts.begin(), starts.end(), time);
  return next == starts.begin() ? starts.size() : static_cast<std::size_t>(next - starts.begin()) - 1;
}
/// The pulse of largest amplitude of the first one's kind.
std::size_t strongest_of(const std::vector<Pulse> &list)
{
  std::size_t found   = 0;
  double      largest = 0;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (const double size = std::abs(list[i].amplitude()); list[i].kind == list[0].kind && size > largest)
    {
      found   = i;
      largest = size;
    }
  return found;
}
} // namespace

Program::Program(const Parameters &p, const std::vector<Pulse> &pulses, Ending ending, const Ambient &ambient)
  : list(pulses), strongest_pulse(strongest_of(list))
{
  const auto has_no_rest = [](const Pulse &pulse) { return !pulse.rest; };
  if (list.size() > 1 && p.read_delay >= p.rest && std::any_of(list.begin(), list.end() - 1, has_no_rest))
    throw InputError("program", "read delay is not below rest", "a read must come before the next pulse");
  if (p.last_read > 0 && p.last_read < p.first_read)
    throw InputError("program", "last read comes before first read", "first read <= last read, or last read = 0 s");
  const bool reads = p.last_read > 0 || ending == Ending::verify;
  if (reads)
    events.push_back({0, 0, 0});
  corners          = {0.0};
  const Moment end = add_pulses(p, reads);
  if (ending == Ending::verify && !list.empty())
    events.push_back({end + p.read_delay, static_cast<int>(list.size()), p.read_delay});
  else if (ending == Ending::reads && p.last_read > 0)
    add_last_reads(p, end, ambient);
  for (const ReadEvent &event : events)
    corners.push_back(event.time);
  corners.insert(corners.end(), p.probe_times.begin(), p.probe_times.end());
  add_ambient(ambient);
  std::sort(corners.begin(), corners.end());
  corners.erase(
      std::unique(corners.begin(), corners.end(), [](const Moment &a, const Moment &b) { return b - a < slack; }),
      corners.end());
}

/// Starts and corners of all pulses and the reads between them. Returns the end of the last one.
Moment Program::add_pulses(const Parameters &p, bool reads)
{
  Moment now;
  for (std::size_t i = 0; i < list.size(); ++i)
  {
    starts.push_back(now);
    for (const double corner : list[i].corners())
      corners.push_back(starts[i] + corner);
    now = pulse_end(i);
    if (i + 1 == list.size())
      break;
    const double rest = list[i].rest.value_or(p.rest);
    if (reads && p.read_delay < rest)
      events.push_back({now + p.read_delay, static_cast<int>(i) + 1, p.read_delay});
    corners.push_back(now += rest);
  }
  return now;
}

void Program::add_last_reads(const Parameters &p, const Moment &end, const Ambient &ambient)
{
  const int    n  = static_cast<int>(std::round(std::log10(p.last_read / p.first_read) * p.reads_per_decade));
  const auto   at = [&](int i) { return p.first_read * std::pow(10.0, static_cast<double>(i) / p.reads_per_decade); };
  const Moment last_read = end + at(n);
  std::vector<Moment> starts_of_reads{end};
  for (const Moment &plateau : ambient.plateaus())
    if (plateau > end && plateau < last_read)
      starts_of_reads.push_back(plateau);
  for (std::size_t k = 0; k < starts_of_reads.size(); ++k)
    for (int i = 0; i <= n; ++i)
    {
      const Moment time = starts_of_reads[k] + at(i);
      if (k + 1 < starts_of_reads.size() ? time < starts_of_reads[k + 1] : !(time > last_read))
        events.push_back({time, static_cast<int>(list.size()), k == 0 ? at(i) : time - end});
    }
  if (last_read - events.back().time > slack) // it ends the run
    events.push_back({last_read, static_cast<int>(list.size()), at(n)});
}

/// No step crosses a corner of the ambient temperature; the run ends where it would without them.
void Program::add_ambient(const Ambient &ambient)
{
  const Moment end = *std::max_element(corners.begin(), corners.end());
  for (const Moment &corner : ambient.corners())
    if (corner < end)
      corners.push_back(corner);
}

SourceValue Program::source(const Moment &time) const
{
  const std::size_t i = started_before(starts, time);
  if (i == starts.size() || time > pulse_end(i) + slack)
    return 0;
  return {list[i].value(time - starts[i]), list[i].kind};
}

Moment Program::last_start(const Moment &time) const
{
  const std::size_t i = started_before(starts, time);
  return i == starts.size() ? Moment() : starts[i];
}

Moment Program::next_corner(const Moment &time) const
{
  const auto next = std::upper_bound(corners.begin(), corners.end(), time + slack);
  return next == corners.end() ? corners.back() : *next;
}

bool Program::is_driven(const Moment &time) const
{
  const std::size_t i = started_before(starts, time + slack);
  return i < starts.size() && pulse_end(i) - time > slack;
}
} // namespace quench::solver
