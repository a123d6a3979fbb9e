#include <postprocess/report/map_frames.h>

#include <physics/base/json.h>
#include <postprocess/report/colour.h>
#include <postprocess/report/live.h>
#include <postprocess/report/png.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace quench::report
{
namespace
{
constexpr std::size_t no_region  = 255;
constexpr int         n_colours  = 128;
constexpr double      deepest    = 65535;
const std::string     png_prefix = "data:image/png;base64,";

/// A picture with a pixel per point of the raster, rows from the top.
std::string picture(const Raster &raster, const std::function<Colour(std::size_t)> &colour)
{
  Image image(int(raster.n_r()), int(raster.n_z()));
  for (std::size_t j = 0; j < raster.n_z(); ++j)
    for (std::size_t i = 0; i < raster.n_r(); ++i)
      image.at(int(i), int(raster.n_z() - 1 - j)) = colour(raster.index(i, j));
  return png_prefix + encode_base64(encode_png(image));
}

Json json_of(const Colour &colour)
{
  Json array = Json::array();
  for (const auto part : colour)
    array.push_back(Json(int(part)));
  return array;
}

struct Range
{
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();

  void add(const std::vector<double> &values)
  {
    for (const double value : values)
      if (std::isfinite(value))
      {
        low  = std::min(low, value);
        high = std::max(high, value);
      }
    high = std::max(high, low + 1);
  }
};

Json frame_json(const MapFrame &frame, const Range &range)
{
  const auto colour = [&](std::size_t k) {
    const double T = frame.raster.temperature_K[k], c = frame.raster.crystallinity[k];
    const double part = std::isfinite(T) ? (T - range.low) / (range.high - range.low) : 0;
    const auto   deep = unsigned(std::lround(std::clamp(part, 0.0, 1.0) * deepest));
    return Colour{std::uint8_t(deep / 256), std::uint8_t(deep % 256),
                  std::uint8_t(std::lround(255 * (std::isfinite(c) ? std::clamp(c, 0.0, 1.0) : 0)))};
  };
  return Json::object().set("label", frame.label).set("points", picture(frame.raster, colour));
}

/// Number of each point's region in `names`, as a picture.
std::string regions_picture(const Raster &raster, const std::vector<std::string> &names)
{
  return picture(raster, [&](std::size_t k) {
    const auto found = std::find(names.begin(), names.end(), raster.region[k]);
    const auto index = found == names.end() ? no_region : std::size_t(found - names.begin());
    return Colour{std::uint8_t(index), 0, 0};
  });
}

/// Names, colours and phase-change materials of the regions.
void add_regions(Json &json, const Raster &raster, const std::vector<std::string> &phase_change)
{
  const std::vector<std::string> names   = region_names(raster);
  Json                           changes = Json::array(), colours = Json::array();
  std::size_t                    n_greys = 0;
  for (std::size_t i = 0; i < names.size(); ++i)
  {
    const bool is_changing = std::find(phase_change.begin(), phase_change.end(), names[i]) != phase_change.end();
    if (is_changing)
      changes.push_back(Json(std::int64_t(i)));
    colours.push_back(json_of(is_changing ? crystal_colour : material_colour(n_greys++)));
  }
  json.set("names", names).set("regionColours", colours).set("phaseChange", changes);
  json.set("regions", regions_picture(raster, names));
}

bool same_raster(const Raster &a, const Raster &b) { return a.r_nm == b.r_nm && a.z_nm == b.z_nm; }
} // namespace

std::string maps_json(const std::vector<MapFrame> &frames, std::optional<double> melting_K,
                      const std::vector<std::string> &phase_change)
{
  const Raster &first = frames.front().raster;
  Range         range;
  for (const MapFrame &frame : frames)
    range.add(frame.raster.temperature_K);
  Json json = Json::object(), heat = Json::array(), all = Json::array();
  json.set("r0", first.r_nm.front()).set("r1", first.r_nm.back()).set("nR", std::int64_t(first.n_r()));
  json.set("z0", first.z_nm.front()).set("z1", first.z_nm.back()).set("nZ", std::int64_t(first.n_z()));
  json.set("mirrored", !first.is_whole()).set("across", first.is_whole() ? "x (nm)" : "r (nm)");
  json.set("lowest", range.low).set("highest", range.high).set("melting", melting_K ? Json(*melting_K) : Json());
  for (int i = 0; i < n_colours; ++i)
    heat.push_back(json_of(heat_colour((i + 0.5) / n_colours)));
  json.set("heat", heat).set("glass", json_of(glass_colour)).set("crystal", json_of(crystal_colour));
  json.set("liquid", json_of(liquid_colour));
  add_regions(json, first, phase_change);
  for (const MapFrame &frame : frames)
    if (same_raster(frame.raster, first))
      all.push_back(frame_json(frame, range));
  return inside_script(json.set("frames", all).dump());
}
} // namespace quench::report
