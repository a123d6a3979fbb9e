#pragma once

#include <physics/base/described.h>
#include <physics/conduction/glass_fade.h>

#include <algorithm>

namespace quench::physics
{
/// Seebeck coefficients of the phases of a material. Defaults: GST225.
struct SeebeckParameters
{
  static constexpr double uV_per_K = 1e-6 * units::V / units::K;

  double crystal                   = 350 * uV_per_K;
  double crystal_activation_energy = 0.14 * units::eV;
  double crystal_slope             = 0;
  double glass                     = 1000 * uV_per_K;
  double glass_activation_energy   = 0.30 * units::eV;
  double liquid                    = 20 * uV_per_K;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P                  = SeebeckParameters;
    const char *const kato   = "Kato and Tanaka, Jpn. J. Appl. Phys. 44, 7340 (2005), abstract";
    const char *const grosse = "Grosse et al., scanning Joule expansion microscopy of 25 nm fcc GST, arXiv, abstract";
    entry("crystal", &P::crystal, "V/K", any_value, "S_c at 300 K, positive for holes", grosse);
    entry("crystal activation energy", &P::crystal_activation_energy, "eV", non_negative,
          "E_S of a semiconducting crystal, whose S falls as E_S / (e T); 0 eV: none", kato);
    entry("crystal slope", &P::crystal_slope, "V/K2", any_value, "dS/dT of a metallic or degenerate crystal",
          "choice: none for the semiconducting fcc phase");
    entry("glass", &P::glass, "V/K", any_value, "S_a of the glass at 300 K",
          "choice: E_S / (e 300 K), the activated part alone");
    entry("glass activation energy", &P::glass_activation_energy, "eV", non_negative, "E_S of the glass", kato);
    entry("liquid", &P::liquid, "V/K", any_value, "S of the melt",
          "choice: a metallic liquid, a fraction of k/e = 86 uV/K");
  }
};

/// Seebeck coefficient of a phase-change material or an ordinary solid (eq. H4).
class SeebeckLaw
{
public:
  SeebeckLaw(const SeebeckParameters &parameters, const GlassFade &fade) : p(parameters), f(fade) {}

  bool crystal_is_zero() const { return p.crystal == 0 && p.crystal_activation_energy == 0 && p.crystal_slope == 0; }
  bool glass_is_zero() const { return p.glass == 0 && p.glass_activation_energy == 0 && p.liquid == 0; }

  /// S_c(T) = S_300 + E_S / e (1/T - 1/300 K) + s (T - 300 K) [V/K]; T in K.
  Scalar crystal(const Scalar &T) const { return p.crystal + activated(p.crystal_activation_energy, T) + linear(T); }

  /// S_g(T, |E|) = S_liquid + D g(L / D), D = f(T) (S_a + E_S / e (1/T - 1/300 K) - S_liquid) [V/K] (eq. H4, H8); f:
  /// eq. C6; L >= 0 [V/K]: what the field takes off (eq. H8). D below 0 stays as it is.
  Scalar glass(const Scalar &T, const Scalar &lowering = 0.0) const
  {
    const Scalar excess = f(T) * (p.glass + activated(p.glass_activation_energy, T) - p.liquid);
    if (lowering.v <= 0 || excess.v <= 1e-9 * SeebeckParameters::uV_per_K)
      return p.liquid + excess;
    return p.liquid + excess * what_is_left(lowering / excess);
  }

private:
  /// g(x) = exp(-(x + x^2 / 2 + ... + x^8 / 8)): 1 - x but for x^9 / 9, and 0 from x = 3 on; smooth and positive.
  static Scalar what_is_left(const Scalar &x)
  {
    constexpr int n = 8;
    if (x.v > 3)
      return 0.0;
    Scalar sum = 0.0;
    for (int k = n; k > 0; --k)
      sum = x * (1.0 / k + sum);
    return exp(-sum);
  }

  /// Below 1 K the temperature counts as 1 K.
  static Scalar activated(double E_S, const Scalar &T)
  {
    const Scalar T_bounded = T.v > 1 * units::K ? T : Scalar(1 * units::K);
    return E_S / units::e * (1.0 / T_bounded - 1.0 / reference_temperature);
  }
  Scalar linear(const Scalar &T) const { return p.crystal_slope * (T - reference_temperature); }

  SeebeckParameters p;
  GlassFade         f;
};
} // namespace quench::physics
