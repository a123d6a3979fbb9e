#include <physics/base/prm.h>

#include <physics/base/error.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

using namespace quench;

namespace
{
std::string message(std::string_view text, const std::string &file = "case.prm")
{
  try
  {
    parse_prm(text, file);
  }
  catch (const InputError &error)
  {
    return error.what();
  }
  return "no error";
}

/// An empty folder of the build for files of one test.
struct Folder
{
  explicit Folder(const std::string &name) : path(std::string(QUENCH_BINARY_DIR) + "/tests/files/" + name)
  {
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path + "/sub");
  }

  std::string write(const std::string &name, const std::string &text) const
  {
    std::ofstream(path + "/" + name) << text;
    return path + "/" + name;
  }

  std::string path;
};

std::string error_of_file(const std::string &path)
{
  try
  {
    read_prm(path);
  }
  catch (const Error &error)
  {
    return error.what();
  }
  return "no error";
}
} // namespace

BOOST_AUTO_TEST_CASE(reads_the_grammar)
{
  const PrmTree root = parse_prm("# comment\n"
                                 "set  title =  a   mushroom  # why\n"
                                 "subsection geometry\n"
                                 "  set heater\tradius = 20 nm\r\n"
                                 "  SUBSECTION deep one\n"
                                 "    SET formula = a = b\n"
                                 "  END\n"
                                 "end\n"
                                 "subsection geometry\n"
                                 "  set empty =\n"
                                 "end",
                                 "dir/case.prm");
  BOOST_CHECK_EQUAL(root.entries.at("title").text, "a mushroom");
  BOOST_CHECK_EQUAL(root.entries.at("title").place.text(), "dir/case.prm:2");
  BOOST_CHECK_EQUAL(root.entries.at("title").directory, "dir");
  const PrmTree &geometry = root.sections.at("geometry");
  BOOST_CHECK_EQUAL(geometry.place.line, 3);
  BOOST_CHECK_EQUAL(geometry.entries.at("heater radius").text, "20 nm");
  BOOST_CHECK_EQUAL(geometry.entries.at("heater radius").place.line, 4);
  BOOST_CHECK_EQUAL(geometry.sections.at("deep one").entries.at("formula").text, "a = b");
  BOOST_CHECK_EQUAL(geometry.entries.at("empty").text, "");
}

BOOST_AUTO_TEST_CASE(continues_lines)
{
  const PrmTree root = parse_prm("set a = one \\\n"
                                 "        two\\\n"
                                 "   # a comment between\n"
                                 "  three # end\n"
                                 "set b = 1\n",
                                 "c");
  BOOST_CHECK_EQUAL(root.entries.at("a").text, "one twothree");
  BOOST_CHECK_EQUAL(root.entries.at("a").place.line, 1);
  BOOST_CHECK_EQUAL(root.entries.at("b").place.line, 5);
  BOOST_CHECK_EQUAL(message("set a = b \\"), "case.prm:1: the line ends in \\ but no line follows. Remove the \\");
}

BOOST_AUTO_TEST_CASE(accepts_empty_files_and_a_byte_order_mark)
{
  BOOST_CHECK(parse_prm("", "c").entries.empty());
  BOOST_CHECK(parse_prm("\n\n# nothing", "c").entries.empty());
  BOOST_CHECK_EQUAL(parse_prm("\xEF\xBB\xBFset a = b", "c").entries.at("a").text, "b");
}

BOOST_AUTO_TEST_CASE(refuses_a_key_set_twice_with_both_places)
{
  BOOST_CHECK_EQUAL(message("subsection s\nset a = 1\nend\n\nsubsection s\nset  a = 2\nend"),
                    "case.prm:6: s/a = \"2\" is set twice: it is already \"1\" at case.prm:2. Remove one of the two");
}

