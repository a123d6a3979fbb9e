#include <cases/submit.h>

#include <cases/child_process.h>
#include <cases/program_parts.h>
#include <cases/sweep_points.h>
#include <physics/base/command_line.h>
#include <physics/base/files.h>
#include <physics/base/text.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <regex>
#include <sstream>

namespace quench::cases
{
namespace
{
namespace fs = std::filesystem;

constexpr std::size_t most_checked    = 20;  ///< points whose mesh is made
constexpr double      growth          = 2;   ///< of the mesh after the start
constexpr double      libraries_in_MB = 500; ///< deal.II, PETSc, MPI, Python for in-situ scripts
constexpr double      step_in_MB      = 100; ///< what is asked for is a multiple of this

Command submit_command()
{
  return {"quench submit",
          "Writes a batch script for Slurm that computes a sweep as a job array, a task per point. The number of tasks "
          "and the memory come from quench check of the points. A task that comes near its end writes a checkpoint and "
          "goes back into the queue (docs/cluster.md).",
          {{"SWEEP.prm", "the sweep"}},
          {options::output("DIR", "folder of the sweep; default out/SWEEP"),
           {"--script", "FILE", "where the script goes; default SWEEP.sbatch"},
           {"--time", "TIME", "of one turn of a task, as Slurm writes it; default 04:00:00"},
           {"--at-once", "N", "tasks at a time; default: as many as the cluster gives"},
           {"--partition", "NAME", "of the cluster"},
           {"--account", "NAME", "who pays"},
           options::overwrite("replace FILE"),
           options::set("change a key of the sweep file; may be repeated")},
          "Then: sbatch FILE"};
}

/// The word as a shell needs it.
std::string quoted(const std::string &word)
{
  std::string text = "'";
  for (const char c : word)
    text += c == '\'' ? "'\\''" : std::string(1, c);
  return text + "'";
}

/// Memory [MB] that `quench check` foretells for a point.
double memory_of(const Sweep &sweep, std::size_t point)
{
  std::vector<std::string> words{part_path("quench-cell"), "check", sweep.case_path, "--output",
                                 (fs::temp_directory_path() / "quench-submit-looks-only").string()};
  for (const std::string &setting : sweep.settings(point))
    words.insert(words.end(), {"--set", setting});
  const Said said = said_by(words);
  if (said.code != 0)
    throw Error(static_cast<ExitCode>(said.code), sweep.points[point].name, said.text);
  std::smatch      found;
  const std::regex memory("([0-9.e+-]+) (MB|GB) of memory");
  if (!std::regex_search(said.text, found, memory))
    throw Error(ExitCode::internal, "quench check", "does not say how much memory is needed", said.text);
  return std::stod(found[1]) * (found[2] == "GB" ? 1000 : 1);
}

/// What a task asks for [MB]: of the largest of some points, which are spread over the sweep.
int memory_to_ask_for(const Sweep &sweep)
{
  const std::size_t n       = std::min(sweep.points.size(), most_checked);
  double            largest = 0;
  for (std::size_t i = 0; i < n; ++i)
    largest = std::max(largest, memory_of(sweep, n == 1 ? 0 : i * (sweep.points.size() - 1) / (n - 1)));
  return static_cast<int>(std::ceil((growth * largest + libraries_in_MB) / step_in_MB) * step_in_MB);
}

/// A word of Slurm's. Throws InputError for what would end the line it stands in.
std::string slurm_word(const CommandLine &line, const std::string &option, const std::string &otherwise)
{
  const std::string word = line.value(option, otherwise);
  const bool        time = option == "--time";
  const auto        bad  = [&](char c) {
    const bool digit = c >= '0' && c <= '9';
    return time ? !digit && c != ':' && c != '-'
                        : !digit && !std::isalpha(static_cast<unsigned char>(c)) && !std::strchr("_-.,", c);
  };
  if (line.has(option) && (word.empty() || std::any_of(word.begin(), word.end(), bad)))
    throw InputError(line.where(), option + " \"" + word + "\"",
                     time ? "MINUTES, HOURS:MINUTES:SECONDS or DAYS-HOURS is needed" : "a name of Slurm's is needed");
  return word;
}

/// The template with the lines of this sweep.
std::string batch_script(const CommandLine &line, const Sweep &sweep, int memory_in_MB)
{
  const std::string path    = fs::absolute(line.words()[0]).lexically_normal().string();
  const std::string name    = fs::path(path).stem().string();
  const int         limit   = line.number("--at-once", 1, 100000, 0);
  const std::string at_once = limit > 0 ? "%" + std::to_string(limit) : "";
  std::string       settings;
  for (const std::string &setting : line.values("--set"))
    settings += " --set " + quoted(setting);
  const auto sbatch = [](const std::string &option, const std::string &value) {
    return value.empty() ? "" : "#SBATCH --" + option + "=" + value + "\n";
  };
  std::istringstream shipped(array_batch_script());
  std::string        text, row;
  while (std::getline(shipped, row))
    if (row.starts_with("#SBATCH --array="))
      text += sbatch("array", "1-" + std::to_string(sweep.points.size()) + at_once) +
              sbatch("partition", slurm_word(line, "--partition", "")) +
              sbatch("account", slurm_word(line, "--account", ""));
    else if (row.starts_with("#SBATCH --mem="))
      text += sbatch("mem", std::to_string(memory_in_MB) + "M");
    else if (row.starts_with("#SBATCH --time="))
      text += sbatch("time", slurm_word(line, "--time", "04:00:00"));
    else if (row.starts_with("sweep="))
      text += "sweep=" + quoted(path) + "\n";
    else if (row.starts_with("folder="))
      text +=
          "folder=" + quoted(fs::absolute(line.value("--output", "out/" + name)).lexically_normal().string()) + "\n";
    else if (row.starts_with("srun "))
      text += std::regex_replace(row, std::regex(" quench sweep .*"), "") + " " + quoted(part_path("quench")) +
              " sweep \"$sweep\" --output \"$folder\" --task \"$SLURM_ARRAY_TASK_ID\"" + settings + "\n";
    else if (row != "shift 2")
      text += row + "\n";
  return text;
}
} // namespace

ExitCode submit(const std::vector<std::string> &words)
{
  const CommandLine line(submit_command(), words);
  if (line.answer(std::cout))
    return ExitCode::done;
  const Sweep       sweep  = read_sweep(line.words()[0], line.values("--set"));
  const std::string script = line.value("--script", fs::path(line.words()[0]).stem().string() + ".sbatch");
  if (file_exists(script) && !line.has("--overwrite"))
    throw InputError(script, "exists", "nothing is overwritten unasked",
                     "Choose another with --script, or add --overwrite");
  batch_script(line, sweep, 0); // what is wrong with the options is said before points are looked at
  const int memory = memory_to_ask_for(sweep);
  write_file_atomically(script, batch_script(line, sweep, memory));
  std::cout << "wrote " << script << ": " << sweep.points.size() << " tasks of " << memory
            << " MB; hand it in with: sbatch " << script << "\n";
  return ExitCode::done;
}
} // namespace quench::cases
