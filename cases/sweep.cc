#include <cases/sweep.h>

#include <cases/child_process.h>
#include <cases/machine.h>
#include <cases/program_parts.h>
#include <cases/status_table.h>
#include <cases/sweep_check.h>
#include <physics/base/command_line.h>
#include <physics/base/files.h>
#include <physics/base/folder_lock.h>
#include <physics/base/json.h>
#include <physics/base/terminal_line.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <thread>

namespace quench::cases
{
namespace
{
namespace fs = std::filesystem;
using Clock  = std::chrono::steady_clock;

constexpr auto pause = std::chrono::milliseconds(50);

Command sweep_command()
{
  return {
      "quench sweep",
      "Runs a case once per point: keys of the case take the values the sweep file lists (quench describe sweep). "
      "All points are checked before one is computed; one that fails does not stop the others. Points that are done "
      "are not repeated, so the same command continues an interrupted sweep; given again while it runs, here or on "
      "another machine, it helps: each point is computed by one process.",
      {{"SWEEP.prm", "the sweep"}},
      {options::output("DIR", "folder of the sweep; default out/SWEEP"),
       {"--check", "", "check all points and say what would be run; nothing is computed or written"},
       {"--jobs", "N",
        "points computed at a time, each on one core; by default as many as cores and memory are free, and "
        "a point waits where it would not fit into memory",
        "-j"},
       {"--only", "STATUS", "run what is not done yet, points of this status included", "", false, {"failed"}},
       {"--task", "N", "run point N alone (from 1), for job arrays of a cluster: --task $SLURM_ARRAY_TASK_ID"},
       options::overwrite("run all points again"),
       options::set("change a key of the sweep file; may be repeated")},
      "The points that are expected to take longest come first.\n\n"
      "Writes DIR/status.csv, DIR/results.csv with the results of all points, a folder per point, and logs/ with what "
      "each run printed.\n"
      "Exit code: 0 if all points are done, else the largest code of a point."};
}

/// What was asked for.
struct Request
{
  std::string folder;
  int         jobs = 0, task = 0; ///< jobs 0: what is free; task 0: all points
  bool        failed_too = false, overwrite = false, check_only = false;
};

Request read_request(const CommandLine &line, const std::string &sweep_path, std::size_t n_points)
{
  Request request;
  request.folder     = line.value("--output", "out/" + fs::path(sweep_path).stem().string());
  request.jobs       = line.number("--jobs", 1, 1024, 0);
  request.task       = line.number("--task", 1, static_cast<int>(n_points), 0);
  request.failed_too = line.has("--only") || request.task > 0;
  request.overwrite  = line.has("--overwrite");
  request.check_only = line.has("--check");
  line.not_both("--only", "--overwrite");
  line.not_both("--only", "--task");
  const char *ranks = std::getenv("OMPI_COMM_WORLD_SIZE");
  if (ranks && std::string(ranks) != "1")
    throw InputError(line.where(), "started by mpirun with " + std::string(ranks) + " ranks", "a sweep is one process",
                     "Run points side by side with --jobs");
  return request;
}

/// Whether a run failed by what it computes. One that was killed, or found the disk full, goes on from its checkpoint.
bool failed_itself(const PointStatus &point)
{
  return point.status == "failed" && point.code != static_cast<int>(ExitCode::io) && point.code != 128 + SIGKILL;
}

/// The runs of a sweep: what to do next, and what came of it.
class SweepRunner
{
public:
  SweepRunner(const Sweep &sweep, const Request &request)
    : sweep_(sweep), request_(request), program_(part_path("quench-cell"))
  {}

  ExitCode run();

private:
  using Claim = std::unique_ptr<FolderLock>;

  struct Running
  {
    std::size_t       point;
    Claim             claim;
    ChildProcess      process;
    Clock::time_point start;
  };

  std::string directory(std::size_t point) const { return request_.folder + "/" + sweep_.points[point].name; }
  std::string log(std::size_t point) const { return request_.folder + "/logs/" + sweep_.points[point].name + ".log"; }

  std::vector<std::string> command(const std::string &subcommand, std::size_t point) const
  {
    std::vector<std::string> words{program_, subcommand, sweep_.case_path};
    for (const std::string &setting : sweep_.settings(point))
      words.insert(words.end(), {"--set", setting});
    return words;
  }

  std::vector<std::size_t> asked_points() const
  {
    if (request_.task > 0)
      return {static_cast<std::size_t>(request_.task - 1)};
    std::vector<std::size_t> points;
    for (std::size_t i = 0; i < sweep_.points.size(); ++i)
      points.push_back(i);
    return points;
  }

  bool is_wanted(std::size_t point, StatusTable &table) const;
  void say_plan(const std::vector<std::size_t> &wanted, std::size_t n_asked) const;

