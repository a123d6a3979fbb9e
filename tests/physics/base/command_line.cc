#include <physics/base/command_line.h>

#include <physics/base/error.h>
#include <physics/base/json.h>

#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace quench;

namespace
{
const Command command{"quench run",
                      "Runs a case.",
                      {{"CASE.prm", "the case"}},
                      {options::set("change a key"), options::output("DIR", "folder of the results"),
                       Option{"--jobs", "N", "points at a time"},
                       Option{"--only", "WHICH", "some", "", false, {"failed"}}, options::overwrite("replace results")},
                      "A note."};

CommandLine parse(const std::vector<std::string> &words) { return {command, words}; }

std::string message_of(const std::vector<std::string> &words, const Command &of = command)
{
  try
  {
    CommandLine(of, words);
  }
  catch (const InputError &error)
  {
    return error.what();
  }
  return "accepted";
}

std::string answer(const std::vector<std::string> &words)
{
  std::ostringstream text;
  return parse(words).answer(text) ? text.str() : "no answer";
}

bool holds(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }
} // namespace

BOOST_AUTO_TEST_SUITE(command_line)

BOOST_AUTO_TEST_CASE(options_stand_anywhere_in_every_usual_form)
{
  const CommandLine line = parse({"--output", "a b", "case.prm", "--set=a/b=1 V", "--set", "c=2", "--overwrite"});
  BOOST_TEST(line.words()[0] == "case.prm");
  BOOST_TEST(line.value("--output", "") == "a b");
  BOOST_REQUIRE(line.values("--set").size() == 2u);
  BOOST_TEST(line.values("--set")[0] == "a/b=1 V");
  BOOST_TEST(line.values("--set")[1] == "c=2");
  BOOST_TEST(line.has("--overwrite"));
  BOOST_TEST(!parse({"a"}).has("--overwrite"));
  BOOST_TEST(line.number("--jobs", 1, 9, 3) == 3);
  for (const std::vector<std::string> &form :
       std::vector<std::vector<std::string>>{{"--output=x=y"}, {"--output", "x=y"}, {"-o", "x=y"}, {"-ox=y"}})
  {
    std::vector<std::string> words{"case.prm"};
    words.insert(words.begin(), form.begin(), form.end());
    BOOST_TEST(parse(words).value("--output", "") == "x=y", form[0]);
    BOOST_TEST(parse(words).words()[0] == "case.prm", form[0]);
  }
}

BOOST_AUTO_TEST_CASE(a_value_may_look_like_anything)
{
  BOOST_TEST(parse({"a", "--set", "--overwrite"}).values("--set")[0] == "--overwrite");
  BOOST_TEST(!parse({"a", "--set", "--overwrite"}).has("--overwrite"));
  BOOST_TEST(parse({"a", "--set", "b=[1,2]"}).values("--set")[0] == "b=[1,2]");
  BOOST_TEST(parse({"a", "--set", "b=\"x y\""}).values("--set")[0] == "b=\"x y\"");
  BOOST_TEST(parse({"a", "--set", "b=-1 V", "--set", ""}).values("--set")[1] == "");
  BOOST_TEST(parse({"--", "--case.prm"}).words()[0] == "--case.prm");
  BOOST_TEST(parse({"-"}).words()[0] == "-");
  BOOST_TEST(parse({"{a}"}).words()[0] == "{a}");
}

