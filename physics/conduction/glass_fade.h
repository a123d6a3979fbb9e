#pragma once

#include <physics/local_state.h>

namespace quench::physics
{
/// How much of a glass there is in the non-crystalline phase (eq. C6): 1 up to the temperature T_hold at which the
/// structure of the glass is no longer frozen, 0 from the melting temperature T_m on, in between
///   f = s^2 (3 - 2 s),   s = (T_m - T) / (T_m - T_hold).
/// Terms that only a glass has (structural relaxation, hopping between traps) are multiplied by f, terms that only a
/// metallic liquid has by 1 - f. Choice of ours: glass and liquid are one phase and must join smoothly.
class GlassFade
{
public:
  /// 0 <= T_hold < T_m [K].
  GlassFade(double T_hold, double T_m) : T_hold_(T_hold), T_m_(T_m) {}

  Scalar operator()(const Scalar &T) const
  {
    if (T.v <= T_hold_)
      return 1;
    if (T.v >= T_m_)
      return 0;
    const Scalar s = (T_m_ - T) / (T_m_ - T_hold_);
    return s * s * (3.0 - 2.0 * s);
  }

private:
  double T_hold_, T_m_;
};
} // namespace quench::physics
