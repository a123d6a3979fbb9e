#include <postprocess/report/map.h>

#include <postprocess/report/axis.h>
#include <postprocess/report/colour.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace quench::report
{
namespace
{
constexpr double left_margin = 52, top_margin = 30, bottom_margin = 46, picture_width = 316, bar_space = 92, font = 12,
                 key_space = 46, key_row = 18;
constexpr double bar_gap = 16, bar_width = 14;
const Stroke     outline{"#3a3a3a", 0.9}, melt_halo{"#ffffff", 3.2}, melt_line{"#111111", 1.4};
const Stroke     glass_halo{"#ffffff", 3.2}, glass_line{"#1f6fd0", 1.8, "5 4"};

constexpr Colour white{255, 255, 255};

/// Left end of the picture: a raster from the axis outwards is shown on both sides of it.
double left_nm(const Raster &raster) { return raster.is_whole() ? raster.r_nm.front() : -raster.r_nm.back(); }

/// The cross section on paper.
struct Section
{
  Svg          &svg;
  const Raster &raster;
  double        scale = 1, height = 0; ///< [px/nm], [px]

  /// Which sides of the axis are drawn.
  std::vector<double> sides() const { return raster.is_whole() ? std::vector<double>{1} : std::vector<double>{-1, 1}; }
  Point               at(const Point &rz, double side) const
  {
    return {left_margin + (side * rz.x - left_nm(raster)) * scale,
            top_margin + height - (rz.y - raster.z_nm.front()) * scale};
  }
};

double scale_of(const Raster &raster) { return picture_width / (raster.r_nm.back() - left_nm(raster)); }
double height_of(const Raster &raster) { return (raster.z_nm.back() - raster.z_nm.front()) * scale_of(raster); }

/// All that is shown as one picture, a pixel per raster point; a point on the axis is not doubled.
Image picture_of(const Raster &raster, const std::function<Colour(std::size_t)> &colour)
{
  const int n_r = int(raster.n_r()), n_z = int(raster.n_z());
  const int shared = raster.is_whole() ? n_r : raster.r_nm.front() < 0.25 * raster.step_r() ? 1 : 0;
  const int left   = n_r - shared;
  Image     image(left + n_r, n_z);
  for (int j = 0; j < n_z; ++j)
    for (int i = 0; i < n_r; ++i)
    {
      const Colour c                  = colour(raster.index(std::size_t(i), std::size_t(j)));
      image.at(left + i, n_z - 1 - j) = c;
      if (i >= shared)
        image.at(left - 1 - (i - shared), n_z - 1 - j) = c;
    }
  return image;
}

void draw_image(const Section &s, const Image &image)
{
  const Raster &raster = s.raster;
  const double  half_r = raster.step_r() / 2, half_z = raster.step_z() / 2;
  const Point   corner = s.at({left_nm(raster) - half_r, raster.z_nm.back() + half_z}, 1);
  s.svg.image(corner, (raster.r_nm.back() - left_nm(raster) + 2 * half_r) * s.scale,
              (raster.n_z() * raster.step_z()) * s.scale, encode_base64(encode_png(image)));
}

void draw_lines(const Section &s, const Lines &lines, const Stroke &stroke)
{
  for (const double side : s.sides())
    for (const auto &line : lines)
    {
      std::vector<Point> path;
      for (const Point &rz : line)
        path.push_back(s.at(rz, side));
      s.svg.polyline(path, stroke);
    }
}

/// Crystallinity where it means something, NaN elsewhere.
std::vector<double> masked_crystallinity(const Raster &raster, const std::vector<std::string> &phase_change)
{
  std::vector<double> field = raster.crystallinity;
  for (std::size_t k = 0; k < field.size(); ++k)
    if (std::find(phase_change.begin(), phase_change.end(), raster.region[k]) == phase_change.end())
      field[k] = std::nan("");
  return field;
}

void draw_axes(const Section &s)
{
  const Raster   &raster = s.raster;
  const TextStyle numbers{Anchor::middle, font - 1, "#333"}, label{Anchor::middle, font, "#111"};
  const double    left = left_margin, right = left_margin + picture_width, bottom = top_margin + s.height;
  s.svg.polyline({{left, top_margin}, {right, top_margin}, {right, bottom}, {left, bottom}, {left, top_margin}},
                 {"#333", 1});
  Axis r, z;
  r.lower = left_nm(raster);
  r.upper = raster.r_nm.back();
  z.lower = raster.z_nm.front();
  z.upper = raster.z_nm.back();
  for (const Tick &tick : AxisScale(r, {}).ticks())
  {
    const double x = s.at({tick.value, 0}, 1).x;
    s.svg.line({x, bottom}, {x, bottom + (tick.label.empty() ? 3 : 5)}, {"#333", 1});
    s.svg.text({x, bottom + 18}, tick.label, numbers);
  }
  for (const Tick &tick : AxisScale(z, {}).ticks())
  {
    const double y = s.at({0, tick.value}, 1).y;
    s.svg.line({left, y}, {left - (tick.label.empty() ? 3 : 5), y}, {"#333", 1});
    s.svg.text({left - 8, y + 4}, tick.label, {Anchor::end, font - 1, "#333"});
  }
  s.svg.text({(left + right) / 2, bottom + 36}, raster.is_whole() ? "x (nm)" : "r (nm)", label);
  s.svg.text({14, top_margin + s.height / 2}, "z (nm)", {Anchor::middle, font, "#111", -90});
}

void draw_title(const Section &s, const MapPicture &picture)
{
  s.svg.text({4, 16}, picture.panel, {Anchor::start, font + 4, "#111", 0, true});
  s.svg.text({left_margin, 16}, picture.title, {Anchor::start, font + 1, "#111"});
}

void draw_colour_bar(const Section &s, const Axis &axis)
{
  const AxisScale scale(axis, {});
  constexpr int   n_steps = 256;
  Image           ramp(1, n_steps);
  for (int k = 0; k < n_steps; ++k)
    ramp.at(0, k) = heat_colour(1 - (k + 0.5) / n_steps);
  const double x = left_margin + picture_width + bar_gap;
  s.svg.image({x, top_margin}, bar_width, s.height, encode_base64(encode_png(ramp)));
  s.svg.polyline({{x, top_margin},
                  {x + bar_width, top_margin},
                  {x + bar_width, top_margin + s.height},
                  {x, top_margin + s.height},
                  {x, top_margin}},
                 {"#333", 1});
  for (const Tick &tick : scale.ticks())
  {
    const double y = top_margin + (1 - scale.place(tick.value)) * s.height;
    s.svg.line({x + bar_width, y}, {x + bar_width + (tick.label.empty() ? 2 : 4), y}, {"#333", 1});
    s.svg.text({x + bar_width + 7, y + 4}, tick.label, {Anchor::start, font - 1, "#333"});
  }
  s.svg.text({x + bar_width + 54, top_margin + s.height / 2}, "T (K)", {Anchor::middle, font, "#111", -90});
}

void draw_melt(const Section &s, const MapPicture &picture)
{
  if (!picture.melting_K)
    return;
  const Lines melt = contour(s.raster, s.raster.temperature_K, *picture.melting_K);
  draw_lines(s, melt, melt_halo);
  draw_lines(s, melt, melt_line);
}

bool is_number(const std::string &name) { return name.find_first_not_of("0123456789") == std::string::npos; }

/// A coloured box with its name.
struct KeyEntry
{
  Colour      colour;
  std::string name;
};

double width_of(const KeyEntry &entry) { return 26 + 6.2 * double(entry.name.size()); }

/// Where the entries stand below the axes: rows as long as there is room.
std::vector<Point> places(const std::vector<KeyEntry> &entries)
{
  std::vector<Point> at;
  double             x = left_margin, y = 0;
  for (const KeyEntry &entry : entries)
  {
    if (x + width_of(entry) > left_margin + picture_width + bar_space)
    {
      x = left_margin;
      y += key_row;
    }
    at.push_back({x, y});
    x += width_of(entry);
  }
  return at;
}

void draw_key(const Section &s, const std::vector<KeyEntry> &entries)
{
  const std::vector<Point> at  = places(entries);
  const double             top = top_margin + s.height + bottom_margin + 12;
  for (std::size_t i = 0; i < entries.size(); ++i)
  {
    const double x = at[i].x, y = top + at[i].y;
    s.svg.rectangle({x, y - 9}, 14, 11, "#333");
    s.svg.rectangle({x + 0.7, y - 8.3}, 12.6, 9.6, hex(entries[i].colour));
    s.svg.text({x + 19, y}, entries[i].name, {Anchor::start, font - 1, "#333"});
  }
}

Axis temperature_axis(const Raster &raster, const MapPicture &picture)
{
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double T : raster.temperature_K)
    if (!std::isnan(T))
    {
      low  = std::min(low, T);
      high = std::max(high, T);
    }
  Axis axis;
  axis.lower = picture.lower_K.value_or(low);
  axis.upper = std::max(picture.upper_K.value_or(high), *axis.lower + 1);
  return axis;
}
} // namespace

