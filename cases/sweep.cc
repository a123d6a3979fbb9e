#include <cases/sweep.h>

#include <cases/child_process.h>
#include <cases/program_parts.h>
#include <cases/status_table.h>
#include <cases/sweep_points.h>
#include <physics/base/command_line.h>
#include <physics/base/files.h>
#include <physics/base/folder_lock.h>
#include <physics/base/json.h>
#include <physics/base/text.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <thread>
#include <unistd.h>

namespace quench::cases
{
namespace
{
namespace fs = std::filesystem;
using Clock  = std::chrono::steady_clock;

constexpr auto        pause         = std::chrono::milliseconds(50);
constexpr std::size_t most_messages = 5;
constexpr std::size_t many_points   = 100; ///< to check them takes seconds

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
       {"--jobs", "N", "points computed at a time, each on one core; default 1", "-j"},
       {"--only", "STATUS", "run what is not done yet, points of this status included", "", false, {"failed"}},
       {"--task", "N", "run point N alone (from 1), for job arrays of a cluster: --task $SLURM_ARRAY_TASK_ID"},
       options::overwrite("run all points again"),
       options::set("change a key of the sweep file; may be repeated")},
      "Writes DIR/status.csv, a folder per point, and logs/ with what each run printed.\n"
      "Exit code: 0 if all points are done, else the largest code of a point."};
}

/// What was asked for.
struct Request
{
  std::string folder;
  int         jobs = 1, task = 0; ///< task 0: all points
  bool        failed_too = false, overwrite = false;
};

std::string ordinal(std::size_t point, const Sweep &sweep)
{
  return "point " + std::to_string(point + 1) + " of " + std::to_string(sweep.points.size()) + " (" +
         sweep.points[point].name + ")";
}

Request read_request(const CommandLine &line, const std::string &sweep_path, std::size_t n_points)
{
  Request request;
  request.folder     = line.value("--output", "out/" + fs::path(sweep_path).stem().string());
  request.jobs       = line.number("--jobs", 1, 1024, 1);
  request.task       = line.number("--task", 1, static_cast<int>(n_points), 0);
  request.failed_too = line.has("--only") || request.task > 0;
  request.overwrite  = line.has("--overwrite");
  line.not_both("--only", "--overwrite");
  line.not_both("--only", "--task");
  const char *ranks = std::getenv("OMPI_COMM_WORLD_SIZE");
  if (ranks && std::string(ranks) != "1")
    throw InputError(line.where(), "started by mpirun with " + std::string(ranks) + " ranks", "a sweep is one process",
                     "Run points side by side with --jobs");
  return request;
}

/// A file to talk to a program through, deleted at the end.
struct ScratchFile
{
  explicit ScratchFile(const std::string &name)
    : path((fs::temp_directory_path() / ("quench-" + name + "-" + std::to_string(::getpid()))).string())
  {}
  ~ScratchFile()
  {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
  ScratchFile(const ScratchFile &)            = delete;
  ScratchFile &operator=(const ScratchFile &) = delete;

  const std::string path;
};

/// The runs of a sweep: what to do next, and what came of it.
class SweepRunner
{
public:
  SweepRunner(const Sweep &sweep, const Request &request)
    : sweep_(sweep), request_(request), program_(part_path("quench-cell"))
  {}

  ExitCode run()
  {
    const std::vector<std::size_t> asked = asked_points();
    const auto                     sums  = check(asked);
    StatusTable                    table(request_.folder, sweep_);
    std::vector<std::size_t>       wanted;
    for (const std::size_t point : asked)
      if (is_wanted(point, table, sums.at(point)))
        wanted.push_back(point);
    std::cout << wanted.size() << " of " << asked.size() << " points to run, " << request_.jobs << " at a time, in "
              << request_.folder << std::endl;
    const bool stopped = run_points(wanted, sums, table);
    return outcome(asked, table, stopped);
  }

private:
  using Claim = std::unique_ptr<FolderLock>;
  using Sums  = std::map<std::size_t, std::string>; ///< SHA-256 of the case of each point

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

  /// Throws InputError with what is wrong in the cases of the points; nothing has been written then.
  Sums check(const std::vector<std::size_t> &points) const;

  bool is_wanted(std::size_t point, StatusTable &table, const std::string &case_sha256) const;

  /// True if a signal ended it early.
  bool run_points(std::vector<std::size_t> wanted, const Sums &sums, StatusTable &table) const;

