#include <tests/cases/program.h>
#include <tests/postprocess/export/sample_model.h>

#include <postprocess/export/exporter.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::test;

namespace
{
struct Place
{
  Folder folder;

  Place() { compact::write_model(sample_model(), folder.path("model.json")); }
  Outcome export_model(const std::vector<std::string> &words) const
  {
    std::vector<std::string> all{quench_program(), "export"};
    all.insert(all.end(), words.begin(), words.end());
    return run(all, folder.path());
  }
};
} // namespace

BOOST_AUTO_TEST_CASE(every_tool_gets_its_files_and_a_readme)
{
  const Place place;
  for (const exports::Tool &tool : exports::tools())
  {
    const Outcome outcome =
        place.export_model({"model.json", "--to", tool.name, "-o", std::string("out/") + tool.name});
    BOOST_TEST(outcome.code == 0, tool.name << ": " << outcome.errors);
    const std::string readme = place.folder.read(std::string("out/") + tool.name + "/README.md");
    BOOST_TEST(holds(readme, "```"), tool.name);
    BOOST_TEST(holds(readme, "Model `sample`: 0.1 to 25 uS at t0 = 20 s"), readme);
  }
}

BOOST_AUTO_TEST_CASE(another_origin_is_taken_from_the_command_line)
{
  const Place place;
  BOOST_TEST(place.export_model({"model.json", "--to", "json", "-o", "out", "--t0", "300 s"}).code == 0);
  BOOST_TEST(holds(place.folder.read("out/card.json"), "\"t0_s\": 300.0"));
}

BOOST_AUTO_TEST_CASE(statistics_are_borrowed_if_asked_for)
{
  const Place place;
  BOOST_TEST(place
                 .export_model({"model.json", "--to", "json", "-o", "out", "--read-noise", "none", "--drift-spread",
                                "published", "--programming-noise", "published"})
                 .code == 0);
  const std::string card = place.folder.read("out/card.json");
  BOOST_TEST(holds(card, "nu_std is published (joshi2020)"));
  BOOST_TEST(holds(card, "read noise is 0: it was switched off"));
  BOOST_TEST(place.export_model({"model.json", "--to", "json", "-o", "out2", "--read-noise", "measured"}).code == 2);
}

BOOST_AUTO_TEST_CASE(nothing_is_overwritten_unasked)
{
  const Place place;
  BOOST_TEST(place.export_model({"model.json", "--to", "json", "-o", "out"}).code == 0);
  const Outcome again = place.export_model({"model.json", "--to", "json", "-o", "out"});
  BOOST_TEST(again.code == 2);
  BOOST_TEST(holds(again.errors, "--overwrite"), again.errors);
  BOOST_TEST(place.export_model({"model.json", "--to", "json", "-o", "out", "--overwrite"}).code == 0);
}

BOOST_AUTO_TEST_CASE(wrong_commands_say_what_is_right)
{
  const Place place;
  const auto  refused = [&](const std::vector<std::string> &words, int code, const std::string &part) {
    const Outcome outcome = place.export_model(words);
    BOOST_TEST(outcome.code == code, outcome.errors);
    BOOST_TEST(holds(outcome.errors, part), outcome.errors);
  };
  refused({}, 2, "MODEL.json is missing");
  refused({"model.json"}, 2, "--to TOOL");
  refused({"model.json", "--to", "json"}, 2, "-o DIR");
  refused({"model.json", "--to", "crossim", "-o", "out"}, 2, "Did you mean \"crosssim\"");
  refused({"model.json", "--to", "json", "-o", "out", "--t0", "20"}, 2, "Write for example \"20 s\"");
  refused({"model.json", "--to", "json", "-o", "out", "--t0", "1 us"}, 2, "fitted times");
  refused({"model.json", "--to"}, 2, "--to TOOL is needed");
  refused({"nothing.json", "--to", "json", "-o", "out"}, 4, "nothing.json");
  refused({"model.json", "--to", "json", "-o", "model.json/out"}, 4, "model.json/out");
  std::string text = place.folder.read("model.json");
  text.replace(text.find("\"version\": [1, 1]"), 17, "\"version\": [1, 9]");
  place.folder.write("future.json", text);
  refused({"future.json", "--to", "json", "-o", "out"}, 2, "this program reads versions 1.0 and 1.1");
}

BOOST_AUTO_TEST_CASE(a_name_of_two_lines_stays_in_the_comment)
{
  exports::Card card  = exports::make_card(sample_model(), {});
  card.model.model_id = "x\n.control\nshell touch owned\n.endc";
  for (const char *tool : {"ngspice", "verilog-a"})
    for (const exports::File &file : exports::export_to(exports::find_tool(tool), card))
      BOOST_TEST(!holds(file.text, "\nshell touch owned"), file.name);
}
