#pragma once

#include <tests/verification/variational/front_mesh.h>
#include <tests/verification/variational/stabilised_steps.h>

namespace quench::solver
{
/// A crystal that grows into an undercooled melt and heats it (eq. P18), the variational form with anisotropy:
///
///   a^2 dphi/dt = (phi - lambda U (1 - phi^2)) (1 - phi^2) + div(a^2 grad phi + a a' (-dphi/dy, dphi/dx))
///   dU/dt = D lap(U) + (dphi/dt)/2,   a = 1 + eps cos(4 theta)
///
/// phi is 1 in crystal and -1 in melt, U the temperature over L/c_p, theta the direction of grad phi, a' = da/dtheta;
/// lengths in units of the interface width, times in those of its relaxation. lambda = D/0.6267 takes interface
/// kinetics out in the thin-interface limit. Source: Karma and Rappel 1998; PFHub benchmark 3.
class Dendrite
{
public:
  struct Parameters
  {
    double diffusivity = 10;     ///< D
    double anisotropy  = 0.05;   ///< eps
    double thin_limit  = 0.6267; ///< D/lambda

    double coupling() const { return diffusivity / thin_limit; }
  };
  enum Field
  {
    phase,
    temperature
  };

  Dendrite(FrontMesh &mesh, const Parameters &parameters);

  /// A quarter of a round seed in the corner: phi = -tanh((r - radius)/width), U uniform.
  Fields seed(double radius, double width, double undercooling) const;
  void   advance(Fields &fields, double dt);

  /// Where phi = 0 crosses the lower wall; 0 without a crossing.
  double tip(Fields &fields) const;
  /// Integral of (phi + 1)/2.
  double area(const Fields &fields) const;

private:
  void rate(Fields &now, Fields &change);

  FrontMesh       &mesh;
  const Parameters p;
  StabilisedSteps  steps;
  Vector           inertia; ///< integral of N_i a^2
};
} // namespace quench::solver
