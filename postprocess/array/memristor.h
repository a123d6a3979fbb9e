#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>

namespace quench::array
{
/// Linear ion drift between an undoped and a doped TiO2 layer.
struct MemristorParameters
{
  double r_on = 100 * units::ohm, r_off = 16000 * units::ohm;
  double thickness = 10 * units::nm, mobility = 1e-5 * units::nm * units::nm / units::ns / units::V;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P              = MemristorParameters;
    const char *const is = "Strukov et al. 2008, Nature 453, 80: R_off / R_on = 160, D = 10 nm, mu = 1e-10 cm2/(V s)";
    entry("on resistance", &P::r_on, "ohm", positive, "of the wholly doped film", is);
    entry("off resistance", &P::r_off, "ohm", positive, "of the undoped film", is);
    entry("thickness", &P::thickness, "nm", positive, "D of the film", is);
    entry("mobility", &P::mobility, "nm2/(V ns)", positive, "mu of the dopants", is);
  }
};

/// The ideal memristor of Strukov et al. 2008, solved exactly (eq. T11): its resistance depends on the flux, the time
/// integral of the voltage, alone. x in [0, 1] is the doped part of the film.
class Memristor
{
public:
  /// Throws InputError unless R_off > R_on and 0 <= x <= 1.
  Memristor(const MemristorParameters &parameters, double x);

  double resistance() const { return p.r_off - (p.r_off - p.r_on) * x_; }
  double current(double voltage) const { return voltage / resistance(); }
  double doped_part() const { return x_; }

  /// The state after the flux of the voltage has grown by `flux`; stops at the ends of the film.
  void add_flux(double flux);

private:
  MemristorParameters p;
  double              x_;
};
} // namespace quench::array
