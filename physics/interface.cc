#include <physics/interface.h>

#include <algorithm>
#include <limits>

namespace quench::physics
{
namespace
{
using Number = FaceFluxes::Number;

enum Variable
{
  potential   = 0,
  temperature = 2,
  field       = 4
};

/// S T of a side [V] (eqs. H4, H8).
Number peltier(const Material &material, const FaceTrace &at, int side)
{
  const Scalar S = material.seebeck(local_state(at.temperature, at.field, at.crystallinity, at.relaxation));
  Number       result(S.v);
  result.d[temperature + side] = S.d[0];
  result.d[field + side]       = S.d[1];
  return result * Number::variable(at.temperature, temperature + side);
}

/// A law of the mean temperature and of the voltage V_0 - V_1.
Number compose(const Scalar &law)
{
  Number result(law.v);
  result.d = {law.d[1], -law.d[1], 0.5 * law.d[0], 0.5 * law.d[0], 0, 0};
  return result;
}

/// Conductance of a tight contact [e/(V ns nm2)]: a hundred times that of an element of the worse conductor, as crystal
/// and without a field. More would cost digits of the charge balance.
Number tight_conductance(const std::array<const Material *, 2> &materials, const std::array<FaceTrace, 2> &sides)
{
  constexpr double tightness = 100; // choice
  Number           least     = std::numeric_limits<double>::max();
  for (int side = 0; side < 2; ++side)
  {
    const FaceTrace &at    = sides[side];
    const Scalar     sigma = materials[side]->conductivity(local_state(at.temperature, 0, 1, at.relaxation));
    Number           conductance(tightness * sigma.v / at.depth);
    conductance.d[temperature + side] = tightness * sigma.d[0] / at.depth;
    if (conductance < least)
      least = conductance;
  }
  return least;
}

/// Crystallinity of the side that forms glass, the mean of both where both do.
double crystallinity_at(const std::array<const Material *, 2> &materials, const std::array<FaceTrace, 2> &sides)
{
  double sum = 0;
  int    n   = 0;
  for (int side = 0; side < 2; ++side)
    if (materials[side]->forms_glass())
    {
      sum += std::clamp(sides[side].crystallinity, 0.0, 1.0);
      ++n;
    }
  return n == 0 ? 1 : sum / n;
}
} // namespace

FaceFluxes fluxes(const InterfaceLaw &law, const Solved &solved, const std::array<const Material *, 2> &materials,
                  const std::array<FaceTrace, 2> &sides)
{
  FaceFluxes result;
  const auto variable = [&](double FaceTrace::*value, int first) {
    return std::array{Number::variable(sides[0].*value, first), Number::variable(sides[1].*value, first + 1)};
  };
  const auto   V = variable(&FaceTrace::potential, potential), T = variable(&FaceTrace::temperature, temperature);
  const Number jump = V[0] - V[1];
  const Scalar mean = Scalar::variable(0.5 * (T[0].v + T[1].v), 0);
  Number       q    = 0.0;
  if (solved.charge && law.resists_current())
  {
    result.current = law.is_tight() ? tight_conductance(materials, sides) * jump
                                    : compose(law.current(mean, Scalar::variable(jump.v, 1)));
    result.power   = result.current * jump;
  }
  if (!solved.heat)
    return result;
  if (law.resists_heat())
    q = (T[0] - T[1]) / compose(law.thermal_resistance(mean, crystallinity_at(materials, sides)));
  if (solved.charge && (materials[0]->has_thermoelectricity() || materials[1]->has_thermoelectricity()))
    q += 0.5 * result.current * (peltier(*materials[0], sides[0], 0) + peltier(*materials[1], sides[1], 1));
  result.heat = {q - 0.5 * result.power, q + 0.5 * result.power};
  return result;
}
} // namespace quench::physics
