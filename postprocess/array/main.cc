// quench-array: what arrays of phase-change devices do to a neural network, from seconds to years.
//
//   quench-array CASE.prm [--set SECTION/KEY=VALUE]... [--output DIR] [--overwrite] [--check]
//
// Reads a case file, builds the device model it names (an extracted compact model or a published one), runs the
// study, prints one `result` line per number and writes results.json and CSV tables.

#include <postprocess/array/study.h>
#include <postprocess/array/study_table.h>

#include <physics/base/checksum.h>
#include <physics/base/files.h>
#include <physics/base/folder_lock.h>
#include <physics/base/parameters.h>
#include <physics/base/program.h>
#include <physics/base/provenance.h>

#include <malloc.h>

#include <filesystem>
#include <iostream>

namespace
{
using namespace quench;

constexpr const char *usage =
    "usage: quench-array CASE.prm [--set SECTION/KEY=VALUE]... [--output DIR] [--overwrite] [--check]\n"
    "\n"
    "  --set SECTION/KEY=VALUE  change a value of the case file; may be repeated\n"
    "  --output DIR             folder of the results; default: out/CASE\n"
    "  --overwrite              replace results that are there already\n"
    "  --check                  read and check everything, compute nothing\n"
    "\n"
    "Exit codes: 0 done, 1 internal error, 2 wrong input, 3 not converged, 4 file error.\n";

struct CommandLine
{
  std::string              case_path, output;
  std::vector<std::string> overrides;
  bool                     may_overwrite = false, only_check = false, wants_help = false;
};

CommandLine read_command_line(int argc, char **argv)
{
  CommandLine                    result;
  const std::vector<std::string> words(argv + 1, argv + argc);
  for (std::size_t i = 0; i < words.size(); ++i)
  {
    const std::string &word  = words[i];
    const auto         value = [&] {
      if (i + 1 == words.size())
        throw InputError("command line", word + " at the end", "a value after it");
      return words[++i];
    };
    if (word == "--help" || word == "-h")
      result.wants_help = true;
    else if (word == "--set")
      result.overrides.push_back(value());
    else if (word == "--output")
      result.output = value();
    else if (word == "--overwrite")
      result.may_overwrite = true;
    else if (word == "--check")
      result.only_check = true;
    else if (word.starts_with("-") || !result.case_path.empty())
      throw InputError("command line", word, "one case file and the options of --help");
    else
      result.case_path = word;
  }
  if (result.case_path.empty() && !result.wants_help)
    throw InputError("command line", "no case file", "quench-array CASE.prm", "See quench-array --help");
  if (result.output.empty())
    result.output = "out/" + std::filesystem::path(result.case_path).stem().string();
  return result;
}

/// Matrices of the same sizes come and go: their memory is kept. To get it anew from the system took 40 % of the time
/// of the study `long range`.
void keep_freed_memory()
{
  constexpr int largest_block = 1 << 25, free_at_the_end = 1 << 29; // bytes; glibc takes no larger block from its heap
  mallopt(M_MMAP_THRESHOLD, largest_block);
  mallopt(M_TRIM_THRESHOLD, free_at_the_end);
}

void run(const CommandLine &command, const Provenance &provenance)
{
  const array::ArrayCase    array_case = array::read_case(command.case_path, command.overrides);
  const auto                devices    = array::make_case_devices(array_case, command.case_path);
  const array::ResultFolder folder(command.output, command.may_overwrite || command.only_check);
  if (command.only_check)
  {
    std::cout << command.case_path << ": no errors; would write " << folder.path() << "\n";
    return;
  }
  const FolderLock lock(lock_file(folder.path()));
  if (!lock.message().empty())
    std::cout << lock.message() << "\n";
  const auto          log = [](const std::string &line) { std::cout << line << std::endl; };
  array::StudyDevices studied;
  for (const array::NamedDevice &named : devices)
    studied.push_back({named.name, named.device.get()});
  auto outcome =
      array::run_study(array_case, studied, log, std::filesystem::path(command.case_path).parent_path().string());
  outcome.details.set("case_name", std::filesystem::path(command.case_path).stem().string());
  outcome.details.set("case_sha256", sha256_of_file(command.case_path));
  folder.write(outcome, array::used_keys(array_case), to_json(provenance));
  for (const array::Result &result : outcome.results)
    std::cout << array::result_line(result) << "\n";
  std::cout << "results in " << folder.path() << "\n";
}
} // namespace

int main(int argc, char **argv)
{
  return run_program("quench array", [&] {
    const CommandLine command = read_command_line(argc, argv);
    if (command.wants_help)
      std::cout << usage;
    else
    {
      keep_freed_memory();
      run(command, make_provenance(argc, argv));
    }
    return ExitCode::done;
  });
}
