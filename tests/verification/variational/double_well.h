#pragma once

#include <tests/verification/variational/front_mesh.h>
#include <tests/verification/variational/stabilised_steps.h>

#include <cmath>

namespace quench::solver
{
/// The phase field as descent in a free energy (eq. P17):
///
///   F = integral of eps^2/2 |grad phi|^2 + w phi^2 (1 - phi)^2 - Delta_f p(phi),   dphi/dt = -M dF/dphi
///
/// phi is 1 in crystal. Its front is ell = eps/sqrt(w) wide and moves with 3 sqrt(2) ell M (Delta_f - gamma K),
/// gamma = w ell/(3 sqrt(2)). Cells use the prescribed-velocity form (eq. P6) instead, because the physical driving
/// force of GST exceeds the barrier at any ell that can be resolved; this form is for verification.
class DoubleWell
{
public:
  /// How the driving force tilts the wells: phi^2 (3 - 2 phi), or phi^3 (10 - 15 phi + 6 phi^2), which keeps both
  /// wells metastable.
  enum class Tilt
  {
    cubic,
    quintic
  };
  struct Parameters
  {
    double mobility = 1; ///< M
    double gradient = 1; ///< eps^2
    double barrier  = 1; ///< w
    double driving  = 0; ///< Delta_f
    Tilt   tilt     = Tilt::quintic;

    double width() const { return std::sqrt(gradient / barrier); }
  };

  DoubleWell(const FrontMesh &mesh, const Parameters &parameters);

  /// Moves phi over dt. Call after a change of the mesh as before: nothing of the mesh is kept.
  void advance(Vector &phi, double dt);
  /// F; phi is spread.
  double energy(Vector &phi) const;
  /// Equilibrium profile at a signed distance outside a front.
  double profile(double outside) const { return 0.5 * (1 - std::tanh(outside / (std::sqrt(2.0) * p.width()))); }

  /// dphi/dt at the nodes; phi is spread.
  void rate(Vector &phi, Vector &change) const;

private:
  const FrontMesh &mesh;
  const Parameters p;
  StabilisedSteps  steps;
  Fields           state;
};
} // namespace quench::solver
