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
  return card;
}
} // namespace

Material::Material(const MaterialCard &card)
  : card_(validated(card)), crystal_(card.crystal_conduction),
    fade_(card.relaxation.rejuvenation_temperature, card.phase_change.melting_temperature),
    glass_(card.glass_conduction, fade_), free_energy_(card.phase_change),
    heat_(card.heat, free_energy_, glass_, fade_), growth_(card.phase_change), relaxation_(card.relaxation)
{}

bool Material::conducts() const { return forms_glass() || crystal_.conducts(); }

bool Material::changes_phase() const { return forms_glass() && card_.phase_change.enabled; }

bool Material::is_linear() const { return !forms_glass() && crystal_.is_constant(); }

Scalar Material::conductivity(const LocalState &at) const
{
  const double c = at.crystallinity;
  if (!forms_glass() || c >= 1)
    return crystal_.conductivity(at.temperature);
  if (c <= 0)
    return glass_.conductivity(at);
  return bruggeman(crystal_.conductivity(at.temperature), glass_.conductivity(at), c);
}

Scalar Material::heat_conductivity(const LocalState &at) const
{
  const double c = forms_glass() ? std::clamp(at.crystallinity, 0.0, 1.0) : 1;
  return heat_.conductivity(at.temperature, c, at.relaxation);
}

Scalar Material::enthalpy(const Scalar &temperature, double crystallinity) const
{
  const double c = forms_glass() ? std::clamp(crystallinity, 0.0, 1.0) : 1;
  return heat_.enthalpy(temperature, c);
}
} // namespace quench::physics
