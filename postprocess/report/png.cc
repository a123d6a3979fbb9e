#include <postprocess/report/png.h>

#include <physics/base/error.h>

#include <zlib.h>

namespace quench::report
{
namespace
{
std::string big_endian(std::uint32_t value)
{
  return {char(value >> 24 & 0xff), char(value >> 16 & 0xff), char(value >> 8 & 0xff), char(value & 0xff)};
}

/// Length, type, data, and the CRC of type and data.
std::string chunk(const std::string &type, const std::string &data)
{
  const std::string body = type + data;
  const auto        crc  = crc32(0, reinterpret_cast<const Bytef *>(body.data()), uInt(body.size()));
  return big_endian(std::uint32_t(data.size())) + body + big_endian(std::uint32_t(crc));
}

std::string deflated(const std::string &raw)
{
  uLongf      size = compressBound(uLong(raw.size()));
  std::string packed(size, '\0');
  if (compress2(reinterpret_cast<Bytef *>(packed.data()), &size, reinterpret_cast<const Bytef *>(raw.data()),
                uLong(raw.size()), Z_BEST_COMPRESSION) != Z_OK)
    throw Error(ExitCode::internal, "png", "zlib cannot compress");
  packed.resize(size);
  return packed;
}
} // namespace

std::string encode_png(const Image &image)
{
  std::string rows;
  for (int row = 0; row < image.height; ++row)
  {
    rows += '\0'; // filter "none"
    for (int column = 0; column < image.width; ++column)
      for (const std::uint8_t channel : image.pixels[std::size_t(row) * image.width + column])
        rows += char(channel);
  }
  const std::string header = big_endian(std::uint32_t(image.width)) + big_endian(std::uint32_t(image.height)) +
                             std::string("\x08\x02\x00\x00\x00", 5); // 8 bits, RGB, deflate, no filter, no interlace
  return std::string("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", header) + chunk("IDAT", deflated(rows)) +
         chunk("IEND", "");
}

std::string encode_base64(std::string_view bytes)
{
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string           text;
  for (std::size_t i = 0; i < bytes.size(); i += 3)
  {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k)
      three = three << 8 | (i + k < bytes.size() ? std::uint8_t(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k)
      text += i + k < bytes.size() + 1 ? digits[three >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}
} // namespace quench::report
