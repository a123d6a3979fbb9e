// The page as a headless Chromium shows it.
#include <postprocess/report/report.h>

#include <physics/base/files.h>
#include <tests/postprocess/synthetic/folders.h>

#include <boost/test/unit_test.hpp>

#include <cstdlib>

using namespace quench;
using namespace quench::report;

BOOST_AUTO_TEST_CASE(a_run_can_be_hovered_zoomed_and_printed)
{
  const synthetic::TemporaryFolder folder;
  synthetic::write_reset_run({}, 2.0, folder.path() + "/run");
  const std::string page = folder.path() + "/report.html";
  write_file_atomically(page, html(make_page(folder.path() + "/run")));
  const std::string command = "PYTHONDONTWRITEBYTECODE=1 " QUENCH_PYTHON " " QUENCH_SOURCE_DIR
                              "/tests/postprocess/report/look_at_page.py " +
                              page;
  BOOST_TEST(std::system(command.c_str()) == 0);
}
