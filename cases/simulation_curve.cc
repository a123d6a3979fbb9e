// The steady current-voltage curve of a cell: threshold and holding point without a time axis.
#include <cases/simulation.h>

#include <postprocess/observe/collective.h>
#include <solver/run/continuation.h>

#include <algorithm>

namespace quench::cases
{
namespace
{
const std::vector<observe::Column> curve_columns = {{"cell", "V", "voltage of the driven contact"},
                                                    {"current", "uA", "into the driven contact"},
                                                    {"temperature_max", "K", "highest of all"},
                                                    {"newton", "1", "iterations"}};

std::vector<observe::Result> curve_results(const std::vector<solver::CurvePoint> &points)
{
  using namespace units;
  std::vector<observe::Result> results{{"points", static_cast<double>(points.size()), "1"},
                                       {"resistance", points.front().voltage / points.front().current / ohm, "ohm"}};
  const std::size_t            top = solver::turning_point(points);
  if (top == points.size())
    return results;
  const auto bottom = std::min_element(points.begin() + static_cast<std::ptrdiff_t>(top), points.end(),
                                       [](const auto &a, const auto &b) { return a.voltage < b.voltage; });
  results.insert(results.end(), {{"threshold_voltage", points[top].voltage / V, "V"},
                                 {"threshold_current", points[top].current / uA, "uA"},
                                 {"threshold_temperature", points[top].temperature / K, "K"},
                                 {"holding_voltage", bottom->voltage / V, "V"},
                                 {"holding_current", bottom->current / uA, "uA"}});
  return results;
}
} // namespace

template <int dim>
ExitCode Simulation<dim>::trace_curve()
{
  start();
  std::unique_ptr<observe::SeriesFile> table; // rank 0
  observe::on_root(communicator, [&] {
    table = std::make_unique<observe::SeriesFile>(recorder->folder()->full("curve.csv"), curve_columns);
  });
  const auto write = [&](const solver::CurvePoint &point, const solver::State &) {
    observe::on_root(communicator, [&] {
      table->append(std::vector<double>{point.voltage / units::V, point.current / units::uA,
                                        point.temperature / units::K, static_cast<double>(point.newton)});
    });
  };
  const auto points = solver::trace_curve(equations->electro_thermal(), space, state, c.curve, write);
  write_fields();
  write_map("end");
  recorder->finish(curve_results(points));
  return ExitCode::done;
}

template ExitCode Simulation<2>::trace_curve();
template ExitCode Simulation<3>::trace_curve();
} // namespace quench::cases
