#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <solver/drive/ambient.h>
#include <solver/drive/moment.h>
#include <solver/drive/pulse_list.h>

#include <string>
#include <vector>

namespace quench::solver
{
/// A low-field read: a moment, and where in the program it stands.
struct ReadEvent
{
  Moment time;  ///< of the program
  int    pulse; ///< programming pulses fired before; 0 before any
  double since; ///< time since the end of the last pulse [ns]; 0 before any
};

/// What the source does: a pure function of time. Pulses follow each other at the distance `rest`; every pulse may
/// be followed by a read, and the last one by reads equally spaced in log time, which begin anew at each temperature
/// that the ambient program holds after it.
class Program
{
public:
  struct Parameters
  {
    std::string         pulses           = "2.8 V for 50 ns, rise 5 ns, fall 3 ns";
    double              rest             = 2e3 * units::ns;
    double              read_delay       = 1e3 * units::ns;
    double              read_voltage     = 0.1 * units::V;
    double              first_read       = 1e-6 * units::s;
    double              last_read        = 3e8 * units::s;
    int                 reads_per_decade = 6;
    std::vector<double> probe_times;

    template <class Entry>
    static void describe(Entry &&entry)
    {
      using P = Parameters;
      entry("pulses", &P::pulses,
            "pulses of the source, separated by ';': [N x] AMPLITUDE for WIDTH[, rise TIME][, fall TIME][, rest TIME]; "
            "also staircases, spikes and groups: docs/circuit.md",
            "choice");
      entry("rest", &P::rest, "ns", Range{1, 1e18},
            "from the end of a pulse to the start of the next, where the pulse has no rest of its own", "choice");
      entry("read delay", &P::read_delay, "ns", Range{1, 1e18},
            "from the end of each pulse but the last to its read; below rest. No read where a pulse's own rest is not "
            "longer",
            "choice");
      entry("read voltage", &P::read_voltage, "V", Range{1e-6, 1}, "at the cell during a read", "choice");
      entry("first read", &P::first_read, "s", Range{1e-9, 1e10}, "after the last pulse", "choice");
      entry("last read", &P::last_read, "s", Range{0, 1e12}, "after the last pulse; 0 for no reads at all", "choice");
      entry("reads per decade", &P::reads_per_decade, Range{1, 100}, "after the last pulse, equally spaced in log time",
            "choice");
      entry("probe times", &P::probe_times, "ns", non_negative,
            "times from the start of the first pulse at which the highest temperature is reported", "choice");
    }
  };

  /// What follows the last pulse.
  enum class Ending
  {
    reads, ///< reads in log time
    verify ///< one read after the read delay, then perhaps another pulse
  };

  explicit Program(const Parameters &parameters, const Ambient &ambient = {})
    : Program(parameters, parse_pulses(parameters.pulses), Ending::reads, ambient)
  {}
  Program(const Parameters &parameters, const std::vector<Pulse> &pulses, Ending ending, const Ambient &ambient = {});

  /// What the source holds in a step that ends at `time`: at a jump, the value before it. 0 V between pulses.
  SourceValue source(const Moment &time) const;
  /// First time after `time` that no step may cross: corners of pulses, reads, probes, the end.
  Moment next_corner(const Moment &time) const;
  Moment end() const { return corners.back(); }
  /// True where a pulse is on or within a rise or fall in (time, time + dt].
  bool is_driven(const Moment &time) const;

  const std::vector<Pulse>     &pulses() const { return list; }
  const std::vector<ReadEvent> &reads() const { return events; }
  /// Start of the last pulse that has started before `time`; of the program where there is none.
  Moment last_start(const Moment &time) const;
  Moment pulse_start(std::size_t i) const { return starts[i]; }
  Moment pulse_end(std::size_t i) const { return starts[i] + list[i].length(); }
  /// The pulse of largest amplitude of the first one's kind; there must be one.
  std::size_t strongest() const { return strongest_pulse; }

private:
  Moment add_pulses(const Parameters &p, bool reads);
  void   add_last_reads(const Parameters &p, const Moment &end, const Ambient &ambient);
  void   add_ambient(const Ambient &ambient);

  std::vector<Pulse>     list;
  std::vector<Moment>    starts, corners;
  std::vector<ReadEvent> events;
  std::size_t            strongest_pulse;
};
} // namespace quench::solver
