#include <postprocess/compact/update.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <tests/postprocess/synthetic/folders.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>

using namespace quench;
using namespace quench::compact;

BOOST_AUTO_TEST_CASE(the_reset_curve_is_that_of_the_sweep)
{
  const synthetic::TemporaryFolder folder;
  const synthetic::Cell            cell;
  synthetic::write_sweep(cell, {1.6, 0.8, 1.3}, folder.path());
  const auto curve = make_reset_curve({read_result_set(folder.path())}, 20);
  BOOST_REQUIRE(curve);
  BOOST_TEST(curve->amplitude_V == (std::vector<double>{0.8, 1.3, 1.6}), boost::test_tools::per_element());
  // G at 20 s lies between reads; the interpolation follows the curvature of G to 1e-5
  BOOST_TEST(curve->conductance_uS[2] == 1e6 / synthetic::resistance_ohm(cell, 1.6, 20),
             boost::test_tools::tolerance(1e-5));
  BOOST_TEST(curve->glass_volume_nm3[0] == 0.0);
}

BOOST_AUTO_TEST_CASE(the_reset_curve_of_a_measurement_knows_no_glass_volume)
{
  const synthetic::TemporaryFolder folder;
  synthetic::write_sweep({}, {0.8, 1.6}, folder.path());
  for (const auto &point : std::filesystem::directory_iterator(folder.path()))
    if (const std::string path = point.path().string() + "/reads.csv"; file_exists(path))
    {
      std::string       text = read_file(path);
      const std::string name = "glass_volume_nm3";
      write_file_atomically(path, text.replace(text.find(name), name.size(), "something_else"));
    }
  const auto curve = make_reset_curve({read_result_set(folder.path())}, 20);
  BOOST_REQUIRE(curve);
  BOOST_TEST((curve->amplitude_V.size() == 2u && curve->glass_volume_nm3.empty()));
}

BOOST_AUTO_TEST_CASE(the_train_starts_after_its_reset)
{
  const synthetic::TemporaryFolder folder;
  synthetic::write_set_train({}, 20, folder.path());
  const Update update =
      make_update({read_result_set(folder.path())}, 20, [](const std::string &why) { BOOST_ERROR(why); });
  BOOST_REQUIRE(update.set.has_value());
  BOOST_TEST(!update.reset.has_value());
  BOOST_TEST(update.set->pulse.size() == 20u);
  BOOST_TEST(update.set->pulse.front() == 1);
  BOOST_TEST(update.set->amplitude_V.front() == 0.9);
  BOOST_TEST(update.set->read_time_s == 1e-6);
  for (std::size_t k = 1; k < 20; ++k)
  {
    BOOST_TEST(update.set->before_uS[k] == update.set->after_uS[k - 1]);
    BOOST_TEST(update.set->after_uS[k] > update.set->before_uS[k]);
  }
  BOOST_REQUIRE(update.asymmetry.has_value());
  BOOST_TEST((*update.asymmetry > 0.9 && *update.asymmetry < 1));
}

BOOST_AUTO_TEST_CASE(single_runs_are_neither_curve_nor_train)
{
  const synthetic::TemporaryFolder folder;
  synthetic::write_reset_run({}, 1.6, folder.path());
  const Update update =
      make_update({read_result_set(folder.path())}, 20, [](const std::string &why) { BOOST_ERROR(why); });
  BOOST_TEST((!update.reset && !update.set && !update.asymmetry));
}

BOOST_AUTO_TEST_CASE(a_sweep_of_something_else_is_no_curve)
{
  const synthetic::TemporaryFolder folder;
  synthetic::write_sweep({}, {1.2, 1.6}, folder.path());
  ResultSet set = read_result_set(folder.path());
  for (Run &run : set.runs)
    for (Read &read : run.reads)
      read.amplitude_V = read.pulse;
  BOOST_CHECK_THROW(make_reset_curve({set}, 20), InputError);
}
