#pragma once

#include <solver/transport/cell_terms.h>

#include <optional>

namespace quench::solver
{
/// What is left of the kernel of physics/transport.h where sigma, kappa and heat capacity are numbers:
///   J = -sigma grad V,   q = -kappa grad T,   power = sigma |grad V|^2,   gained = C (T - T_start),
/// sigma and kappa along each axis [e/(V ns nm)], [eV/(ns nm K)], C in [eV/(nm3 K)].
template <int dim>
struct ConstantLaw
{
  std::array<double, dim> sigma{}, kappa{};
  double                  capacity = 0;

  /// Nothing where the material's law is no constant, or where current carries heat.
  static std::optional<ConstantLaw> of(const physics::Material &material);
};

/// The matrices that an element is still to hand over: that of charge is the same for ever, that of heat for one rate,
/// that of the power differs at each iterate.
struct ConstantParts
{
  bool charge = true, heat = true, power = true;
};

/// add_cell_terms for such a material.
template <int dim>
void add_constant_terms(const ConstantLaw<dim> &law, const ElementMap<dim> &map, const ElementFields<dim> &fields,
                        const StageTerms &stage, const ConstantParts &wanted, ElementTerms<dim> &terms);
} // namespace quench::solver
