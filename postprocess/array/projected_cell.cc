#include <postprocess/array/projected_cell.h>

#include <postprocess/array/device_model.h>

#include <cmath>

namespace quench::array
{
namespace
{
constexpr double reference_time = 20 * units::s, reference_temperature = 300 * units::K;

double parallel(double a, double b) { return a * b / (a + b); }

double glass_resistance(const ProjectedCell &p, double t, double T)
{
  const double aged = std::pow((t + p.onset) / (reference_time + p.onset), p.nu);
  return p.glass * aged / arrhenius_factor(p.activation, T, reference_temperature);
}
} // namespace

double resistance(const ProjectedCell &p, double u, double t, double T)
{
  const double R_p = p.liner * (1 + p.liner_tcr * (T - reference_temperature));
  const double R_c = p.contact * (1 + p.crystal_tcr * (T - reference_temperature));
  return R_c + u * parallel(glass_resistance(p, t, T), R_p);
}

double effective_exponent(const ProjectedCell &p, double R_a)
{
  const double R_par = parallel(R_a, p.liner);
  return p.nu * p.liner / (R_a + p.liner) * R_par / (p.contact + R_par);
}

DriftTables drift_tables(const ProjectedCell &p)
{
  constexpr int    n_states = 33, points_per_decade = 6;  // ln G is smooth: choice
  constexpr double first = 1e-9 * units::s, decades = 18; // to 1e9 s
  DriftTables      tables;
  for (double T = 240 * units::K; T <= 400 * units::K; T += 10 * units::K)
    tables.temperature.push_back(T);
  for (int i = 0; i <= decades * points_per_decade; ++i)
    tables.time.push_back(first * std::pow(10.0, double(i) / points_per_decade));
  const double high = 1 / resistance(p, 0, reference_time, reference_temperature);
  const double low  = 1 / resistance(p, 1, reference_time, reference_temperature);
  for (int k = 0; k < n_states; ++k)
    tables.state.push_back(low + (high - low) * k / (n_states - 1));
  const double across = 1 / low - 1 / high;
  for (const double T : tables.temperature)
    for (const double t : tables.time)
      for (const double g : tables.state)
        tables.ln_g.push_back(-std::log(resistance(p, (1 / g - 1 / high) / across, t, T)));
  return tables;
}
} // namespace quench::array
