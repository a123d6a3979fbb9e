#include <postprocess/report/figures.h>

#include <physics/base/error.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>
#include <postprocess/report/plot.h>
#include <postprocess/report/words.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace quench::report
{
namespace
{
constexpr std::size_t most_plots = 6;

/// A varied key: what it is called, its values in words and, where they are quantities of one unit, as numbers.
struct SweptKey
{
  std::string              name, unit;
  std::vector<std::string> words;  ///< [point]
  std::vector<double>      number; ///< [point]; empty where the values are no numbers
};

/// Words of texts that differ in one word only: "2.4 V for 50 ns" -> "2.4 V".
std::vector<std::string> differing_part(const std::vector<std::string> &texts)
{
  std::vector<std::vector<std::string>> parts;
  for (const std::string &text : texts)
    parts.push_back(split(condensed(text), ' '));
  std::vector<std::size_t> different;
  for (std::size_t k = 0; k < parts.front().size(); ++k)
    for (const auto &words : parts)
    {
      if (words.size() != parts.front().size())
        return texts;
      if (words[k] != parts.front()[k] && (different.empty() || different.back() != k))
        different.push_back(k);
    }
  if (different.size() != 1)
    return texts;
  std::vector<std::string> out;
  for (const auto &words : parts)
    out.push_back(words[different[0]] + (different[0] + 1 < words.size() ? " " + words[different[0] + 1] : ""));
  return out;
}

SweptKey read_key(const compact::Table &table, const std::string &column, const std::vector<std::size_t> &rows)
{
  const auto               all = table.text(column);
  std::vector<std::string> texts;
  for (const std::size_t row : rows)
    texts.push_back(all[row]);
  SweptKey key{column == "program/pulses" ? "pulse amplitude" : column.substr(column.rfind('/') + 1),
               "",
               differing_part(texts),
               {}};
  try
  {
    for (std::string word : key.words)
    {
      if (word.ends_with(','))
        word.pop_back();
      const std::string unit = unit_part(word);
      if (key.number.empty())
        key.unit = unit;
      const std::string shown = key.unit.empty() ? "1" : key.unit;
      key.number.push_back(parse_quantity(word, shown) /
                           parse_quantity("1" + (key.unit.empty() ? "" : " " + key.unit), shown));
    }
  }
  catch (const QuantityError &)
  {
    key.number.clear();
  }
  return key;
}

/// The rows of status.csv that the runs of the sweep belong to, in their order.
std::vector<std::size_t> rows_of(const compact::Table &table, const compact::ResultSet &sweep)
{
  const auto               folder = table.text("directory");
  std::vector<std::size_t> rows;
  for (const compact::Run &run : sweep.runs)
    rows.push_back(std::size_t(std::find(folder.begin(), folder.end(), name_of(run.directory)) - folder.begin()));
  return rows;
}

std::vector<SweptKey> swept_keys(const compact::ResultSet &sweep)
{
  const compact::Table           table(sweep.directory + "/status.csv");
  const std::vector<std::size_t> rows = rows_of(table, sweep);
  const std::set<std::string>    ours{"point", "directory", "status", "exit_code"};
  std::vector<SweptKey>          keys;
  for (const std::string &column : table.header())
    if (ours.count(column) == 0)
      keys.push_back(read_key(table, column, rows));
  return keys;
}

bool is_about_numerics(const std::string &name)
{
  for (const char *part : {"steps", "balance", "mesh", "newton", "_time", "_sigma", "melting_temperature"})
    if (name.find(part) != std::string::npos)
      return true;
  return false;
}

/// Results that are not the same at all points, the best known first.
std::vector<compact::Quantity> varying_results(const compact::ResultSet &sweep)
{
  static const std::vector<std::string> known{"resistance_after",  "peak_temperature", "glass_volume", "nu",
                                              "threshold_voltage", "holding_voltage",  "pulse_energy", "cooling_rate",
                                              "peak_current",      "resistance"};
  const auto                            rank = [](const compact::Quantity &q) {
    return std::find(known.begin(), known.end(), q.name) - known.begin();
  };
  std::vector<compact::Quantity> varying;
  for (const compact::Quantity &q : sweep.runs.front().results)
    if (!is_about_numerics(q.name) && std::any_of(sweep.runs.begin(), sweep.runs.end(), [&](const compact::Run &run) {
          const auto value = result_of(run, q.name);
          return value && !(std::abs(*value - q.value) <= 1e-9 * std::abs(q.value));
        }))
      varying.push_back(q);
  std::stable_sort(varying.begin(), varying.end(), [&](const auto &a, const auto &b) { return rank(a) < rank(b); });
  varying.resize(std::min(varying.size(), most_plots));
  return varying;
}

std::string readable_label(const compact::Quantity &q)
{
  std::string name = q.name == "nu" ? "drift exponent ν" : q.name;
  std::replace(name.begin(), name.end(), '_', ' ');
  name[0]                = char(std::toupper(static_cast<unsigned char>(name[0])));
  const std::string unit = readable_unit(q.unit);
  return name + (unit.empty() ? "" : " (" + unit + ")");
}

/// The axis of the first key, and where each point stands on it.
std::vector<double> place_points(const SweptKey &key, Axis &axis)
{
  axis.label    = key.name + (key.unit.empty() ? "" : " (" + key.unit + ")");
  axis.label[0] = char(std::toupper(static_cast<unsigned char>(axis.label[0])));
  if (!key.number.empty())
  {
    const auto [low, high] = std::minmax_element(key.number.begin(), key.number.end());
    axis.scale             = *low > 0 && *high > 30 * *low ? Scale::logarithmic : Scale::linear;
    return key.number;
  }
  std::vector<double> places;
  for (const std::string &words : key.words)
  {
    const auto found = std::find(axis.categories.begin(), axis.categories.end(), words);
    places.push_back(double(found - axis.categories.begin()));
    if (found == axis.categories.end())
      axis.categories.push_back(words);
  }
  return places;
}

/// Of each point, the values of the keys after the first.
std::vector<std::string> curve_names(const std::vector<SweptKey> &keys, std::size_t n)
{
  std::vector<std::string> names(n);
  for (std::size_t k = 1; k < keys.size(); ++k)
    for (std::size_t i = 0; i < n; ++i)
      names[i] += (names[i].empty() ? "" : ", ") + keys[k].name + " " + keys[k].words[i];
  return names;
}

void add_points(Plot &plot, const compact::ResultSet &sweep, const std::string &result, const std::vector<double> &x,
                const std::vector<std::string> &names)
{
  std::map<std::string, std::vector<std::pair<double, double>>> points;
  std::vector<std::string>                                      order;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (const auto value = result_of(sweep.runs[i], result))
    {
      if (points.count(names[i]) == 0)
        order.push_back(names[i]);
      points[names[i]].emplace_back(x[i], *value);
    }
  double low = INFINITY, high = 0;
  for (const std::string &name : order)
  {
    auto &of_curve = points[name];
    std::sort(of_curve.begin(), of_curve.end());
    Curve curve = new_curve(name, plot.curves.size());
    curve.line  = plot.x.categories.empty();
    for (const auto &[at, value] : of_curve)
    {
      curve.x.push_back(at);
      curve.y.push_back(value);
      low  = std::min(low, value);
      high = std::max(high, value);
    }
    plot.curves.push_back(curve);
  }
  plot.y.scale = low > 1e-9 * high && high > 30 * low ? Scale::logarithmic : Scale::linear;
}
/// A row per point: its folder, the values of the keys, and every result.
DataTable table_of(const compact::ResultSet &sweep, const std::vector<SweptKey> &keys)
{
  DataTable table{{"point"}, {}};
  for (const SweptKey &key : keys)
    table.header.push_back(key.name);
  std::vector<std::string> names;
  for (const compact::Run &run : sweep.runs)
    for (const compact::Quantity &q : run.results)
      if (std::find(names.begin(), names.end(), q.name) == names.end())
      {
        names.push_back(q.name);
        table.header.push_back(plain(readable_label(q)));
      }
  for (std::size_t i = 0; i < sweep.runs.size(); ++i)
  {
    std::vector<std::string> row{name_of(sweep.runs[i].directory)};
    for (const SweptKey &key : keys)
      row.push_back(key.words[i]);
    for (const std::string &name : names)
      row.push_back(number_text(result_of(sweep.runs[i], name).value_or(std::nan(""))));
    table.rows.push_back(row);
  }
  return table;
}
} // namespace

Figure sweep_figure(const compact::ResultSet &sweep)
{
  const std::vector<SweptKey> keys    = swept_keys(sweep);
  const auto                  results = varying_results(sweep);
  if (keys.empty() || results.empty())
    throw InputError(sweep.directory,
                     keys.empty() ? "no key varies" : "no result varies between the points that are done",
                     "a sweep of at least two different points is needed");
  std::vector<Plot> plots;
  for (const compact::Quantity &q : results)
  {
    Plot plot;
    plot.title      = readable_label(q) + " against " + keys.front().name;
    plot.panel      = std::string(1, char('a' + plots.size()));
    plot.y.label    = readable_label(q);
    plot.width      = 440;
    plot.height     = 310;
    plot.room_above = true;
    const auto x    = place_points(keys.front(), plot.x);
    add_points(plot, sweep, q.name, x, curve_names(keys, x.size()));
    plots.push_back(plot);
  }
  Figure figure = make_figure("sweep", "Results against " + keys.front().name, plots,
                              "Results of the " + std::to_string(sweep.runs.size()) +
                                  " points of the sweep that are done, against " + keys.front().name +
                                  (keys.size() > 1 ? ", a curve per value of the other keys." : ".") +
                                  " Results that do not vary are not drawn; the table has all.");
  figure.tables = {table_of(sweep, keys)};
  return figure;
}
} // namespace quench::report