std::string render_temperature(const Raster &raster, const MapPicture &picture)
{
  Svg           svg(left_margin + picture_width + bar_space, top_margin + height_of(raster) + bottom_margin + key_space,
                    picture.title);
  const Section s{svg, raster, scale_of(raster), height_of(raster)};
  const Axis    axis = temperature_axis(raster, picture);
  const AxisScale scale(axis, {});
  svg.begin_clip({left_margin, top_margin}, picture_width, s.height);
  draw_image(s, picture_of(raster, [&](std::size_t k) {
               const double T = raster.temperature_K[k];
               return std::isnan(T) ? white : heat_colour(scale.place(T));
             }));
  draw_lines(s, region_borders(raster), outline);
  const Lines glass = contour(raster, masked_crystallinity(raster, picture.phase_change), 0.5);
  draw_lines(s, glass, glass_halo);
  draw_lines(s, glass, glass_line);
  draw_melt(s, picture);
  svg.end_clip();
  draw_axes(s);
  draw_colour_bar(s, axis);
  draw_title(s, picture);
  return svg.str();
}

std::string render_phase(const Raster &raster, const MapPicture &picture)
{
  std::vector<std::string> others;
  for (const std::string &name : region_names(raster))
    if (std::find(picture.phase_change.begin(), picture.phase_change.end(), name) == picture.phase_change.end())
      others.push_back(name);
  const auto colour = [&](std::size_t k) {
    if (raster.region[k] == outside)
      return white;
    const auto other = std::find(others.begin(), others.end(), raster.region[k]);
    if (other != others.end())
      return material_colour(std::size_t(other - others.begin()));
    const bool liquid = picture.melting_K && raster.temperature_K[k] >= *picture.melting_K;
    return liquid ? liquid_colour : crystallinity_colour(raster.crystallinity[k]);
  };
  std::vector<KeyEntry> key;
  if (!picture.phase_change.empty())
    key = {{crystal_colour, "crystal"}, {glass_colour, "glass"}, {liquid_colour, "melt"}};
  for (std::size_t i = 0; i < others.size(); ++i)
    key.push_back({material_colour(i), is_number(others[i]) ? "region " + others[i] : others[i]});

  const double  key_height = key.empty() ? 0 : places(key).back().y + key_space - key_row;
  Svg           svg(left_margin + picture_width + bar_space,
                    top_margin + height_of(raster) + bottom_margin + std::max(key_space, key_height), picture.title);
  const Section s{svg, raster, scale_of(raster), height_of(raster)};
  svg.begin_clip({left_margin, top_margin}, picture_width, s.height);
  draw_image(s, picture_of(raster, colour));
  draw_lines(s, region_borders(raster), outline);
  svg.end_clip();
  draw_axes(s);
  draw_key(s, key);
  draw_title(s, picture);
  return svg.str();
}
} // namespace quench::report
