#pragma once

#include <physics/base/described.h>
#include <physics/conduction/bounded.h>
#include <physics/conduction/field_law.h>
#include <physics/conduction/glass_conduction_parameters.h>
#include <physics/conduction/glass_fade.h>

namespace quench::physics
{
/// Conduction of the glass and of the liquid, which are one phase:
///   sigma_a = sigma_0 exp(-E_a / kT) sinh(x) / x,   x = e a f(T) |E| / (2 kT)                       (eq. C3)
///   E_a     = E_peak - c (T - T_peak)^2 - alpha (Sigma - Sigma_ref) f(T)                            (eq. C4)
///   sigma_g = (sigma_a^-8 + sigma_melt^-8)^(-1/8)                                                   (eq. C5)
/// with f of eq. C6; the factor sinh(x) / x is one choice of field law (eq. C8 to C10), the prefactor may follow the
/// relaxation (eq. C11), E_a may vary from place to place (eq. C12). Eq. C5 lets neither heat nor field make the glass
/// more conductive than the melt. Valid from about 80 K to the boiling point; outside it stays positive and smooth (see
/// bounded.h), no more.
class GlassConduction
{
public:
  using Parameters = GlassConductionParameters;

  GlassConduction(const Parameters &parameters, const GlassFade &fade)
    : p(parameters), f(fade), lowering_(parameters.field, parameters.law)
  {
    if (p.law == FieldLaw::additive)
      set_additive();
  }

  /// E_a(T, Sigma) (eq. C4, C12) [eV], T in K; disorder: local deviation of the barrier [eV].
  Scalar activation_energy(const Scalar &T, double Sigma, double disorder = 0) const
  {
    const Scalar from_peak = T - p.peak_temperature;
    const Scalar E_ref     = p.peak_activation_energy - p.curvature * from_peak * from_peak;
    const double deviation = p.relaxation_coupling * (Sigma - p.reference_relaxation) - disorder;
    return positive_part(E_ref - deviation * f(T), p.smallest_activation_energy);
  }

  /// sigma_g(T, |E|, Sigma) (eq. C3, C5, C8 to C12) [e/(V ns nm)].
  Scalar conductivity(const LocalState &at) const
  {
    using namespace units;
    const Scalar &T   = at.temperature;
    const Scalar  kT  = kB * T;
    const Scalar  E_a = activation_energy(T, at.relaxation, at.disorder);
    switch (p.law)
    {
    case FieldLaw::ohmic:
      return limited(prefactor(T, at.relaxation) * bounded_exp_minus(E_a / kT));
    case FieldLaw::sinh:
    {
      const Scalar x = e * p.hop_distance * f(T) * at.field / (2 * kT);
      return limited(prefactor(T, at.relaxation) * bounded_exp_minus(E_a / kT) * bounded_sinhc(x));
    }
    case FieldLaw::poole_frenkel:
    case FieldLaw::barrier_table:
    {
      const Scalar E = positive_part(E_a - f(T) * lowering_(at.field), p.smallest_activation_energy);
      return limited(prefactor(T, at.relaxation) * bounded_exp_minus(E / kT));
    }
    case FieldLaw::additive:
      break;
    }
    const Scalar thermal = prefactor(T, at.relaxation) * bounded_exp_minus(E_a / kT);
    return limited(thermal + at_zero_field_ * bounded_exp_plus(per_field_ * at.field));
  }

  /// Whether field, relaxation and disorder act at T, as they do in glass; if not, sigma_g is that of T alone.
  bool acts_as_glass(const Scalar &T) const { return p.law == FieldLaw::additive || f(T).v > 0; }

  /// sigma_g(T, 0, Sigma) [e/(V ns nm)].
  Scalar low_field_conductivity(const Scalar &T, double Sigma) const { return conductivity({T, 0.0, 0.0, Sigma}); }

private:
  Scalar limited(const Scalar &sigma_a) const { return smooth_minimum(sigma_a, p.melt_conductivity); }

  /// sigma_0 exp((beta - alpha / E_MN) (Sigma - Sigma_ref) f(T)) (eq. C11).
  Scalar prefactor(const Scalar &T, double Sigma) const
  {
    const double per_energy = p.meyer_neldel_energy > 0 ? p.relaxation_coupling / p.meyer_neldel_energy : 0;
    const double exponent   = (p.prefactor_coupling - per_energy) * (Sigma - p.reference_relaxation);
    return exponent == 0 ? Scalar(p.prefactor) : p.prefactor * exp(exponent * f(T));
  }

  /// sigma_F = sigma_1 exp(C |E|) with sigma_1 a part of the thermal conductivity at 300 K in the reference state, and
  /// C such that sigma_F is a part of the melt's at the breakdown field (eq. C10).
  void set_additive()
  {
    const Scalar T(reference_temperature);
    const Scalar E_a = activation_energy(T, p.reference_relaxation);
    at_zero_field_   = p.field.part_at_zero * p.prefactor * bounded_exp_minus(E_a / (units::kB * T)).v;
    per_field_       = std::log(p.field.part_at_field * p.melt_conductivity / at_zero_field_) / p.field.field;
  }

  Parameters      p;
  GlassFade       f;
  BarrierLowering lowering_;
  double          at_zero_field_ = 0, per_field_ = 0;
};
} // namespace quench::physics
