#pragma once

#include <physics/base/described.h>
#include <physics/local_state.h>

#include <cmath>

namespace quench::physics
{
/// Electronic on state of the glass.
struct SwitchingStateParameters
{
  bool   enabled         = false;
  double threshold_field = 0.056 * units::V / units::nm;
  double holding_current = 1e10 * units::A / (units::m * units::m);
  double time            = 0.1 * units::ns;
  double on_conductivity = 1e4 * units::S / units::m;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = SwitchingStateParameters;
    entry("enabled", &P::enabled, "whether the glass has an electronic on state besides its thermal runaway", "choice");
    entry("threshold field", &P::threshold_field, "MV/m", positive, "F_th: the glass switches on from this field on",
          "Krebs et al., APL 95, 082101 (2009), abstract: 56 V/um for as-deposited GST");
    entry("holding current density", &P::holding_current, "A/m2", positive,
          "J_hold: glass that is on stays on from this current density on",
          "choice: 1 MA/cm2; a material constant after Karpov, arXiv:1101.5737, abstract");
    entry("switching time", &P::time, "ns", positive, "tau: the state follows with this time", "choice");
    entry("on conductivity", &P::on_conductivity, "S/m", positive, "sigma_on: conductivity of the on state",
          "choice: gives the 0.8 V of Marrone et al., Sci. Rep. 2022, Fig. 5 at some 10 MA/cm2 over tens of nm");
  }
};

/// On/off state xi of the glass, one number per point (eq. C13):
///   d(xi)/dt = (xi_eq - xi) / tau,   xi_eq = 1 if |E| >= F_th, or if xi > 1/2 and |J| >= J_hold; 0 otherwise,
///   sigma = sigma_off^(1 - xi f(T)) sigma_on^(xi f(T)).
/// A fast snap whose holding current does not depend on the mesh. f is the fade from glass to liquid (eq. C6): melt
/// conducts as melt. Liquid and crystal have xi = 0.
class SwitchingState
{
public:
  explicit SwitchingState(const SwitchingStateParameters &parameters) : p(parameters) {}

  bool is_enabled() const { return p.enabled; }

  /// xi after a time dt [ns] at constant |E| [V/nm] and |J| [e/(ns nm2)]: exact, for any dt >= 0, unless xi crosses 1/2
  /// on its way, which the next step sees.
  double advance(double xi, double field, double current_density, double dt) const
  {
    const bool on = field >= p.threshold_field || (xi > 1.0 / 2 && current_density >= p.holding_current);
    return xi + ((on ? 1 : 0) - xi) * -std::expm1(-dt / p.time);
  }

  /// sigma of eq. C13, `part` = xi f(T); sigma_off itself at part = 0.
  Scalar conductivity(const Scalar &sigma_off, const Scalar &part) const
  {
    return part.v <= 0 ? sigma_off : sigma_off * exp(part * log(p.on_conductivity / sigma_off));
  }

private:
  SwitchingStateParameters p;
};
} // namespace quench::physics
