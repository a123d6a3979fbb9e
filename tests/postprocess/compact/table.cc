#include <postprocess/compact/table.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <tests/postprocess/synthetic/folders.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

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

/// A table of two columns and two rows, written in one way or another.
struct Form
{
  const char *what;
  std::string text;

  friend std::ostream &operator<<(std::ostream &out, const Form &form) { return out << form.what; }
};

const std::string plain = "time_s,g_uS\n0.5,12.25\n1e3,-4e-3\n";

std::string utf16(const std::string &text, bool little, bool marked)
{
  std::string bytes = !marked ? "" : little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : text)
    bytes += little ? std::string{c, '\0'} : std::string{'\0', c};
  return bytes;
}

std::string replaced(std::string text, char what, const std::string &by)
{
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, 1, by);
  return text;
}

const std::vector<Form> forms = {
    {"plain", plain},
    {"no line end at the end", plain.substr(0, plain.size() - 1)},
    {"a byte order mark", "\xEF\xBB\xBF" + plain},
    {"UTF-16, little endian", utf16(plain, true, true)},
    {"UTF-16, big endian", utf16(plain, false, true)},
    {"UTF-16 without a mark", utf16(plain, true, false)},
    {"blanks after commas", replaced(plain, ',', " ,  ")},
    {"no-break spaces", replaced(plain, ',', ",\xC2\xA0")},
    {"lines of Windows", replaced(plain, '\n', "\r\n")},
    {"lines of an old Macintosh", replaced(plain, '\n', "\r")},
    {"semicolons", replaced(plain, ',', ";")},
    {"tabs", replaced(plain, ',', "\t")},
    {"decimal commas", "time_s;g_uS\n0,5;12,25\n1e3;-4e-3\n"},
    {"decimal commas and tabs", "time_s\tg_uS\n0,5\t12,25\n1000\t-0,004\n"},
    {"a line that tells the separator", "sep=;\ntime_s;g_uS\n0,5;12,25\n1000;-0,004\n"},
    {"comments", "# device 5, \"wafer\n% T = 300 K\n" + plain + "# end\n"},
    {"a header in a comment, as numpy writes", "# written by hand\n# " + plain},
    {"quotes", "\"time_s\", \"g_uS\"\n\"0.5\",\"12.25\"\n1e3,\"-4e-3\"\n"},
    {"a typographic minus", "time_s,g_uS\n0.5,12.25\n1e3,\xE2\x88\x92"
                            "4e\xE2\x88\x92"
                            "3\n"},
    {"empty columns and rows of a spreadsheet", "time_s,g_uS,,\n0.5,12.25,,\n,,,\n1e3,-4e-3,,\n,,,\n"},
    {"blank lines", "\n \n" + plain + "\n\n"}};

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

/// Every form of one table: two columns, two rows.
BOOST_DATA_TEST_CASE(a_table_is_read_as_instruments_and_spreadsheets_write_it, boost::unit_test::data::make(forms),
                     form)
{
  const File  file(form.text);
  const Table table(file.path);
  BOOST_TEST(table.header() == (std::vector<std::string>{"time_s", "g_uS"}), boost::test_tools::per_element());
  BOOST_TEST(table.numbers("time_s") == (std::vector<double>{0.5, 1e3}), boost::test_tools::per_element());
  BOOST_TEST(table.numbers("g_uS") == (std::vector<double>{12.25, -4e-3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(numbers_that_can_be_read_in_two_ways_are_refused)
{
  BOOST_TEST(holds(message_of("t;g\n1,234;5.5\n", "t"),
                   "t = \"1,234\": a finite number is needed. The file has decimal "
                   "points as well"));
  BOOST_TEST(holds(message_of("t,g\n0,5,12,25\n", "t"), "t.csv:2: 4 cells: the header names 2 columns. With decimal "
                                                        "commas the cells need semicolons or tabs"));
  BOOST_TEST(holds(message_of("t;g\n1.234,5;2\n", "t"), "t = \"1.234,5\": a finite number"));
  BOOST_TEST(holds(message_of("t,g\n\"0,5\",2\n", "t"), "t = \"0,5\": a finite number"));
}

BOOST_AUTO_TEST_CASE(a_quoted_cell_may_hold_separators_and_line_breaks_and_is_closed)
{
  const File  file("t,what\n1,\"two\nlines, \"\"so\"\"\"\n2,b\n");
  const Table table(file.path);
  BOOST_TEST(table.text("what")[0] == "two\nlines, \"so\"");
  BOOST_TEST(table.where(1) == file.path + ":4");
  BOOST_TEST(holds(message_of("t,g\n1,2\n\"3,4\n5,6\n", "t"), "t.csv:3: a quote is not closed"));
}

BOOST_AUTO_TEST_CASE(a_message_shows_no_control_characters_and_no_long_cells)
{
  BOOST_TEST(holds(message_of("t\n\x1b[31m\n", "t"), "t = \"?[31m\""));
  BOOST_TEST(message_of("t\n" + std::string(10000, 'x') + "\n", "t").size() < 300u);
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
