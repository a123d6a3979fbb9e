#include <solver/drive/verify.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
namespace
{
/// The amplitude that is looked for (eq. E7): up or down by the sign of the error, halving the step where that changes.
struct Search
{
  const VerifyParameters &p;
  double                  amplitude  = p.first_amplitude; ///< of the first pulse until it is fired, then of the last
  double                  step       = p.step;
  double                  direction  = 0; ///< of the last change of the amplitude
  bool                    is_started = false;

  /// The next amplitude for an error of that sign; false where none is allowed.
  bool move(double error)
  {
    if (!is_started)
      return is_started = true;
    const double last = amplitude, wanted = (error > 0) == (p.branch == VerifyBranch::reset) ? 1 : -1;
    if (wanted * direction < 0)
      step /= 2;
    direction = wanted;
    amplitude = std::min(amplitude + wanted * step, p.highest);
    return amplitude > 0 && amplitude != last;
  }
};
} // namespace

Verify::Plan Verify::plan(const std::map<std::size_t, double> &conductance_after) const
{
  Plan   plan{Verdict::go_on, preparation};
  Search search{p};
  bool   overshot = false; // of the branch `set`: from then on every pulse starts from the prepared state
  while (plan.verdict == Verdict::go_on)
  {
    const auto read = conductance_after.find(plan.pulses.size());
    if (read == conductance_after.end())
      return plan;
    const double error = read->second - p.target;
    overshot           = overshot || (p.branch == VerifyBranch::set && error > 0);
    std::vector<Pulse> next;
    if (overshot)
      next = preparation;
    const bool is_lost = overshot && (preparation.empty() || !search.is_started);
    if (std::abs(error) <= p.tolerance)
      plan.verdict = Verdict::met;
    else if (is_lost || !search.move(error))
      plan.verdict = Verdict::stuck;
    else if (plan.pulses.size() + next.size() + 1 - preparation.size() > static_cast<std::size_t>(p.most_pulses))
      plan.verdict = Verdict::exhausted;
    else
    {
      next.push_back(trapezoid(SourceKind::voltage, search.amplitude, p.width, {p.rise, p.fall}));
      plan.pulses.insert(plan.pulses.end(), next.begin(), next.end());
    }
  }
  return plan;
}
} // namespace quench::solver
