#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quench::report
{
using Colour = std::array<std::uint8_t, 3>; ///< red, green, blue of sRGB

/// A picture, rows from the top.
struct Image
{
  int                 width = 0, height = 0;
  std::vector<Colour> pixels; ///< [row][column], row first

  Image(int columns, int rows) : width(columns), height(rows), pixels(std::size_t(columns) * rows) {}
  Colour &at(int column, int row) { return pixels[std::size_t(row) * width + column]; }
};

/// The bytes of a PNG file (8-bit RGB, no filter). Source: W3C PNG Specification, 3rd edition.
std::string encode_png(const Image &image);

/// RFC 4648, with padding.
std::string encode_base64(std::string_view bytes);
} // namespace quench::report
