#include <postprocess/report/raster.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <postprocess/report/colour.h>
#include <postprocess/report/map.h>
#include <tests/postprocess/synthetic/folders.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <regex>

using namespace quench;
using namespace quench::report;

namespace
{
/// A disc of temperature 1 - distance to (0, 10) / 5 on two materials, the upper one with crystallinity.
Raster disc()
{
  Raster raster;
  for (int k = 0; k <= 20; ++k)
  {
    raster.r_nm.push_back(k);
    raster.z_nm.push_back(k);
  }
  for (const double z : raster.z_nm)
    for (const double r : raster.r_nm)
    {
      const double distance = std::hypot(r, z - 10);
      raster.temperature_K.push_back(1 - distance / 5);
      raster.region.push_back(z < 9.5 ? "heater" : "glass layer");
      raster.crystallinity.push_back(z < 9.5 ? std::nan("") : distance > 5 ? 1 : 0);
    }
  return raster;
}
} // namespace

BOOST_AUTO_TEST_CASE(a_contour_is_one_line_at_its_level)
{
  const Raster raster = disc();
  const Lines  lines  = contour(raster, raster.temperature_K, 0);
  BOOST_REQUIRE(lines.size() == 1u);
  for (const Point &p : lines[0]) // linear interpolation of a distance is good to 1/(8 r) of a step
    BOOST_TEST(std::abs(std::hypot(p.x, p.y - 10) - 5) < 0.03);
  BOOST_TEST(contour(raster, raster.temperature_K, 7).empty());
}

BOOST_AUTO_TEST_CASE(borders_are_where_the_material_changes)
{
  const Lines lines = region_borders(disc());
  BOOST_REQUIRE(lines.size() == 1u);
  BOOST_TEST(lines[0].front().y == 9.5);
  BOOST_TEST(lines[0].front().x == 0.0);
  BOOST_TEST(lines[0].back().x == 20.5);
}

BOOST_AUTO_TEST_CASE(the_phase_change_material_is_known_by_its_crystallinity)
{
  BOOST_TEST(region_names(disc()) == (std::vector<std::string>{"heater", "glass layer"}),
             boost::test_tools::per_element());
  BOOST_TEST(phase_change_regions(disc()) == (std::vector<std::string>{"glass layer"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(pictures_name_what_they_show)
{
  const std::string temperature = render_temperature(disc(), {"Temperature", "a", 0.0, {"glass layer"}, {}, {}});
  const std::string phase       = render_phase(disc(), {"Phases", "b", 0.0, {"glass layer"}, {}, {}});
  for (const char *word : {"T (K)", "r (nm)", "z (nm)", "data:image/png;base64,"})
    BOOST_TEST(temperature.find(word) != std::string::npos, word);
  for (const char *word : {"crystal", "glass", "melt", "heater"})
    BOOST_TEST(phase.find(word) != std::string::npos, word);
  BOOST_TEST(temperature.find("nan") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_colour_map_darkens_steadily)
{
  double before = 1e9;
  for (int k = 0; k <= 50; ++k)
  {
    const Colour c         = heat_colour(k / 50.0);
    const double luminance = 0.2126 * std::pow(c[0], 2.2) + 0.7152 * std::pow(c[1], 2.2) + 0.0722 * std::pow(c[2], 2.2);
    BOOST_TEST(luminance < before);
    before = luminance;
  }
}

BOOST_AUTO_TEST_CASE(regions_get_their_names_and_the_outside_is_no_cell)
{
  const synthetic::TemporaryFolder folder;
  const std::string                head = "r_nm,z_nm,temperature_K,crystallinity,region\n";
  write_file_atomically(folder.path() + "/peak.csv", head + "0,0,300,1,0\n1,0,300,1,1\n0,1,300,1,0\n1,1,0,0,-1\n");
  write_file_atomically(folder.path() + "/regions.csv", "region,name\n0,heater\n1,dielectric\n");
  const Raster raster = read_raster(folder.path() + "/peak.csv");
  BOOST_TEST(region_names(raster) == (std::vector<std::string>{"heater", "dielectric"}),
             boost::test_tools::per_element());
  BOOST_TEST(std::isnan(raster.temperature_K[3]));
  BOOST_TEST(render_temperature(raster, {}).find("nan") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_map_that_is_no_raster_is_refused)
{
  const synthetic::TemporaryFolder folder;
  const std::string path = folder.path() + "/peak.csv", head = "r_nm,z_nm,temperature_K,crystallinity,region\n";
  write_file_atomically(path, head + "0,0,300,1,a\n1,0,300,1,a\n0,1,300,1,a\n1,1,300,,a\n");
  BOOST_TEST(read_raster(path).n_r() == 2u);
  write_file_atomically(path, head + "0,0,300,1,a\n1,0,300,1,a\n0,1,300,1,a\n2,1,300,1,a\n");
  BOOST_CHECK_THROW(read_raster(path), InputError);
  write_file_atomically(path, head + "0,0,300,1,a\n1,0,300,1,a\n0,1,300,1,a\n");
  BOOST_CHECK_THROW(read_raster(path), InputError);
}

BOOST_AUTO_TEST_CASE(the_key_of_many_regions_fits_below_the_picture)
{
  const synthetic::TemporaryFolder folder;
  std::string                      map = "r_nm,z_nm,temperature_K,crystallinity,region\n", names = "region,name\n";
  for (int region = 0; region < 12; ++region)
  {
    for (const int r : {0, 1})
      map += std::to_string(r) + "," + std::to_string(region) + ",300,1," + std::to_string(region) + "\n";
    names += std::to_string(region) + ",a region with a long name " + std::to_string(region) + "\n";
  }
  write_file_atomically(folder.path() + "/peak.csv", map);
  write_file_atomically(folder.path() + "/regions.csv", names);
  const std::string picture = render_phase(read_raster(folder.path() + "/peak.csv"), {});
  std::smatch       size;
  BOOST_REQUIRE(std::regex_search(picture, size, std::regex("viewBox=\"0 0 [0-9.]+ ([0-9.]+)\"")));
  const std::size_t last = picture.find("a region with a long name 11");
  const std::size_t y    = picture.rfind(" y=\"", last);
  BOOST_REQUIRE(y < last);
  BOOST_TEST(std::stod(picture.substr(y + 4)) < std::stod(size[1]));
}
