#include <physics/phase/nucleation.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace quench::physics
{
namespace
{
constexpr double pi       = std::numbers::pi;
constexpr double infinite = std::numeric_limits<double>::infinity();
} // namespace

double wetting_factor(double contact_angle)
{
  const double c = std::cos(contact_angle);
  return (2 - 3 * c + c * c * c) / 4;
}

Nucleation::Nucleation(const NucleationParameters &parameters, const PhaseChangeParameters &phase_change)
  : p(parameters), T_m(phase_change.melting_temperature), gamma(phase_change.interface_energy),
    lambda(phase_change.jump_distance), volume(phase_change.formula_volume), free_energy_(phase_change),
    viscosity_(phase_change)
{}

double Nucleation::area() const { return std::pow(volume, 2.0 / 3); }

double Nucleation::critical_radius(double T) const
{
  return T < T_m ? 2 * gamma / free_energy_.driving_force(T).v : infinite;
}

double Nucleation::critical_size(double T, double wetting) const
{
  const double r = critical_radius(T); // f (32 pi / 3) v_m^2 gamma^3 / (DeltaG v_m)^3 = f (4 pi / 3) r*^3 / v_m
  return wetting * (4 * pi / 3) * r * r * r / volume;
}

double Nucleation::barrier(double T, double wetting) const
{
  const double r = critical_radius(T); // f (16 pi / 3) gamma^3 / DeltaG^2 = f (4 pi / 3) gamma r*^2
  return wetting * (4 * pi / 3) * gamma * r * r;
}

double Nucleation::zeldovich(double T, double wetting) const
{
  const double dg = free_energy_.driving_force(T).v * volume;
  return std::sqrt(dg / (6 * pi * units::kB * T * critical_size(T, wetting)));
}

double Nucleation::jump_rate(double T, double T_f) const
{
  const double fluidity = std::exp(-viscosity_.ln_viscosity(T, T_f)) / (units::Pa * units::s);
  return units::kB * T * fluidity / (3 * pi * lambda * lambda * lambda);
}

double Nucleation::attachment(double T, double n, double T_f) const
{
  return 4 * jump_rate(T, T_f) * std::pow(n, 2.0 / 3);
}

/// Nuclei per formula unit and time.
double Nucleation::rate(double T, double T_f, double wetting) const
{
  if (!p.enabled || T >= T_m)
    return 0;
  const double n_c = critical_size(T, wetting);
  return 4 * jump_rate(T, T_f) * std::pow(n_c, 2.0 / 3) * zeldovich(T, wetting) *
         std::exp(-barrier(T, wetting) / (units::kB * T));
}

double Nucleation::time_lag(double T, double T_f) const
{
  if (T >= T_m)
    return infinite;
  const double Z = zeldovich(T, p.volume_wetting);
  return p.lag_factor * 4 / (pi * pi * pi * Z * Z * attachment(T, critical_size(T, p.volume_wetting), T_f));
}

double Nucleation::advance_age(double age, double T, double dt, double T_f) const
{
  return T >= T_m ? 0 : age + dt / time_lag(T, T_f);
}

double Nucleation::incubated_part(double age) const
{
  if (p.incubation != Incubation::time_lag)
    return 1;
  return age > 0 ? std::exp(-1 / age) : 0;
}

double Nucleation::cluster_energy(double T, double n, double wetting) const
{
  const double dg = free_energy_.driving_force(T).v * volume;
  return -n * dg + std::cbrt(36 * pi * wetting * volume * volume) * gamma * std::pow(n, 2.0 / 3);
}

double Nucleation::cluster_flux(double T, double N, double T_f) const
{
  if (T >= T_m)
    return 0;
  const double kT = units::kB * T, n = p.largest_cluster, f = p.volume_wetting;
  const double half = (cluster_energy(T, n + 1, f) - cluster_energy(T, n, f)) / (2 * kT);
  return formula_density() * attachment(T, n, T_f) * N * std::exp(-half - cluster_energy(T, 1, f) / kT);
}

double Nucleation::counted_radius() const { return std::cbrt(3 * volume * (p.largest_cluster + 1) / (4 * pi)); }

bool Nucleation::precursors_grow(double T) const
{
  return p.enabled && p.precursors && critical_radius(T) <= p.precursor_radius;
}
} // namespace quench::physics
