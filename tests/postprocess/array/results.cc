#include <postprocess/array/results.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/units.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

BOOST_AUTO_TEST_CASE(times_become_words)
{
  BOOST_CHECK_EQUAL(time_label(0), "0s");
  BOOST_CHECK_EQUAL(time_label(25 * units::s), "25s");
  BOOST_CHECK_EQUAL(time_label(90 * units::s), "90s");
  BOOST_CHECK_EQUAL(time_label(3600 * units::s), "1h");
  BOOST_CHECK_EQUAL(time_label(30 * 86400 * units::s), "30d");
  BOOST_CHECK_EQUAL(time_label(315576000 * units::s), "10y");
  BOOST_CHECK_EQUAL(time_label(0.5 * units::s), "0.5s");
}

BOOST_AUTO_TEST_CASE(a_result_is_one_line)
{
  BOOST_CHECK_EQUAL(result_line({"a_1d", 0.1, "1"}), "result a_1d = 0.1 1");
}

BOOST_AUTO_TEST_CASE(writes_tables_and_json_and_keeps_old_results)
{
  const TemporaryFolder folder;
  const std::string     path = folder.path() + "/out";
  Outcome               outcome;
  outcome.results = {{"float_accuracy", 0.1, "1"}};
  outcome.tables  = {{"accuracy.csv", "time_s,accuracy", {"25,0.5"}}};
  ResultFolder(path, false).write(outcome, Json::object(), Json::object());

  BOOST_CHECK_EQUAL(read_file(path + "/accuracy.csv"), "time_s,accuracy\n25,0.5\n");
  const Json     document = Json::read(path + "/results.json");
  const JsonView view(document, "results.json");
  BOOST_CHECK_EQUAL(view["format"].as_string(), "quench-results");
  BOOST_CHECK_EQUAL(view["stage"].as_string(), "array");
  BOOST_CHECK(view["complete"].as_bool());
  BOOST_CHECK_EQUAL(view["results"][0]["name"].as_string(), "float_accuracy");
  BOOST_CHECK_EQUAL(view["results"][0]["value"].as_double(), 0.1);

  BOOST_CHECK_THROW(ResultFolder(path, false), InputError);
  BOOST_CHECK_NO_THROW(ResultFolder(path, true));
  BOOST_CHECK_THROW(ResultFolder(path + "/accuracy.csv", true), InputError);
}
