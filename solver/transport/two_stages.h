#pragma once

/// The scheme of two stages for charge, heat and circuit (eq. D8): Alexander, SIAM J. Numer. Anal. 14, 1006 (1977).
namespace quench::solver
{
/// gamma of the scheme of two stages, 1 - 1/sqrt(2): its inner stage ends at old + gamma dt.
inline constexpr double stage_fraction = 0.29289321881345247560;

/// Rate at the end of a step of two stages [per time] from the values at its start, inner stage and end (eq. D8): the
/// slope that the scheme itself gives its last stage.
inline double end_rate(double start, double inner, double end, double dt)
{
  constexpr double gamma = stage_fraction;
  return (end - start - (1 - gamma) / gamma * (inner - start)) / (gamma * dt);
}

/// Value at the inner stage of a quantity that is given: such that the two stages give it the rate at the end that the
/// parabola through its true values at both stages has, and its own change over the step (eq. D8). The scheme then sees
/// the true rate at the inner stage too, to second order.
inline double staged_value(double start, double true_inner, double end)
{
  constexpr double gamma = stage_fraction;
  const double     change_at_end_rate =
      (1 - gamma) / gamma * start - true_inner / (gamma * (1 - gamma)) + (2 - gamma) / (1 - gamma) * end;
  return start + gamma / (1 - gamma) * (end - start - gamma * change_at_end_rate);
}
} // namespace quench::solver
