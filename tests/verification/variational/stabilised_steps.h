#pragma once

#include <tests/verification/variational/front_mesh.h>

namespace quench::solver
{
/// Explicit steps of second order that are stable for long steps (eq. D10): Runge, Kutta and Legendre with s stages
/// reach (s^2 + s - 2)/2 times 1/lambda, s being as small as the step allows. Source: Meyer, Balsara and Aslam 2014.
class StabilisedSteps
{
public:
  /// d/dt of the fields; may make ghosts of the state current.
  using Rate = std::function<void(Fields &state, Fields &rate)>;

  /// @param largest_eigenvalue of the negative Jacobian of the rate, an upper bound [1/time]
  StabilisedSteps(Rate rate, double largest_eigenvalue);

  void advance(Fields &state, double dt);
  /// Evaluations of the rate in a step.
  int n_stages(double dt) const;

private:
  const Rate   rate_;
  const double eigenvalue_;
  Fields       start_, start_rate_, before_, rate_now_; ///< kept between steps: allocation would cost
};
} // namespace quench::solver
