#include <solver/drive/ambient.h>

#include <physics/base/error.h>
#include <solver/drive/list_text.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace quench::solver
{
namespace
{
constexpr double      coldest = 10 * units::K, hottest = 1000 * units::K; ///< as for a constant ambient temperature
constexpr const char *ambient_grammar =
    "TEMPERATURE for TIME; TEMPERATURE until TIME; ramp RATE to TEMPERATURE; ramp to TEMPERATURE in TIME; the last "
    "item "
    "may be a TEMPERATURE alone. As in: 300 K for 1 d; 358 K for 10 y; ramp 10 K/min to 450 K";
} // namespace

/// The first corner after `time`, or the number of corners.
std::size_t Ambient::next_corner(const Moment &time) const
{
  const auto next = std::upper_bound(corner_list.begin(), corner_list.end(), time,
                                     [](const Moment &t, const Corner &corner) { return t < corner.time; });
  return static_cast<std::size_t>(next - corner_list.begin());
}

double Ambient::at(const Moment &time) const
{
  const std::size_t i = next_corner(time);
  if (i == 0 || i == corner_list.size())
    return corner_list[i == 0 ? 0 : i - 1].temperature;
  const Corner &a = corner_list[i - 1], &b = corner_list[i];
  return a.temperature + (b.temperature - a.temperature) * ((time - a.time) / (b.time - a.time));
}

double Ambient::rate(const Moment &time) const
{
  const std::size_t i = next_corner(time);
  if (i == 0 || i == corner_list.size())
    return 0;
  const Corner &a = corner_list[i - 1], &b = corner_list[i];
  return (b.temperature - a.temperature) / (b.time - a.time);
}

std::vector<Moment> Ambient::corners() const
{
  std::vector<Moment> times;
  for (const Corner &corner : corner_list)
    times.push_back(corner.time);
  return times;
}

Moment Ambient::plateau_before(const Moment &time) const
{
  const auto after = std::upper_bound(held.begin(), held.end(), time);
  return after == held.begin() ? Moment(0) : *(after - 1);
}

double Ambient::highest() const
{
  return std::max_element(corner_list.begin(), corner_list.end(),
                          [](const Corner &a, const Corner &b) { return a.temperature < b.temperature; })
      ->temperature;
}

/// Builds an Ambient item by item.
class AmbientReader
{
public:
  Ambient read(const Text &list)
  {
    ambient.corner_list.clear();
    ambient.held.clear();
    const std::vector<Text> items = split(list, ';', ambient_grammar);
    for (std::size_t i = 0; i < items.size(); ++i)
      read_item(items[i], i + 1 == items.size());
    return ambient;
  }

private:
  Ambient ambient;
  Moment  mark; ///< where the item before ended

  bool   is_first() const { return ambient.corner_list.empty(); }
  Moment now() const { return is_first() ? Moment(0) : ambient.corner_list.back().time; }
  double last() const { return ambient.corner_list.back().temperature; }

  static double temperature(const Text &text)
  {
    const double T = quantity(text, "K");
    if (!(T >= coldest && T <= hottest))
      refuse_text(text, "is no ambient temperature", "10 to 1000 K");
    return T;
  }

  void add(double dt, double T) { ambient.corner_list.push_back({now() + dt, T}); }

  void read_item(Text item, bool is_last)
  {
    if (item.words.empty())
      refuse_text(item, "is an empty item", ambient_grammar);
    const Text whole = item;
    if (take(item, "ramp "))
      return read_ramp(whole, item);
    const Halves until = split_at(item, " until "), length = split_at(item, " for ");
    if (until.found || length.found)
    {
      const double T = temperature(until.found ? until.left : length.left);
      return hold(T, until.found ? time_until(until.right) : time_for(length.right));
    }
    if (!is_last)
      refuse_text(item, "does not say how long it is held", "TEMPERATURE for TIME, or until TIME of the program");
    hold(temperature(item), 0);
  }

  /// A time that must go forward.
  static double forward(const Text &text)
  {
    const double dt = quantity(text, "ns");
    if (!(dt > 0))
      refuse_text(text, "does not go forward in time", "a time above 0 s. Order the items as they happen");
    return dt;
  }

  static double time_for(const Text &text)
  {
    const double dt = forward(text);
    if (dt <= Ambient::step_time)
      refuse_text(text, "is shorter than a step of the temperature", "above 100 ns, or a ramp");
    return dt;
  }

  /// Reaches T by a step where it is another than before, and holds it; dt from where the item before ended.
  void hold(double T, double dt)
  {
    if (is_first())
      add(0, T);
    else if (T != last())
      add(Ambient::step_time, T);
    ambient.held.push_back(now());
    mark += dt;
    if (mark > now())
      ambient.corner_list.push_back({mark, T});
    mark = now();
  }

  double time_until(const Text &text) const
  {
    const Moment end = quantity(text, "ns");
    char         allowed[160];
    std::snprintf(allowed, sizeof allowed,
                  "a time of the program after %.9g s, where the item before ends. Order the items as they happen",
                  double(mark) / units::s);
    if (!(end - mark > Ambient::step_time))
      refuse_text(text, "goes back in time", allowed);
    return end - mark;
  }

  void read_ramp(const Text &whole, const Text &item)
  {
    if (is_first())
      refuse_text(whole, "has no temperature to start from", "put TEMPERATURE for TIME before the first ramp");
    Text         fast  = item;
    const bool   timed = take(fast, "to ");
    const Halves parts = split_at(timed ? fast : item, timed ? " in " : " to ");
    if (!parts.found)
      refuse_text(whole, "is not understood", "ramp RATE to TEMPERATURE, or ramp to TEMPERATURE in TIME");
    const double T = temperature(timed ? parts.left : parts.right);
    if (T == last())
      refuse_text(whole, "leads to the temperature that is there", "another temperature, or TEMPERATURE for TIME");
    add(timed ? forward(parts.right) : std::abs(T - last()) / rate(parts.left), T);
    ambient.held.push_back(now());
    mark = now();
  }

  static double rate(const Text &text)
  {
    const double dT_dt = quantity(text, "K/s");
    if (!(dT_dt > 0))
      refuse_text(text, "would go back in time",
                  "a rate above 0 K/s; whether it warms or cools is told by the temperature it leads to");
    return dT_dt;
  }
};

Ambient parse_ambient(const std::string &text)
{
  return read_list(text, "ambient program", [](const Text &list) { return AmbientReader().read(list); });
}
} // namespace quench::solver
