#pragma once

#include <physics/transport.h>

#include <array>

/// Element terms of charge and heat: what the kernel of physics/transport.h returns, times the shape functions and
/// their gradients. Nothing here knows a law, or a derivative of one.
namespace quench::solver
{
/// Residuals and element matrices of one element, [i * n + j]; and its shares of the balance.
template <int dim>
struct ElementTerms
{
  static constexpr unsigned int n = 1u << dim;

  double r_v[n] = {}, r_t[n] = {};
  double vv[n * n] = {}, vt[n * n] = {}, tv[n * n] = {}, tt[n * n] = {};
  double joule = 0, stored = 0, released = 0, throughput = 0, content = 0, charge_content = 0;
  double flow = 0; ///< integral of |J| [e nm/ns]
};

/// A mapped element at its Gauss points.
template <int dim>
struct ElementMap
{
  static constexpr unsigned int n = 1u << dim;

  std::array<double, n>                                 JxW;      ///< [nm^3]
  std::array<std::array<double, n>, n>                  value;    ///< [point][node]
  std::array<std::array<std::array<double, n>, dim>, n> gradient; ///< [point][direction][node] [1/nm]
  double inverse_h2 = 0; ///< sum of 4 / h^2 over the directions [1/nm^2], for the scale of round-off
};

/// Sum of N_i times the nodal values; of derivatives likewise.
template <std::size_t n>
double interpolate(const std::array<double, n> &N, const std::array<double, n> &values)
{
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i)
    sum += N[i] * values[i];
  return sum;
}

/// A front between crystal and glass in an element (front_in_element.h).
template <int dim>
struct FrontInElement
{
  std::array<double, (1u << dim)> distance{};      ///< of the nodes, d / (2 ell), positive in the crystal
  double                          weight  = 0;     ///< 1 in the profile of a front, 0 where phi is partial without one
  bool                            passes  = false; ///< some of the element is closer to the front than the band is wide
  double                          crystal = 1;     ///< of an element that it does not pass: 1 crystal, 0 glass
};

/// Nodal values of one element, new, of the start of the step, and of its inner stage.
template <int dim>
struct ElementFields
{
  using Values = std::array<double, (1u << dim)>;

  Values              V{}, T{}, phi{}, relaxation{}, switched{};
  Values              V_start{};                                  ///< what d(grad V)/dt counts from
  Values              T_old{}, phi_old{}, T_inner{}, phi_inner{}; ///< inner ones only where the stage has a weight
  Values              disorder{};                                 ///< at the Gauss points
  double              boundary_layer = 0;
  FrontInElement<dim> front;
};

/// What a stage asks of the element terms.
struct StageTerms
{
  physics::Solved solved;
  double          rate         = 0; ///< 1 / dt [1/ns], 0 for the steady state
  double          weight       = 0; ///< of the inner stage
  double          displacement = 0; ///< epsilon / dt [e/(V ns nm)]
  bool            jacobian     = true;
};

/// Adds the terms of an element: residuals, and the matrices if the stage asks for them.
template <int dim>
void add_cell_terms(const physics::Material &material, const ElementMap<dim> &map, const ElementFields<dim> &fields,
                    const StageTerms &stage, ElementTerms<dim> &terms);
} // namespace quench::solver
