#include <postprocess/observe/run_results.h>

#include <physics/base/json.h>
#include <tests/postprocess/observe/scratch.h>

#include <limits>

using namespace quench;
using namespace quench::observe;

BOOST_AUTO_TEST_SUITE(run_results)

BOOST_AUTO_TEST_CASE(a_result_line_has_name_value_and_unit)
{
  BOOST_TEST(result_line({"peak_temperature", 1234.5, "K"}) == "result peak_temperature = 1234.5 K");
  BOOST_TEST(result_line({"nu", 0.11, "1"}) == "result nu = 0.11");
}

BOOST_AUTO_TEST_CASE(results_json_keeps_every_bit_and_the_order)
{
  const test::Scratch scratch;
  RunResults          results;
  results.complete    = true;
  results.case_name   = "reset";
  results.case_sha256 = "abc";
  results.results     = {{"peak_temperature", 1.0 / 3.0, "K"}, {"nu", 0.11, "1"}};
  results.fallbacks   = {"direct solver"};
  results.provenance  = make_provenance("quench run reset.prm");
  write_results(scratch.path("results.json"), results);

  const Json     json = Json::read(scratch.path("results.json"));
  const JsonView view(json, "results.json");
  view.allow_only({"format", "format_version", "stage", "complete", "state", "case_name", "case_sha256", "results",
                   "fallbacks", "warnings", "provenance"});
  BOOST_TEST(view["format"].as_string() == "quench-results");
  BOOST_TEST(view["format_version"][0].as_integer() == 1);
  BOOST_TEST(view["stage"].as_string() == "cell");
  BOOST_TEST(view["complete"].as_bool());
  BOOST_TEST(view["results"].size() == 2);
  BOOST_TEST(view["results"][0]["name"].as_string() == "peak_temperature");
  BOOST_TEST(view["results"][0]["value"].as_double() == 1.0 / 3.0);
  BOOST_TEST(view["results"][0]["unit"].as_string() == "K");
  BOOST_TEST(view["fallbacks"].as_strings().front() == "direct solver");
  BOOST_TEST(provenance_from_json(view["provenance"]).command_line == "quench run reset.prm");
}

BOOST_AUTO_TEST_CASE(values_that_are_not_finite_and_repeated_names_are_refused)
{
  const test::Scratch scratch;
  const std::string   path = scratch.path("results.json");
  RunResults          results;
  results.results = {{"a", std::numeric_limits<double>::infinity(), "1"}};
  BOOST_CHECK_EXCEPTION(write_results(path, results), Error, test::complains(ExitCode::internal, "\"a\""));
  results.results = {{"a", 1, "1"}, {"a", 2, "1"}};
  BOOST_CHECK_EXCEPTION(write_results(path, results), Error, test::complains(ExitCode::internal, "given twice"));
  BOOST_TEST(!std::filesystem::exists(path));
}

BOOST_AUTO_TEST_SUITE_END()
