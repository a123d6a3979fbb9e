#pragma once

#include <physics/local_state.h>

namespace quench::physics
{
/// Conductivity of a mixture by the symmetric effective-medium theory in three dimensions (eq. C1): the positive root
/// of
///   c (sigma_c - sigma) / (sigma_c + 2 sigma) + (1 - c) (sigma_g - sigma) / (sigma_g + 2 sigma) = 0,
/// that is
///   sigma = (b + sqrt(b^2 + 8 sigma_c sigma_g)) / 4,   b = (3 c - 1) sigma_c + (2 - 3 c) sigma_g.
/// c: volume fraction of crystal, in [0, 1]; sigma_c, sigma_g: conductivities of crystal and glass (or liquid),
/// positive. For b < 0 the same root is written without the difference of large numbers, so that it holds at any
/// contrast. Source: Bruggeman 1935; form as in Kirkpatrick, Rev. Mod. Phys. 45, 574 (1973).
inline Scalar bruggeman(const Scalar &sigma_c, const Scalar &sigma_g, double c)
{
  const Scalar b    = (3 * c - 1) * sigma_c + (2 - 3 * c) * sigma_g;
  const Scalar root = sqrt(b * b + 8 * sigma_c * sigma_g);
  return b.v >= 0 ? (b + root) / 4 : 2 * sigma_c * sigma_g / (root - b);
}

/// How crystal and glass share the interface between them.
enum class Mixing
{
  sharp_front, ///< a front resists as a sharp one (eq. C19); elsewhere as the next
  bruggeman,   ///< effective medium (eq. C1)
  logarithmic  ///< ln sigma in proportion to the volumes (eq. C14)
};

/// sigma_c^c sigma_g^(1 - c) (eq. C14). Source: Lichtenecker, Phys. Z. 27, 115 (1926).
inline Scalar logarithmic_mixture(const Scalar &sigma_c, const Scalar &sigma_g, double c)
{
  return sigma_g * pow(sigma_c / sigma_g, c);
}
} // namespace quench::physics
