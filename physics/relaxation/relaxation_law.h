#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>

#include <algorithm>
#include <cmath>

namespace quench::physics
{
/// How the glass relaxes.
enum class RelaxationKind
{
  collective, ///< one number Sigma per point (eq. R1)
  distributed ///< a flat spectrum of barriers (eq. R5), in one number per point (eq. R7)
};

/// Collective structural relaxation of a glass (eq. R1):
///   dSigma/dt = -nu_0 DS exp(-E_b / kT),   E_b = E_s (1 - Sigma),
/// with Sigma = 1 for an infinitely unrelaxed glass and 0 for a fully relaxed one. The barrier grows as the glass
/// relaxes, which makes Sigma fall as the logarithm of time. Form after Le Gallo et al., Adv. Electron. Mater. 4,
/// 1700627 (2018); parameters are ours.
class CollectiveRelaxation
{
public:
  struct Parameters
  {
    RelaxationKind law                      = RelaxationKind::collective;
    double         attempt_frequency        = 1e13 / units::s;
    double         step                     = 1e-4;
    double         final_barrier            = 1.5 * units::eV;
    double         as_quenched              = 0.893333;
    double         rejuvenation_temperature = 534 * units::K;
    double         acceleration_length      = 0;
    double         lowest_barrier           = 0.16 * units::eV;

    template <class Entry>
    static void describe(Entry &&entry)
    {
      entry("law", &Parameters::law,
            Names<RelaxationKind>{{"collective", RelaxationKind::collective},
                                  {"distributed", RelaxationKind::distributed}},
            "collective: one barrier that grows, eq. R1; distributed: a flat spectrum of barriers, eq. R7",
            "choice: both drift as ln t; the spectrum has its onset at exp(E_1 / kT) / nu_0 and ends at E_s");
      entry("attempt frequency", &Parameters::attempt_frequency, "1/s", positive,
            "nu_0; only the product nu_0 DS matters", "choice: of the order of a phonon frequency");
      entry("step", &Parameters::step, "1", Range{0, 1, true}, "DS: fall of Sigma by one relaxation event",
            "choice: logarithmic drift from 100 us on at 25-185 C (Kim et al., IEEE TED 58, 584 (2011), abstract)");
      entry("final barrier", &Parameters::final_barrier, "eV", positive,
            "E_s: barrier of the fully relaxed glass; the highest one of a spectrum",
            "choice: no saturation of the drift within ten years at 300 K and at 358 K");
      entry("as-quenched state", &Parameters::as_quenched, "1", fraction, "Sigma_0: state of a glass just quenched",
            "choice: first barrier 0.16 eV, so that drift shows between 1 s and 1 h at 80-125 K (arXiv:2401.04909, "
            "abstract)");
      entry("rejuvenation temperature", &Parameters::rejuvenation_temperature, "K", positive,
            "T_hold: at and above it the glass is in its as-quenched state",
            "choice: the fictive temperature of the melt-quenched glass (Wang et al., arXiv:2107.02035 SI, Table S1)");
      entry("field acceleration length", &Parameters::acceleration_length, "nm", Range{0, 20},
            "a: the field lowers the barrier of relaxation by e a |E|; 0 nm: no influence",
            "choice: off; arXiv:2210.14035, abstract: drift accelerates above 26 MV/m and not below 21 MV/m");
      entry("lowest barrier", &Parameters::lowest_barrier, "eV", non_negative, "E_1 of a spectrum (distributed)",
            "choice: the onset exp(E_1 / kT) / nu_0 is that of the collective law");
    }
  };

  explicit CollectiveRelaxation(const Parameters &parameters) : p(parameters) {}

  /// Sigma_0; all barriers of a spectrum are there at first.
  double initial() const { return p.law == RelaxationKind::collective ? p.as_quenched : 1; }

  /// tau_1(T) = kT / (nu_0 DS E_s) exp(E_s / kT) (eq. R2) [ns]: when the glass would be fully relaxed. Infinite below
  /// about E_s / (700 k).
  double tau_1(double T) const
  {
    const double kT = units::kB * T;
    return kT / (p.attempt_frequency * p.step * p.final_barrier) * std::exp(p.final_barrier / kT);
  }

  /// tau_0(T) = kT / (nu_0 DS E_s) exp(E_s (1 - Sigma_0) / kT) (eq. R2) [ns]: onset of the logarithmic law.
  double tau_0(double T) const
  {
    const double kT = units::kB * T;
    return kT / (p.attempt_frequency * p.step * p.final_barrier) * std::exp(p.final_barrier * (1 - p.as_quenched) / kT);
  }

  /// Sigma at the end of a time dt [ns] at constant temperature T [K] (eq. R3, R4), exact for any dt >= 0:
  ///   Sigma - kT / E_s ln(1 + (E_s nu_0 DS dt / kT) exp(-E_s (1 - Sigma) / kT)), at least 0;   Sigma_0 for T >=
  ///   T_hold.
  ///
  /// The field lowers the barrier by e a |E| (hook, a = 0).
  double relax(double Sigma, double T, double dt, double field = 0) const
  {
    if (T >= p.rejuvenation_temperature)
      return p.as_quenched;
    const double kT      = units::kB * T;
    const double elapsed = p.final_barrier * p.attempt_frequency * p.step * dt / kT;
    const double barrier = p.final_barrier * (1 - Sigma) - units::e * p.acceleration_length * field;
    return std::max(0.0, Sigma - kT / p.final_barrier * std::log1p(elapsed * std::exp(-barrier / kT)));
  }

private:
  Parameters p;
};
} // namespace quench::physics
