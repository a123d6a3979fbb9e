#include <postprocess/report/plot.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace quench::report
{
namespace
{
constexpr double font        = 12;
constexpr double left_margin = 72, right_margin = 18, legend_row = 20;
const TextStyle  tick_text{Anchor::middle, font, "#333"};
const TextStyle  label_text{Anchor::middle, font + 1, "#111"};
const Stroke     frame_stroke{"#333", 1}, grid_stroke{"#e6e6e6", 1};
constexpr double major_length = 6, minor_length = 3;

/// Where the data area lies in the drawing [px].
struct Area
{
  double x, y, width, height;
};

/// A plot on its way: data to pixels.
struct Canvas
{
  Svg             &svg;
  const Plot      &plot;
  Area             area;
  const AxisScale &x, &y;

  Point at(double value_x, double value_y) const
  {
    return {area.x + x.place(value_x) * area.width, area.y + (1 - y.place(value_y)) * area.height};
  }
};

bool drawable(const AxisScale &scale, const Axis &axis, double value)
{
  return std::isfinite(value) && (axis.scale == Scale::linear || value > 0) && scale.upper() > scale.lower();
}

/// Letters of a UTF-8 text.
double letters(const std::string &text)
{
  return double(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

/// Names of places stand in two rows where they are long.
double drop_of(const Canvas &c, const Tick &tick)
{
  const std::size_t n    = c.plot.x.categories.size();
  double            room = 0;
  for (const std::string &name : c.plot.x.categories)
    room = std::max(room, 0.6 * font * letters(name));
  return n > 0 && room > c.area.width / double(n) && std::lround(tick.value) % 2 == 1 ? font : 0;
}

void draw_x_axis(const Canvas &c)
{
  const double bottom = c.area.y + c.area.height;
  for (const Tick &tick : c.x.ticks())
  {
    if (!c.x.holds(tick.value))
      continue;
    const double at = c.area.x + c.x.place(tick.value) * c.area.width;
    if (!tick.label.empty())
      c.svg.line({at, c.area.y}, {at, bottom}, grid_stroke);
    c.svg.line({at, bottom}, {at, bottom + (tick.label.empty() ? minor_length : major_length)}, frame_stroke);
    if (c.plot.x.show_label)
      c.svg.text({at, bottom + major_length + font + 1 + drop_of(c, tick)}, tick.label, tick_text);
  }
  if (c.plot.x.show_label)
    c.svg.text({c.area.x + c.area.width / 2, bottom + 42}, c.plot.x.label, label_text);
  for (const Tick &mark : c.plot.x.marks)
  {
    const double at = c.area.x + c.x.place(mark.value) * c.area.width;
    c.svg.line({at, c.area.y}, {at, c.area.y - 4}, frame_stroke);
    c.svg.text({at, c.area.y - 8}, mark.label, {Anchor::middle, font - 1, "#555"});
  }
}

void draw_y_axis(const Canvas &c)
{
  for (const Tick &tick : c.y.ticks())
  {
    if (!c.y.holds(tick.value))
      continue;
    const double at = c.area.y + (1 - c.y.place(tick.value)) * c.area.height;
    if (!tick.label.empty())
      c.svg.line({c.area.x, at}, {c.area.x + c.area.width, at}, grid_stroke);
    c.svg.line({c.area.x, at}, {c.area.x - (tick.label.empty() ? minor_length : major_length), at}, frame_stroke);
    c.svg.text({c.area.x - major_length - 3, at + 0.35 * font}, tick.label, {Anchor::end, font, "#333"});
  }
  if (c.y.exponent() != 0)
    c.svg.text({c.area.x, c.area.y - 5}, "×" + readable(std::pow(10, c.y.exponent()), 1),
               {Anchor::start, font - 1, "#333"});
  TextStyle turned = label_text;
  turned.rotate    = -90;
  c.svg.text({c.area.x - left_margin + 16, c.area.y + c.area.height / 2}, c.plot.y.label, turned);
}

void draw_frame(const Canvas &c)
{
  const double right = c.area.x + c.area.width, bottom = c.area.y + c.area.height;
  c.svg.polyline({{c.area.x, c.area.y}, {right, c.area.y}, {right, bottom}, {c.area.x, bottom}, {c.area.x, c.area.y}},
                 frame_stroke);
  if (!c.plot.panel.empty())
    c.svg.text({c.area.x - left_margin + 6, c.area.y - 3}, c.plot.panel, {Anchor::start, font + 4, "#111", 0, true});
}

void draw_band(const Canvas &c, const Band &band)
{
  std::vector<Point> outline;
  for (std::size_t i = 0; i < band.x.size(); ++i)
    outline.push_back(c.at(band.x[i], band.upper[i]));
  for (std::size_t i = band.x.size(); i-- > 0;)
    outline.push_back(c.at(band.x[i], band.lower[i]));
  c.svg.polygon(outline, band.colour, 0.2);
}

void draw_errors(const Canvas &c, const Curve &curve, std::size_t i)
{
  const double low = curve.y[i] - curve.error[i], high = curve.y[i] + curve.error[i];
  if (!drawable(c.y, c.plot.y, low))
    return;
  const Point  a = c.at(curve.x[i], low), b = c.at(curve.x[i], high);
  const Stroke bar{curve.colour, 1.3};
  c.svg.line(a, b, bar);
  for (const Point &end : {a, b})
    c.svg.line({end.x - 3.5, end.y}, {end.x + 3.5, end.y}, bar);
}

/// Curves of many points are thinned to what a pixel can show: runs closer than half a pixel are one point.
std::vector<Point> path_of(const Canvas &c, const Curve &curve)
{
  std::vector<Point> path;
  for (std::size_t i = 0; i < curve.x.size(); ++i)
    if (drawable(c.x, c.plot.x, curve.x[i]) && drawable(c.y, c.plot.y, curve.y[i]))
    {
      const Point p     = c.at(curve.x[i], curve.y[i]);
      const bool  close = !path.empty() && std::hypot(p.x - path.back().x, p.y - path.back().y) < 0.5;
      if (!close || i + 1 == curve.x.size())
        path.push_back(p);
    }
  return path;
}

/// The bars of one curve beside those of the others.
void draw_bars(const Canvas &c, const Curve &curve)
{
  const auto   is_bar = [](const Curve &other) { return other.bars; };
  const auto   n      = double(std::count_if(c.plot.curves.begin(), c.plot.curves.end(), is_bar));
  const auto   before = double(std::count_if(c.plot.curves.data(), &curve, is_bar));
  const double group = 0.8, width = group / n, base = c.plot.y.scale == Scale::linear ? 0 : c.y.lower();
  for (std::size_t i = 0; i < curve.x.size(); ++i)
    if (drawable(c.y, c.plot.y, curve.y[i]))
    {
      const double left = curve.x[i] - group / 2 + before * width;
      const Point  a = c.at(left, std::max(base, curve.y[i])), b = c.at(left + width, std::min(base, curve.y[i]));
      c.svg.rectangle(a, b.x - a.x, b.y - a.y, curve.colour);
    }
}

void draw_curve(const Canvas &c, const Curve &curve)
{
  if (curve.bars)
    return draw_bars(c, curve);
  const auto path = path_of(c, curve);
  if (curve.line && path.size() > 1)
    c.svg.polyline(path, {curve.colour, curve.width, curve.dash});
  for (std::size_t i = 0; i < curve.error.size(); ++i)
    draw_errors(c, curve, i);
  for (const Point &p : path)
    if (curve.markers)
      c.svg.circle(p, 3.2, "#fff", curve.colour);
}

void draw_guides(const Canvas &c)
{
  for (const Guide &guide : c.plot.guides)
  {
    const Point at = c.at(c.x.upper(), guide.y);
    c.svg.line({c.area.x, at.y}, at, {"#555", 1, "2 3"});
    c.svg.text({at.x - 6, at.y - 5}, guide.label, {Anchor::end, font - 1, "#444"});
  }
}

double legend_width(const std::string &label) { return 48 + 0.57 * font * letters(label); }

/// Rows the legend takes: names follow each other as long as there is room.
int legend_rows(const Plot &plot)
{
  const double room = plot.width - left_margin - right_margin;
  double       used = 0;
  int          rows = 0;
  const auto   add  = [&](const std::string &label) {
    if (label.empty())
      return;
    if (rows == 0 || used + legend_width(label) > room)
    {
      ++rows;
      used = 0;
    }
    used += legend_width(label);
  };
  for (const Curve &curve : plot.curves)
    add(curve.label);
  for (const Band &band : plot.bands)
    add(band.label);
  return rows;
}

/// Samples and names above the data, the first row at height y; nothing for unnamed curves.
void draw_legend(const Canvas &c, double y)
{
  double     x   = c.area.x;
  const auto row = [&](const std::string &label, const std::function<void(double)> &sample) {
    if (label.empty())
      return;
    if (x > c.area.x && x + legend_width(label) > c.area.x + c.area.width)
    {
      x = c.area.x;
      y += legend_row;
    }
    sample(x);
    c.svg.text({x + 28, y + 4}, label, {Anchor::start, font, "#222"});
    x += legend_width(label);
  };
  for (const Curve &curve : c.plot.curves)
    row(curve.label, [&](double at) {
      if (curve.bars)
        c.svg.rectangle({at, y - 5}, 22, 10, curve.colour);
      else if (curve.line)
        c.svg.line({at, y}, {at + 22, y}, {curve.colour, curve.width, curve.dash});
      if (curve.markers && !curve.bars)
        c.svg.circle({at + 11, y}, 3.2, "#fff", curve.colour);
    });
  for (const Band &band : c.plot.bands)
    row(band.label, [&](double at) {
      c.svg.polygon({{at, y - 5}, {at + 22, y - 5}, {at + 22, y + 5}, {at, y + 5}}, band.colour, 0.25);
    });
}

/// Draw a plot whose box starts at height `top` of the drawing.
void draw(Svg &svg, const Plot &plot, double top)
{
  const AxisScale x(plot.x, x_data(plot)), y(plot.y, y_data(plot));
  const int       rows   = legend_rows(plot);
  const double    legend = rows > 0 ? rows * legend_row + 6 : 0,
               marks     = plot.x.marks.empty() && y.exponent() == 0 && !plot.room_above ? 0 : 18;
  const double head = top + 8 + legend + marks, foot = plot.x.show_label ? 50 : 10;
  const Area   area{left_margin, head, plot.width - left_margin - right_margin, top + plot.height - head - foot};
  const Canvas c{svg, plot, area, x, y};
  draw_x_axis(c);
  draw_y_axis(c);
  svg.begin_clip({area.x, area.y}, area.width, area.height);
  for (const Band &band : plot.bands)
    draw_band(c, band);
  draw_guides(c);
  for (const Curve &curve : plot.curves)
    draw_curve(c, curve);
  svg.end_clip();
  draw_frame(c);
  draw_legend(c, top + 7 + legend_row / 2);
}
} // namespace

std::vector<double> x_data(const Plot &plot)
{
  std::vector<double> data;
  for (const Curve &curve : plot.curves)
    data.insert(data.end(), curve.x.begin(), curve.x.end());
  for (const Band &band : plot.bands)
    data.insert(data.end(), band.x.begin(), band.x.end());
  return data;
}

std::vector<double> y_data(const Plot &plot)
{
  std::vector<double> data;
  for (const Curve &curve : plot.curves)
    for (std::size_t i = 0; i < curve.y.size(); ++i)
    {
      const double error = curve.error.empty() ? 0 : curve.error[i];
      data.push_back(curve.y[i] - error);
      data.push_back(curve.y[i] + error);
      if (curve.bars && plot.y.scale == Scale::linear)
        data.push_back(0);
    }
  for (const Band &band : plot.bands)
  {
    data.insert(data.end(), band.lower.begin(), band.lower.end());
    data.insert(data.end(), band.upper.begin(), band.upper.end());
  }
  for (const Guide &guide : plot.guides)
    data.push_back(guide.y);
  return data;
}

std::string render(const Plot &plot)
{
  Svg svg(plot.width, plot.height, plot.title);
  draw(svg, plot, 0);
  return svg.str();
}

std::vector<Plot> on_common_axis(std::vector<Plot> plots)
{
  std::vector<double> x;
  for (const Plot &plot : plots)
  {
    const auto own = x_data(plot);
    x.insert(x.end(), own.begin(), own.end());
  }
  const AxisScale common(plots.front().x, x);
  for (Plot &plot : plots)
  {
    plot.x.lower      = common.lower();
    plot.x.upper      = common.upper();
    plot.x.show_label = &plot == &plots.back();
  }
  return plots;
}

std::string render_stack(std::vector<Plot> plots)
{
  plots         = on_common_axis(std::move(plots));
  double height = 0, top = 0;
  for (const Plot &plot : plots)
    height += plot.height;
  Svg svg(plots.front().width, height, plots.front().title);
  for (const Plot &plot : plots)
  {
    draw(svg, plot, top);
    top += plot.height;
  }
  return svg.str();
}
} // namespace quench::report
