#pragma once

#include <solver/electro_thermal.h>

namespace quench::solver
{
/// Residuals and element matrices of one element, [i * n + j]; and its shares of the balance.
template <int dim>
struct ElectroThermal<dim>::Local
{
  double r_v[n] = {}, r_t[n] = {}, flux_t[n] = {};
  double vv[n * n] = {}, vt[n * n] = {}, tv[n * n] = {}, tt[n * n] = {};
  double joule = 0, stored = 0, throughput = 0, content = 0, charge_content = 0;
};
} // namespace quench::solver
