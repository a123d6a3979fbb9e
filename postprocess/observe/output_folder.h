#pragma once

#include <string>
#include <vector>

namespace quench::observe
{
/// The folder of a run, and the names in it. Results are never lost by accident.
///
///     results.json results.h5 series.csv reads.csv log.txt case_resolved.prm run.pvd    fields/ maps/ insitu/
///     checkpoint/
class OutputFolder
{
public:
  enum class IfExists
  {
    refuse,   ///< results in the folder are an error
    resume,   ///< keep them, the run goes on
    overwrite ///< delete what Quench wrote there (nothing else)
  };

  /// Make or take the folder, without what interrupted writes have left there (NAME.tmp.PID). Throws InputError naming
  /// the folder and the two options if it holds results and nothing was said about them; IoError if it cannot be made
  /// or written. One process (rank 0).
  OutputFolder(const std::string &path, IfExists if_exists);

  const std::string &path() const { return path_; }
  std::string        results_json() const { return path_ + "/results.json"; }
  std::string        results_h5() const { return path_ + "/results.h5"; }
  std::string        series() const { return path_ + "/series.csv"; }
  std::string        reads() const { return path_ + "/reads.csv"; }
  std::string        nuclei() const { return path_ + "/nuclei.csv"; }
  std::string        log() const { return path_ + "/log.txt"; }
  std::string        case_file() const { return path_ + "/case_resolved.prm"; }
  std::string        pvd() const { return path_ + "/run.pvd"; }
  std::string        insitu() const { return path_ + "/insitu"; }
  /// Path of a field file of a step, relative to the folder ("fields/step_00001234.vtu"); of a map ("maps/NAME.csv").
  static std::string field_file(unsigned long step);
  static std::string map_file(const std::string &name);
  std::string        full(const std::string &relative) const { return path_ + "/" + relative; }

private:
  std::string path_;
};

/// Files and folders under `path` that Quench has written there (relative paths, sorted; files before their folders).
std::vector<std::string> find_own_files(const std::string &path);
} // namespace quench::observe
