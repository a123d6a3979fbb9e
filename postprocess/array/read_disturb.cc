#include <postprocess/array/read_disturb.h>

#include <physics/base/error.h>

#include <string>

namespace quench::array
{
double state_after_reads(const ReadDisturb &p, double state, ReadPolarity polarity, long n_reads)
{
  if (!(state >= 0 && state <= 1) || n_reads < 0)
    throw InputError("read disturb", "state " + std::to_string(state) + ", " + std::to_string(n_reads) + " reads",
                     "a state in [0, 1] and a number of reads that is not negative");
  constexpr double window = 4; // 4 s (1 - s) is 1 at s = 1/2
  for (long k = 0; k < n_reads; ++k)
  {
    const bool is_negative = polarity == ReadPolarity::alternating && k % 2 == 1;
    state += (is_negative ? p.asymmetry - 1 : 1) * p.rate * window * state * (1 - state);
  }
  return state;
}
} // namespace quench::array
