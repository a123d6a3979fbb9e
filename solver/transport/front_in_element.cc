// The front between crystal and glass in an element: docs/equations.md, C19.
#include <solver/transport/front_in_element.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace quench::solver
{
double crystal_in_band(double x)
{
  x = std::clamp(x, -1.0, 1.0);
  return 0.5 + 0.25 * x * (3 - x * x);
}

double smooth_size(double x)
{
  const double x2 = x * x;
  return x2 >= 1 ? std::abs(x) : 0.375 + 0.125 * x2 * (6 - x2);
}

template <int dim>
FrontInElement<dim> front_in_element(const ElementMap<dim> &map, const std::array<double, (1u << dim)> &phi,
                                     double width)
{
  constexpr unsigned int n    = 1u << dim;
  constexpr double       flat = 0.1, steep = 0.2; // choice
  FrontInElement<dim>    front;
  const auto [smallest, largest] = std::minmax_element(phi.begin(), phi.end());
  if (*smallest >= 1 - pure_phase || *largest <= pure_phase)
    return front;
  for (unsigned int i = 0; i < n; ++i)
  {
    const double bounded = std::clamp(phi[i], pure_phase, 1 - pure_phase);
    front.distance[i]    = std::log(bounded / (1 - bounded)) / std::numbers::sqrt2 / front_band;
  }
  double steepness2 = 0;
  for (int d = 0; d < dim; ++d)
  {
    double slope = 0; // of the distance, mean over the element
    for (unsigned int q = 0; q < n; ++q)
      for (unsigned int i = 0; i < n; ++i)
        slope += map.gradient[q][d][i] * width * front_band * front.distance[i] / n;
    steepness2 += slope * slope;
  }
  const double part            = std::clamp((std::sqrt(steepness2) - flat) / (steep - flat), 0.0, 1.0);
  front.weight                 = part * part * (3 - 2 * part);
  const auto [lowest, highest] = std::minmax_element(front.distance.begin(), front.distance.end());
  front.passes                 = front.weight > 0 && *lowest < 1 && *highest > -1;
  front.crystal                = *lowest >= 1 ? 1 : 0;
  return front;
}

template FrontInElement<2> front_in_element(const ElementMap<2> &, const std::array<double, 4> &, double);
template FrontInElement<3> front_in_element(const ElementMap<3> &, const std::array<double, 8> &, double);
} // namespace quench::solver
