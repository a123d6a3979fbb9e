#include <cases/command_line.h>

#include <physics/base/error.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using quench::cases::CommandLine;

namespace
{
const std::vector<cases::Option> options{{"--set", "KEY=VALUE"}, {"--output", "DIR"}, {"--jobs", "N"}, {"--overwrite"}};

CommandLine parse(const std::vector<std::string> &words) { return CommandLine("quench run", words, options); }

std::string message_of(const std::vector<std::string> &words)
{
  try
  {
    parse(words).words({"CASE.prm"});
  }
  catch (const InputError &error)
  {
    return error.what();
  }
  return "accepted";
}
} // namespace

BOOST_AUTO_TEST_SUITE(command_line)

BOOST_AUTO_TEST_CASE(options_stand_anywhere_with_a_blank_or_an_equals_sign)
{
  const CommandLine line = parse({"--output", "a b", "case.prm", "--set=a/b=1 V", "--set", "c=2", "--overwrite"});
  BOOST_TEST(line.words({"CASE.prm"})[0] == "case.prm");
  BOOST_TEST(line.value("--output", "") == "a b");
  BOOST_REQUIRE(line.values("--set").size() == 2u);
  BOOST_TEST(line.values("--set")[0] == "a/b=1 V");
  BOOST_TEST(line.has("--overwrite"));
  BOOST_TEST(line.number("--jobs", 1, 9, 3) == 3);
  BOOST_TEST(parse({"-h"}).wants_help());
}

BOOST_AUTO_TEST_CASE(mistakes_name_what_is_known)
{
  BOOST_TEST(message_of({"a", "--ouptut", "b"}).find("Did you mean \"--output\"?") != std::string::npos);
  BOOST_TEST(message_of({"a", "--ouptut", "b"}).find("--set KEY=VALUE") != std::string::npos);
  BOOST_TEST(message_of({"a", "--output"}) ==
             "command line: quench run: \"--output\" at the end: --output DIR is needed");
  BOOST_TEST(message_of({"a", "--overwrite=yes"}).find("takes no value") != std::string::npos);
  BOOST_TEST(message_of({"a", "--output", "b", "--output", "c"}).find("is given twice") != std::string::npos);
  BOOST_TEST(message_of({}).find("CASE.prm is missing") != std::string::npos);
  BOOST_TEST(message_of({"a", "b"}).find("\"b\" is one word too many") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(numbers_and_contradictions_are_checked)
{
  for (const char *text : {"0", "10", "two", "1.5", "", "99999999999999999999"})
    BOOST_CHECK_THROW(parse({"--jobs", text}).number("--jobs", 1, 9, 1), InputError);
  BOOST_CHECK_THROW(parse({"--overwrite", "--jobs", "1"}).not_both("--overwrite", "--jobs"), InputError);
  BOOST_CHECK_NO_THROW(parse({"--overwrite"}).not_both("--overwrite", "--jobs"));
}

BOOST_AUTO_TEST_SUITE_END()
