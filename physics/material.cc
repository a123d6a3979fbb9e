#include <physics/material.h>

#include <physics/conduction/mixing.h>

#include <algorithm>

namespace quench::physics
{
namespace
{
MaterialCard validated(const MaterialCard &card)
{
  validate(card, "material " + card.card);
  return doped(card);
}
} // namespace

Material::Material(const MaterialCard &card)
  : card_(validated(card)), crystal_(card_.crystal_conduction),
    fade_(card_.relaxation.rejuvenation_temperature, card_.phase_change.melting_temperature),
    glass_(card_.glass_conduction, fade_), switching_(card_.switching_state), free_energy_(card_.phase_change),
    heat_(card_.heat, free_energy_, crystal_, glass_, fade_), seebeck_(card_.thermoelectricity, fade_),
    growth_(card_.phase_change), nucleation_(card_.nucleation, card_.phase_change),
    rate_equation_(nucleation_, growth_), fictive_temperature_(card_.fictive_temperature, card_.phase_change),
    relaxation_(card_.relaxation), spectrum_(card_.relaxation)
{}

bool Material::conducts() const { return forms_glass() || crystal_.conducts(); }

bool Material::changes_phase() const { return forms_glass() && card_.phase_change.enabled; }

bool Material::is_linear() const { return !forms_glass() && crystal_.is_constant() && heat_.is_constant(); }

/// The crystal's conductivity times a ratio, mixed with the glass's.
Scalar Material::conductivity(const LocalState &at, double crystal_ratio, const Carriers *known) const
{
  const double c     = at.crystallinity;
  const auto crystal = [&] { return crystal_ratio * (known ? known->crystal : crystal_.conductivity(at.temperature)); };
  if (!forms_glass())
    return crystal();
  if (at.boundary_layer > 0)
    return in_series(crystal(), card_.grain_boundaries.electrical, at.boundary_layer);
  if (c >= 1)
    return crystal();
  const Scalar sigma_off = known && !glass_.acts_as_glass(at.temperature) ? known->glass : glass_.conductivity(at);
  const Scalar sigma_g =
      at.switched > 0 ? switching_.conductivity(sigma_off, at.switched * fade_(at.temperature)) : sigma_off;
  if (c <= 0)
    return sigma_g;
  return card_.mixing == Mixing::logarithmic ? logarithmic_mixture(crystal(), sigma_g, c)
                                             : bruggeman(crystal(), sigma_g, c);
}

Scalar Material::conductivity(const LocalState &at) const { return conductivity(at, 1, nullptr); }

Conductivity Material::conductivities(const LocalState &at) const
{
  return conductivities(at, carriers(at.temperature, at.crystallinity > 0, at.crystallinity < 1, at.relaxation));
}

Conductivity Material::conductivities(const LocalState &at, const Carriers &known) const
{
  const Scalar in_plane = conductivity(at, 1, &known);
  const double ratio    = card_.crystal_conduction.cross_plane_ratio;
  return {in_plane, ratio == 1 ? in_plane : conductivity(at, ratio, &known)};
}

/// kappa, in series with the boundary between grains that passes through the place (eq. H9), if any.
Scalar Material::across_boundary(const Scalar &kappa, const LocalState &at) const
{
  return at.boundary_layer > 0 ? in_series(kappa, card_.grain_boundaries.thermal, at.boundary_layer) : kappa;
}

Scalar Material::heat_conductivity(const LocalState &at) const
{
  const double c = forms_glass() ? std::clamp(at.crystallinity, 0.0, 1.0) : 1;
  return across_boundary(heat_.conductivity(at.temperature, c, at.relaxation), at);
}

Conductivity Material::heat_conductivities(const LocalState &at) const
{
  return heat_conductivities(at, carriers(at.temperature, at.crystallinity > 0, at.crystallinity < 1, at.relaxation));
}

Conductivity Material::heat_conductivities(const LocalState &at, const Carriers &known) const
{
  const double c        = forms_glass() ? std::clamp(at.crystallinity, 0.0, 1.0) : 1;
  const Scalar in_plane = across_boundary(heat_.conductivity(at.temperature, c, known), at);
  if (!is_anisotropic())
    return {in_plane, in_plane};
  return {in_plane, across_boundary(heat_.cross_plane_conductivity(at.temperature, c, known), at)};
}

bool Material::has_thermoelectricity() const
{
  return !seebeck_.crystal_is_zero() || (forms_glass() && !seebeck_.glass_is_zero());
}

Scalar Material::seebeck(const LocalState &at) const
{
  const Scalar &T = at.temperature;
  const double  c = forms_glass() ? std::clamp(at.crystallinity, 0.0, 1.0) : 1;
  if (c >= 1)
    return seebeck_.crystal(T);
  Scalar lowering = 0.0; // eq. H8
  if (at.field.v > 0 && !seebeck_.glass_is_zero() && fade_(T).v > 0)
  {
    LocalState rest = at;
    rest.field      = 0.0;
    lowering        = units::kB / units::e * log(glass_.conductivity(at) / glass_.conductivity(rest));
  }
  return c * seebeck_.crystal(T) + (1 - c) * seebeck_.glass(T, lowering);
}

Scalar Material::seebeck_by_crystallinity(const Scalar &temperature) const
{
  return forms_glass() ? seebeck_.crystal(temperature) - seebeck_.glass(temperature) : Scalar(0);
}

double Material::initial_relaxation(double T_f) const
{
  return std::clamp(initial_relaxation() + fictive_temperature_.rise_of_state(T_f, rejuvenation_temperature()), 0.0,
                    1.0);
}

Scalar Material::enthalpy(const Scalar &temperature, double crystallinity) const
{
  const double c = forms_glass() ? std::clamp(crystallinity, 0.0, 1.0) : 1;
  return heat_.enthalpy(temperature, c);
}
} // namespace quench::physics
