#include <postprocess/report/colour.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace quench::report
{
namespace
{
std::uint8_t gamma_encoded(double linear)
{
  const double x = std::clamp(linear, 0.0, 1.0);
  const double v = x <= 0.0031308 ? 12.92 * x : 1.055 * std::pow(x, 1 / 2.4) - 0.055;
  return std::uint8_t(std::lround(255 * v));
}

/// Lightness, chroma and hue [degrees] to sRGB. Source: B. Ottosson, "A perceptual color space for image
/// processing" (Oklab), 2020.
Colour from_oklch(double lightness, double chroma, double hue)
{
  const double a = chroma * std::cos(hue * std::numbers::pi / 180), b = chroma * std::sin(hue * std::numbers::pi / 180);
  const double l = std::pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
  const double m = std::pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
  const double s = std::pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
  return {gamma_encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
          gamma_encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
          gamma_encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}
} // namespace

Colour heat_colour(double fraction)
{
  const double x = std::clamp(fraction, 0.0, 1.0);
  return from_oklch(0.985 - 0.70 * x, 0.015 + 0.19 * std::sin(std::numbers::pi * std::pow(x, 0.8) * 0.85),
                    105 - 115 * x);
}

Colour crystallinity_colour(double fraction)
{
  const double x = std::clamp(fraction, 0.0, 1.0);
  Colour       mixed;
  for (std::size_t i = 0; i < mixed.size(); ++i)
    mixed[i] = std::uint8_t(std::lround((1 - x) * glass_colour[i] + x * crystal_colour[i]));
  return mixed;
}

Colour material_colour(std::size_t index)
{
  static constexpr std::array<Colour, 5> greys{
      Colour{176, 180, 186}, {236, 237, 239}, {120, 125, 133}, {208, 211, 216}, {150, 155, 162}};
  return greys[index % greys.size()];
}

std::string hex(const Colour &colour)
{
  char text[8];
  std::snprintf(text, sizeof text, "#%02x%02x%02x", colour[0], colour[1], colour[2]);
  return text;
}
} // namespace quench::report
