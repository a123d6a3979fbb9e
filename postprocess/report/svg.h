#pragma once

#include <sstream>
#include <string>
#include <vector>

namespace quench::report
{
/// A point of a drawing [px], y downwards.
struct Point
{
  double x = 0, y = 0;
};

/// Where a text hangs on its point.
enum class Anchor
{
  start,
  middle,
  end
};

/// How a text looks.
struct TextStyle
{
  Anchor      anchor = Anchor::middle;
  double      size   = 12; ///< [px]
  std::string colour = "#222";
  double      rotate = 0; ///< [degrees], clockwise
  bool        bold   = false;
};

/// How a line looks.
struct Stroke
{
  std::string colour = "#222";
  double      width  = 1;  ///< [px]
  std::string dash   = ""; ///< e.g. "5 3"; empty: solid
};

/// `&`, `<`, `>` and `"` as HTML entities.
std::string escaped(const std::string &text);

/// A drawing that grows shape by shape and ends as one inline <svg> element; needs no ids, scripts or files.
class Svg
{
public:
  /// @param title what a screen reader says
  Svg(double width, double height, const std::string &title);

  void line(const Point &from, const Point &to, const Stroke &stroke);
  void polyline(const std::vector<Point> &points, const Stroke &stroke);
  void polygon(const std::vector<Point> &points, const std::string &fill, double opacity);
  void circle(const Point &centre, double radius, const std::string &fill, const std::string &edge);
  void rectangle(const Point &corner, double width, double height, const std::string &fill);
  void image(const Point &corner, double width, double height, const std::string &png_base64);

  /// Text; `^{..}` raises and `_{..}` lowers what is in the braces.
  void text(const Point &at, const std::string &words, const TextStyle &style);

  /// What is drawn until end_clip() shows only inside this box; coordinates stay those of the drawing.
  void begin_clip(const Point &corner, double width, double height);
  void end_clip();

  std::string str() const;

private:
  std::ostringstream out_;
};
} // namespace quench::report
