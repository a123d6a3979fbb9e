#include <postprocess/report/figures.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <postprocess/report/array_tables.h>
#include <postprocess/report/plot.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace quench::report
{
namespace
{
/// A table of one folder, with the words that tell its curves from those of the others.
struct Part
{
  compact::Table table;
  std::string    prefix;
};

std::vector<Part> parts_with(const std::vector<Sources::Array> &arrays, const std::string &file)
{
  std::vector<Sources::Array> holders;
  for (const Sources::Array &array : arrays)
    if (file_exists(array.directory + "/" + file))
      holders.push_back(array);
  std::vector<Part> parts;
  for (const Sources::Array &array : holders)
    parts.push_back({compact::Table(array.directory + "/" + file), holders.size() > 1 ? array.name : ""});
  return parts;
}

std::string joined(const std::string &a, const std::string &b) { return a.empty() || b.empty() ? a + b : a + ", " + b; }

/// Words of a name with underscores; "accuracy_analog_features" is "analog features".
std::string readable_name(std::string name, const std::string &prefix = "")
{
  if (!prefix.empty() && name.starts_with(prefix))
    name.erase(0, prefix.size());
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// Of each row, what the columns of words say: only those that vary inside the table, or that are all there is.
std::vector<std::string> row_names(const compact::Table &table, const TableFigure &form)
{
  std::vector<std::string> names(table.n_rows());
  for (const std::string &column : form.names)
  {
    if (!table.has(column))
      continue;
    const auto text    = table.text(column);
    const bool differs = std::any_of(text.begin(), text.end(), [&](const auto &t) { return t != text.front(); });
    if (differs)
      for (std::size_t i = 0; i < names.size(); ++i)
        names[i] = joined(readable_name(text[i], form.name_prefix), names[i]);
  }
  return names;
}

/// What stands for the star of a pattern like "error_*" or "*_pJ" in the name of a column, in words.
std::optional<std::string> matched(const std::string &column, const std::string &pattern)
{
  const auto star = pattern.find('*');
  if (star == std::string::npos)
    return column == pattern ? std::optional<std::string>("") : std::nullopt;
  const std::string begin = pattern.substr(0, star), end = pattern.substr(star + 1);
  if (column.size() <= begin.size() + end.size() || !column.starts_with(begin) || !column.ends_with(end))
    return std::nullopt;
  return readable_name(column.substr(begin.size(), column.size() - begin.size() - end.size()));
}

/// Columns to draw, each with its words.
std::vector<std::pair<std::string, std::string>> y_columns(const compact::Table &table, const TableFigure &form)
{
  std::vector<std::pair<std::string, std::string>> columns;
  for (const std::string &column : table.header())
    if (const auto words = matched(column, form.y))
      columns.emplace_back(column, *words);
  return columns;
}

/// Where an age of zero stands on a logarithmic axis: a decade before the first other one.
double zero_place(const std::vector<Part> &parts, const std::string &x)
{
  double least = INFINITY;
  for (const Part &part : parts)
    for (const double value : part.table.numbers(x))
      if (value > 0)
        least = std::min(least, value);
  return std::isfinite(least) ? least / 10 : 1;
}

void set_axes(Plot &plot, const TableFigure &form, const std::vector<Part> &parts, double zero)
{
  plot.title   = form.title;
  plot.x.label = form.x_label;
  plot.y.label = form.y_label;
  plot.x.scale = form.x_is_log ? Scale::logarithmic : Scale::linear;
  plot.y.scale = form.y_is_log ? Scale::logarithmic : Scale::linear;
  plot.width   = 680;
  plot.height  = 380;
  if (!form.x_is_age)
    return;
  std::set<double> ages;
  for (const Part &part : parts)
    for (const double age : part.table.numbers(form.x))
      ages.insert(age > 0 ? age : 0);
  if (ages.count(0) > 0)
    plot.x.ticks.push_back({zero, "0 s"});
  for (const Tick &tick : std::vector<Tick>{{1, "1 s"},
                                            {25, "25 s"},
                                            {60, "1 min"},
                                            {3600, "1 h"},
                                            {86400, "1 d"},
                                            {2592000, "30 d"},
                                            {31557600, "1 y"},
                                            {315576000, "10 y"}})
    if (tick.value > zero && !ages.empty() && (tick.value <= 1.01 * *ages.rbegin()) &&
        (tick.value != 1 && tick.value != 60))
      plot.x.ticks.push_back(tick);
  if (plot.x.ticks.size() < 2)
    plot.x.ticks.clear();
}

/// The rows of one name as a curve, with a band where the table has deviations.
void add_curves(Plot &plot, const Part &part, const TableFigure &form, double zero)
{
  const auto x     = part.table.numbers(form.x);
  const auto names = row_names(part.table, form);
  for (const auto &[column, own] : y_columns(part.table, form))
  {
    const auto y         = part.table.numbers(column);
    const auto deviation = form.deviation.empty() ? std::vector<double>() : part.table.numbers(form.deviation);
    std::map<std::string, std::size_t> place;
    for (std::size_t i = 0; i < x.size(); ++i)
    {
      const auto [found, is_first] = place.emplace(names[i], plot.curves.size());
      if (is_first)
      {
        plot.curves.push_back(new_curve(joined(part.prefix, joined(names[i], own)), plot.curves.size()));
        if (!deviation.empty())
          plot.bands.push_back({"", {}, {}, {}, plot.curves.back().colour});
      }
      const double at = form.x_is_log && !(x[i] > 0) ? zero : x[i];
      plot.curves[found->second].x.push_back(at);
      plot.curves[found->second].y.push_back(form.factor * y[i]);
      if (deviation.empty())
        continue;
      plot.bands[found->second].x.push_back(at);
      plot.bands[found->second].lower.push_back(form.factor * (y[i] - deviation[i]));
      plot.bands[found->second].upper.push_back(form.factor * (y[i] + deviation[i]));
    }
  }
}

/// A bar per row (and folder).
void add_bars(Plot &plot, const std::vector<Part> &parts, const TableFigure &form)
{
  auto &places = plot.x.categories;
  for (const Part &part : parts)
    for (const auto &[column, own] : y_columns(part.table, form))
    {
      const auto text  = part.table.text(form.x);
      const auto y     = part.table.numbers(column);
      Curve      curve = new_curve(joined(part.prefix, own), plot.curves.size());
      curve.bars       = true;
      curve.dash       = "";
      for (std::size_t i = 0; i < y.size(); ++i)
      {
        const std::string name  = readable_name(text[i]);
        const auto        found = std::find(places.begin(), places.end(), name);
        curve.x.push_back(double(found - places.begin()));
        curve.y.push_back(form.factor * y[i]);
        if (found == places.end())
          places.push_back(name);
      }
      plot.curves.push_back(curve);
    }
}

/// A line with its words; where one stands already the words join.
void add_guide(Plot &plot, double y, const std::string &words)
{
  const auto found = std::find_if(plot.guides.begin(), plot.guides.end(), [&](const Guide &g) { return g.y == y; });
  if (found == plot.guides.end())
    plot.guides.push_back({y, words});
  else if (found->label.find(words) == std::string::npos)
    found->label += ", " + words;
}

/// Results of the studies that stand as lines beside the curves.
void add_guides(Plot &plot, const std::vector<Sources::Array> &arrays, const TableFigure &form)
{
  for (const auto &[result, words] : form.guides)
    for (const Sources::Array &array : arrays)
      if (const auto value = file_exists(array.directory + "/" + form.file)
                                 ? result_in(array.directory + "/results.json", result)
                                 : std::nullopt)
        add_guide(plot, form.factor * *value, words);
}

Figure table_figure(const std::vector<Sources::Array> &arrays, const std::vector<Part> &parts, const TableFigure &form)
{
  Plot         plot;
  const double zero = form.x_is_log ? zero_place(parts, form.x) : 0;
  if (form.is_bars)
  {
    set_axes(plot, form, {}, 0);
    add_bars(plot, parts, form);
  }
  else
  {
    set_axes(plot, form, parts, zero);
    for (const Part &part : parts)
      add_curves(plot, part, form, zero);
  }
  add_guides(plot, arrays, form);
  return make_figure(form.name, form.title, {plot}, form.caption);
}

/// Accuracies of trainings, which have no table.
Figure training_figure(const std::vector<Sources::Array> &arrays)
{
  Plot plot;
  plot.title        = "Accuracy after training";
  plot.y.label      = "Accuracy (%)";
  plot.x.label      = "Weights";
  plot.width        = 520;
  plot.height       = 340;
  plot.x.categories = {"digital", "phase-change"};
  for (const Sources::Array &array : arrays)
  {
    const std::string results = array.directory + "/results.json";
    const auto digital = result_in(results, "float_accuracy"), mixed = result_in(results, "mixed_precision_accuracy");
    if (!digital || !mixed)
      continue;
    Curve curve = new_curve(arrays.size() > 1 ? array.name : "", plot.curves.size());
    curve.x     = {0, 1};
    curve.y     = {100 * *digital, 100 * *mixed};
    curve.bars  = true;
    plot.curves.push_back(curve);
  }
  return make_figure(
      "training", plot.title, {plot},
      "Accuracy on the test set after training with digital weights and with weights in phase-change "
      "devices that get a pulse whenever the sum of their updates passes the granularity of the devices.");
}

bool is_training(const Sources::Array &array) { return array.study == "mixed precision"; }
} // namespace

std::vector<std::string> curve_names(const compact::Table &table)
{
  const std::vector<std::string> scheme = table.text("scheme"),
                                 device = table.has("device") ? table.text("device") : scheme;
  const bool one                        = !table.has("device") ||
                   std::all_of(device.begin(), device.end(), [&](const auto &d) { return d == device.front(); });
  std::vector<std::string> names = scheme;
  for (std::size_t i = 0; i < names.size() && !one; ++i)
    names[i] = device[i] + ", " + names[i];
  return names;
}

std::vector<Figure> array_figures(const std::vector<Sources::Array> &arrays, std::vector<Missing> &missing)
{
  std::vector<Figure> figures;
  for (const TableFigure &form : table_figures())
    try
    {
      if (const auto parts = parts_with(arrays, form.file); !parts.empty())
        figures.push_back(table_figure(arrays, parts, form));
    }
    catch (const Error &error)
    {
      missing.push_back({form.title, error.what()});
    }
  std::vector<Sources::Array> trainings;
  std::copy_if(arrays.begin(), arrays.end(), std::back_inserter(trainings), is_training);
  if (!trainings.empty())
    figures.push_back(training_figure(trainings));
  return figures;
}
} // namespace quench::report
