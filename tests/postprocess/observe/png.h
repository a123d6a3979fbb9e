#pragma once

#include <physics/base/files.h>

#include <boost/test/unit_test.hpp>

#include <zlib.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace quench::test
{
/// The bytes of a PNG picture of 8 bits per channel, RGB or RGBA, without interlacing (what ParaView writes).
struct Picture
{
  std::size_t               width = 0, height = 0, channels = 0;
  std::vector<std::uint8_t> bytes; ///< [height][width][channels]
};

inline std::uint32_t big_endian(const std::string &text, std::size_t at)
{
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value = value << 8 | static_cast<std::uint8_t>(text[at + i]);
  return value;
}

/// Filter types 0 to 4 of the PNG specification, section 9.
inline int predicted(int filter, int left, int up, int corner)
{
  const int p = left + up - corner, a = std::abs(p - left), b = std::abs(p - up), c = std::abs(p - corner);
  switch (filter)
  {
  case 1:
    return left;
  case 2:
    return up;
  case 3:
    return (left + up) / 2;
  case 4:
    return a <= b && a <= c ? left : b <= c ? up : corner;
  default:
    return 0;
  }
}

inline void undo_filters(const std::vector<std::uint8_t> &raw, Picture &picture)
{
  const std::size_t row = picture.width * picture.channels;
  picture.bytes.resize(row * picture.height);
  for (std::size_t y = 0; y < picture.height; ++y)
    for (std::size_t x = 0; x < row; ++x)
    {
      const bool first = x < picture.channels;
      const auto at    = [&](std::size_t i, std::size_t j) { return picture.bytes[j * row + i]; };
      const int  left = first ? 0 : at(x - picture.channels, y), up = y == 0 ? 0 : at(x, y - 1);
      const int  corner = first || y == 0 ? 0 : at(x - picture.channels, y - 1);
      picture.bytes[y * row + x] =
          static_cast<std::uint8_t>(raw[y * (row + 1) + 1 + x] + predicted(raw[y * (row + 1)], left, up, corner));
    }
}

inline Picture read_png(const std::string &path)
{
  const std::string text = read_file(path);
  BOOST_REQUIRE(text.substr(1, 3) == "PNG");
  Picture     picture{big_endian(text, 16), big_endian(text, 20), text[25] == 6 ? 4u : 3u, {}};
  std::string packed;
  for (std::size_t at = 8; at < text.size(); at += 12 + big_endian(text, at))
    if (text.substr(at + 4, 4) == "IDAT")
      packed += text.substr(at + 8, big_endian(text, at));
  std::vector<std::uint8_t> raw(picture.height * (1 + picture.width * picture.channels));
  uLongf                    size = raw.size();
  BOOST_REQUIRE(uncompress(raw.data(), &size, reinterpret_cast<const Bytef *>(packed.data()), packed.size()) == Z_OK);
  BOOST_REQUIRE(size == raw.size());
  undo_filters(raw, picture);
  return picture;
}

/// Standard deviation of the bytes of all colour channels: 0 for a picture of one grey, near 0 for a failed one.
inline double deviation(const Picture &picture)
{
  double sum = 0, sum2 = 0, n = 0;
  for (std::size_t i = 0; i < picture.bytes.size(); ++i)
    if (i % picture.channels < 3)
    {
      sum += picture.bytes[i];
      sum2 += double(picture.bytes[i]) * picture.bytes[i];
      ++n;
    }
  return std::sqrt(std::max(0.0, sum2 / n - sum / n * (sum / n)));
}
} // namespace quench::test
