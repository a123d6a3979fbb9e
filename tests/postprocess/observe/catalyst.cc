#include <postprocess/observe/catalyst.h>

#include <postprocess/observe/collective.h>
#include <postprocess/observe/insitu_probe.h>
#include <tests/postprocess/observe/png.h>
#include <tests/postprocess/observe/scratch.h>
#include <tests/postprocess/observe/synthetic.h>

#include <cfenv>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace quench;
using namespace quench::observe;
namespace fs = std::filesystem;

// ParaView can be started once per process, so that each suite that does is a ctest of its own (see CMakeLists.txt).
namespace
{
const std::string scripts = QUENCH_SOURCE_DIR "/cases/insitu/";
const std::string probe   = QUENCH_BINARY_DIR "/bin/quench-insitu-probe";
constexpr int     n_steps = 5;

const std::vector<std::string> arrays = {"temperature_K", "crystallinity", "potential_V"};

InSituOptions options(const std::string &script, const std::string &folder)
{
  return {script, folder, arrays, false, probe};
}

/// A folder that stays for the eye, emptied; one per number of ranks.
std::string kept_folder(const std::string &name)
{
  int n_ranks;
  MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
  const std::string path = QUENCH_BINARY_DIR "/tests/insitu/" + name + "_" + std::to_string(n_ranks);
  on_root(MPI_COMM_WORLD, [&] {
    fs::remove_all(path);
    fs::create_directories(path);
  });
  return path;
}

std::size_t n_files(const std::string &folder, const std::string &ending)
{
  std::size_t n = 0;
  for (const auto &entry : fs::directory_iterator(folder))
    n += entry.is_regular_file() && entry.path().string().ends_with(ending);
  return n;
}

std::string script_with(const test::Scratch &scratch, const std::string &text)
{
  write_file_atomically(scratch.path("script.py"), text);
  return scratch.path("script.py");
}

std::string tried(const std::string &script) { return probe_complaint(probe_script(probe, script, arrays)); }

/// Numbers of a CSV file of the CSV extractor, by row; the header apart.
std::pair<std::string, std::vector<std::vector<double>>> read_csv(const std::string &path)
{
  std::ifstream in(path);
  std::string   header;
  std::getline(in, header);
  std::vector<std::vector<double>> rows;
  for (std::string line; std::getline(in, line);)
  {
    std::istringstream  fields(line);
    std::vector<double> row;
    for (std::string field; std::getline(fields, field, ',');)
      row.push_back(std::strtod(field.c_str(), nullptr));
    rows.push_back(row);
  }
  return {header, rows};
}
} // namespace

BOOST_AUTO_TEST_SUITE(insitu_checks)

BOOST_AUTO_TEST_CASE(scripts_that_cannot_work_are_refused_before_the_run)
{
  const test::Scratch scratch;
  const auto          refused = [&](const std::string &script, const std::string &words) {
    BOOST_CHECK_EXCEPTION(check_insitu(options(script, scratch.path("out"))), Error,
                                   test::complains(ExitCode::input, words));
  };
  refused(scratch.path("none.py"), insitu_available() ? "there is no such in-situ script" : "Install paraview-dev");
  if (!insitu_available())
    return;
  refused(script_with(scratch, "from paraview.simple import *\n"), "its first line must be");
  refused(script_with(scratch, "# script-version: 2.0\n# 'zelle'\n"), "does not mention the channel 'cell'");
  refused(script_with(scratch, "# script-version: 2.0\nraise RuntimeError('cell')\n"), "the trial of the script");
  refused(script_with(scratch, "# script-version: 2.0\nfrom paraview.simple import *\n"
                               "c = TrivialProducer(registrationName='cell')\n"),
          "made no file");
}

BOOST_AUTO_TEST_CASE(a_trial_that_dies_is_repeated)
{
  if (!insitu_available())
    return;
  const test::Scratch scratch;
  // the first two trials end by a signal, as those do whose X server is not ready
  const std::string counter = scratch.path("trials");
  const std::string script  = script_with(scratch, "# script-version: 2.0\nimport os, signal\n"
                                                    "open('" +
                                                       counter +
                                                       "', 'a').write('x')\n"
                                                        "if os.path.getsize('" +
                                                       counter +
                                                       "') < 3:\n"
                                                        "    os.kill(os.getpid(), signal.SIGKILL)\n"
                                                        "from paraview.simple import *\n"
                                                        "c = TrivialProducer(registrationName='cell')\n"
                                                        "def catalyst_execute(info):\n"
                                                        "    open('file.txt', 'w').close()\n");
  BOOST_CHECK_NO_THROW(check_insitu(options(script, scratch.path("out"))));
  BOOST_TEST(fs::file_size(counter) == 3u);
}

