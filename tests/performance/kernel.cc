// Time of the element terms of charge and heat in the default material, by kind of element: what an assembly is made
// of.
//
//   performance_kernel
#include <physics/material.h>
#include <solver/transport/cell_terms.h>
#include <solver/transport/front_in_element.h>
#include <tests/performance/stopwatch.h>

#include <cmath>

using namespace quench;
using namespace quench::solver;

namespace
{
/// A square of this edge [nm] far from the axis.
ElementMap<2> square(double h)
{
  const double  gauss[2] = {0.5 - 0.5 / std::sqrt(3.0), 0.5 + 0.5 / std::sqrt(3.0)};
  ElementMap<2> map;
  for (unsigned int q = 0; q < 4; ++q)
  {
    const double x = gauss[q & 1u], y = gauss[q >> 1u];
    map.JxW[q] = 100 * h * h / 4;
    for (unsigned int i = 0; i < 4; ++i)
    {
      const double a = (i & 1u) != 0 ? x : 1 - x, b = (i >> 1u) != 0 ? y : 1 - y;
      map.value[q][i]       = a * b;
      map.gradient[q][0][i] = ((i & 1u) != 0 ? 1 : -1) * b / h;
      map.gradient[q][1][i] = ((i >> 1u) != 0 ? 1 : -1) * a / h;
    }
  }
  map.inverse_h2 = 8 / (h * h);
  return map;
}

struct Kind
{
  const char           *name;
  double                temperature, field; ///< [K], [V/nm]
  std::array<double, 4> phi;
  bool                  heat; ///< a step; else a read
};

void measure(const physics::Material &material, const Kind &kind)
{
  constexpr double    h = 0.5, ell = 1;
  const ElementMap<2> map = square(h);
  ElementFields<2>    fields;
  for (unsigned int i = 0; i < 4; ++i)
  {
    fields.V[i]       = kind.field * h * ((i >> 1u) + 0.3 * (i & 1u));
    fields.T[i]       = kind.temperature + 0.3 * i;
    fields.T_old[i]   = fields.T[i] - 2;
    fields.T_inner[i] = fields.T[i] - 1;
    fields.phi[i] = fields.phi_old[i] = fields.phi_inner[i] = kind.phi[i];
    fields.relaxation[i]                                    = 0.7;
  }
  fields.front = front_in_element(map, fields.phi, ell);
  const StageTerms    stage{{true, kind.heat}, kind.heat ? 10.0 : 0.0, kind.heat ? 2.4 : 0.0, 0, true};
  double              sum = 0;
  performance::Timing time([&] {
    ElementTerms<2> terms;
    fields.T[0] += 1e-9;
    add_cell_terms(material, map, fields, stage, terms);
    sum += terms.vv[0];
  });
  for (int series = 0; series < 20; ++series)
    time.repeat();
  std::printf("%-28s %6.3f us%s\n", kind.name, 1e6 * time.best(), std::isfinite(sum) ? "" : " (not finite)");
}
} // namespace

int main()
{
  const physics::Material     material{physics::MaterialCard{}};
  const std::array<double, 4> crystal{1, 1, 1, 1}, melt{0, 0, 0, 0}, front{0.35, 0.45, 0.55, 0.65};
  const std::array<Kind, 7>   kinds{{{"crystal, 700 K", 700, 0.01, crystal, true},
                                     {"melt, 1000 K", 1000, 0.005, melt, true},
                                     {"front of melt, 905 K", 905, 0.005, front, true},
                                     {"front below melting, 860 K", 860, 0.005, front, true},
                                     {"crystal, read", 300, 1e-4, crystal, false},
                                     {"glass, read", 300, 0.003, melt, false},
                                     {"front of glass, read", 300, 0.003, front, false}}};
  for (const Kind &kind : kinds)
    measure(material, kind);
}
