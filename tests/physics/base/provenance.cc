#include <physics/base/provenance.h>

#include <physics/base/error.h>

#include <boost/test/unit_test.hpp>

#include <regex>

using namespace quench;

BOOST_AUTO_TEST_CASE(tells_program_time_and_place)
{
  const char *const words[]    = {"quench", "run", "a case.prm", "--set", "x/y=it's"};
  const Provenance  provenance = make_provenance(5, words);
  BOOST_CHECK_EQUAL(provenance.software, "Quench");
  BOOST_CHECK(std::regex_match(provenance.version, std::regex("[0-9]+\\.[0-9]+\\.[0-9]+")));
  BOOST_CHECK(std::regex_match(provenance.git_commit, std::regex("unknown|[0-9a-f]{12,40}(-dirty)?")));
  BOOST_CHECK(
      std::regex_match(provenance.date, std::regex("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")));
  BOOST_CHECK(!provenance.host.empty());
  BOOST_CHECK_EQUAL(provenance.command_line, "quench run 'a case.prm' --set 'x/y=it'\\''s'");
}

BOOST_AUTO_TEST_CASE(survives_bytes_that_are_not_text)
{
  BOOST_CHECK_EQUAL(make_provenance("a\xff\n").command_line, "a??");
}

BOOST_AUTO_TEST_CASE(goes_through_json)
{
  const Provenance before = make_provenance("quench check");
  const Json       json   = Json::parse(to_json(before).dump(), "p.json");
  const Provenance after  = provenance_from_json(JsonView(json, "p.json"));
  BOOST_CHECK_EQUAL(after.git_commit, before.git_commit);
  BOOST_CHECK_EQUAL(after.date, before.date);
  BOOST_CHECK_EQUAL(after.command_line, "quench check");
  const Json empty = Json::object();
  BOOST_CHECK_THROW(provenance_from_json(JsonView(empty, "p.json")), InputError);
}
