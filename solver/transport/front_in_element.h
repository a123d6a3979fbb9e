#pragma once

#include <solver/transport/cell_terms.h>

namespace quench::solver
{
/// Half of the band of a front over ell (choice): the narrower, the less it carries along itself where the field varies
/// along the front; the wider, the less is seen of the elements that it passes.
inline constexpr double front_band = 2;

/// Up to here in crystal or glass there is none of the other (choice).
inline constexpr double pure_phase = 1e-9;

/// How the front between crystal and glass passes an element (eq. C19): the crystallinity tells the distance of its
/// nodes from the front, d = (ell / sqrt(2)) ln(phi / (1 - phi)), positive in the crystal. The profile itself is too
/// steep to take a normal or a fraction from its interpolation; the distance is nearly linear.
/// Beyond a band of 2 ell to either side there is pure crystal or pure glass.
/// @param phi crystallinity of the nodes
/// @param width ell of the fronts [nm]; anything flatter than five times as wide is no front
template <int dim>
FrontInElement<dim> front_in_element(const ElementMap<dim> &map, const std::array<double, (1u << dim)> &phi,
                                     double width);

/// Crystal in the band: c(x) = 1/2 + 3 x / 4 - x^3 / 4 for x = d / (2 ell) in [-1, 1], as smooth as a cubic is.
double crystal_in_band(double x);
/// s(x) with s' = 2 c - 1 and s = |x| beyond the band.
double smooth_size(double x);
} // namespace quench::solver
