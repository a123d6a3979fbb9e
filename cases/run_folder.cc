#include <cases/run_folder.h>

#include <physics/base/checksum.h>
#include <physics/base/files.h>
#include <physics/base/json.h>
#include <physics/base/prm.h>
#include <physics/base/text.h>
#include <postprocess/observe/collective.h>
#include <solver/run/checkpoint_files.h>

#include <algorithm>
#include <iostream>
#include <map>

namespace quench::cases
{
namespace
{
using IfExists = observe::OutputFolder::IfExists;

constexpr std::size_t most_differences = 10;
constexpr const char *ways_out         = "Replace them with --overwrite, or choose another folder with --output";

bool holds_results(const std::string &output)
{
  if (!file_exists(output))
    return false;
  const std::vector<std::string> files = observe::find_own_files(output);
  return std::any_of(files.begin(), files.end(),
                     [&](const std::string &file) { return !folder_exists(output + "/" + file); });
}

bool is_complete(const std::string &output)
{
  const std::string results = output + "/results.json";
  if (!file_exists(results))
    return false;
  const Json json = Json::read(results);
  return json.find("complete") != nullptr && JsonView(json, results)["complete"].as_bool();
}

/// Key paths and values of a tree.
void collect(const PrmTree &tree, const std::string &path, std::map<std::string, std::string> &values)
{
  for (const auto &[key, entry] : tree.entries)
    values[path + key] = entry.text;
  for (const auto &[name, section] : tree.sections)
    collect(section, path + name + "/", values);
}

/// Throws if the folder holds the run of another case.
void require_same_case(const RunRequest &request)
{
  const std::string file = request.output + "/case_resolved.prm";
  if (!file_exists(file))
    return;
  std::vector<std::string> keys = key_differences(read_file(file), request.case_text);
  if (keys.empty())
    return;
  if (keys.size() > most_differences)
  {
    const std::size_t more = keys.size() - most_differences;
    keys.resize(most_differences);
    keys.push_back("and " + std::to_string(more) + " more");
  }
  throw InputError(request.output, "holds the run of another case\n  " + join(keys, "\n  ") + "\n",
                   "a run goes on with its own case", std::string("Restore these keys to go on. ") + ways_out);
}
} // namespace

std::string decisive_text(const std::string &case_text)
{
  const std::string begin = "\nsubsection output\n", end = "\nend\n";
  const std::size_t first = case_text.find(begin), last = case_text.find(end, first);
  if (first == std::string::npos || last == std::string::npos)
    return case_text;
  return case_text.substr(0, first + 1) + case_text.substr(last + end.size());
}

std::vector<std::string> key_differences(const std::string &there, const std::string &here)
{
  std::map<std::string, std::string> old_values, new_values;
  collect(parse_prm(there, "case there"), "", old_values);
  collect(parse_prm(here, "case here"), "", new_values);
  const auto value = [](const auto &values, const std::string &key) {
    const auto found = values.find(key);
    return found == values.end() ? "not there" : "\"" + found->second + "\"";
  };
  std::map<std::string, std::string> all = old_values;
  all.insert(new_values.begin(), new_values.end());
  std::vector<std::string> differences;
  for (const auto &[key, ignored] : all)
    if (!key.starts_with("output/") && value(old_values, key) != value(new_values, key))
      differences.push_back(key + " = " + value(old_values, key) + " in the folder, " + value(new_values, key) +
                            " now");
  return differences;
}

FolderPlan plan_folder(const RunRequest &request)
{
  const std::string &output = request.output;
  const bool         resume = request.if_exists == IfExists::resume;
  require_output_folder(output);
  if (!holds_results(output))
  {
    if (resume)
      throw InputError(output, "holds no checkpoint", "", "Start without --resume");
    return {IfExists::refuse, file_exists(output) ? "exists and holds no results" : "will be made", {}};
  }
  if (request.if_exists == IfExists::overwrite)
    return {IfExists::overwrite, "its results will be replaced", {}};
  if (!resume && is_complete(output))
    throw InputError(output, "holds results of a run that is complete", "nothing is overwritten unasked", ways_out);
  require_same_case(request);
  const auto search = solver::CheckpointDirectory(output).find_latest(sha256(decisive_text(request.case_text)));
  if (!search.found)
    throw InputError(output, "holds results of a run that left no checkpoint", "it cannot go on", ways_out);
  return {IfExists::resume, "goes on from step " + std::to_string(search.found->step) + " of the run found there",
          search.messages};
}

RunFolder::RunFolder(const RunRequest &request, MPI_Comm communicator) : mode_(IfExists::refuse)
{
  observe::on_root(communicator, [&] {
    require_output_folder(request.output);
    if (request.if_exists == IfExists::resume && !file_exists(request.output))
      plan_folder(request); // throws before anything is made
    lock_.emplace(lock_file(request.output));
    const FolderPlan plan = plan_folder(request);
    mode_                 = plan.mode;
    if (!lock_->message().empty())
      std::cout << lock_->message() << '\n';
    for (const std::string &message : plan.messages)
      std::cout << message << '\n';
    if (mode_ == IfExists::resume)
      std::cout << request.output << " " << plan.words << std::endl;
  });
  int mode = static_cast<int>(mode_);
  MPI_Bcast(&mode, 1, MPI_INT, 0, communicator);
  mode_ = static_cast<IfExists>(mode);
}
} // namespace quench::cases
