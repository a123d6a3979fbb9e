#pragma once

#include <solver/transport/cell_terms.h>

namespace quench::solver
{
/// Adds the element matrices of charge and heat: what the fluxes at the Gauss points change with (their derivatives by
/// temperature, grad V and grad T), times shape functions and their gradients (docs/equations.md, D3). Matrices of what
/// is not solved for stay as they are.
///
/// @param rate   1 / dt [1/ns]
template <int dim>
void add_products(const ElementMap<dim> &map, const physics::Fluxes<dim> *flux, double rate, physics::Solved solved,
                  ElementTerms<dim> &terms);
} // namespace quench::solver
