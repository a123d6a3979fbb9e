#include <postprocess/report/png.h>

#include <boost/test/unit_test.hpp>

#include <png.h>

using namespace quench::report;

BOOST_AUTO_TEST_CASE(libpng_reads_back_every_pixel)
{
  Image image(7, 5);
  for (int row = 0; row < 5; ++row)
    for (int column = 0; column < 7; ++column)
      image.at(column, row) = {std::uint8_t(30 * column), std::uint8_t(50 * row), 200};
  const std::string bytes = encode_png(image);

  png_image reader{};
  reader.version = PNG_IMAGE_VERSION;
  BOOST_REQUIRE(png_image_begin_read_from_memory(&reader, bytes.data(), bytes.size()));
  BOOST_TEST((reader.width == 7 && reader.height == 5));
  reader.format = PNG_FORMAT_RGB;
  std::vector<std::uint8_t> pixels(PNG_IMAGE_SIZE(reader));
  BOOST_REQUIRE(png_image_finish_read(&reader, nullptr, pixels.data(), 0, nullptr));
  for (std::size_t k = 0; k < image.pixels.size(); ++k)
    for (std::size_t channel = 0; channel < 3; ++channel)
      BOOST_REQUIRE(pixels[3 * k + channel] == image.pixels[k][channel]);
}

BOOST_AUTO_TEST_CASE(base64_equals_the_examples_of_rfc_4648)
{
  BOOST_TEST(encode_base64("") == "");
  BOOST_TEST(encode_base64("f") == "Zg==");
  BOOST_TEST(encode_base64("fo") == "Zm8=");
  BOOST_TEST(encode_base64("foobar") == "Zm9vYmFy");
}