BOOST_AUTO_TEST_CASE(names_the_place_of_a_broken_structure)
{
  BOOST_CHECK_EQUAL(message("set a = 1\nend"), "case.prm:2: this end closes no subsection of this file. Remove it");
  BOOST_CHECK_EQUAL(message("subsection s\nset a = 1\n"),
                    "case.prm:1: subsection \"s\" has no end: every subsection is closed by a line \"end\". Add the "
                    "missing end");
  BOOST_CHECK_EQUAL(message("\nset a 1"), "case.prm:2: \"set a 1\" has no =: set KEY = VALUE is needed");
  BOOST_CHECK_EQUAL(message("set = 1"), "case.prm:1: \"set = 1\": a key without \"/\" is needed before the =");
  BOOST_CHECK_EQUAL(message("set a/b = 1"), "case.prm:1: \"set a/b = 1\": a key without \"/\" is needed before the =");
  BOOST_CHECK_EQUAL(message("a = 1"),
                    "case.prm:1: \"a = 1\" is not a statement: a line is: subsection NAME, end, set KEY = VALUE, "
                    "include FILE or # comment. Write \"set a = 1\"");
  BOOST_CHECK(message("subsecton geometry").ends_with("Did you mean \"subsection\"?"));
  BOOST_CHECK_EQUAL(message("subsection"), "case.prm:1: subsection \"\": a name without \"/\" is needed");
  BOOST_CHECK_EQUAL(message("subsection s\nend s"), "case.prm:2: \"end s\": \"end\" stands alone. Use # for a comment");
}

BOOST_AUTO_TEST_CASE(refuses_bytes_that_are_not_text)
{
  BOOST_CHECK_EQUAL(message(std::string_view("set a = 1\nset b = \0", 19)),
                    "case.prm:2: column 9 holds a control character or broken UTF-8: a case file is plain text. Remove "
                    "it or save the file as UTF-8");
  BOOST_CHECK(message("# \x01").starts_with("case.prm:1: column 3"));
  BOOST_CHECK(message("set a = \xC3\x28").starts_with("case.prm:1: column 9"));
  BOOST_CHECK_EQUAL(message("set a = 5 \u00b5m"), "no error");
}

BOOST_AUTO_TEST_CASE(limits_the_size_of_everything)
{
  const std::string wide(4097, 'x');
  BOOST_CHECK(message("set a = " + wide).starts_with("case.prm:1: the line is too long: at most 4096 bytes"));
  std::string continued = "set a = x";
  for (int i = 0; i < 5; ++i)
    continued += "\\\n" + std::string(1000, 'x');
  BOOST_CHECK(message(continued).starts_with("case.prm:1: the continued line is too long"));
  BOOST_CHECK(message(std::string((1 << 20) + 1, '\n')).starts_with("case.prm: the file is too long"));
  std::string deep, ends;
  for (int i = 0; i < 32; ++i)
  {
    deep += "subsection s\n";
    ends += "end\n";
  }
  BOOST_CHECK_EQUAL(message(deep + ends), "no error");
  BOOST_CHECK_EQUAL(message(deep + "subsection t\nend\n" + ends),
                    "case.prm:33: subsection \"t\" is too deep: at most 32 levels are allowed");
}

BOOST_AUTO_TEST_CASE(reads_many_keys_quickly)
{
  std::string text;
  for (int i = 0; i < 60000; ++i)
    text += "set " + std::to_string(i) + " = 1\n";
  BOOST_CHECK_EQUAL(parse_prm(text, "c").entries.size(), 60000u); // quadratic search would take a minute
}

BOOST_AUTO_TEST_CASE(includes_relative_to_the_including_file)
{
  const Folder folder("prm_include");
  folder.write("sub/inner.prm", "set b = 2\n");
  folder.write("sub/outer.prm", "set a = 1\nsubsection s\n  include inner.prm\nend\n");
  const PrmTree root = read_prm(folder.write("case.prm", "include sub/outer.prm\nset c = 3\n"));
  BOOST_CHECK_EQUAL(root.entries.at("a").place.file, folder.path + "/sub/outer.prm");
  BOOST_CHECK_EQUAL(root.sections.at("s").entries.at("b").text, "2");
  BOOST_CHECK_EQUAL(root.sections.at("s").entries.at("b").directory, folder.path + "/sub");
  BOOST_CHECK_EQUAL(root.entries.at("c").place.line, 2);
}

