// A sweep of QUENCH_SWEEP_POINTS (default 200) points of a small cell: two cores are busy, it survives SIGKILLs of its
// runs and of itself, and processes that share it compute each point once.
#include <tests/regression/background.h>
#include <tests/reliability.h>

#include <postprocess/compact/table.h>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>

using namespace quench::test;
using quench::read_file;
namespace fs = std::filesystem;

namespace
{
struct Sweep : Folder
{
  explicit Sweep(int points)
  {
    write("sweep.prm", "set case = " QUENCH_SOURCE_DIR
                       "/cases/physics/transistor.prm\nset mode = sobol\nset points = " +
                           std::to_string(points) +
                           "\nsubsection axis 1\n  set key = circuit/transistor/gate voltage\n"
                           "  set values = 1.5 V to 2.5 V\nend\n");
  }

  std::vector<std::string> words(const std::string &out, const std::vector<std::string> &more) const
  {
    std::vector<std::string> all{quench_program(), "sweep", path("sweep.prm"), "--output", path(out)};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  /// The results of each point that is done, by its folder.
  std::map<std::string, std::map<std::string, double>> results(const std::string &out) const
  {
    std::map<std::string, std::map<std::string, double>> all;
    const quench::compact::Table                         table(path(out + "/status.csv"));
    const auto status = table.text("status"), folders = table.text("directory");
    for (std::size_t i = 0; i < status.size(); ++i)
      if (status[i] == "done")
        all[folders[i]] = results_of(path(out + "/" + folders[i]));
    return all;
  }
};

/// The runs of points that a sweep has under way.
std::vector<pid_t> runs_of(pid_t sweep)
{
  std::vector<pid_t> runs;
  for (const pid_t child : children_of(sweep))
  {
    std::ifstream     words("/proc/" + std::to_string(child) + "/cmdline");
    const std::string program(std::istreambuf_iterator<char>(words), {});
    if (holds(program, "quench-cell") && holds(program, std::string("\0run\0", 5)))
      runs.push_back(child);
  }
  return runs;
}

bool ended(pid_t process)
{
  siginfo_t info{};
  return ::waitid(P_PID, process, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == process;
}
/// Share of the time in which runs are under way on both of two cores, until the sweep ends: what a sweep answers for;
/// how fast they go is a matter of the machine.
double busy_share(pid_t process)
{
  double n_looks = 0, n_busy = 0;
  while (!ended(process))
  {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const std::size_t n = runs_of(process).size();
    n_looks += n_busy > 0 || n > 0; // from the first run on: before, all points are checked
    n_busy += static_cast<double>(std::min<std::size_t>(n, 2)) / 2;
  }
  return n_busy / n_looks;
}

/// SIGKILL at random times: of runs, as often of the sweep, which is started again.
struct Kills
{
  int n_runs = 0, n_sweeps = 0;

  /// Until so many have hit; returns the sweep that goes on.
  pid_t strike(int kills, const std::function<pid_t()> &again)
  {
    std::mt19937 random(20261201);
    pid_t        sweep = again();
    while (n_runs + n_sweeps < kills && !ended(sweep))
    {
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 3000));
      const std::vector<pid_t> runs = runs_of(sweep);
      if (runs.empty()) // it checks its points
        continue;
      if (random() % 2 == 0)
        n_runs += ::kill(runs[random() % runs.size()], SIGKILL) == 0;
      else
      {
        ::kill(sweep, SIGKILL);
        n_sweeps += wait_for_end(sweep) == 128 + SIGKILL;
        sweep = again();
      }
    }
    return sweep;
  }
};
} // namespace

BOOST_AUTO_TEST_CASE(a_sweep_survives_kills_with_every_point_right_and_keeps_its_cores_busy)
{
  constexpr int     kills  = 20;
  const char       *asked  = std::getenv("QUENCH_SWEEP_POINTS");
  const int         points = asked ? std::atoi(asked) : 200;
  const Sweep       sweep(points);
  const std::string of_points = " of " + std::to_string(points) + " points";
  const pid_t       whole     = start(sweep.words("whole", {"--jobs", "2"}), sweep.path("whole.log"));
  const double      busy      = busy_share(whole);
  BOOST_TEST(wait_for_end(whole) == 0);
  const auto right = sweep.results("whole");
  BOOST_REQUIRE_EQUAL(right.size(), static_cast<std::size_t>(points));
  write_reliability("R4s", "two cores", "busy " + std::to_string(100 * busy).substr(0, 4) + " % of a sweep" + of_points,
                    busy >= 0.95);

  Kills       hit;
  const pid_t cut = hit.strike(kills, [&] {
    return start(sweep.words("cut", {"--jobs", "2"}), sweep.path("cut.log"));
  });
  BOOST_TEST(hit.n_runs + hit.n_sweeps == kills);
  wait_for_end(cut);
  const Outcome last = run(sweep.words("cut", {"--jobs", "2", "--only", "failed"}), sweep.path());
  BOOST_TEST(last.code == 0, last.output + last.errors);
  std::size_t n_equal = 0;
  for (const auto &[name, results] : sweep.results("cut"))
    n_equal += right.count(name) == 1 && right.at(name) == results;
  record_reliability("R4s", "SIGKILL",
                     std::to_string(hit.n_runs) + " of runs and " + std::to_string(hit.n_sweeps) +
                         " of the sweep: " + std::to_string(n_equal) + of_points + " right to the bit",
                     n_equal == right.size() && hit.n_runs > 0 && hit.n_sweeps > 0);
}

BOOST_AUTO_TEST_CASE(processes_that_share_a_sweep_compute_each_point_once)
{
  constexpr int points = 40;
  const Sweep   sweep(points);
  const pid_t   first  = start(sweep.words("out", {"--jobs", "1"}), sweep.path("log0"));
  const pid_t   second = start(sweep.words("out", {"--jobs", "1"}), sweep.path("log1"));
  BOOST_TEST(wait_for_end(first) == 0);
  BOOST_TEST(wait_for_end(second) == 0);
  std::map<std::string, int> times;
  std::array<int, 2>         share{};
  for (int process = 0; process < 2; ++process)
  {
    std::ifstream log(sweep.path("log" + std::to_string(process)));
    for (std::string line; std::getline(log, line);)
      if (const auto at = line.find(": done after"); at != std::string::npos)
      {
        ++times[line.substr(0, at)];
        ++share[process];
      }
  }
  const bool once = std::all_of(times.begin(), times.end(), [](const auto &point) { return point.second == 1; });
  BOOST_TEST(sweep.results("out").size() == points);
  record_reliability("R4s", "two processes on one sweep",
                     std::to_string(times.size()) + " of " + std::to_string(points) + " points, " +
                         std::to_string(share[0]) + " and " + std::to_string(share[1]) + ", " +
                         (once ? "each once" : "some twice"),
                     times.size() == points && once && share[0] > 0 && share[1] > 0);
}
