#include <postprocess/compact/table.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <tests/postprocess/synthetic/folders.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using compact::Table;

namespace
{
struct File
{
  synthetic::TemporaryFolder folder;
  std::string                path = folder.path() + "/t.csv";

  explicit File(const std::string &text) { write_file_atomically(path, text); }
};

std::string message_of(const std::string &text, const std::string &column)
{
  const File file(text);
  try
  {
    Table(file.path).numbers(column);
  }
  catch (const InputError &error)
  {
    return error.what();
  }
  return "no error";
}

bool holds(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }
} // namespace

BOOST_AUTO_TEST_CASE(columns_are_found_by_name_in_any_order)
{
  const File  file("b,a\n1,2.5\n\n3,-4e-3\n");
  const Table table(file.path);
  BOOST_TEST(table.numbers("a") == (std::vector<double>{2.5, -4e-3}), boost::test_tools::per_element());
  BOOST_TEST(table.where(1) == file.path + ":4");
}

BOOST_AUTO_TEST_CASE(quoted_cells_may_hold_commas)
{
  const File file("point,pulse\n1,\"1.6 V for 50 ns, rise 5 ns\"\n2,\"a \"\"b\"\"\"\n");
  BOOST_TEST(Table(file.path).text("pulse")[0] == "1.6 V for 50 ns, rise 5 ns");
  BOOST_TEST(Table(file.path).text("pulse")[1] == "a \"b\"");
}

BOOST_AUTO_TEST_CASE(errors_name_file_line_and_rule)
{
  BOOST_TEST(holds(message_of("time_s\n1\nnan\n", "time_s"), "t.csv:3: time_s = \"nan\": a finite number"));
  BOOST_TEST(holds(message_of("time_s\n1\ninf\n", "time_s"), "finite number"));
  BOOST_TEST(holds(message_of("time_s\n1x\n", "time_s"), "t.csv:2"));
  BOOST_TEST(holds(message_of("time_s,g\n1,2\n3\n", "g"), "t.csv:3: 1 cells"));
  BOOST_TEST(holds(message_of("time_s,g\n1,2\n", "time"), "the columns are time_s, g"));
  BOOST_TEST(holds(message_of("g,g\n1,2\n", "g"), "appears twice"));
  BOOST_TEST(holds(message_of("", "g"), "is empty"));
  BOOST_CHECK_THROW(Table("/nowhere/t.csv"), IoError);
}
