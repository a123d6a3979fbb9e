#include <postprocess/observe/run_results.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/json.h>

#include <cmath>
#include <cstdio>
#include <set>

namespace quench::observe
{
std::string result_line(const Result &result)
{
  char number[32];
  std::snprintf(number, sizeof(number), "%.9g", result.value);
  const std::string unit = result.unit.empty() || result.unit == "1" ? "" : " " + result.unit;
  return "result " + result.name + " = " + number + unit;
}

void write_results(const std::string &path, const RunResults &results)
{
  std::set<std::string> names;
  Json                  list = Json::array();
  for (const Result &result : results.results)
  {
    if (!std::isfinite(result.value) || !names.insert(result.name).second)
      throw Error(ExitCode::internal, path, "the result \"" + result.name + "\" is not finite or given twice");
    Json one = Json::object();
    one.set("name", result.name).set("value", result.value).set("unit", result.unit);
    list.push_back(std::move(one));
  }
  Json version = Json::array();
  version.push_back(Json(1));
  version.push_back(Json(0));
  Json json = Json::object();
  json.set("format", "quench-results").set("format_version", std::move(version)).set("stage", results.stage);
  json.set("complete", results.complete).set("state", results.state);
  if (!results.message.empty())
    json.set("message", results.message);
  json.set("case_name", results.case_name).set("case_sha256", results.case_sha256);
  json.set("results", std::move(list)).set("fallbacks", results.fallbacks);
  json.set("warnings", results.warnings);
  json.set("provenance", to_json(results.provenance));
  write_file_atomically(path, json.dump() + "\n");
}
} // namespace quench::observe
