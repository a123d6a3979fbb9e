#include <cases/sweep_points.h>

#include "program.h"

#include <physics/base/error.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::cases;
using quench::test::holds;

namespace
{
struct Files : test::Folder
{
  Files() { write("reset.prm", "subsection program\n  set pulses = 3 x 2 V for 50 ns, fall 3 ns\nend\n"); }

  Sweep sweep(const std::string &text) const
  {
    write("sweep.prm", text);
    return read_sweep(path("sweep.prm"), {});
  }
  std::string message(const std::string &text) const
  {
    try
    {
      sweep(text);
    }
    catch (const InputError &error)
    {
      return error.what();
    }
    return "accepted";
  }
};

std::string axis(const std::string &number, const std::string &content)
{
  return "subsection axis " + number + "\n" + content + "\nend\n";
}

using Texts = std::vector<std::string>;
} // namespace

BOOST_AUTO_TEST_SUITE(sweep_points)

BOOST_AUTO_TEST_CASE(ranges_become_values_in_the_unit_of_their_first)
{
  BOOST_TEST(expand_values("1.6 V to 2.2 V by 0.2 V") == (Texts{"1.6 V", "1.8 V", "2 V", "2.2 V"}),
             boost::test_tools::per_element());
  BOOST_TEST(expand_values("100 mV to 0.3 V by 100 mV") == (Texts{"100 mV", "200 mV", "300 mV"}),
             boost::test_tools::per_element());
  BOOST_TEST(expand_values("3 to 1 by -1") == (Texts{"3", "2", "1"}), boost::test_tools::per_element());
  BOOST_TEST(expand_values("0 nm to 1 nm in 3") == (Texts{"0 nm", "0.5 nm", "1 nm"}), boost::test_tools::per_element());
  BOOST_TEST(expand_values("1 ns to 1 us in 4 logarithmic") == (Texts{"1 ns", "10 ns", "100 ns", "1000 ns"}),
             boost::test_tools::per_element());
  BOOST_TEST(expand_values("1 V, 2 V to 3 V by 0.5 V") == (Texts{"1 V", "2 V", "2.5 V", "3 V"}),
             boost::test_tools::per_element());
  BOOST_TEST(expand_values("1 V for 2 ns, fall 3 ns | 2 V") == (Texts{"1 V for 2 ns, fall 3 ns", "2 V"}),
             boost::test_tools::per_element());
  BOOST_TEST(expand_values("a | 1 V to 2 V in 2 | GST225") == (Texts{"a", "1 V", "2 V", "GST225"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(wrong_ranges_are_refused)
{
  for (const char *text :
       {"1 V to 2 V", "1 V to 2 V by 0.3 V", "1 V to 2 V by -1 V", "1 V to 2 V by 0 V", "1 V to 2 nm by 1 V",
        "1 V to 2 V in 1", "1 V to 2 V in 2.5", "0 V to 1 V in 3 logarithmic", "1 V | | 2 V", "1 V,, 2 V",
        "0 V to 1 V by 1e-9 V", "0 V to 1 V in 99999", "1 V to 2 V in 3 evenly"})
    BOOST_CHECK_THROW(expand_values(text), InputError);
}

BOOST_AUTO_TEST_CASE(the_amplitude_of_a_pulse_is_replaced)
{
  BOOST_TEST(with_amplitude("2 V for 50 ns, fall 3 ns", "1.5 V") == "1.5 V for 50 ns, fall 3 ns");
  BOOST_TEST(with_amplitude("20 x 2 V for 50 ns", "1.5 V") == "20 x 1.5 V for 50 ns");
  BOOST_CHECK_THROW(with_amplitude("2 V for 50 ns; 1 V for 10 ns", "1.5 V"), InputError);
  BOOST_CHECK_THROW(with_amplitude("", "1.5 V"), InputError);
}

BOOST_AUTO_TEST_CASE(a_reset_curve_is_one_line)
{
  const Files files;
  const Sweep sweep = files.sweep("set case = reset.prm\nset pulse amplitudes = 1 V to 2 V by 0.5 V\n");
  BOOST_REQUIRE(sweep.points.size() == 3u);
  BOOST_TEST(sweep.case_path == files.path("reset.prm"));
  BOOST_TEST(sweep.points[1].name == "02_amplitude=1.5V");
  BOOST_REQUIRE(sweep.settings(1).size() == 1u);
  BOOST_TEST(sweep.settings(1)[0] == "program/pulses=3 x 1.5 V for 50 ns, fall 3 ns");
}

BOOST_AUTO_TEST_CASE(a_grid_has_all_combinations_and_a_list_only_pairs)
{
  const Files       files;
  const std::string axes =
      axis("1", "set key = geometry/mushroom/heater radius\nset values = 15 nm | 20 nm") +
      axis("3", "set key = program/pulses\nset text = 2 V for @\nset values = 10 ns | 50 ns\nset name = width");
  const Sweep grid = files.sweep("set case = reset.prm\n" + axes);
  BOOST_REQUIRE(grid.points.size() == 4u);
  BOOST_TEST(grid.points[1].name == "02_heater-radius=15nm_width=50ns");
  BOOST_TEST(grid.settings(2)[0] == "geometry/mushroom/heater radius=20 nm");
  BOOST_TEST(grid.settings(2)[1] == "program/pulses=2 V for 10 ns");
  const Sweep list = files.sweep("set case = reset.prm\nset mode = list\n" + axes);
  BOOST_REQUIRE(list.points.size() == 2u);
  BOOST_TEST(list.points[1].name == "02_heater-radius=20nm_width=50ns");
}

BOOST_AUTO_TEST_CASE(names_of_folders_have_safe_characters)
{
  const Files files;
  const Sweep sweep =
      files.sweep("set case = reset.prm\n" + axis("1", "set key = output/in situ script\nset values = ../a b/$(c).py"));
  for (const char c : sweep.points[0].name)
    BOOST_TEST((std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string("._=+-").find(c) != std::string::npos));
}

BOOST_AUTO_TEST_CASE(mistakes_are_refused_with_their_line)
{
  const Files       files;
  const std::string base = "set case = reset.prm\n";
  BOOST_TEST(holds(files.message(base), "nothing to vary"));
  BOOST_TEST(holds(files.message("set pulse amplitudes = 1 V\n"), "\"case\" is not set"));
  BOOST_TEST(holds(files.message("set case = rest.prm\n"), "sweep.prm:1: case = rest.prm: there is no file"));
  BOOST_TEST(holds(files.message(base + "set pulse amplitudes = 1 nm | 2 nm\n"), "sweep.prm:2: pulse amplitudes"));
  BOOST_TEST(holds(files.message(base + "set pulse amplitude = 1 V\n"), "Did you mean \"pulse amplitudes\"?"));
  BOOST_TEST(holds(files.message(base + axis("1", "set values = 1 | 2")), "axis 1/key"));
  BOOST_TEST(holds(files.message(base + axis("1", "set key = a/b")), "an axis with a key needs values"));
  BOOST_TEST(holds(files.message(base + axis("1", "set key = a\nset values = 1\nset text = 2 V")), "one @"));
  BOOST_TEST(
      holds(files.message(base + axis("1", "set key = a\nset values = 1") + axis("2", "set key = a\nset values = 2")),
            "another axis varies that key already"));
  BOOST_TEST(holds(files.message("set mode = list\n" + base + axis("1", "set key = a\nset values = 1 | 2") +
                                 axis("2", "set key = b\nset values = 2")),
                   "as many as the first, 2"));
  BOOST_TEST(holds(files.message(base + axis("1", "set key = a\nset values = 1 to 200 by 1") +
                                 axis("2", "set key = b\nset values = 1 to 200 by 1")),
                   "at most 10000 are allowed"));
}

BOOST_AUTO_TEST_CASE(points_are_drawn_from_distributions)
{
  const Files       files;
  const std::string text = "set case = reset.prm\nset mode = latin hypercube\nset points = 10\n"
                           "set pulse amplitudes = 2 V to 3 V\n" +
                           axis("1", "set key = geometry/mushroom/heater radius\nset values = 20 nm +- 1 nm\n"
                                     "set distribution = normal");
  const Sweep sweep = files.sweep(text);
  BOOST_REQUIRE(sweep.points.size() == 10u);
  BOOST_TEST(sweep.names == (Texts{"heater radius", "amplitude"}), boost::test_tools::per_element());
  std::vector<int> tenths;
  for (const SweepPoint &point : sweep.points)
  {
    BOOST_TEST(point.values[0] == point.short_values[0]);
    BOOST_TEST(point.values[1] == "3 x " + point.short_values[1] + " for 50 ns, fall 3 ns");
    tenths.push_back(int((std::stod(point.short_values[1]) - 2) * 10));
  }
  std::sort(tenths.begin(), tenths.end());
  BOOST_TEST(tenths == (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}), boost::test_tools::per_element());
  BOOST_TEST(files.sweep(text).points[3].name == sweep.points[3].name);
  BOOST_TEST(files.sweep(text + "set seed = 2\n").points[3].name != sweep.points[3].name);
}

BOOST_AUTO_TEST_CASE(keys_of_drawn_points_without_effect_are_refused)
{
  const Files       files;
  const std::string base = "set case = reset.prm\nset pulse amplitudes = 2 V to 3 V\n";
  BOOST_TEST(holds(files.message(base + "set mode = sobol\n"), "points: is not set"));
  BOOST_TEST(
      holds(files.message("set case = reset.prm\nset mode = sobol\nset points = 4\nset pulse amplitudes = 2 V\n"),
            "sweep.prm:4: pulse amplitudes"));
  const std::string grid = "set case = reset.prm\nset pulse amplitudes = 2 V, 3 V\n";
  BOOST_TEST(holds(files.message(grid + "set points = 4\n"), "sweep.prm:3: points"));
  BOOST_TEST(holds(files.message(grid + "set seed = 4\n"), "has no effect"));
  BOOST_TEST(holds(files.message(grid + axis("1", "set key = a\nset values = 1\nset distribution = normal")),
                   "has no effect"));
}

BOOST_AUTO_TEST_SUITE_END()
