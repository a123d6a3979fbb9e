#pragma once

#include <physics/base/described.h>
#include <physics/conduction/bounded.h>

namespace quench::physics
{
/// Conduction of a crystal or an ordinary solid: an activated part that saturates, resistivities in series (eq. C2):
///   1 / sigma = rho_sat + (1 / sigma_300 - rho_sat) exp((E_a / k) (1/T - 1/300 K)).
/// sigma is sigma_300 exactly at 300 K; it is constant for E_a = 0, and zero for sigma_300 = 0 (an insulator).
class CrystalConduction
{
public:
  struct Parameters
  {
    double conductivity           = 2.0e4 * units::S / units::m;
    double activation_energy      = 0.14 * units::eV;
    double saturation_resistivity = 1.1556e-5 * units::ohm * units::m;

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
    }
  };

  explicit CrystalConduction(const Parameters &parameters) : p(parameters) {}

  bool conducts() const { return p.conductivity > 0; }
  bool is_constant() const { return !conducts() || p.activation_energy == 0; }

  /// sigma(T) (eq. C2) [e/(V ns nm)], T in K.
  Scalar conductivity(const Scalar &T) const
  {
    if (is_constant())
      return p.conductivity;
    const Scalar b = bounded_exp_minus(p.activation_energy / units::kB * (1.0 / T - 1.0 / reference_temperature));
    const double r = p.saturation_resistivity * p.conductivity;
    return p.conductivity * b / (1.0 + r * (b - 1.0));
  }

private:
  Parameters p;
};
} // namespace quench::physics
