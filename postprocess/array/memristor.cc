#include <postprocess/array/memristor.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace quench::array
{
Memristor::Memristor(const MemristorParameters &parameters, double x) : p(parameters), x_(x)
{
  if (!(p.r_off > p.r_on))
    throw InputError("memristor/off resistance", std::to_string(p.r_off / units::ohm) + " ohm",
                     "above `on resistance` (" + std::to_string(p.r_on / units::ohm) + " ohm)");
  if (!(x >= 0 && x <= 1))
    throw InputError("memristor, doped part", std::to_string(x), "0 to 1");
}

void Memristor::add_flux(double flux)
{
  // R dR = -k (R_off - R_on) dflux with k = mu R_on / D^2, so R^2 falls linearly with the flux
  const double k = p.mobility * p.r_on / (p.thickness * p.thickness), range = p.r_off - p.r_on;
  const double square = resistance() * resistance() - 2 * k * range * flux;
  const double r      = std::clamp(std::sqrt(std::max(square, 0.0)), p.r_on, p.r_off);
  x_                  = (p.r_off - r) / range;
}
} // namespace quench::array
