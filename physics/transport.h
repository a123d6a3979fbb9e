#pragma once

#include <physics/material.h>

#include <array>
#include <span>

namespace quench::physics
{
/// What the glass and the crystal are like at a point, without temperature and field.
struct Structure
{
  double crystallinity  = 1; ///< 1 crystal, 0 glass or liquid
  double relaxation     = 0; ///< Sigma
  double switched       = 0; ///< xi (eq. C13)
  double disorder       = 0; ///< deviation of the activation energy [eV] (eq. C12)
  double boundary_layer = 0; ///< [nm], LocalState::boundary_layer (eq. C17, H9)
};

/// A front between crystal and glass that a point lies in (eq. C19).
template <int dim>
struct Front
{
  double                  weight        = 0; ///< 1 in a front, 0 where there is none, even if phi is partial
  double                  crystallinity = 1; ///< of the front's profile
  std::array<double, dim> normal{};
};

/// A point of a material: temperature [K], gradients [V/nm], [K/nm], structure, and where its heat is counted from.
template <int dim>
struct TransportPoint
{
  double                  temperature = 300 * units::K;
  std::array<double, dim> grad_V{}, grad_T{};
  std::array<double, dim> grad_V_start{};   ///< of the start of the step
  double                  displacement = 0; ///< epsilon / dt [e/(V ns nm)] (eq. C16)
  Structure               structure;
  Front<dim>              front;
  double                  enthalpy_start  = 0; ///< h of the start of the step [eV/nm3]
  double                  crystallised    = 0; ///< rise of the crystallinity since then (eq. H7)
  double                  content_crystal = 1; ///< crystallinity that the enthalpy is that of
};

/// Which of the two equations are solved; the thermovoltage needs both.
struct Solved
{
  bool charge = true, heat = true;
};

/// Fluxes at a point with their derivatives by the temperature (0), grad V (1..dim) and grad T (dim+1..2 dim).
template <int dim>
struct Fluxes
{
  using Number = Jet<1 + 2 * dim>;

  std::array<Number, dim> current; ///< J, with the displacement current [e/(ns nm2)]
  std::array<Number, dim> heat;    ///< q [eV/(ns nm2)]
  Number                  power;   ///< -J . grad V [eV/(ns nm3)]
  Jet<1>                  gained; ///< heat stored since the start of the step, latent heat at fronts taken off [eV/nm3]
  double                  latent = 0;                        ///< the latter [eV/nm3]
  double                  sigma = 0, seebeck = 0, kappa = 0; ///< scales: along x [e/(V ns nm)], [V/K], [eV/(ns nm K)]
};

/// sigma and kappa of a phase at a point.
struct PhaseLaws
{
  Conductivity sigma, kappa;
};

/// The laws at a point, of the temperature and the field there. They hold as long as these do, and unless they feel the
/// field, in any field.
struct PointLaws
{
  PhaseLaws crystal, glass; ///< in a front
  PhaseLaws mixture;        ///< elsewhere
  Carriers  carriers;       ///< what they are made of
  Scalar    seebeck     = 0.0;
  bool      feels_field = false;
};

/// The physics of transport (eqs. C1 to C17, H1 to H9), in one place and for all points of an element at once:
///
///   J = -sigma (grad V + S grad T),   q = -kappa grad T + S T J,   power = -J . grad V
///
/// sigma(T, |grad V + S grad T|, structure), S(T, |grad V|, structure) (eq. H8), kappa(T, structure); sigma and kappa
/// along z may differ from those along x and y (eq. H5, C18). In a front crystal and glass conduct in series across it
/// and side by side along it (eq. C19), which makes both tensors. Derivatives are those of the same formulas (Jet).
///
/// In three parts, because the first takes the longest and the bend of a front changes grad V alone: find_laws(), then
/// currents(), then finish(). all() does the three.
template <int dim>
class FluxKernel
{
public:
  static constexpr unsigned int n = 1u << dim;
  using Points                    = std::array<TransportPoint<dim>, n>;
  using Laws                      = std::array<PointLaws, n>;
  using Results                   = std::array<Fluxes<dim>, n>;

  FluxKernel(const Material &material, const Solved &solved);

  void find_laws(const Points &points, Laws &laws) const;
  /// Those that feel the field, after grad V has changed.
  void follow_field(const Points &points, Laws &laws) const;
  /// J without the displacement current, and its power.
  void currents(const Points &points, const Laws &laws, Results &results) const;
  /// q and the heat gained, to given currents; and the displacement current.
  void finish(const Points &points, const Laws &laws, Results &results) const;

  Results all(const Points &points) const;

private:
  const Material &material;
  const bool      charge, heat, thermoelectric;
};
} // namespace quench::physics
