#include <postprocess/report/figures.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <postprocess/compact/table.h>
#include <postprocess/report/map.h>
#include <postprocess/report/map_frames.h>
#include <postprocess/report/plot.h>

#include <algorithm>
#include <cmath>
#include <map>

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

/// A time as a person writes it: "56.2 ns", "3 s".
std::string time_words(double time_ns) { return with_prefix(time_ns * 1e-9, "s", 4); }

/// The maps of a run with their times: those of maps/times.csv in its order; without it the three every run has.
std::vector<std::pair<std::string, std::string>> names_of_maps(const compact::Run &run)
{
  const std::map<std::string, std::string> words{
      {"peak", "at the peak"}, {"quenched", "after the quench"}, {"end", "at the end"}};
  const auto in_words = [&](const std::string &name) {
    const auto found = words.find(name);
    return found == words.end() ? std::string() : found->second;
  };
  std::vector<std::pair<std::string, std::string>> names;
  const std::string                                times = run.directory + "/maps/times.csv";
  if (file_exists(times))
  {
    const compact::Table table(times);
    const auto           name = table.text("map");
    const auto           time = table.numbers("time_ns");
    for (std::size_t i = 0; i < name.size(); ++i)
      names.emplace_back(name[i], time_words(time[i]) + (words.count(name[i]) > 0 ? ", " + in_words(name[i]) : ""));
  }
  else
    for (const char *name : {"peak", "quenched", "end"})
      if (file_exists(map_path(run, name)))
        names.emplace_back(name, in_words(name));
  return names;
}

/// At most so many of them, evenly taken, first and last among them.
std::vector<std::pair<std::string, std::string>> thinned(const std::vector<std::pair<std::string, std::string>> &names)
{
  constexpr std::size_t most_frames = 40;
  if (names.size() <= most_frames)
    return names;
  std::vector<std::pair<std::string, std::string>> kept;
  for (std::size_t k = 0; k < most_frames; ++k)
    kept.push_back(names[k * (names.size() - 1) / (most_frames - 1)]);
  return kept;
}

/// The maps of a run, and the phase-change materials in them.
struct Maps
{
  std::map<std::string, Raster> rasters;
  std::vector<MapFrame>         frames;
  std::vector<std::string>      phase_change;
};

Maps read_maps(const compact::Run &run)
{
  Maps maps;
  for (const auto &[name, label] : thinned(names_of_maps(run)))
  {
    maps.frames.push_back({label, read_raster(map_path(run, name))});
    for (const std::string &region : phase_change_regions(maps.frames.back().raster))
      if (is_new(maps.phase_change, region))
        maps.phase_change.push_back(region);
  }
  for (const char *name : {"peak", "quenched"})
    maps.rasters.emplace(name, read_raster(map_path(run, name)));
  return maps;
}

/// Temperature and phases at the two moments that tell most, for print.
std::string render_moments(const Maps &maps, std::optional<double> melting)
{
  std::string drawings;
  char        panel = 'a';
  for (const auto &[name, words] :
       std::map<std::string, std::string>{{"peak", "at the peak"}, {"quenched", "after the quench"}})
  {
    MapPicture picture{"Temperature " + words, std::string(1, panel++), melting, maps.phase_change, {}, {}};
    drawings += render_temperature(maps.rasters.at(name), picture);
    picture.title = "Phases " + words;
    picture.panel = std::string(1, panel++);
    drawings += render_phase(maps.rasters.at(name), picture);
  }
  return drawings;
}
} // namespace

Figure make_figure(const std::string &name, const std::string &title, const std::vector<Plot> &plots,
                   const std::string &caption, bool is_stack)
{
  std::string drawings;
  if (is_stack)
    drawings = render_stack(plots);
  else
    for (const Plot &plot : plots)
      drawings += render(plot);
  return {name, drawings, caption, title, is_stack ? on_common_axis(plots) : plots, "", {}};
}

Curve new_curve(const std::string &label, std::size_t number)
{
  const std::vector<std::string> colours{palette::vermilion, palette::blue, palette::green, palette::purple,
                                         palette::orange,    palette::sky,  palette::black};
  const std::vector<std::string> dashes{"", "7 4", "2 3", "9 3 2 3"};
  Curve                          curve{label};
  curve.colour  = colours[number % colours.size()];
  curve.dash    = dashes[number / colours.size() % dashes.size()];
  curve.markers = true;
  return curve;
}

