#include <postprocess/report/figures.h>

#include <postprocess/compact/table.h>
#include <postprocess/report/plot.h>

#include <algorithm>
#include <map>

namespace quench::report
{
namespace
{
/// A curve of its own colour; after all colours are used, of another dash.
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

/// Mean accuracy and standard deviation over time of each scheme and device, in the order of the file, in percent.
void add_schemes(Plot &plot, const compact::Table &table)
{
  const auto time = table.numbers("time_s"), mean = table.numbers("mean"), deviation = table.numbers("std");
  const auto name = curve_names(table);
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < table.n_rows(); ++i)
  {
    const auto [found, is_first] = place.emplace(name[i], plot.curves.size());
    if (is_first)
    {
      plot.curves.push_back(new_curve(name[i], plot.curves.size()));
      plot.bands.push_back({"", {}, {}, {}, plot.curves.back().colour});
    }
    Curve &curve = plot.curves[found->second];
    Band  &band  = plot.bands[found->second];
    curve.x.push_back(time[i]);
    curve.y.push_back(100 * mean[i]);
    band.x.push_back(time[i]);
    band.lower.push_back(100 * (mean[i] - deviation[i]));
    band.upper.push_back(100 * (mean[i] + deviation[i]));
  }
}
} // namespace

std::vector<std::string> curve_names(const compact::Table &table)
{
  std::vector<std::string> names = table.text("scheme");
  if (!table.has("device"))
    return names;
  const auto device = table.text("device");
  if (std::all_of(device.begin(), device.end(), [&](const std::string &d) { return d == device.front(); }))
    return names;
  for (std::size_t i = 0; i < names.size(); ++i)
    names[i] = device[i] + ", " + names[i];
  return names;
}

Figure accuracy_figure(const std::string &array_directory)
{
  const compact::Table table(array_directory + "/accuracy_summary.csv");
  Plot                 plot;
  plot.title   = "Accuracy against time";
  plot.x.label = "Time after programming";
  plot.x.scale = Scale::logarithmic;
  plot.x.ticks = {{25, "25 s"},      {3600, "1 h"},     {86400, "1 d"},
                  {2592000, "30 d"}, {31557600, "1 y"}, {315576000, "10 y"}};
  plot.y.label = "Accuracy (%)";
  plot.width   = 680;
  plot.height  = 380;
  add_schemes(plot, table);
  std::string dotted;
  if (const auto exact = result_in(array_directory + "/results.json", "float_accuracy"))
  {
    plot.guides = {{100 * *exact, "exact weights"}};
    dotted      = " Dotted: the same network with exact weights, " + readable(100 * *exact) + " %.";
  }
  const auto   n     = table.numbers("n");
  const double least = n.empty() ? 0 : *std::min_element(n.begin(), n.end());
  return {
      "accuracy", render(plot),
      "Accuracy of the network on the array over time: mean (markers) and one standard deviation (bands) over " +
          readable(least) +
          " array seeds per curve. All curves use the same trained weights, all schemes of a device the same devices." +
          dotted};
}
} // namespace quench::report
