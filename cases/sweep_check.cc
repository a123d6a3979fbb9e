#include <cases/sweep_check.h>

#include <cases/child_process.h>
#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/json.h>
#include <physics/base/terminal_line.h>
#include <physics/base/text.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <thread>
#include <unistd.h>

namespace quench::cases
{
namespace
{
namespace fs = std::filesystem;
using Clock  = std::chrono::steady_clock;

constexpr auto        pause         = std::chrono::milliseconds(20);
constexpr auto        often         = std::chrono::seconds(1);  ///< to look how far the check is, on a terminal
constexpr auto        seldom        = std::chrono::seconds(10); ///< elsewhere
constexpr std::size_t most_messages = 5;

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

/// Points that a growing answer speaks of: every one but the first begins with a comma in a line of its own.
std::size_t n_answers(const std::string &text)
{
  std::size_t n = text.find('{') != std::string::npos;
  for (std::size_t at = text.find("\n,"); at != std::string::npos; at = text.find("\n,", at + 1))
    ++n;
  return n;
}

/// Waits for the program that writes `answer` and shows how far it is.
int wait_for(ChildProcess &process, const std::string &answer, std::size_t n_points)
{
  TerminalLine line(std::cout, is_terminal_output());
  auto         shown = Clock::now();
  for (;;)
  {
    if (const auto code = process.poll())
      return *code;
    std::this_thread::sleep_for(pause);
    if (Clock::now() - shown < (line.is_terminal() ? often : seldom))
      continue;
    shown = Clock::now();
    const std::string text =
        "checked " + std::to_string(n_answers(read_file(answer))) + " of " + std::to_string(n_points) + " points";
    line.show(text);
    if (!line.is_terminal())
      std::cout << text << std::endl;
  }
}
} // namespace

std::string ordinal(std::size_t point, const Sweep &sweep)
{
  return "point " + std::to_string(point + 1) + " of " + std::to_string(sweep.points.size()) + " (" +
         sweep.points[point].name + ")";
}

PointForecasts check_points(const Sweep &sweep, const std::vector<std::size_t> &points, const std::string &program)
{
  const ScratchFile question("points"), answer("answer");
  Json              settings = Json::array();
  for (const std::size_t point : points)
    settings.push_back(Json(sweep.settings(point)));
  write_file_atomically(question.path, settings.dump());
  ChildProcess process({program, "check-points", sweep.case_path, question.path}, answer.path);
  if (wait_for(process, answer.path, points.size()) != 0)
    throw Error(ExitCode::internal, program, "cannot check the points", read_file(answer.path));

  const Json               said = Json::read(answer.path);
  PointForecasts           forecasts;
  std::vector<std::string> messages;
  std::size_t              n_wrong = 0;
  for (std::size_t i = 0; i < points.size(); ++i)
  {
    const JsonView about = JsonView(said, answer.path)[i];
    if (about.has("sha256"))
      forecasts[points[i]] = {about["sha256"].as_string(), about["memory_MB"].as_double(), about["work"].as_double()};
    else if (++n_wrong <= most_messages)
      messages.push_back(ordinal(points[i], sweep) + ": " + about["error"].as_string());
  }
  if (n_wrong > most_messages)
    messages.push_back("and " + std::to_string(n_wrong - most_messages) + " more points");
  if (!messages.empty())
    throw InputError(sweep.case_path, "does not run with the values of the sweep\n" + join(messages, "\n"));
  return forecasts;
}
} // namespace quench::cases
