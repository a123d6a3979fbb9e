#pragma once

#include <physics/base/described.h>
#include <physics/conduction/bounded.h>

namespace quench::physics
{
/// Conduction of a crystal or an ordinary solid: an activated part that saturates, resistivities in series (eq. C2):
///   1 / sigma = (rho_sat + (1 / sigma_300 - rho_sat) exp((E_a / k) (1/T - 1/300 K))) (1 + a dT + b dT^3),   dT = T
///   - 300 K.
/// sigma is sigma_300 exactly at 300 K; a semiconductor has E_a > 0, a metal a > 0; it is constant without both, and
/// zero for sigma_300 = 0 (an insulator). The last factor tends to zero exponentially below 1/4.
class CrystalConduction
{
public:
  struct Parameters
  {
    double conductivity            = 2.0e4 * units::S / units::m;
    double activation_energy       = 0.14 * units::eV;
    double saturation_resistivity  = 1.1556e-5 * units::ohm * units::m;
    double temperature_coefficient = 0;
    double cross_plane_ratio       = 1;
    double cubic_coefficient       = 0;

    template <class Entry>
    static void describe(Entry &&entry)
    {
      entry("conductivity", &Parameters::conductivity, "S/m", non_negative, "conductivity at 300 K; 0 S/m: insulator",
            "choice: reference problem RP1, to be calibrated on the SET resistance of a device");
      entry("activation energy", &Parameters::activation_energy, "eV", non_negative,
            "activation energy; 0 eV: conductivity does not depend on temperature",
            "Kato and Tanaka, Jpn. J. Appl. Phys. 44, 7340 (2005), abstract: fcc");
      entry("saturation resistivity", &Parameters::saturation_resistivity, "ohm m", non_negative,
            "resistivity at infinite temperature of the activated part; 0 ohm m: none",
            "choice: makes the crystal as conductive as the melt at the melting temperature");
      entry("temperature coefficient", &Parameters::temperature_coefficient, "1/K", Range{0, 0.01},
            "a: rise of a metal's resistivity per kelvin, relative to 300 K",
            "Kato and Tanaka, Jpn. J. Appl. Phys. 44, 7340 (2005), abstract: fcc is a semiconductor, hcp a metal");
      entry("cross-plane ratio", &Parameters::cross_plane_ratio, "1", Range{0, 10, true},
            "conductivity of the crystal across its layers (along z) over that along them (eq. C18); 1: isotropic",
            "choice: isotropic, a polycrystal");
      entry("cubic temperature coefficient", &Parameters::cubic_coefficient, "1/K3", Range{0, 1e-6},
            "b: its rise with (T - 300 K)^3", "choice: none");
    }
  };

  explicit CrystalConduction(const Parameters &parameters) : p(parameters) {}

  bool conducts() const { return p.conductivity > 0; }
  bool is_constant() const { return !conducts() || (p.activation_energy == 0 && !is_metallic()); }

  /// sigma(T) (eq. C2) [e/(V ns nm)], T in K.
  Scalar conductivity(const Scalar &T) const
  {
    if (is_constant())
      return p.conductivity;
    const Scalar b     = bounded_exp_minus(p.activation_energy / units::kB * (1.0 / T - 1.0 / reference_temperature));
    const double r     = p.saturation_resistivity * p.conductivity;
    const Scalar sigma = p.conductivity * b / (1.0 + r * (b - 1.0));
    if (!is_metallic())
      return sigma;
    const Scalar dT = T - reference_temperature;
    return sigma / positive_part(1.0 + (p.temperature_coefficient + p.cubic_coefficient * dT * dT) * dT, 0.25);
  }

private:
  bool is_metallic() const { return p.temperature_coefficient > 0 || p.cubic_coefficient > 0; }

  Parameters p;
};
} // namespace quench::physics
