#pragma once

#include <solver/drive/waveform.h>

#include <map>
#include <vector>

namespace quench::solver
{
/// Which side of the programming curve a cell is brought to its target on.
enum class VerifyBranch
{
  reset, ///< every pulse melts and writes anew: a stronger one leaves less conductance
  set    ///< every pulse crystallises more: a stronger one leaves more conductance, and only a RESET takes it back
};

/// Program-and-verify: after each pulse a read, and from the reads the amplitude of the next pulse.
struct VerifyParameters
{
  VerifyBranch branch          = VerifyBranch::reset;
  double       target          = 20 * units::uS;
  double       tolerance       = 1 * units::uS;
  double       first_amplitude = 1.2 * units::V;
  double       step            = 0.1 * units::V;
  double       highest         = 3 * units::V;
  double       width           = 50 * units::ns;
  double       rise            = 5 * units::ns;
  double       fall            = 3 * units::ns;
  int          most_pulses     = 30;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = VerifyParameters;
    entry("branch", &P::branch, Names<VerifyBranch>{{"reset", VerifyBranch::reset}, {"set", VerifyBranch::set}},
          "reset: every pulse melts, stronger ones leave less conductance; set: pulses crystallise more and more, and "
          "after an overshoot program/pulses are fired before each",
          "choice");
    entry("target", &P::target, "uS", positive, "conductance at the read after the read delay", "choice");
    entry("tolerance", &P::tolerance, "uS", positive, "a read this near to the target ends the programming", "choice");
    entry("first amplitude", &P::first_amplitude, "V", Range{1e-3, 100}, "of the first pulse after program/pulses",
          "choice");
    entry("step", &P::step, "V", Range{1e-4, 100},
          "from one amplitude to the next; halved at each change of sign of the error", "choice");
    entry("highest amplitude", &P::highest, "V", Range{1e-3, 100}, "no pulse goes beyond it", "choice");
    entry("width", &P::width, "ns", positive, "plateau of each pulse", "choice");
    entry("rise", &P::rise, "ns", non_negative, "of each pulse", "choice");
    entry("fall", &P::fall, "ns", non_negative, "of each pulse", "choice");
    entry("most pulses", &P::most_pulses, Range{1, 10000}, "after program/pulses; then the cell stays as it is",
          "choice");
  }
};

/// Decides from the reads alone, so that it can be asked again after a restart (eq. E7).
class Verify
{
public:
  /// `preparation`: the pulses fired first; after an overshoot the branch `set` fires them before every pulse.
  Verify(const VerifyParameters &parameters, const std::vector<Pulse> &preparation_)
    : p(parameters), preparation(preparation_)
  {
    if (!preparation.empty())
      preparation.back().rest.reset(); // its read comes before the next pulse
  }

  enum class Verdict
  {
    go_on,     ///< fire what `pulses` has more, and read
    met,       ///< the last read is within the tolerance
    exhausted, ///< as many pulses as allowed were fired
    stuck      ///< no allowed amplitude leads on
  };

  struct Plan
  {
    Verdict            verdict = Verdict::go_on;
    std::vector<Pulse> pulses; ///< from the start of the run to the next read, or to the end of the programming
  };

  /// `conductance_after`: what was read after so many pulses [e/(ns V)].
  Plan plan(const std::map<std::size_t, double> &conductance_after) const;

private:
  VerifyParameters   p;
  std::vector<Pulse> preparation;
};
} // namespace quench::solver
