#pragma once

#include <numbers>

/// Coherent unit system of Quench: nm, ns, K, V, e.
///
/// Every double inside the program is in these units. Multiply by a unit on the way in, divide on the
/// way out: `double width = 20 * units::nm;  std::cout << width / units::nm << " nm";`
/// The unit of energy is e V = 1 eV, of power eV/ns, of mass eV ns^2/nm^2. See docs/units.md.
namespace quench::units
{
// base units
inline constexpr double nm = 1.0;
inline constexpr double ns = 1.0;
inline constexpr double K  = 1.0;
inline constexpr double V  = 1.0;
inline constexpr double e  = 1.0; ///< elementary charge; as a unit of charge

// CODATA 2018 (exact by definition of the SI)
inline constexpr double elementary_charge_in_C = 1.602176634e-19;
inline constexpr double boltzmann_in_J_per_K   = 1.380649e-23;

// length, time
inline constexpr double m  = 1e9 * nm;
inline constexpr double cm = 1e-2 * m;
inline constexpr double mm = 1e-3 * m;
inline constexpr double um = 1e3 * nm;
inline constexpr double s  = 1e9 * ns;

// charge, current, energy, power
inline constexpr double C  = e / elementary_charge_in_C;
inline constexpr double A  = C / s;
inline constexpr double uA = 1e-6 * A;
inline constexpr double eV = e * V;
inline constexpr double J  = C * V;
inline constexpr double W  = J / s;
inline constexpr double uW = 1e-6 * W;
inline constexpr double pJ = 1e-12 * J;

// electrical
inline constexpr double ohm = V / A;
inline constexpr double S   = 1.0 / ohm;
inline constexpr double uS  = 1e-6 * S;
inline constexpr double F   = C / V;
inline constexpr double H   = V * s / A;

// mass and pressure
inline constexpr double kg = J * s * s / (m * m);
inline constexpr double Pa = J / (m * m * m);

/// Boltzmann constant [eV/K]. CODATA 2018.
inline constexpr double kB = boltzmann_in_J_per_K * J / K;
/// Vacuum permittivity [e/(V nm)]. CODATA 2018.
inline constexpr double vacuum_permittivity = 8.8541878128e-12 * F / m;
/// Lorenz number (pi^2/3)(kB/e)^2 [V^2/K^2] of the Wiedemann-Franz law.
inline constexpr double lorenz_number = std::numbers::pi * std::numbers::pi / 3.0 * kB * kB / (e * e);
} // namespace quench::units
