#include <solver/program.h>

#include <physics/base/error.h>
#include <physics/base/quantity.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
namespace
{
constexpr std::size_t most_pulses = 100000;
constexpr const char *grammar     = "[N x] AMPLITUDE for WIDTH[, rise TIME][, fall TIME]; ...";

std::string trim(const std::string &text)
{
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> split(const std::string &text, char at)
{
  std::vector<std::string> parts;
  std::size_t              begin = 0;
  for (std::size_t end; (end = text.find(at, begin)) != std::string::npos; begin = end + 1)
    parts.push_back(trim(text.substr(begin, end - begin)));
  parts.push_back(trim(text.substr(begin)));
  return parts;
}

/// Takes `N x ` off the front of an item; 1 without it.
int take_repeats(std::string &item)
{
  std::size_t digits = 0;
  while (digits < item.size() && item[digits] >= '0' && item[digits] <= '9')
    ++digits;
  const auto mark = item.find_first_not_of(" \t", digits);
  if (digits == 0 || mark == std::string::npos || item[mark] != 'x')
    return 1;
  const std::string count = item.substr(0, digits);
  if (digits > 6 || std::stoi(count) < 1)
    throw InputError("\"" + item + "\"", "cannot repeat " + count + " times", "1 to 999999");
  item = trim(item.substr(mark + 1));
  return std::stoi(count);
}

double time_of(const std::string &text, bool may_vanish)
{
  const double value = parse_quantity(text, "ns");
  if (!(value >= 0) || (!may_vanish && value == 0))
    throw InputError("\"" + text + "\"", "not a duration", may_vanish ? "at least 0 ns" : "above 0 ns");
  return value;
}

Pulse parse_pulse(const std::string &item)
{
  const auto parts = split(item, ',');
  const auto word  = parts[0].find(" for ");
  if (word == std::string::npos)
    throw InputError("\"" + item + "\"", "no \" for \" between amplitude and width", grammar);
  Pulse pulse{parse_quantity(trim(parts[0].substr(0, word)), "V"), 1 * units::ns,
              time_of(trim(parts[0].substr(word + 5)), false), 1 * units::ns};
  for (std::size_t i = 1; i < parts.size(); ++i)
    if (parts[i].rfind("rise ", 0) == 0)
      pulse.rise = time_of(trim(parts[i].substr(5)), true);
    else if (parts[i].rfind("fall ", 0) == 0)
      pulse.fall = time_of(trim(parts[i].substr(5)), true);
    else
      throw InputError("\"" + parts[i] + "\"", "not understood", grammar);
  return pulse;
}
} // namespace

std::vector<Pulse> parse_pulses(const std::string &text)
{
  std::vector<Pulse> pulses;
  if (trim(text).empty())
    return pulses;
  int number = 0;
  for (std::string item : split(text, ';'))
  {
    ++number;
    try
    {
      const int   repeats = take_repeats(item);
      const Pulse pulse   = parse_pulse(item);
      if (pulses.size() + static_cast<std::size_t>(repeats) > most_pulses)
        throw InputError("\"" + item + "\"", "too many pulses", "at most 100000 in all");
      pulses.insert(pulses.end(), static_cast<std::size_t>(repeats), pulse);
    }
    catch (const std::exception &problem)
    {
      throw InputError("item " + std::to_string(number) + " of the pulse list", problem.what(), grammar);
    }
  }
  return pulses;
}

Program::Program(const Parameters &parameters) : p(parameters), list(parse_pulses(parameters.pulses))
{
  if (list.size() > 1 && p.read_delay >= p.rest)
    throw InputError("program", "read delay is not below rest", "a read must come before the next pulse");
  if (p.last_read > 0 && p.last_read < p.first_read)
    throw InputError("program", "last read comes before first read", "first read <= last read, or last read = 0 s");
  const bool reads = p.last_read > 0;
  if (reads)
    events.push_back({0, 0, 0});
  corners    = {0};
  double now = 0;
  for (std::size_t i = 0; i < list.size(); ++i)
  {
    const Pulse &pulse = list[i];
    starts.push_back(now);
    for (const double part : {pulse.rise, pulse.width, pulse.fall})
      corners.push_back(now += part);
    if (i + 1 == list.size())
      break;
    if (reads)
      events.push_back({now + p.read_delay, static_cast<int>(i) + 1, p.read_delay});
    corners.push_back(now += p.rest);
  }
  if (reads)
  {
    const int n = static_cast<int>(std::round(std::log10(p.last_read / p.first_read) * p.reads_per_decade));
    for (int i = 0; i <= n; ++i)
    {
      const double since = p.first_read * std::pow(10.0, static_cast<double>(i) / p.reads_per_decade);
      events.push_back({now + since, static_cast<int>(list.size()), since});
    }
  }
  for (const ReadEvent &event : events)
    corners.push_back(event.time);
  corners.insert(corners.end(), p.probe_times.begin(), p.probe_times.end());
  std::sort(corners.begin(), corners.end());
  corners.erase(std::unique(corners.begin(), corners.end(), [](double a, double b) { return b - a < 1e-9; }),
                corners.end());
}

double Program::source(double time) const
{
  const auto next = std::lower_bound(starts.begin(), starts.end(), time);
  if (next == starts.begin())
    return 0;
  const auto   i     = static_cast<std::size_t>(next - starts.begin()) - 1;
  const Pulse &pulse = list[i];
  const double t = time - starts[i], plateau = pulse.rise + pulse.width, slack = 1e-9;
  if (t < pulse.rise)
    return pulse.amplitude * t / pulse.rise;
  if (t <= plateau + slack)
    return pulse.amplitude;
  if (t >= pulse.length() - slack)
    return 0;
  return pulse.amplitude * (pulse.length() - t) / pulse.fall;
}

double Program::next_corner(double time) const
{
  const auto next = std::upper_bound(corners.begin(), corners.end(), time + 1e-9);
  return next == corners.end() ? corners.back() : *next;
}

bool Program::is_driven(double time) const
{
  for (std::size_t i = 0; i < starts.size(); ++i)
    if (time >= starts[i] - 1e-9 && time < pulse_end(i) - 1e-9)
      return true;
  return false;
}
} // namespace quench::solver
