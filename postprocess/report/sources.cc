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

std::string text_at(const JsonView &view, const char *key)
{
  return view.has(key) && view[key].value().is_string() ? view[key].as_string() : "";
}

bool is_array(const std::string &folder)
{
  if (!has(folder, "results.json") || has(folder, "reads.csv"))
    return false;
  const std::string path = folder + "/results.json";
  const Json        json = Json::read(path);
  return text_at(JsonView(json, path), "stage") == "array";
}

Sources::Array read_array(const std::string &folder)
{
  const std::string path = folder + "/results.json";
  const Json        json = Json::read(path);
  const JsonView    root(json, path);
  return {folder, name_of(folder), root.has("case") ? text_at(root["case"], "study") : ""};
}

bool is_model(const std::string &path)
{
  const Json json = Json::read(path);
  return json.is_object() && json.find("schema") &&
         text_at(JsonView(json, path), "schema") == compact::CompactModel::schema;
}

void take_model(Sources &sources, const std::string &path, const std::string &name)
{
  try
  {
    if (is_model(path))
      sources.models.push_back({path, name, compact::read_model(path)});
  }
  catch (const Error &error)
  {
    sources.unreadable.push_back({name, error.what()});
  }
}

void take_folder(Sources &sources, const std::string &folder)
{
  try
  {
    if (has(folder, "status.csv"))
      sources.sweeps.push_back(compact::read_result_set(folder));
    else if (is_array(folder))
      sources.arrays.push_back(read_array(folder));
    else if (has(folder, "results.json"))
      sources.runs.push_back(compact::read_run(folder));
    if (has(folder, "model.json"))
      take_model(sources, folder + "/model.json", name_of(folder));
  }
  catch (const Error &error)
  {
    sources.unreadable.push_back({name_of(folder), error.what()});
  }
}

/// What lies in the folder itself, and one level below.
void take_tree(Sources &sources, const std::string &directory)
{
  for (const std::string &folder : subfolders(directory))
    take_folder(sources, folder);
  std::vector<fs::path> files;
  for (const auto &entry : fs::directory_iterator(directory))
    if (entry.is_regular_file() && entry.path().extension() == ".json")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path &file : files)
    take_model(sources, file.string(), file.stem().string());
}

/// A sweep of which nothing is done yet has a state all the same.
void take_sweep(Sources &sources, const std::string &directory)
{
  sources.sweep_states = count_states(directory + "/status.csv");
  if (sources.sweep_states.contains("done"))
    sources.sweeps.push_back(compact::read_result_set(directory));
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

} // namespace

std::string name_of(const std::string &directory)
{
  const fs::path path = fs::path(directory).lexically_normal();
  return (path.has_filename() ? path : path.parent_path()).filename().string();
}

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
    sources.runs.push_back(compact::read_unfinished_run(directory));
  }
  else if (is_array(directory))
  {
    sources.kind = Sources::Kind::array;
    sources.arrays.push_back(read_array(directory));
  }
  else
    take_tree(sources, directory);
  if (sources.runs.empty() && sources.sweeps.empty() && sources.sweep_states.empty() && sources.models.empty() &&
      sources.arrays.empty() && sources.unreadable.empty())
    throw InputError(directory, "holds no results",
                     "results.json, status.csv or a compact model (*.json), here or one level below");
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