BOOST_AUTO_TEST_CASE(mistakes_name_what_is_known)
{
  BOOST_TEST(holds(message_of({"a", "--ouptut", "b"}), "Did you mean \"--output\"?"));
  BOOST_TEST(holds(message_of({"a", "--ouptut=b"}), "Did you mean \"--output\"?"));
  BOOST_TEST(holds(message_of({"a", "--ouptut", "b"}), "--set KEY=VALUE"));
  BOOST_TEST(holds(message_of({"--ouptut", "--", "b"}), "\"--ouptut\" is unknown"));
  BOOST_TEST(holds(message_of({"a", "-x"}), "\"-x\" is unknown"));
  BOOST_TEST(message_of({"a", "--output"}) ==
             "command line: quench run: \"--output\" at the end: --output DIR is needed");
  BOOST_TEST(message_of({"a", "-o"}) == "command line: quench run: \"-o\" at the end: --output DIR is needed");
  BOOST_TEST(holds(message_of({"a", "--overwrite=yes"}), "takes none"));
  BOOST_TEST(holds(message_of({"a", "--output", "b", "-o", "c"}), "\"--output\" is given twice"));
  BOOST_TEST(holds(message_of({"a", "--overwrite", "--overwrite"}), "is given twice"));
  BOOST_TEST(holds(message_of({}), "CASE.prm is missing"));
  BOOST_TEST(holds(message_of({"a", "b"}), "\"b\" is one word too many: quench run CASE.prm [options]"));
  BOOST_TEST(holds(message_of({"a", "--only", "faield"}), "Did you mean \"failed\"?"));
}

BOOST_AUTO_TEST_CASE(words_are_counted)
{
  const Command some{
      "x", "", {{"CELL", "", Word::Count::one, {"line", "ring"}}, {"FILE", "", Word::Count::optional}}, {}};
  BOOST_TEST(message_of({"line"}, some) == "accepted");
  BOOST_TEST(message_of({"line", "f"}, some) == "accepted");
  BOOST_TEST(holds(message_of({"line", "f", "g"}, some), "\"g\" is one word too many"));
  BOOST_TEST(holds(message_of({"lime"}, some), "Did you mean \"line\"?"));
  const Command many{"y", "", {{"RESULTS", "", Word::Count::several}}, {}};
  BOOST_TEST(message_of({"a", "b", "c"}, many) == "accepted");
  BOOST_TEST(holds(message_of({}, many), "RESULTS is missing: y RESULTS..."));
}

BOOST_AUTO_TEST_CASE(numbers_and_contradictions_are_checked)
{
  for (const char *text : {"0", "10", "two", "1.5", "", "99999999999999999999"})
    BOOST_CHECK_THROW(parse({"a", "--jobs", text}).number("--jobs", 1, 9, 1), InputError);
  BOOST_TEST(parse({"a", "--jobs", "9"}).number("--jobs", 1, 9, 1) == 9);
  BOOST_CHECK_THROW(parse({"a", "--overwrite", "--jobs", "1"}).not_both("--overwrite", "--jobs"), InputError);
  BOOST_CHECK_NO_THROW(parse({"a", "--overwrite"}).not_both("--overwrite", "--jobs"));
}

BOOST_AUTO_TEST_CASE(help_version_and_grammar_need_nothing_else)
{
  BOOST_TEST(answer({"a"}) == "no answer");
  for (const char *word : {"--help", "-h"})
    for (const char *part : {"quench run CASE.prm [options]\n\nRuns a case.\n", "-o, --output DIR", "A note.", "WHICH",
                             "some: failed", "--version"})
      BOOST_TEST(holds(answer({word}), part), answer({word}));
  BOOST_TEST(answer({"--version"}).starts_with("quench 0.1.0 (commit "));
  const Json     json = Json::parse(answer({"--grammar"}), "grammar");
  const JsonView view(json, "grammar");
  BOOST_TEST(view["name"].as_string() == "quench run");
  BOOST_TEST(view["words"][0]["name"].as_string() == "CASE.prm");
  BOOST_TEST(view["options"].size() == 7u);
  BOOST_TEST(view["options"][1]["letter"].as_string() == "-o");
  BOOST_TEST(view["options"][3]["choices"][0].as_string() == "failed");
  BOOST_TEST(asks_about({"a", "-h"}));
  BOOST_TEST(!asks_about({"a", "-o"}));
}

BOOST_AUTO_TEST_SUITE_END()