BOOST_AUTO_TEST_CASE(refuses_bad_includes)
{
  const Folder      folder("prm_bad_include");
  const std::string case_file = folder.path + "/case.prm";
  folder.write("case.prm", "\ninclude missing.prm\n");
  BOOST_CHECK_EQUAL(
      error_of_file(case_file),
      case_file + ":2: include: " + folder.path +
          "/missing.prm: cannot be read: No such file or directory. The path is relative to the folder of "
          "the including file");
  folder.write("case.prm", "include sub/../a.prm\n");
  folder.write("a.prm", "include case.prm\n");
  BOOST_CHECK_EQUAL(error_of_file(case_file),
                    folder.path + "/a.prm:1: include \"case.prm\" goes in a circle: the file is being read already");
  folder.write("case.prm", "include a.prm\nset x = 1\n");
  folder.write("a.prm", "set x = 2\n");
  BOOST_CHECK(error_of_file(case_file).find("it is already \"2\" at " + folder.path + "/a.prm:1") != std::string::npos);
  folder.write("a.prm", "end\n"); // an include may not close what it did not open
  folder.write("case.prm", "subsection s\ninclude a.prm\nend\n");
  BOOST_CHECK(error_of_file(case_file).find("a.prm:1: this end closes no subsection") != std::string::npos);
  folder.write("case.prm", "include sub\n");
  BOOST_CHECK(error_of_file(case_file).find("Is a directory") != std::string::npos);
  BOOST_CHECK(error_of_file(folder.path + "/none.prm").find("none.prm: cannot be read: No such file") !=
              std::string::npos);
}

BOOST_AUTO_TEST_CASE(limits_includes)
{
  const Folder folder("prm_many_includes");
  std::string  many;
  for (int i = 0; i < 65; ++i)
    many += "include empty.prm\n";
  folder.write("empty.prm", "");
  BOOST_CHECK(
      error_of_file(folder.write("many.prm", many)).find("many.prm:65: include \"empty.prm\" is one too many") !=
      std::string::npos);
  for (int i = 0; i < 9; ++i)
    folder.write(std::to_string(i) + ".prm", "include " + std::to_string(i + 1) + ".prm\n");
  BOOST_CHECK(error_of_file(folder.path + "/0.prm").find("8.prm:1: include \"9.prm\" is one too many") !=
              std::string::npos);
}

BOOST_AUTO_TEST_CASE(overrides_replace_values)
{
  PrmTree root = parse_prm("subsection s\nset a key = 1\nend", "dir/case.prm");
  apply_override(root, "s/a key = 2 nm");
  apply_override(root, "new/deep/b=x=y/z");
  apply_override(root, "top=1");
  apply_override(root, "top=2");
  BOOST_CHECK_EQUAL(root.sections.at("s").entries.at("a key").text, "2 nm");
  BOOST_CHECK_EQUAL(root.sections.at("s").entries.at("a key").place.text(), "command line");
  BOOST_CHECK_EQUAL(root.sections.at("s").entries.at("a key").directory, "dir");
  BOOST_CHECK_EQUAL(root.sections.at("new").sections.at("deep").entries.at("b").text, "x=y/z");
  BOOST_CHECK_EQUAL(root.sections.at("new").place.text(), "command line");
  BOOST_CHECK_EQUAL(root.entries.at("top").text, "2");
}

BOOST_AUTO_TEST_CASE(refuses_broken_overrides)
{
  PrmTree root;
  for (const char *broken : {"", "=", "a", "=1", "a//b=1", "/a=1", "a/=1", "a\n=1", "a=\x01", "a=b#c"})
    BOOST_CHECK_THROW(apply_override(root, broken), InputError);
  std::string deep = "a=1";
  for (int i = 0; i < 32; ++i)
    deep = "s/" + deep;
  BOOST_CHECK_THROW(apply_override(root, deep), InputError);
  BOOST_CHECK(root.entries.empty() && root.sections.empty());
}
