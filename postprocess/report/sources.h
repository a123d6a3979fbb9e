#pragma once

#include <postprocess/compact/compact_model.h>
#include <postprocess/compact/measurement.h>
#include <postprocess/report/page.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace quench::report
{
/// What a folder holds that can be shown.
struct Sources
{
  enum class Kind
  {
    run,
    sweep,
    array,
    tree
  };

  /// A compact model file.
  struct Model
  {
    std::string           path, name;
    compact::CompactModel model;
  };

  /// The folder of an array study.
  struct Array
  {
    std::string directory, name, study;
  };

  std::string                     directory;
  Kind                            kind = Kind::tree;
  std::vector<compact::Run>       runs;   ///< in the order of their folders' names, as all below
  std::vector<compact::ResultSet> sweeps; ///< with at least one point that is done
  /// Number of points in each state (done, running, ...) where kind is sweep.
  std::map<std::string, std::size_t> sweep_states;
  std::vector<Model>                 models;
  std::vector<Array>                 arrays;
  std::vector<Missing>               unreadable;
};

/// Name of a run, sweep or array: the last part of its folder's path.
std::string name_of(const std::string &directory);

/// The folder of a run, a sweep or an array study, or a folder of such folders and of compact models (*.json here,
/// model.json one level below). In a tree a folder that cannot be read is listed with the reason; a single run or sweep
/// that cannot be read throws.
/// Throws InputError if the folder holds nothing that can be shown.
Sources find_sources(const std::string &directory);

/// Value of a named result, in its unit; empty if the run does not report it (or not as a number).
std::optional<double> result_of(const compact::Run &run, const std::string &name);

/// The melting point [K]: the result melting_temperature, else the key of that name in the resolved case.
std::optional<double> melting_point(const compact::Run &run);

/// A named result in the results.json at `path`; empty if it is not there.
std::optional<double> result_in(const std::string &path, const std::string &name);

/// Software, commit, date and command of the results.json or model file at `path`, and the case it belongs to.
Origin origin_of(const std::string &what, const std::string &path);

/// The fallbacks a run reports to have taken.
std::vector<std::string> fallbacks_of(const std::string &results_path);
} // namespace quench::report
