#pragma once

#include <solver/transport/cell_terms.h>

namespace quench::solver
{
/// The bend of the potential in a front (eq. D16). Across it the field changes by the ratio of two conductivities,
/// within an element or two; shape functions that are linear cannot follow that, and obliquely the good conductor along
/// the front carries away what they get wrong. So in each element of the profile the potential has one function more,
///   a psi,   psi = sum N_i s(x_i) - s(x),   s' = 2 c - 1,   x = d / (2 ell),
/// of value 0 at the nodes, with which it can be linear in d and in the integral of the profile, as it is at a flat
/// front. Its size a balances the flux of the element, integral J . grad psi dx = 0, and is eliminated there. The mean
/// of grad psi is taken off: psi is not 0 all along the edges, and an even flux must not bend. Sources: Moes et al.,
/// CMAME 192, 3163 (2003), psi of a sharp front; Taylor, Beresford and Wilson, IJNME 10, 1211 (1976), the mean; the
/// smooth s is ours.
template <int dim>
class FrontKink
{
public:
  static constexpr unsigned int n = 1u << dim;
  using Points                    = std::array<physics::TransportPoint<dim>, n>;
  using Fluxes                    = std::array<physics::Fluxes<dim>, n>;

  FrontKink(const ElementMap<dim> &map, const FrontInElement<dim> &front, const Points &points);

  /// Finds a: adds its gradient to that of the points, and has laws and currents follow. To be called before the
  /// displacement current is in the fluxes.
  void settle(const physics::FluxKernel<dim> &kernel, const ElementMap<dim> &map, Points &points,
              typename physics::FluxKernel<dim>::Laws &laws, Fluxes &flux);
  /// Takes a out of the element's terms: K_ij - K_ia K_aj / K_aa, and r_i - K_ia r_a / K_aa for what is left of r_a.
  void eliminate(const ElementMap<dim> &map, const Points &points, const Fluxes &flux, const StageTerms &stage,
                 ElementTerms<dim> &terms) const;

private:
  using Direction = std::array<double, dim>;

  double along(const typename physics::Fluxes<dim>::Number &value, unsigned int q) const;
  double conducted(const Points &points, const Fluxes &flux, unsigned int q, int d) const;
  void   bend_by(double change, Points &points) const;
  void   balance(const ElementMap<dim> &map, const Fluxes &flux);

  std::array<Direction, n> psi{};                   ///< grad psi at the Gauss points
  double                   residual = 0, slope = 0; ///< r_a, K_aa
};
} // namespace quench::solver
