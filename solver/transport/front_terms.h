#pragma once

#include <solver/transport/cell_terms.h>

namespace quench::solver
{
/// How a front between crystal and glass passes an element (eq. C19). The crystallinity tells the distance of its nodes
/// from the front, d = (ell / sqrt(2)) ln(phi / (1 - phi)), positive in the crystal.
template <int dim>
struct FrontInElement
{
  std::array<double, (1u << dim)> distance{};  ///< of the nodes [nm]
  double                          weight  = 0; ///< 1 in the profile of a front, 0 where phi is partial without one
  double                          crystal = 1; ///< part of the element's volume on the crystal's side

  bool is_cut() const { return weight > 0 && crystal > 0 && crystal < 1; }
};

/// @param width ell of the fronts [nm]; anything flatter than five times as wide is no front
template <int dim>
FrontInElement<dim> front_in(const ElementMap<dim> &map, const std::array<double, (1u << dim)> &phi, double width);

/// Adds the terms of an element that a front cuts. Each side conducts by its own law; potential and temperature have a
/// kink at the front, grad V + a grad psi with psi = interpolated |d| - |d|, whose size a in each field makes the
/// flux balance over the element; it is found here and eliminated (Moes et al., CMAME 192, 3163 (2003): the function
/// psi).
template <int dim>
void add_front_terms(const physics::Material &material, const ElementMap<dim> &map, const ElementFields<dim> &fields,
                     const FrontInElement<dim> &front, const StageTerms &stage, ElementTerms<dim> &terms);
} // namespace quench::solver
