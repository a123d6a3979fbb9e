#include <postprocess/report/sources.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/json.h>
#include <physics/base/prm.h>
#include <physics/base/quantity.h>
#include <physics/base/units.h>
#include <postprocess/compact/table.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace quench::report
{
namespace
{
namespace fs = std::filesystem;

bool has(const std::string &directory, const char *file) { return file_exists(fs::path(directory) / file); }

std::vector<std::string> subfolders(const std::string &directory)
{
  std::vector<std::string> names;
  for (const auto &entry : fs::directory_iterator(directory))
    if (entry.is_directory())
      names.push_back(entry.path().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// Number of points of each state in a status.csv.
std::map<std::string, std::size_t> count_states(const std::string &path)
{
  std::map<std::string, std::size_t> counts;
  for (const std::string &state : compact::Table(path).text("status"))
    ++counts[state];
  return counts;
}

/// A run with one pulse is the run to show, one with several the train; the first of each kind in the order of names.
void take_run(Sources &sources, const compact::Run &run)
{
  auto &place = run.n_pulses() > 1 ? sources.train : sources.run;
  if (!place || run.n_pulses() > place->n_pulses())
    place = run;
}

void take_folder(Sources &sources, const std::string &folder)
{
  try
  {
    if (has(folder, "accuracy_summary.csv"))
      sources.array = folder;
    else if (has(folder, "status.csv"))
    {
      auto sweep = compact::read_result_set(folder);
      if (!sources.sweep || sweep.runs.size() > sources.sweep->runs.size())
        sources.sweep = std::move(sweep);
    }
    else if (has(folder, "results.json") && has(folder, "reads.csv"))
      take_run(sources, compact::read_run(folder));
  }
  catch (const Error &error)
  {
    sources.unreadable.push_back({fs::path(folder).filename().string(), error.what()});
  }
}

void take_model(Sources &sources, const std::string &path)
{
  try
  {
    sources.model      = compact::read_model(path);
    sources.model_path = path;
  }
  catch (const Error &error)
  {
    sources.unreadable.push_back({fs::path(path).filename().string(), error.what()});
  }
}

/// A sweep of which nothing is done yet has a state all the same.
void take_sweep(Sources &sources, const std::string &directory)
{
  sources.sweep_states = count_states(directory + "/status.csv");
  if (sources.sweep_states.contains("done"))
    sources.sweep = compact::read_result_set(directory);
}

/// The key "melting temperature" of the first section that has it.
std::optional<double> melting_in(const PrmTree &tree)
{
  if (const auto entry = tree.entries.find("melting temperature"); entry != tree.entries.end())
    return parse_quantity(entry->second.text, "K") / units::K;
  for (const auto &[name, section] : tree.sections)
    if (const auto found = melting_in(section))
      return found;
  return std::nullopt;
}

std::string text_at(const JsonView &view, const char *key)
{
  return view.has(key) && view[key].value().is_string() ? view[key].as_string() : "";
}
} // namespace

Sources find_sources(const std::string &directory)
{
  if (!folder_exists(directory))
    throw InputError(directory, "is no folder", "a run, a sweep or a folder of both is needed");
  Sources sources;
  sources.directory = directory;
  if (has(directory, "status.csv"))
  {
    sources.kind = Sources::Kind::sweep;
    take_sweep(sources, directory);
  }
  else if (has(directory, "reads.csv"))
  {
    sources.kind = Sources::Kind::run;
    sources.run  = compact::read_unfinished_run(directory);
    if (sources.run->n_pulses() > 1)
      sources.train = sources.run;
  }
  else if (has(directory, "accuracy_summary.csv"))
    sources.array = directory;
  else
    for (const std::string &folder : subfolders(directory))
      take_folder(sources, folder);
  if (has(directory, "model.json"))
    take_model(sources, directory + "/model.json");
  if (!sources.run && !sources.sweep && sources.sweep_states.empty() && !sources.train && !sources.model &&
      sources.array.empty() && sources.unreadable.empty())
    throw InputError(directory, "holds no results",
                     "results.json with reads.csv, status.csv, model.json or "
                     "accuracy_summary.csv, here or one level below");
  return sources;
}

std::optional<double> result_of(const compact::Run &run, const std::string &name)
{
  for (const compact::Quantity &quantity : run.results)
    if (quantity.name == name && std::isfinite(quantity.value))
      return quantity.value;
  return std::nullopt;
}

std::optional<double> melting_point(const compact::Run &run)
{
  if (const auto value = result_of(run, "melting_temperature"))
    return value;
  for (const char *name : {"case_resolved.prm", "case.prm"})
    if (has(run.directory, name))
      return melting_in(read_prm(run.directory + "/" + name));
  return std::nullopt;
}

std::optional<double> result_in(const std::string &path, const std::string &name)
{
  const Json     json    = Json::read(path);
  const JsonView results = JsonView(json, path)["results"];
  for (std::size_t i = 0; i < results.size(); ++i)
    if (results[i]["name"].as_string() == name && results[i]["value"].value().is_number())
      return results[i]["value"].as_double();
  return std::nullopt;
}

Origin origin_of(const std::string &what, const std::string &path)
{
  const Json     json = Json::read(path);
  const JsonView root(json, path);
  Origin         origin{what, ""};
  const auto     add = [&](const std::string &name, const std::string &value) {
    if (!value.empty())
      origin.details += (origin.details.empty() ? "" : "; ") + name + value;
  };
  add("case ", text_at(root, "case_name"));
  add("sha256 ", text_at(root, "case_sha256").substr(0, 12));
  if (!root.has("provenance"))
    return origin;
  const JsonView provenance = root["provenance"];
  add("", text_at(provenance, "software") + " " + text_at(provenance, "version"));
  add("commit ", text_at(provenance, "git commit"));
  add("", text_at(provenance, "date"));
  add("", text_at(provenance, "command line"));
  return origin;
}

std::vector<std::string> fallbacks_of(const std::string &results_path)
{
  const Json     json = Json::read(results_path);
  const JsonView root(json, results_path);
  return root.has("fallbacks") ? root["fallbacks"].as_strings() : std::vector<std::string>{};
}
} // namespace quench::report
