// Disks that take no more, and names that no disk takes: an error with the path and the reason.
#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

using namespace quench::test;

namespace
{
std::string command_of(const std::vector<std::string> &words)
{
  std::string command;
  for (const std::string &word : words)
    command += " " + quoted(word);
  return command;
}
} // namespace

BOOST_AUTO_TEST_CASE(what_cannot_be_printed_is_an_error)
{
  const Folder folder;
  for (const std::vector<std::string> &words : {std::vector<std::string>{"describe"},
                                                {"new", "mushroom"},
                                                {"explain", "pulses"},
                                                {"--help"},
                                                {"array", "--help"}})
  {
    std::vector<std::string> all{quench_program()};
    all.insert(all.end(), words.begin(), words.end());
    const Outcome outcome = run({"-c", command_of(all) + " >/dev/full"}, folder.path(), "bash");
    BOOST_TEST(outcome.code == 4, words[0]);
    BOOST_TEST(holds(outcome.errors, "standard output: cannot be written"), outcome.errors);
  }
}

BOOST_AUTO_TEST_CASE(names_that_are_too_long_are_told)
{
  const Folder      folder;
  const std::string name(300, 'x');
  const auto        code = [&](std::vector<std::string> words) {
    words.insert(words.begin(), quench_program());
    const Outcome outcome = run(words, folder.path());
    BOOST_TEST(!holds(outcome.errors, "internal"), outcome.errors);
    return outcome.code;
  };
  folder.write("case.prm", "");
  folder.write("mesh.prm", "subsection geometry\n  set cell = gmsh file\n  subsection gmsh file\n    set file = " +
                               name + "\n  end\nend\n");
  BOOST_TEST(code({"run", name}) == 2);
  BOOST_TEST(code({"check", "mesh.prm", "--input-only"}) == 2);
  BOOST_TEST(code({"run", "case.prm", "--output", name}) == 4);
  BOOST_TEST(code({"check", "case.prm", "--output", name}) == 4);
  BOOST_TEST(code({"sweep", name}) == 2);
  BOOST_TEST(code({"sketch", "case.prm", name}) == 4);
  BOOST_TEST(code({"new", "mushroom", name}) == 4);
  BOOST_TEST(code({"report", name}) == 2);
  BOOST_TEST(code({"extract", name, "-o", "m.json"}) == 2);
  BOOST_TEST(folder.content().size() == 2u);
}

/// A disk of some size of our own, where the system lets us have one.
BOOST_AUTO_TEST_CASE(a_disk_that_fills_up_ends_a_run_with_the_file_and_the_reason)
{
  const Folder folder;
  const auto   on_disk = [&](const std::string &size, const std::string &command) {
    return run({"-m", "bash", "-c", "mount -t tmpfs -o size=" + size + " tmpfs . && cd . && " + command}, folder.path(),
                 "unshare");
  };
  if (on_disk("1m", "true").code != 0)
  {
    BOOST_TEST_MESSAGE("no right to mount a disk: skipped");
    return;
  }
  const std::string reset = quoted(std::string(QUENCH_SOURCE_DIR) + "/cases/mushroom/reset.prm");
  for (const char *size : {"40k", "60k", "100k", "200k", "420k"}) // tables, results.h5, checkpoints
  {
    const Outcome outcome =
        on_disk(size, quoted(quench_program()) + " run " + reset + " --output " + quoted(folder.path("run")) +
                          " --set 'mesh/coarse cell size=60 nm' --set 'phase field/interface width=5 nm'"
                          " --set 'output/checkpoint steps=8'");
    BOOST_TEST(outcome.code == 4, size << ": " << outcome.code << " " << outcome.errors);
    BOOST_TEST(holds(outcome.errors, "No space left on device"), size << ": " << outcome.errors);
    BOOST_TEST(holds(outcome.errors, folder.path("run/")), size << ": " << outcome.errors);
  }
}
