#include <solver/drive/waveform.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
namespace
{
constexpr double slack           = 1e-9 * units::ns;
constexpr double tail_length     = 5; ///< choice: time constants until a tail is cut; it is shifted to end at 0
constexpr double points_per_tail = 4; ///< choice: corners per time constant

/// Appends what takes `time`; nothing where that is 0.
void append(Pulse &pulse, double time, double from, double to)
{
  if (time > 0)
    pulse.segments.push_back({pulse.length(), pulse.length() + time, from, to, {}});
}

/// The segment at a time: at a joint the one before.
const Segment *segment_at(const Pulse &pulse, double time)
{
  for (const Segment &segment : pulse.segments)
    if (time <= segment.end + slack)
      return &segment;
  return nullptr;
}

/// Sorted, each once.
void make_grid(std::vector<double> &times)
{
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end(), [](double a, double b) { return b - a < slack; }), times.end());
}

/// `sign` times what `pulse` does in [begin, end], `delay` later, added to a segment.
void add(Segment &sum, const Pulse &pulse, double delay, double sign)
{
  const Segment *part = segment_at(pulse, (sum.begin + sum.end) / 2 - delay);
  if (part == nullptr || (sum.begin + sum.end) / 2 < delay)
    return;
  const auto line = [&](double t) {
    return part->from + (part->to - part->from) * (t - delay - part->begin) / (part->end - part->begin);
  };
  sum.from += sign * line(sum.begin);
  sum.to += sign * line(sum.end);
  for (const Segment::Decay &decay : part->decays)
    sum.decays.push_back({sign * decay.amplitude, decay.origin + delay, decay.time});
}
} // namespace

double Segment::value(double time) const
{
  double sum = from == to || time >= end - slack ? to : (from * (end - time) + to * (time - begin)) / (end - begin);
  for (const Decay &decay : decays)
    sum += decay.amplitude * std::exp(-(time - decay.origin) / decay.time);
  return sum;
}

double Pulse::value(double time) const
{
  const Segment *segment = segment_at(*this, time);
  return segment && time >= 0 ? segment->value(time) : 0;
}

double Pulse::amplitude() const
{
  double largest = 0;
  for (const Segment &segment : segments)
    for (const double end : {segment.value(segment.begin), segment.value(segment.end)})
      if (std::abs(end) > std::abs(largest))
        largest = end;
  return largest;
}

double Pulse::peak() const
{
  constexpr double same = 1e-12;
  const double     top  = std::abs(amplitude()) * (1 - same);
  double           when = 0;
  for (const Segment &segment : segments)
    for (const double end : {segment.begin, segment.end})
      if (std::abs(segment.value(end)) >= top)
        when = end;
  return when;
}

std::vector<double> Pulse::corners() const
{
  std::vector<double> times;
  for (const Segment &segment : segments)
  {
    for (const Segment::Decay &decay : segment.decays)
      for (double t = segment.begin; t < segment.end; t += decay.time / points_per_tail)
        times.push_back(t);
    times.push_back(segment.end);
  }
  make_grid(times);
  if (!times.empty() && times.front() == 0)
    times.erase(times.begin());
  return times;
}

Pulse trapezoid(SourceKind kind, double amplitude, double width, const Edges &edges)
{
  return staircase(kind, {amplitude}, width, edges);
}

Pulse staircase(SourceKind kind, const std::vector<double> &levels, double width, const Edges &edges)
{
  Pulse pulse{kind, {}, {}};
  for (std::size_t i = 0; i < levels.size(); ++i)
  {
    append(pulse, edges.rise, i > 0 ? levels[i - 1] : 0, levels[i]);
    append(pulse, width, levels[i], levels[i]);
  }
  append(pulse, edges.fall, levels.back(), 0);
  return pulse;
}

Pulse spike(double head, double width, const Edges &edges, double tail, double decay)
{
  Pulse        pulse = trapezoid(SourceKind::voltage, head, width, edges);
  const double start = pulse.length(), rest = std::exp(-tail_length), scale = tail / (1 - rest);
  pulse.segments.push_back({start, start + tail_length * decay, -scale * rest, -scale * rest, {{scale, start, decay}}});
  return pulse;
}

Pulse spike_pair(const Pulse &one, double after)
{
  const double        first = std::max(0.0, -after), second = std::max(0.0, after);
  std::vector<double> joints{0, first, second};
  for (const Segment &segment : one.segments)
    for (const double delay : {first, second})
    {
      joints.push_back(segment.begin + delay);
      joints.push_back(segment.end + delay);
    }
  make_grid(joints);
  Pulse pair{one.kind, {}, one.rest};
  for (std::size_t i = 0; i + 1 < joints.size(); ++i)
  {
    Segment sum{joints[i], joints[i + 1], 0, 0, {}};
    add(sum, one, first, 1);
    add(sum, one, second, -1);
    pair.segments.push_back(sum);
  }
  return pair;
}
} // namespace quench::solver
