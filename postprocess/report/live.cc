#include <postprocess/report/live.h>

#include <physics/base/json.h>
#include <postprocess/report/words.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace quench::report
{
namespace
{
constexpr std::size_t most_points = 4000;

Json number(double value)
{
  if (!std::isfinite(value))
    return Json();
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return Json(std::strtod(text, nullptr));
}

Json row(std::initializer_list<double> values)
{
  Json array = Json::array();
  for (const double value : values)
    array.push_back(number(value));
  return array;
}

/// Indices of the points to draw: all, or of each group the first, the lowest and the highest.
std::vector<std::size_t> kept(const std::vector<double> &y)
{
  const std::size_t        group = y.size() <= most_points ? 1 : 3 * y.size() / most_points + 1;
  std::vector<std::size_t> indices;
  for (std::size_t first = 0; first < y.size(); first += group)
  {
    const auto begin       = y.begin() + std::ptrdiff_t(first),
               end         = y.begin() + std::ptrdiff_t(std::min(first + group, y.size()));
    const auto [low, high] = std::minmax_element(begin, end);
    std::vector<std::size_t> of_group{first, std::size_t(low - y.begin()), std::size_t(high - y.begin())};
    std::sort(of_group.begin(), of_group.end());
    of_group.erase(std::unique(of_group.begin(), of_group.end()), of_group.end());
    indices.insert(indices.end(), of_group.begin(), of_group.end());
  }
  if (!y.empty() && indices.back() + 1 != y.size())
    indices.push_back(y.size() - 1);
  return indices;
}

/// A logarithmic axis has limits close to its data: decades would leave it half empty.
Json json_of(Axis axis, const std::vector<double> &data)
{
  if (axis.scale == Scale::logarithmic)
  {
    const AxisScale scale(axis, data);
    axis.lower = scale.lower();
    axis.upper = scale.upper();
  }
  Json json = Json::object();
  json.set("label", plain(axis.label)).set("log", axis.scale == Scale::logarithmic);
  json.set("min", axis.lower ? number(*axis.lower) : Json()).set("max", axis.upper ? number(*axis.upper) : Json());
  Json ticks = Json::array();
  for (const Tick &tick : axis.ticks)
    ticks.push_back(Json::object().set("value", number(tick.value)).set("label", plain(tick.label)));
  Json categories = Json::array();
  for (const std::string &name : axis.categories)
    categories.push_back(Json(plain(name)));
  return json.set("ticks", ticks).set("categories", categories);
}

Json json_of(const Curve &curve)
{
  Json points = Json::array();
  for (const std::size_t i : kept(curve.y))
    points.push_back(row({curve.x[i], curve.y[i], curve.error.empty() ? std::nan("") : curve.error[i]}));
  Json dash = Json::array();
  for (const char *at = curve.dash.c_str(); *at != '\0';)
  {
    char *end = nullptr;
    dash.push_back(Json(std::strtod(at, &end)));
    at = end == at ? at + 1 : end;
  }
  Json json = Json::object();
  json.set("label", plain(curve.label)).set("colour", curve.colour).set("dash", dash).set("width", curve.width);
  return json.set("line", curve.line).set("markers", curve.markers).set("bars", curve.bars).set("points", points);
}

Json json_of(const Band &band)
{
  Json points = Json::array();
  for (std::size_t i = 0; i < band.x.size(); ++i)
    points.push_back(row({band.x[i], band.lower[i], band.upper[i]}));
  return Json::object().set("label", plain(band.label)).set("colour", band.colour).set("points", points);
}

Json json_of(const Plot &plot)
{
  Json curves = Json::array(), bands = Json::array(), guides = Json::array();
  for (const Curve &curve : plot.curves)
    curves.push_back(json_of(curve));
  for (const Band &band : plot.bands)
    bands.push_back(json_of(band));
  for (const Guide &guide : plot.guides)
    guides.push_back(Json::object().set("y", number(guide.y)).set("label", plain(guide.label)));
  Json json = Json::object();
  json.set("panel", plot.panel)
      .set("title", plain(plot.title))
      .set("height", number(plot.height))
      .set("width", number(plot.width));
  return json.set("x", json_of(plot.x, x_data(plot)))
      .set("y", json_of(plot.y, y_data(plot)))
      .set("curves", curves)
      .set("bands", bands)
      .set("guides", guides);
}
} // namespace

std::string inside_script(std::string json)
{
  for (std::size_t at = json.find('<'); at != std::string::npos; at = json.find('<', at))
    json.replace(at, 1, "\\u003c");
  return json;
}

std::string live_json(const std::vector<Plot> &plots)
{
  Json charts = Json::array();
  for (const Plot &plot : plots)
    charts.push_back(json_of(plot));
  return inside_script(charts.dump());
}
} // namespace quench::report
