#include <postprocess/report/facts.h>

#include <physics/base/json.h>
#include <postprocess/report/axis.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <set>

namespace quench::report
{
namespace
{
/// Reported numbers of one column.
using Results = std::vector<compact::Quantity>;

/// "peak_temperature" -> "peak temperature", with the symbols of the equations.
std::string readable_name(std::string name)
{
  if (name == "nu")
    return "drift exponent ν";
  if (name.ends_with("_mean"))
    name.resize(name.size() - 5);
  if (const auto time = name.rfind('_'); time != std::string::npos && name.ends_with('s'))
  {
    char        *end     = nullptr;
    const double seconds = std::strtod(name.c_str() + time + 1, &end);
    if (end == name.c_str() + name.size() - 1 && end != name.c_str() + time + 1 && seconds < 1)
      name = name.substr(0, time + 1) + with_prefix(seconds, "s");
  }
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

const compact::Quantity *find(const Results &results, const std::string &name)
{
  const auto found = std::find_if(results.begin(), results.end(), [&](const auto &q) { return q.name == name; });
  return found == results.end() ? nullptr : &*found;
}

/// The name under which results list the standard error of `name`.
std::string error_name(const std::string &name)
{
  return name.ends_with("_mean") ? name.substr(0, name.size() - 5) + "_std" : name + "_sigma";
}

/// What is shown with another number, or is the smallest and largest of some.
bool is_companion(const Results &results, const std::string &name)
{
  for (const char *ending : {"_sigma", "_std", "_min", "_max"})
    if (name.ends_with(ending))
    {
      const std::string stem = name.substr(0, name.rfind('_'));
      return find(results, stem) || find(results, stem + "_mean");
    }
  return false;
}

/// Value and unit in words. Resistances take a prefix of the SI where they stand alone; in a row with others all are in
/// ohm.
std::pair<std::string, std::string> in_words(const Results &results, const compact::Quantity &q, bool is_alone)
{
  if (!std::isfinite(q.value))
    return {"not defined", readable_unit(q.unit)};
  const compact::Quantity *sigma = find(results, error_name(q.name));
  if (sigma && std::isfinite(sigma->value))
    return {with_error(q.value, sigma->value), readable_unit(q.unit)};
  if (q.unit != "ohm" || !is_alone)
    return {readable(q.value), readable_unit(q.unit)};
  const std::string text = with_prefix(q.value, "Ω", 4);
  return {text.substr(0, text.find(' ')), text.substr(text.find(' ') + 1)};
}

/// What a number of a run is about.
std::string subject_of(const std::string &name)
{
  const auto holds = [&](std::initializer_list<const char *> parts) {
    return std::any_of(parts.begin(), parts.end(), [&](const char *p) { return name.find(p) != std::string::npos; });
  };
  if (holds({"steps", "balance", "imbalance", "mesh", "newton"}) || name == "points")
    return "Numerics";
  if (name == "nu" || holds({"nu_", "resistance", "drift", "conductance"}))
    return "Resistance and drift";
  if (holds({"glass", "crystal", "nuclei", "hazard", "survival", "retention", "melt_", "grain"}))
    return "Phases and retention";
  return "Pulse and heat";
}

/// A table of the results whose subject is `title`, in the order in which they first appear.
FactGroup group(const std::string &title, const std::vector<std::string> &columns, const std::vector<Results> &all,
                const std::function<bool(const std::string &)> &belongs)
{
  FactGroup             table{title, columns, {}};
  std::set<std::string> seen;
  for (const Results &results : all)
    for (const compact::Quantity &q : results)
      if (belongs(q.name) && !is_companion(results, q.name) && seen.insert(q.name).second)
      {
        Fact fact{readable_name(q.name), "", {}};
        for (const Results &column : all)
        {
          const compact::Quantity *value = find(column, q.name);
          const auto words = value ? in_words(column, *value, all.size() == 1) : std::pair{std::string(), fact.unit};
          fact.values.push_back(words.first);
          fact.unit = words.second;
        }
        table.facts.push_back(fact);
      }
  return table;
}

void add_runs(std::vector<FactGroup> &groups, const std::vector<compact::Run> &runs)
{
  std::vector<std::string> columns;
  std::vector<Results>     all;
  for (const compact::Run &run : runs)
  {
    columns.push_back(name_of(run.directory));
    all.push_back(run.results);
  }
  for (const char *subject : {"Pulse and heat", "Resistance and drift", "Phases and retention", "Numerics"})
  {
    FactGroup table =
        group(subject, columns, all, [&](const std::string &name) { return subject_of(name) == subject; });
    if (!table.facts.empty())
      groups.push_back(std::move(table));
  }
}

void add_models(std::vector<FactGroup> &groups, const std::vector<Sources::Model> &models)
{
  if (models.empty())
    return;
  FactGroup table{"Compact models",
                  {},
                  {{"lowest conductance", "µS", {}},
                   {"highest conductance", "µS", {}},
                   {"update asymmetry", "", {}},
                   {"smallest drift exponent", "", {}},
                   {"largest drift exponent", "", {}}}};
  for (const auto &[path, name, model] : models)
  {
    table.columns.push_back(name);
    std::vector<double> nu;
    for (const compact::Estimate &estimate : model.drift.nu)
      nu.push_back(estimate.value);
    const bool  has_nu = !nu.empty();
    const char *none   = "";
    table.facts[0].values.push_back(readable(model.g_min_uS));
    table.facts[1].values.push_back(readable(model.g_max_uS));
    table.facts[2].values.push_back(model.update.asymmetry ? readable(*model.update.asymmetry, 3) : none);
    table.facts[3].values.push_back(has_nu ? readable(*std::min_element(nu.begin(), nu.end()), 3) : none);
    table.facts[4].values.push_back(has_nu ? readable(*std::max_element(nu.begin(), nu.end()), 3) : none);
  }
  std::erase_if(table.facts, [](const Fact &fact) {
    return std::all_of(fact.values.begin(), fact.values.end(), [](const std::string &v) { return v.empty(); });
  });
  groups.push_back(table);
}

Results results_in(const std::string &path)
{
  const Json     json = Json::read(path);
  const JsonView view = JsonView(json, path)["results"];
  Results        results;
  for (std::size_t i = 0; i < view.size(); ++i)
    results.push_back({view[i]["name"].as_string(),
                       view[i]["value"].value().is_number() ? view[i]["value"].as_double() : std::nan(""),
                       view[i]["unit"].as_string()});
  return results;
}

/// One table per kind of study.
void add_arrays(std::vector<FactGroup> &groups, const std::vector<Sources::Array> &arrays)
{
  std::vector<std::string> studies;
  for (const Sources::Array &array : arrays)
    if (std::find(studies.begin(), studies.end(), array.study) == studies.end())
      studies.push_back(array.study);
  for (const std::string &study : studies)
  {
    std::vector<std::string> columns;
    std::vector<Results>     all;
    for (const Sources::Array &array : arrays)
      if (array.study == study)
      {
        columns.push_back(array.name);
        all.push_back(results_in(array.directory + "/results.json"));
      }
    groups.push_back(group("Array: " + (study.empty() ? columns.front() : study), columns, all,
                           [](const std::string &) { return true; }));
  }
}
} // namespace

std::vector<FactGroup> key_numbers(const Sources &sources)
{
  std::vector<FactGroup> groups;
  if (!sources.runs.empty())
    add_runs(groups, sources.runs);
  add_models(groups, sources.models);
  add_arrays(groups, sources.arrays);
  return groups;
}
} // namespace quench::report