  /// True if a signal ended it early.
  bool run_points(std::vector<std::size_t> wanted, StatusTable &table) const;

  /// Starts what there is room for; false if `wanted` is empty or has to wait.
  bool start_next(std::vector<std::size_t> &wanted, std::vector<Running> &running, StatusTable &table) const;
  bool has_room(std::size_t point, const std::vector<Running> &running) const;

  /// Nothing if another process computes the point or has done so meanwhile.
  Claim    claim(std::size_t point, StatusTable &table) const;
  Running  start(std::size_t point, Claim claim, StatusTable &table) const;
  void     finish(const Running &run, int code, bool stopping, StatusTable &table, const std::string &progress) const;
  ExitCode outcome(const std::vector<std::size_t> &asked, StatusTable &table, bool stopped) const;

  const Sweep      &sweep_;
  const Request    &request_;
  const std::string program_;
  PointForecasts    forecasts_;
  int               jobs_         = 1;
  double            available_MB_ = 0;
};

ExitCode SweepRunner::run()
{
  const std::vector<std::size_t> asked = asked_points();
  forecasts_                           = check_points(sweep_, asked, program_);
  StatusTable              table(request_.folder, sweep_);
  std::vector<std::size_t> wanted;
  for (const std::size_t point : asked)
    if (is_wanted(point, table))
      wanted.push_back(point);
  std::stable_sort(wanted.begin(), wanted.end(),
                   [&](std::size_t a, std::size_t b) { return forecasts_.at(a).work > forecasts_.at(b).work; });
  double largest_MB = 0;
  for (const std::size_t point : wanted)
    largest_MB = std::max(largest_MB, forecasts_.at(point).memory_MB);
  const Machine machine = this_machine();
  available_MB_         = machine.available_MB;
  jobs_                 = request_.jobs > 0 ? request_.jobs : free_jobs(machine, largest_MB);
  say_plan(wanted, asked.size());
  if (request_.check_only)
    return ExitCode::done;
  table.create();
  const bool stopped = run_points(wanted, table);
  return outcome(asked, table, stopped);
}

void SweepRunner::say_plan(const std::vector<std::size_t> &wanted, std::size_t n_asked) const
{
  const char *where = request_.check_only ? ", would be in " : ", in ";
  std::cout << wanted.size() << " of " << n_asked << " points to run, " << jobs_ << " at a time" << where
            << request_.folder << std::endl;
  if (!request_.check_only || wanted.empty())
    return;
  double largest_MB = 0;
  for (const std::size_t point : wanted)
    largest_MB = std::max(largest_MB, forecasts_.at(point).memory_MB);
  std::printf("  case     %s\n  memory   up to %.0f MB per point, %.0f MB are free\n  first    %s, the longest\n"
              "  last     %s\n",
              sweep_.case_path.c_str(), largest_MB, available_MB_, sweep_.points[wanted.front()].name.c_str(),
              sweep_.points[wanted.back()].name.c_str());
}

bool SweepRunner::is_wanted(std::size_t point, StatusTable &table) const
{
  if (request_.overwrite)
    return true;
  const std::string status = table.at(point).status, results = directory(point) + "/results.json";
  if (status != "done" || !file_exists(results))
    return status != "failed" || request_.failed_too;
  const Json json = Json::read(results);
  if (JsonView(json, results)["case_sha256"].as_string() != forecasts_.at(point).sha256)
    throw InputError(directory(point), "was computed from another version of the case",
                     "its points must belong to the same case",
                     "Compute all again with --overwrite, or choose another folder with --output");
  return false;
}

SweepRunner::Claim SweepRunner::claim(std::size_t point, StatusTable &table) const
{
  Claim claim;
  try
  {
    if (!is_locked(lock_file(directory(point)))) // the run of a sweep that died may still write its checkpoint
      claim = std::make_unique<FolderLock>(request_.folder + "/claims/" + sweep_.points[point].name);
  }
  catch (const InputError &)
  {
    // held: said below
  }
  if (!claim)
  {
    std::cout << ordinal(point, sweep_) << ": another process computes it" << std::endl;
    return nullptr;
  }
  table.refresh();
  return is_wanted(point, table) ? std::move(claim) : nullptr;
}

SweepRunner::Running SweepRunner::start(std::size_t point, Claim claim, StatusTable &table) const
{
  std::vector<std::string> words = command("run", point);
  words.insert(words.end(), {"--output", directory(point)});
  std::error_code ignored;
  const bool      has_checkpoint = !failed_itself(table.at(point)) && file_exists(directory(point) + "/checkpoint") &&
                              !fs::is_empty(directory(point) + "/checkpoint", ignored);
  if (has_checkpoint && !request_.overwrite)
    words.push_back("--resume");
  else if (file_exists(directory(point)))
    words.push_back("--overwrite");
  table.set(point, {"running", 0});
  return {point, std::move(claim), ChildProcess(words, log(point)), Clock::now()};
}

void SweepRunner::finish(const Running &run, int code, bool stopping, StatusTable &table,
                         const std::string &progress) const
{
  const bool        untouched = stopping && code == 128 + SIGTERM; // it came before the run had begun
  const auto        seconds   = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - run.start).count();
  const std::string status    = code == static_cast<int>(ExitCode::done)      ? "done"
                                : code == static_cast<int>(ExitCode::stopped) ? "stopped"
                                : untouched                                   ? "not run"
                                                                              : "failed";
  table.set(run.point, {status, code});
  std::cout << ordinal(run.point, sweep_) << ": " << status;
  if (status == "failed")
    std::cout << " with code " << code << ", see " << log(run.point);
  std::cout << " after " << seconds << " s" << progress << std::endl;
}

bool SweepRunner::has_room(std::size_t point, const std::vector<Running> &running) const
{
  if (running.empty())
    return true;
  double memory_MB = forecasts_.at(point).memory_MB;
  for (const Running &run : running)
    memory_MB += forecasts_.at(run.point).memory_MB;
  return running.size() < static_cast<std::size_t>(jobs_) && (request_.jobs > 0 || memory_MB <= available_MB_);
}

bool SweepRunner::start_next(std::vector<std::size_t> &wanted, std::vector<Running> &running, StatusTable &table) const
{
  if (wanted.empty() || !has_room(wanted.back(), running))
    return false;
  const std::size_t point = wanted.back();
  wanted.pop_back();
  if (Claim mine = claim(point, table))
    running.push_back(start(point, std::move(mine), table));
  return true;
}

bool SweepRunner::run_points(std::vector<std::size_t> wanted, StatusTable &table) const
{
  for (const char *name : {"/logs", "/claims"})
    make_folder(request_.folder + name);
  std::reverse(wanted.begin(), wanted.end()); // taken from the back
  const std::size_t    n_wanted = wanted.size();
  std::vector<Running> running;
  const StopWish       stop;
  TerminalLine         line(std::cout, is_terminal_output());
  bool                 told = false;
  while ((!wanted.empty() && !stop.is_there()) || !running.empty())
  {
    while (!stop.is_there() && start_next(wanted, running, table))
      ;
    if (stop.is_there() && !told)
    {
      line.clear();
      std::cout << "stopping: the points under way write checkpoints" << std::endl;
      for (const Running &run : running)
        run.process.terminate();
      told = true;
    }
    line.show(std::to_string(n_wanted - wanted.size() - running.size()) + " of " + std::to_string(n_wanted) +
              " points ended, " + std::to_string(running.size()) + " under way");
    std::this_thread::sleep_for(pause);
    for (std::size_t i = running.size(); i-- > 0;)
      if (const auto code = running[i].process.poll())
      {
        const std::size_t left = wanted.size() + running.size() - 1;
        line.clear();
        finish(running[i], *code, told, table, left == 0 ? "" : ", " + std::to_string(left) + " to go");
        running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
      }
  }
  return stop.is_there();
}

ExitCode SweepRunner::outcome(const std::vector<std::size_t> &asked, StatusTable &table, bool stopped) const
{
  table.write_results();
  std::size_t n_done = 0, n_failed = 0;
  int         worst = 0;
  for (const std::size_t point : asked)
  {
    const PointStatus status = table.at(point);
    n_done += status.status == "done";
    n_failed += status.status == "failed";
    const bool is_ours = status.code <= static_cast<int>(ExitCode::stopped);
    if (status.status != "done" && status.status != "not run")
      worst = std::max(worst, is_ours ? status.code : static_cast<int>(ExitCode::internal));
  }
  std::cout << n_done << " of " << asked.size() << " points done, " << n_failed << " failed; see " << table.path()
            << " and results.csv" << std::endl;
  if (n_failed > 0)
    std::cout << "repeat what failed with --only failed" << std::endl;
  return stopped ? ExitCode::stopped : static_cast<ExitCode>(worst);
}
} // namespace

ExitCode run_sweep(const std::vector<std::string> &words)
{
  const CommandLine line(sweep_command(), words);
  if (line.answer(std::cout))
    return ExitCode::done;
  const std::string path    = line.words()[0];
  const Sweep       sweep   = read_sweep(path, line.values("--set"));
  const Request     request = read_request(line, path, sweep.points.size());
  return SweepRunner(sweep, request).run();
}
} // namespace quench::cases
