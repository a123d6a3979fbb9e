#include <postprocess/report/svg.h>

#include <physics/base/error.h>

#include <cmath>

namespace quench::report
{
namespace
{
/// Coordinates to a hundredth of a pixel keep pages small. Throws InputError for what is no number: a viewer would show
/// nothing.
double rounded(double value)
{
  if (!std::isfinite(value))
    throw InputError("drawing", "a coordinate is not finite",
                     "the numbers drawn lie too close together or too far apart");
  return std::round(value * 100) / 100;
}

std::string attributes(const Stroke &stroke)
{
  std::ostringstream out;
  out << " stroke=\"" << stroke.colour << "\" stroke-width=\"" << stroke.width
      << "\" stroke-linecap=\"round\" stroke-linejoin=\"round\"";
  if (!stroke.dash.empty())
    out << " stroke-dasharray=\"" << stroke.dash << "\"";
  return out.str();
}

std::string coordinates(const std::vector<Point> &points)
{
  std::ostringstream out;
  for (const Point &p : points)
    out << rounded(p.x) << "," << rounded(p.y) << " ";
  return out.str();
}

/// The words with `^{..}` and `_{..}` turned into shifted tspans.
std::string marked_up(const std::string &words, double size)
{
  const double raise = 0.42 * size, lower = 0.25 * size;
  std::string  out, plain;
  for (std::size_t i = 0; i < words.size(); ++i)
  {
    const bool shifted = (words[i] == '^' || words[i] == '_') && i + 1 < words.size() && words[i + 1] == '{';
    const auto close   = shifted ? words.find('}', i) : std::string::npos;
    if (close == std::string::npos)
    {
      plain += words[i];
      continue;
    }
    const double       shift = words[i] == '^' ? -raise : lower;
    std::ostringstream piece;
    piece << escaped(plain) << "<tspan dy=\"" << shift << "\" font-size=\"" << rounded(0.75 * size) << "\">"
          << escaped(words.substr(i + 2, close - i - 2)) << "</tspan>";
    if (close + 1 < words.size())
      piece << "<tspan dy=\"" << -shift << "\">&#8203;</tspan>";
    out += piece.str();
    plain.clear();
    i = close;
  }
  return out + escaped(plain);
}
} // namespace

std::string escaped(const std::string &text)
{
  std::string out;
  for (const char c : text)
    switch (c)
    {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      out += c;
    }
  return out;
}

Svg::Svg(double width, double height, const std::string &title)
{
  out_ << "<svg viewBox=\"0 0 " << width << " " << height << "\" width=\"" << width << "\" height=\"" << height
       << "\" role=\"img\" font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\"><title>"
       << escaped(title) << "</title>\n";
}

void Svg::line(const Point &from, const Point &to, const Stroke &stroke)
{
  out_ << "<line x1=\"" << rounded(from.x) << "\" y1=\"" << rounded(from.y) << "\" x2=\"" << rounded(to.x) << "\" y2=\""
       << rounded(to.y) << "\"" << attributes(stroke) << "/>\n";
}

void Svg::polyline(const std::vector<Point> &points, const Stroke &stroke)
{
  out_ << "<polyline fill=\"none\" points=\"" << coordinates(points) << "\"" << attributes(stroke) << "/>\n";
}

void Svg::polygon(const std::vector<Point> &points, const std::string &fill, double opacity)
{
  out_ << "<polygon points=\"" << coordinates(points) << "\" fill=\"" << fill << "\" fill-opacity=\"" << opacity
       << "\"/>\n";
}

void Svg::circle(const Point &centre, double radius, const std::string &fill, const std::string &edge)
{
  out_ << "<circle cx=\"" << rounded(centre.x) << "\" cy=\"" << rounded(centre.y) << "\" r=\"" << radius << "\" fill=\""
       << fill << "\" stroke=\"" << edge << "\" stroke-width=\"1.4\"/>\n";
}

void Svg::rectangle(const Point &corner, double width, double height, const std::string &fill)
{
  out_ << "<rect x=\"" << rounded(corner.x) << "\" y=\"" << rounded(corner.y) << "\" width=\"" << rounded(width)
       << "\" height=\"" << rounded(height) << "\" fill=\"" << fill << "\"/>\n";
}

void Svg::image(const Point &corner, double width, double height, const std::string &png_base64)
{
  out_ << "<image x=\"" << rounded(corner.x) << "\" y=\"" << rounded(corner.y) << "\" width=\"" << rounded(width)
       << "\" height=\"" << rounded(height) << "\" preserveAspectRatio=\"none\" href=\"data:image/png;base64,"
       << png_base64 << "\"/>\n";
}

void Svg::text(const Point &at, const std::string &words, const TextStyle &style)
{
  const char *anchors[] = {"start", "middle", "end"};
  out_ << "<text x=\"" << rounded(at.x) << "\" y=\"" << rounded(at.y) << "\" font-size=\"" << style.size << "\" fill=\""
       << style.colour << "\" text-anchor=\"" << anchors[int(style.anchor)] << "\"";
  if (style.bold)
    out_ << " font-weight=\"bold\"";
  if (style.rotate != 0)
    out_ << " transform=\"rotate(" << style.rotate << " " << rounded(at.x) << " " << rounded(at.y) << ")\"";
  out_ << ">" << marked_up(words, style.size) << "</text>\n";
}

void Svg::begin_clip(const Point &corner, double width, double height)
{
  out_ << "<svg x=\"" << corner.x << "\" y=\"" << corner.y << "\" width=\"" << width << "\" height=\"" << height
       << "\" viewBox=\"" << corner.x << " " << corner.y << " " << width << " " << height << "\">\n";
}

void Svg::end_clip() { out_ << "</svg>\n"; }

std::string Svg::str() const { return out_.str() + "</svg>\n"; }
} // namespace quench::report
