// quench-array: what arrays of phase-change devices do to a neural network, from seconds to years.

#include <postprocess/array/study.h>
#include <postprocess/array/study_table.h>

#include <physics/base/checksum.h>
#include <physics/base/command_line.h>
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

Command command()
{
  return {
      "quench array",
      "What arrays of phase-change devices do to a neural network, from seconds to years: builds the device models "
      "that the case names (an extracted compact model or a published one) and runs its study. The keys: quench "
      "describe array.",
      {{"ARRAY.prm", "the case"}},
      {options::set("change a key of the case, SECTION/KEY=VALUE; may be repeated"),
       options::output("DIR", "folder of the results; default out/ARRAY"),
       options::overwrite("replace results that are there already"),
       {"--check", "", "read and check everything, compute nothing"}},
      "Writes results.json and CSV tables (docs/files.md), and prints one line result NAME = VALUE UNIT per number.\n"
      "Exit codes: 0 done, 1 internal error, 2 wrong input, 3 not converged, 4 file error."};
}

/// Matrices of the same sizes come and go: their memory is kept. To get it anew from the system took 40 % of the time
/// of the study `long range`.
void keep_freed_memory()
{
  constexpr int largest_block = 1 << 25, free_at_the_end = 1 << 29; // bytes; glibc takes no larger block from its heap
  mallopt(M_MMAP_THRESHOLD, largest_block);
  mallopt(M_TRIM_THRESHOLD, free_at_the_end);
}

void run(const CommandLine &line, const Provenance &provenance)
{
  const std::string        &path       = line.words()[0];
  const array::ArrayCase    array_case = array::read_case(path, line.values("--set"));
  const auto                devices    = array::make_case_devices(array_case, path);
  const std::string         name       = std::filesystem::path(path).stem().string();
  const bool                only_check = line.has("--check");
  const array::ResultFolder folder(line.value("--output", "out/" + name), line.has("--overwrite") || only_check);
  if (only_check)
  {
    std::cout << path << ": no errors; would write " << folder.path() << "\n";
    return;
  }
  const FolderLock lock(lock_file(folder.path()));
  if (!lock.message().empty())
    std::cout << lock.message() << "\n";
  const auto          log = [](const std::string &text) { std::cout << text << std::endl; };
  array::StudyDevices studied;
  for (const array::NamedDevice &named : devices)
    studied.push_back({named.name, named.device.get()});
  auto outcome = array::run_study(array_case, studied, log, std::filesystem::path(path).parent_path().string());
  outcome.details.set("case_name", name);
  outcome.details.set("case_sha256", sha256_of_file(path));
  folder.write(outcome, array::used_keys(array_case), to_json(provenance));
  for (const array::Result &result : outcome.results)
    std::cout << array::result_line(result) << "\n";
  std::cout << "results in " << folder.path() << "\n";
}
} // namespace

int main(int argc, char **argv)
{
  return run_program("quench array", [&] {
    const CommandLine line(command(), {argv + 1, argv + argc});
    if (!line.answer(std::cout))
    {
      keep_freed_memory();
      run(line, make_provenance(argc, argv));
    }
    return ExitCode::done;
  });
}