BOOST_AUTO_TEST_CASE(a_trial_has_every_field_and_the_symmetry_of_the_cell)
{
  if (!insitu_available())
    return;
  const test::Scratch scratch;
  const std::string   script =
      script_with(scratch, "# script-version: 2.0\nimport os\nfrom paraview.simple import *\n"
                           "c = TrivialProducer(registrationName='cell')\n"
                           "def catalyst_execute(info):\n"
                           "    c.UpdatePipeline(info.time)\n"
                           "    data = c.GetClientSideObject().GetOutputDataObject(0)\n"
                           "    assert data.GetCell(0).GetNumberOfPoints() == 8\n"
                           "    assert data.GetCellData().GetArray('heat_flux_W_m2').GetNumberOfComponents() == 3\n"
                           "    assert data.GetFieldData().GetAbstractArray('region_names').GetValue(0) == 'layer'\n"
                           "    if os.environ['QUENCH_SYMMETRY'] == 'three-dimensional':\n"
                           "        open('file.txt', 'w').close()\n");
  InSituOptions wish = options(script, scratch.path("out"));
  wish.arrays        = {"temperature_K", "heat_flux_W_m2"};
  wish.symmetry      = "three-dimensional";
  BOOST_CHECK_NO_THROW(check_insitu(wish));
}

BOOST_AUTO_TEST_CASE(the_data_script_passes_and_a_missing_display_is_explained)
{
  if (!insitu_available())
    return;
  BOOST_TEST(tried(scripts + "extracts.py") == "");
  const char       *display = std::getenv("DISPLAY");
  const std::string saved   = display ? display : "";
  ::unsetenv("DISPLAY");
  BOOST_TEST(tried(scripts + "overview.py").find("xvfb-run -a -s '-screen 0 1280x1024x24 -noreset'") !=
             std::string::npos);
  if (!saved.empty())
    ::setenv("DISPLAY", saved.c_str(), 1);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(insitu_data, *boost::unit_test::disabled())

BOOST_AUTO_TEST_CASE(extracts_hold_the_values_given)
{
  if (!insitu_available())
    return;
  const std::string folder  = kept_folder("data");
  const auto        before  = fs::current_path();
  const auto        handler = std::signal(SIGINT, SIG_IGN);
  {
    InSitu insitu(options(scripts + "extracts.py", folder), MPI_COMM_WORLD);
    for (int step = 0; step < n_steps; ++step)
      BOOST_TEST(insitu.process(test::hot_spot_mesh(step, MPI_COMM_WORLD), step, step).empty());
    BOOST_TEST(insitu.failures() == 0);
  }
  BOOST_TEST(fs::current_path() == before);
  BOOST_TEST((std::signal(SIGINT, handler) == SIG_IGN));
  if (rank_of(MPI_COMM_WORLD) != 0)
    return;
  BOOST_TEST(n_files(folder, ".csv") == n_steps);
  BOOST_TEST(n_files(folder, ".vtp") == n_steps);
  const auto [header, rows] = read_csv(folder + "/points_000003.csv");
  BOOST_TEST(header == R"("temperature_K","crystallinity","potential_V","points_nm:0","points_nm:1","points_nm:2")");
  BOOST_TEST(rows.size() >= 41u * 41u);
  double worst = 0;
  for (const auto &row : rows)
    worst = std::max(worst, std::abs(row.at(0) - test::hot_spot(row.at(3), row.at(4), 3)));
  BOOST_TEST(worst <= 1e-12);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(insitu_failures, *boost::unit_test::disabled())

BOOST_AUTO_TEST_CASE(a_failing_script_is_reported_once_and_switched_off)
{
  if (!insitu_available())
    return;
  const test::Scratch scratch;
  // goes well in the trial (step 0), fails later
  const std::string script = script_with(scratch, "# script-version: 2.0\nfrom paraview.simple import *\n"
                                                  "c = TrivialProducer(registrationName='cell')\n"
                                                  "def catalyst_execute(info):\n"
                                                  "    open('file.txt', 'w').close()\n"
                                                  "    if info.timestep > 0:\n"
                                                  "        raise RuntimeError('no more')\n");
  InSituOptions     wish   = options(script, scratch.path("out"));
  InSitu            insitu(wish, MPI_COMM_SELF);
  const auto at = [&](unsigned step) { return insitu.process(test::hot_spot_mesh(0, MPI_COMM_SELF), step, step); };
  BOOST_TEST(at(0).empty());
  BOOST_TEST(at(1).size() == 1);
  BOOST_TEST(at(2).empty());
  BOOST_TEST(insitu.active());
  BOOST_TEST(at(3).size() == 1);
  BOOST_TEST(!insitu.active());
  BOOST_TEST(at(4).empty());
  BOOST_TEST(insitu.failures() == 3);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(insitu_pictures, *boost::unit_test::disabled())

BOOST_AUTO_TEST_CASE(every_step_gives_a_picture_of_many_colours)
{
  if (!insitu_available())
    return;
  const std::string folder = kept_folder("pictures");
  {
    InSitu insitu(options(scripts + "overview.py", folder), MPI_COMM_WORLD);
    for (int step = 0; step < n_steps; ++step)
      BOOST_TEST(insitu.process(test::hot_spot_mesh(step, MPI_COMM_WORLD), step, step).empty());
  }
  if (rank_of(MPI_COMM_WORLD) != 0)
    return;
  BOOST_TEST(n_files(folder, ".png") == n_steps);
  for (const auto &entry : fs::directory_iterator(folder))
    BOOST_TEST(test::deviation(test::read_png(entry.path().string())) > 30);
}

BOOST_AUTO_TEST_SUITE_END()
