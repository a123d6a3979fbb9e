#include <postprocess/report/figures.h>

#include <physics/base/error.h>
#include <postprocess/compact/table.h>
#include <postprocess/report/map.h>
#include <postprocess/report/plot.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace quench::report
{
namespace
{
using Columns = std::vector<double>;

/// The part of a series worth drawing: the pulse and as much again, but not the ten years after it.
std::size_t interesting_rows(const Columns &time_ns, const Columns &source_V)
{
  std::size_t last = 0;
  for (std::size_t i = 0; i < source_V.size(); ++i)
    if (std::abs(source_V[i]) > 0)
      last = i;
  const double end = time_ns[last] + 0.4 * (time_ns[last] - time_ns.front()) + 1e-9;
  return std::size_t(std::upper_bound(time_ns.begin(), time_ns.end(), end) - time_ns.begin());
}

Plot panel(const std::string &name, const std::string &label, double height)
{
  Plot plot;
  plot.title   = "Pulse against time";
  plot.panel   = name;
  plot.x.label = "Time (ns)";
  plot.y.label = label;
  plot.width   = 680;
  plot.height  = height;
  return plot;
}

std::vector<Plot> pulse_panels(const compact::Table &table, std::optional<double> melting_K)
{
  Columns           t = table.numbers("time_ns");
  const std::size_t n = interesting_rows(t, table.numbers("source_V"));
  t.resize(n);
  const auto curve = [&](const char *column, const std::string &label, const std::string &colour) {
    Curve c{label, t, table.numbers(column)};
    c.y.resize(n);
    c.colour = colour;
    return c;
  };
  Plot voltage = panel("a", "Voltage (V)", 170), current = panel("b", "Current (µA)", 130);
  Plot temperature = panel("c", "T_{max} (K)", 150), glass = panel("d", "Volume (nm^{3})", 225);
  voltage.curves     = {curve("source_V", "source", palette::black), curve("cell_V", "cell", palette::blue)};
  voltage.x.lower    = t.front();
  voltage.x.upper    = t.back();
  current.curves     = {curve("current_uA", "", palette::green)};
  temperature.curves = {curve("temperature_max_K", "", palette::vermilion)};
  if (melting_K)
    temperature.guides = {{*melting_K, "T_{m}"}};
  glass.curves = {curve("melt_volume_nm3", "melt", palette::vermilion),
                  curve("glass_volume_nm3", "glass", palette::blue)};
  return {voltage, current, temperature, glass};
}

std::string map_path(const compact::Run &run, const std::string &name)
{
  return run.directory + "/maps/" + name + ".csv";
}

bool is_new(const std::vector<std::string> &list, const std::string &word)
{
  return std::find(list.begin(), list.end(), word) == list.end();
}
} // namespace

Figure pulse_figure(const compact::Run &run)
{
  const compact::Table table(run.directory + "/series.csv");
  if (table.n_rows() < 2)
    throw InputError(table.path(), "fewer than two rows", "a series to draw is needed");
  const auto melting = melting_point(run);
  return {"pulse", render_stack(pulse_panels(table, melting)),
          "The programming pulse, one point per accepted time step. (a) Voltage of the source and across the cell; the "
          "difference drops over the series resistance. (b) Current through the cell. (c) Highest temperature in the "
          "cell" +
              std::string(melting ? "; dotted: melting point." : ".") +
              " (d) Volumes of melt and glass: melt that cools below the melting point fast enough stays glass."};
}

Figure maps_figure(const compact::Run &run)
{
  struct Moment
  {
    const char *name, *words;
  };
  const std::vector<Moment> moments{{"peak", "at the peak"}, {"quenched", "after the quench"}};
  std::vector<Raster>       rasters;
  std::vector<std::string>  phase_change;
  for (const Moment &moment : moments)
  {
    rasters.push_back(read_raster(map_path(run, moment.name)));
    for (const std::string &region : phase_change_regions(rasters.back()))
      if (is_new(phase_change, region))
        phase_change.push_back(region);
  }
  const auto  melting = melting_point(run);
  std::string drawings;
  for (std::size_t k = 0; k < moments.size(); ++k)
  {
    MapPicture picture{
        std::string("Temperature ") + moments[k].words, k == 0 ? "a" : "c", melting, phase_change, {}, {}};
    drawings += render_temperature(rasters[k], picture);
    picture.title = std::string("Phases ") + moments[k].words;
    picture.panel = k == 0 ? "b" : "d";
    drawings += render_phase(rasters[k], picture);
  }
  return {
      "maps", drawings,
      std::string(rasters.back().is_whole() ? "Cross section of the cell"
                                            : "Cross section through the axis of the cell (computed for r > 0, "
                                              "mirrored)") +
          ". Left: temperature" +
          std::string(melting ? "; solid line: melting point T_{m} = " + readable(*melting) + " K"
                              : " (the melting point is not among the results, so its contour is not drawn)") +
          "; dashed line: boundary of the glass (crystallinity 0.5). Thin lines: material borders. Right: phases of "
          "the phase-change material. What is molten at the peak and does not regrow while it cools is the glass "
          "that blocks the current afterwards."};
}
} // namespace quench::report
