#pragma once

#include <physics/material.h>
#include <solver/run/state.h>

namespace quench::solver
{
/// Label of grain number k as the field `grain` carries it: an integer of 50 bits. Labels are scattered so that no mean
/// of labels, which interpolation to a finer mesh makes, is itself a label (but for a chance of about 1e-12).
double grain_label(std::uint64_t k);

/// Makes the grains agree with the crystallinity: none where it is below 1/2; crystal without a valid label takes that
/// of its most crystalline neighbour, as a front that moves on hands it on (docs/equations.md, P16).
template <int dim>
void settle_grains(const Discretization<dim> &space, const std::vector<physics::Material> &materials, State &state);

/// Thickness d [nm] of the layer of elements round a boundary between two grains if one passes through this cell, 0
/// otherwise (eq. C17): 1 / d^2 = sum over the directions of (n_i / h_i)^2, the edge for a boundary parallel to faces.
/// n is the gradient of the indicator of the first node's grain.
template <int dim>
double boundary_layer(const typename Discretization<dim>::Cell &cell, const Vector &grain);

/// Numbers k of the grains, -1 in liquid and glass and outside phase-change regions: for output.
template <int dim>
Vector grain_numbers(const Discretization<dim> &space, const State &state);
} // namespace quench::solver
