// `quench doctor`, `quench man` and `quench completion`, as a user runs them.
#include "program.h"

#include <boost/test/unit_test.hpp>

#include <filesystem>

using namespace quench;
using quench::test::holds;

namespace
{
namespace fs = std::filesystem;

/// A folder with copies of the plain programs and a script in place of the cell solver.
struct Installation : test::Folder
{
  explicit Installation(const std::string &cell_script)
  {
    for (const char *name : {"quench", "quench-compact", "quench-export", "quench-array", "quench-report"})
      fs::copy_file(fs::path(test::quench_program()).parent_path() / name, path(name));
    if (cell_script.empty())
      return;
    write("quench-cell", cell_script);
    fs::permissions(path("quench-cell"), fs::perms::owner_all);
  }

  test::Outcome says(const std::vector<std::string> &words, const std::string &before = "") const
  {
    std::vector<std::string> all{path("quench")};
    all.insert(all.end(), words.begin(), words.end());
    return test::run(all, path(), before);
  }
};

std::string line_of(const std::string &text, const std::string &what)
{
  const std::size_t at = text.find(what), begin = text.rfind('\n', at) + 1;
  return at == std::string::npos ? "" : text.substr(begin, text.find('\n', at) - begin);
}
} // namespace

BOOST_AUTO_TEST_SUITE(doctor)

BOOST_AUTO_TEST_CASE(what_is_missing_is_named_with_its_package)
{
  const Installation  none("");
  const test::Outcome outcome = none.says({"doctor"}, "PATH=/nowhere");
  BOOST_TEST(outcome.code == 4);
  BOOST_TEST(line_of(outcome.output, "quench-cell").starts_with("MISSING"), outcome.output);
  BOOST_TEST(line_of(outcome.output, "quench-report").starts_with("ok"), outcome.output);
  BOOST_TEST(line_of(outcome.output, "mpirun").starts_with("without"), outcome.output);
  BOOST_TEST(holds(outcome.output, "Quench does not work as it is."));
  for (const char *package : {"openmpi-bin", "ngspice"})
    BOOST_TEST(holds(line_of(outcome.output, "apt-get install"), package), outcome.output);
}

BOOST_AUTO_TEST_CASE(a_program_that_does_not_start_or_is_of_another_build_is_missing)
{
  const Installation broken("#!/bin/sh\necho 'cannot open it' >&2\nexit 127\n");
  BOOST_TEST(holds(line_of(broken.says({"doctor"}).output, "quench-cell"), "does not start: cannot open it"));
  const Installation other("#!/bin/sh\necho 'quench 0.0.1 (commit abc)'\n");
  BOOST_TEST(holds(line_of(other.says({"doctor"}).output, "quench-cell"), "is of another build: quench 0.0.1"));
  BOOST_TEST(other.says({"doctor"}).code == 4);
}

BOOST_AUTO_TEST_CASE(every_plain_program_has_version_and_grammar)
{
  const Installation here("");
  const std::string  version = here.says({"--version"}).output;
  BOOST_TEST(version.starts_with("quench 0.1.0 (commit "));
  for (const char *command : {"sweep", "submit", "doctor", "man", "completion", "extract", "export", "array", "report"})
  {
    BOOST_TEST(here.says({command, "--version"}).output == version, command);
    BOOST_TEST(here.says({command, "--help"}).output.starts_with(std::string("quench ") + command), command);
  }
}

/// A build without the cell solver has a manual of what it has.
BOOST_AUTO_TEST_CASE(manual_and_completion_say_what_help_says)
{
  const Installation here("");
  const std::string  manual = here.says({"man"}).output, completion = here.says({"completion", "bash"}).output;
  for (const char *part : {".TH QUENCH 1", ".SS quench sweep SWEEP.prm [options]",
                           ".SS quench export MODEL.json [options]", "\\-\\-jobs", "aihwkit, crosssim"})
    BOOST_TEST(holds(manual, part), part);
  BOOST_TEST(!holds(manual, "quench run CASE.prm [options]"));
  here.write("try.sh", completion + "COMP_WORDS=(quench \"$@\") COMP_CWORD=$#\n_quench\necho \"${COMPREPLY[*]}\"\n");
  here.write("case.prm", "");
  const auto completed = [&](const std::vector<std::string> &words) {
    std::vector<std::string> all{"bash", "try.sh"};
    all.insert(all.end(), words.begin(), words.end());
    return test::run(all, here.path()).output;
  };
  BOOST_TEST(completed({"sw"}) == "sweep\n");
  BOOST_TEST(completed({"sweep", "ca"}) == "case.prm\n");
  BOOST_TEST(completed({"sweep", "--jo"}) == "--jobs\n");
  BOOST_TEST(completed({"sweep", "--only", ""}) == "failed\n");
  BOOST_TEST(completed({"export", "case.prm", "--to", "ng"}) == "ngspice\n");
  BOOST_TEST(completed({"export", "case.prm", "-o", "quench-a"}) == "quench-array\n");
  BOOST_TEST(completed({"completion", "z"}) == "zsh\n");
}

BOOST_AUTO_TEST_SUITE_END()