  /// Nothing if another process computes the point or has done so meanwhile.
  Claim    claim(std::size_t point, const std::string &case_sha256, StatusTable &table) const;
  Running  start(std::size_t point, Claim claim, StatusTable &table) const;
  void     finish(const Running &run, int code, bool stopping, StatusTable &table, const std::string &progress) const;
  ExitCode outcome(const std::vector<std::size_t> &asked, StatusTable &table, bool stopped) const;

  const Sweep      &sweep_;
  const Request    &request_;
  const std::string program_;
};

SweepRunner::Sums SweepRunner::check(const std::vector<std::size_t> &points) const
{
  if (points.size() > many_points)
    std::cout << "checking " << points.size() << " points" << std::endl;
  const ScratchFile question("points"), answer("answer");
  Json              settings = Json::array();
  for (const std::size_t point : points)
    settings.push_back(Json(sweep_.settings(point)));
  write_file_atomically(question.path, settings.dump());
  const int code = ChildProcess({program_, "check-points", sweep_.case_path, question.path}, answer.path).wait();
  if (code != 0)
    throw Error(ExitCode::internal, program_, "cannot check the points", read_file(answer.path));

  const Json               said = Json::read(answer.path);
  Sums                     sums;
  std::vector<std::string> messages;
  for (std::size_t i = 0; i < points.size(); ++i)
  {
    const JsonView about = JsonView(said, answer.path)[i];
    if (about.has("sha256"))
      sums[points[i]] = about["sha256"].as_string();
    else if (messages.size() < most_messages)
      messages.push_back(ordinal(points[i], sweep_) + ": " + about["error"].as_string());
  }
  if (!messages.empty())
    throw InputError(sweep_.case_path, "does not run with the values of the sweep\n" + join(messages, "\n"));
  return sums;
}

bool SweepRunner::is_wanted(std::size_t point, StatusTable &table, const std::string &case_sha256) const
{
  if (request_.overwrite)
    return true;
  const std::string status = table.at(point).status, results = directory(point) + "/results.json";
  if (status != "done" || !file_exists(results))
    return status != "failed" || request_.failed_too;
  const Json json = Json::read(results);
  if (JsonView(json, results)["case_sha256"].as_string() != case_sha256)
    throw InputError(directory(point), "was computed from another version of the case",
                     "its points must belong to the same case",
                     "Compute all again with --overwrite, or choose another folder with --output");
  return false;
}

SweepRunner::Claim SweepRunner::claim(std::size_t point, const std::string &case_sha256, StatusTable &table) const
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
  return is_wanted(point, table, case_sha256) ? std::move(claim) : nullptr;
}

SweepRunner::Running SweepRunner::start(std::size_t point, Claim claim, StatusTable &table) const
{
  std::vector<std::string> words = command("run", point);
  words.insert(words.end(), {"--output", directory(point)});
  std::error_code ignored;
  const bool has_checkpoint = table.at(point).status != "failed" && file_exists(directory(point) + "/checkpoint") &&
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

bool SweepRunner::run_points(std::vector<std::size_t> wanted, const Sums &sums, StatusTable &table) const
{
  for (const char *name : {"/logs", "/claims"})
    make_folder(request_.folder + name);
  std::reverse(wanted.begin(), wanted.end()); // taken from the back
  std::vector<Running> running;
  const StopWish       stop;
  bool                 told = false;
  while ((!wanted.empty() && !stop.is_there()) || !running.empty())
  {
    while (!stop.is_there() && !wanted.empty() && running.size() < static_cast<std::size_t>(request_.jobs))
    {
      const std::size_t point = wanted.back();
      wanted.pop_back();
      if (Claim mine = claim(point, sums.at(point), table))
        running.push_back(start(point, std::move(mine), table));
    }
    if (stop.is_there() && !told)
    {
      std::cout << "stopping: the points under way write checkpoints" << std::endl;
      for (const Running &run : running)
        run.process.terminate();
      told = true;
    }
    std::this_thread::sleep_for(pause);
    for (std::size_t i = running.size(); i-- > 0;)
      if (const auto code = running[i].process.poll())
      {
        const std::size_t left = wanted.size() + running.size() - 1;
        finish(running[i], *code, told, table, left == 0 ? "" : ", " + std::to_string(left) + " to go");
        running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
      }
  }
  return stop.is_there();
}

ExitCode SweepRunner::outcome(const std::vector<std::size_t> &asked, StatusTable &table, bool stopped) const
{
  table.refresh();
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
            << std::endl;
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
