// The steady state of a cell at one voltage.
#include <cases/simulation.h>

#include <algorithm>
#include <numeric>

namespace quench::cases
{
using solver::State;

template <int dim>
ExitCode Simulation<dim>::solve_steady()
{
  start();
  const solver::SolveReport report = approach_steady_state();
  write_fields();
  write_map("end");
  recorder->finish(steady_results(report));
  return ExitCode::done;
}

/// The steady state at the voltage asked for: at once, or where Newton fails by steps from lower voltages.
template <int dim>
solver::SolveReport Simulation<dim>::approach_steady_state()
{
  constexpr double    smallest_part = 1.0 / 256;
  double              reached = 0, part = 1;
  solver::SolveReport report;
  while (reached < 1)
  {
    part       = std::min(part, 1 - reached);
    State next = state;
    report     = equations->electro_thermal().solve(state, next, (reached + part) * c.steady_voltage,
                                                    solver::ElectroThermal<dim>::steady);
    if (report.converged)
    {
      state = std::move(next);
      reached += part;
      part *= 2;
    }
    else if (part /= 4; part < smallest_part)
      throw ConvergenceError("steady state at " + std::to_string(reached * c.steady_voltage / units::V) + " V",
                             "charge and heat (" + report.failed + ") after " +
                                 std::to_string(report.newton_iterations) + " Newton iterations");
  }
  return report;
}

template <int dim>
std::vector<observe::Result> Simulation<dim>::steady_results(const solver::SolveReport &report) const
{
  using namespace units;
  const solver::Balance       &b   = report.balance;
  const auto                   hot = solver::hottest_between_nodes(space, state);
  std::vector<observe::Result> results{
      {"resistance", state.cell_voltage / b.current[1] / ohm, "ohm"},
      {"current", b.current[1] / uA, "uA"},
      {"temperature_max", hot.temperature / K, "K"},
      {"temperature_max_r", hot.at[0] / nm, "nm"},
      {"temperature_max_z", hot.at[dim - 1] / nm, "nm"},
      {"heat_bottom", b.heat_out[0] / uW, "uW"},
      {"heat_top", b.heat_out[1] / uW, "uW"},
      {"energy_balance", std::abs(b.joule - std::accumulate(b.heat_out.begin(), b.heat_out.end(), 0.0)) / b.joule, "1"},
      {"charge_imbalance", b.imbalance(), "1"},
      {"nodes", static_cast<double>(space.n_nodes()), "1"}};
  for (std::size_t k = 2; k < geometry.contacts.size(); ++k)
  {
    std::string name = "heat_" + geometry.contacts[k].name;
    std::replace(name.begin(), name.end(), ' ', '_');
    results.push_back({name, b.heat_out[k] / uW, "uW"});
  }
  add_sides_of_heater(results);
  return results;
}

/// Temperatures on the axis on both sides of the face between heater and phase-change layer, where there is one.
template <int dim>
void Simulation<dim>::add_sides_of_heater(std::vector<observe::Result> &results) const
{
  const auto has = [&](const char *name) {
    return std::any_of(geometry.regions.begin(), geometry.regions.end(),
                       [&](const meshes::Region &region) { return region.name == name; });
  };
  if (!has("heater") || !has("phase change layer"))
    return;
  for (const auto &[region, name] :
       {std::pair{"heater", "temperature_heater_side"}, std::pair{"phase change layer", "temperature_gst_side"}})
  {
    const int    index = geometry.region_index(region);
    const double top   = geometry.regions[geometry.region_index("heater")].box.upper[2];
    const auto   marks = solver::touched_nodes(space, [&](const auto &cell) { return cell.region == index; });
    double       found = 0;
    for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    {
      dealii::Point<dim> foot;
      foot[dim - 1] = top;
      if (marks.local_element(i) > 0 && space.positions[i].distance(foot) < 1e-6)
        found = std::max(found, state.temperature.local_element(i));
    }
    found = dealii::Utilities::MPI::max(found, communicator);
    if (found > 0)
      results.push_back({name, found / units::K, "K"});
  }
}

template ExitCode Simulation<2>::solve_steady();
template ExitCode Simulation<3>::solve_steady();
} // namespace quench::cases