Figure pulse_figure(const compact::Run &run)
{
  const compact::Table table(run.directory + "/series.csv");
  if (table.n_rows() < 2)
    throw InputError(table.path(), "fewer than two rows", "a series to draw is needed");
  const auto melting = melting_point(run);
  return make_figure(
      "pulse", "Pulse against time", pulse_panels(table, melting),
      "The programming pulse, one point per accepted time step. (a) Voltage of the source and across the cell; the "
      "difference drops over the series resistance. (b) Current through the cell. (c) Highest temperature in the cell" +
          std::string(melting ? "; dotted: melting point." : ".") +
          " (d) Volumes of melt and glass: melt that cools below the melting point fast enough stays glass.",
      true);
}

Figure pulses_figure(const std::vector<compact::Run> &runs)
{
  Plot current = panel("a", "Current (µA)", 260), temperature = panel("b", "T_{max} (K)", 260);
  for (const compact::Run &run : runs)
  {
    const compact::Table table(run.directory + "/series.csv");
    if (table.n_rows() < 2)
      continue;
    Columns           t = table.numbers("time_ns");
    const std::size_t n = interesting_rows(t, table.numbers("source_V"));
    t.resize(n);
    for (const auto &[plot, column] : {std::pair{&current, "current_uA"}, {&temperature, "temperature_max_K"}})
    {
      Curve curve = new_curve(name_of(run.directory), plot->curves.size());
      curve.x     = t;
      curve.y     = table.numbers(column);
      curve.y.resize(n);
      curve.markers = false;
      plot->curves.push_back(curve);
    }
  }
  if (current.curves.empty())
    throw InputError("series.csv", "no run has two rows", "a series to draw is needed");
  for (Curve &curve : temperature.curves)
    curve.label.clear();
  return make_figure(
      "pulses", "Pulses side by side", {current, temperature},
      "The programming pulses of the runs side by side. (a) Current through the cell. (b) Highest temperature in "
      "the cell, same colours.",
      true);
}

Figure curve_figure(const std::vector<compact::Run> &runs)
{
  Plot current = panel("a", "Current (µA)", 300), temperature = panel("b", "T_{max} (K)", 260);
  for (Plot *plot : {&current, &temperature})
    plot->x.label = "Cell voltage (V)";
  current.title   = "Steady current against voltage";
  current.y.scale = Scale::logarithmic;
  for (const compact::Run &run : runs)
  {
    const compact::Table table(run.directory + "/curve.csv");
    for (const auto &[plot, column] : {std::pair{&current, "current_uA"}, {&temperature, "temperature_max_K"}})
    {
      Curve curve = new_curve(runs.size() > 1 && plot == &current ? name_of(run.directory) : "", plot->curves.size());
      curve.x     = table.numbers("cell_V");
      curve.y     = table.numbers(column);
      plot->curves.push_back(curve);
    }
  }
  return make_figure(
      "curve", current.title, {current, temperature},
      "Steady states of the cell, a marker each. (a) Current against the voltage across the cell. Where it "
      "bends back, three currents belong to one voltage. (b) Highest temperature.",
      true);
}

Figure maps_figure(const compact::Run &run)
{
  const auto        melting = melting_point(run);
  const Maps        maps    = read_maps(run);
  const std::string where   = maps.frames.back().raster.is_whole()
                                  ? "Cross section of the cell"
                                  : "Cross section through the axis of the cell (computed "
                                    "for r > 0, mirrored)";
  const std::string caption =
      where + ", " + std::to_string(maps.frames.size()) +
      " times. Temperature and phases of the phase-change material" +
      std::string(melting ? "; black line: melting point T_{m} = " + readable(*melting) + " K"
                          : " (the melting point is not among the results, so its contour is not drawn)") +
      "; blue line: boundary of the glass (crystallinity 0.5). Thin lines: material borders. What is molten at the "
      "peak and "
      "does not regrow while it cools is the glass that blocks the current afterwards.";
  return {"maps",  render_moments(maps, melting),
          caption, "Temperature and phase maps",
          {},      maps_json(maps.frames, melting, maps.phase_change),
          {}};
}
} // namespace quench::report
