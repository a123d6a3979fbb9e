#include <physics/base/program.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <iostream>

using namespace quench;

BOOST_AUTO_TEST_SUITE(program)

BOOST_AUTO_TEST_CASE(what_is_thrown_decides_the_exit_code)
{
  BOOST_TEST(ending_of([] { return ExitCode::stopped; }).code == 5);
  BOOST_TEST(ending_of([]() -> ExitCode { throw InputError("here", "this"); }).code == 2);
  const Ending refused = ending_of([]() -> ExitCode {
    throw std::filesystem::filesystem_error("status", "a/b", std::make_error_code(std::errc::permission_denied));
  });
  BOOST_TEST(refused.code == 4);
  BOOST_TEST(refused.message == "a/b: Permission denied");
  const Ending bug = ending_of([]() -> ExitCode { throw std::logic_error("oh"); });
  BOOST_TEST(bug.code == 1);
  BOOST_TEST(bug.message == "internal error: oh");
}

BOOST_AUTO_TEST_CASE(messages_do_nothing_to_a_terminal)
{
  BOOST_TEST(printable("a\x1b[31m\r\n  b\x7f") == "a\\x1b[31m\\x0d\n  b\\x7f");
  const std::string shown = printable("case: \"" + std::string(100000, 'x') + "\": is too long");
  BOOST_TEST(shown.size() < 1000u);
  BOOST_TEST(shown.starts_with("case: \"xxx"));
  BOOST_TEST(shown.ends_with("\": is too long"));
  std::string umlauts;
  for (int i = 0; i < 1001; ++i)
    umlauts += "\xc3\xa4";
  BOOST_TEST(printable("a" + umlauts).find("\xa4 ...") != std::string::npos); // no half characters
}

BOOST_AUTO_TEST_SUITE_END()
