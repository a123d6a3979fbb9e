#pragma once

#include <physics/base/described.h>
#include <physics/conduction/bounded.h>
#include <physics/conduction/glass_fade.h>

namespace quench::physics
{
/// Conduction of the glass and of the liquid, which are one phase:
///   sigma_a = sigma_0 exp(-E_a / kT) sinh(x) / x,   x = e a f(T) |E| / (2 kT)                       (eq. C3)
///   E_a     = E_peak - c (T - T_peak)^2 - alpha (Sigma - Sigma_ref) f(T)                            (eq. C4)
///   sigma_g = (sigma_a^-8 + sigma_melt^-8)^(-1/8)                                                   (eq. C5)
/// with f of eq. C6. Eq. C5 lets neither heat nor field make the glass more conductive than the melt.
/// Valid from about 80 K to the boiling point; outside it stays positive and smooth (see bounded.h), no more.
class GlassConduction
{
public:
  struct Parameters
  {
    double prefactor                  = 3.56e5 * units::S / units::m;
    double peak_activation_energy     = 0.377 * units::eV;
    double peak_temperature           = 465 * units::K;
    double curvature                  = 1.743e-6 * units::eV / (units::K * units::K);
    double smallest_activation_energy = 0.02 * units::eV;
    double relaxation_coupling        = 0.165 * units::eV;
    double reference_relaxation       = 0.431725;
    double hop_distance               = 10 * units::nm;
    double melt_conductivity          = 7.9365e4 * units::S / units::m;

    template <class Entry>
    static void describe(Entry &&entry)
    {
      entry("prefactor", &Parameters::prefactor, "S/m", positive, "sigma_0: conductivity at zero activation energy",
            "exp(1.5) times the melt conductivity: makes eq. C4 meet it at 858 K, where E_a = 3kT/2 (Muneer et al., "
            "arXiv:1805.04054, abstract)");
      entry("peak activation energy", &Parameters::peak_activation_energy, "eV", positive,
            "E_peak: largest activation energy, of the reference state",
            "Muneer et al., arXiv:1805.04054, abstract: 377 meV at 465 K");
      entry("peak temperature", &Parameters::peak_temperature, "K", positive,
            "T_peak: temperature of the largest activation energy", "Muneer et al., arXiv:1805.04054, abstract");
      entry("activation energy curvature", &Parameters::curvature, "eV/K2", non_negative,
            "c: fall of the activation energy on both sides of its peak; 0 eV/K2: none",
            "fitted to Muneer et al., arXiv:1805.04054, abstract: 333 meV at 300 K, 111 meV at 858 K, 0 near 930 K");
      entry("smallest activation energy", &Parameters::smallest_activation_energy, "eV", positive,
            "below it E_a tends to zero exponentially instead of becoming negative",
            "choice: reached only above the melting temperature or below about 60 K");
      entry("relaxation coupling", &Parameters::relaxation_coupling, "eV", non_negative,
            "alpha: fall of the activation energy from the relaxed (Sigma = 0) to the unrelaxed glass (Sigma = 1)",
            "choice: nu = alpha/E_s = 0.11, the drift exponent of amorphous GST at 300 K");
      entry("reference relaxation", &Parameters::reference_relaxation, "1", fraction,
            "Sigma_ref: state of relaxation to which the peak activation energy belongs",
            "choice: one hour at 300 K after the quench, by eq. R2");
      entry("hop distance", &Parameters::hop_distance, "nm", non_negative,
            "a: sets the field at which conduction becomes nonlinear; 0 nm: ohmic",
            "choice: puts the threshold field at 46-56 V/um (Krebs et al., APL 95, 082101 (2009), abstract: 56 V/um)");
      entry("melt conductivity", &Parameters::melt_conductivity, "S/m", positive,
            "sigma_melt: conductivity of the liquid",
            "Cil et al., IEEE Trans. Electron Devices 60, 433 (2013), abstract: 1.26 mohm cm in films, 0.21-0.31 in "
            "wires");
    }
  };

  GlassConduction(const Parameters &parameters, const GlassFade &fade) : p(parameters), f(fade) {}

  /// E_a(T, Sigma) (eq. C4) [eV], T in K.
  Scalar activation_energy(const Scalar &T, double Sigma) const
  {
    const Scalar from_peak = T - p.peak_temperature;
    const Scalar E_ref     = p.peak_activation_energy - p.curvature * from_peak * from_peak;
    return positive_part(E_ref - p.relaxation_coupling * (Sigma - p.reference_relaxation) * f(T),
                         p.smallest_activation_energy);
  }

  /// sigma_g(T, |E|, Sigma) (eq. C3, C5) [e/(V ns nm)].
  Scalar conductivity(const LocalState &at) const
  {
    using namespace units;
    const Scalar &T      = at.temperature;
    const Scalar  kT     = kB * T;
    const Scalar  x      = e * p.hop_distance * f(T) * at.field / (2 * kT);
    const Scalar sigma_a = p.prefactor * bounded_exp_minus(activation_energy(T, at.relaxation) / kT) * bounded_sinhc(x);
    return smooth_minimum(sigma_a, p.melt_conductivity);
  }

  /// sigma_g(T, 0, Sigma) [e/(V ns nm)].
  Scalar low_field_conductivity(const Scalar &T, double Sigma) const { return conductivity({T, 0.0, 0.0, Sigma}); }

private:
  Parameters p;
  GlassFade  f;
};
} // namespace quench::physics
