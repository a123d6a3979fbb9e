// The reader of case files against deal.II's ParameterHandler, whose grammar it follows: the same values from the same
// files.
#include <physics/base/prm.h>

#include <boost/test/unit_test.hpp>

#include <deal.II/base/parameter_handler.h>

#include <filesystem>
#include <fstream>

using namespace quench;
namespace fs = std::filesystem;

namespace
{
void declare(dealii::ParameterHandler &handler, const PrmTree &tree)
{
  for (const auto &[key, entry] : tree.entries)
    handler.declare_entry(key, "", dealii::Patterns::Anything());
  for (const auto &[name, section] : tree.sections)
  {
    handler.enter_subsection(name);
    declare(handler, section);
    handler.leave_subsection();
  }
}

int compare(dealii::ParameterHandler &handler, const PrmTree &tree, const std::string &where)
{
  int n = 0;
  for (const auto &[key, entry] : tree.entries)
  {
    BOOST_TEST(handler.get(key) == entry.text, where << key << ": " << handler.get(key) << " and " << entry.text);
    ++n;
  }
  for (const auto &[name, section] : tree.sections)
  {
    handler.enter_subsection(name);
    n += compare(handler, section, where + name + "/");
    handler.leave_subsection();
  }
  return n;
}

/// Reads a file with both; the number of values compared.
int compare_file(const fs::path &path)
{
  const PrmTree            tree = read_prm(path.string());
  dealii::ParameterHandler handler;
  declare(handler, tree);
  const fs::path here = fs::current_path();
  fs::current_path(path.parent_path()); // deal.II takes includes from there
  handler.parse_input(path.string());
  fs::current_path(here);
  return compare(handler, tree, path.filename().string() + ": ");
}
} // namespace

BOOST_AUTO_TEST_CASE(reads_every_shipped_case_as_deal_ii_does)
{
  int n_files = 0, n_values = 0;
  for (const auto &file : fs::recursive_directory_iterator(fs::path(QUENCH_SOURCE_DIR) / "cases"))
    if (file.path().extension() == ".prm")
    {
      n_values += compare_file(file.path());
      ++n_files;
    }
  BOOST_TEST(n_files >= 10);
  BOOST_TEST(n_values >= 150);
}

BOOST_AUTO_TEST_CASE(reads_the_corners_of_the_grammar_as_deal_ii_does)
{
  const fs::path folder = fs::path(QUENCH_BINARY_DIR) / "tests/files/parameter_handler";
  fs::create_directories(folder);
  std::ofstream(folder / "more.prm") << "subsection outer\n  set third=  last words  \nend\n";
  std::ofstream(folder / "case.prm") << "# a comment\n\n"
                                        "   set   first key =  1 nm   # with a comment\n"
                                        "subsection   outer\n"
                                        "  subsection inner  # another\n"
                                        "    set list = a, b, \\\n"
                                        "               c, d\n"
                                        "    set empty =\n"
                                        "    set equation = a = b\n"
                                        "  end\n"
                                        "end\n"
                                        "include more.prm\n";
  BOOST_TEST(compare_file(folder / "case.prm") == 5);
}
