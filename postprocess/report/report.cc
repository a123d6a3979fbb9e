#include <postprocess/report/report.h>

#include <physics/base/error.h>
#include <physics/base/folder_lock.h>
#include <postprocess/compact/drift.h>
#include <postprocess/compact/table.h>
#include <postprocess/report/axis.h>
#include <postprocess/report/figures.h>
#include <postprocess/report/sources.h>

#include <cmath>
#include <filesystem>
#include <functional>

namespace quench::report
{
namespace
{
/// Add a figure, or say why there is none.
void attempt(Page &page, const std::string &what, const std::function<Figure()> &make)
{
  try
  {
    page.figures.push_back(make());
  }
  catch (const Error &error)
  {
    page.missing.push_back({what, error.what()});
  }
}

/// Add a figure whose source may be absent: in a tree that is worth a line, in a single run or sweep it is not.
void attempt_if(Page &page, const Sources &sources, bool present, const std::string &what, const std::string &absent,
                const std::function<Figure()> &make)
{
  if (present)
    attempt(page, what, make);
  else if (sources.kind == Sources::Kind::tree)
    page.missing.push_back({what, absent});
}

void add_figures(Page &page, const Sources &s)
{
  const compact::ResultSet *sweep         = s.sweep ? &*s.sweep : nullptr;
  const bool                is_train_only = s.kind == Sources::Kind::run && s.train;
  const char               *no_run        = "there is no complete run of a single pulse";
  attempt_if(page, s, s.run.has_value(), "Pulse against time", no_run, [&] { return pulse_figure(*s.run); });
  attempt_if(page, s, s.run.has_value(), "Temperature and phase maps", no_run, [&] { return maps_figure(*s.run); });
  attempt_if(page, s, s.sweep.has_value(), "RESET programming curve", "there is no sweep with complete points",
             [&] { return reset_figure(*s.sweep); });
  attempt_if(page, s, s.train.has_value(), "SET train", "there is no complete run of several pulses",
             [&] { return train_figure(*s.train); });
  if (!is_train_only)
    attempt_if(page, s, s.run || s.sweep, "Drift over time", no_run,
               [&] { return drift_figure(s.run ? *s.run : s.sweep->runs.back(), sweep); });
  attempt_if(page, s, s.model.has_value(), "Drift exponent against conductance", "there is no model.json",
             [&] { return exponent_figure(s.model->drift); });
  attempt_if(page, s, !s.array.empty(), "Accuracy over time", "there is no folder with accuracy_summary.csv",
             [&] { return accuracy_figure(s.array); });
}

/// "peak_temperature" -> "peak temperature", with the symbols of the equations.
std::string readable_name(std::string name)
{
  if (name == "nu")
    return "drift exponent ν";
  for (char &c : name)
    c = c == '_' ? ' ' : c;
  return name;
}

/// The value of a result in words; a number whose standard error is another result (NAME_sigma) shows both.
Fact fact_of(const compact::Run &run, const compact::Quantity &q)
{
  const auto sigma = result_of(run, q.name + "_sigma");
  if (!std::isfinite(q.value))
    return {readable_name(q.name), "not defined", ""};
  if (sigma)
    return {readable_name(q.name), with_error(q.value, *sigma), readable_unit(q.unit)};
  if (q.unit != "ohm")
    return {readable_name(q.name), readable(q.value), readable_unit(q.unit)};
  const std::string text = with_prefix(q.value, "Ω", 4);
  return {readable_name(q.name), text.substr(0, text.find(' ')), text.substr(text.find(' ') + 1)};
}

void add_facts(Page &page, const Sources &sources)
{
  const auto is_error = [](const std::string &name) { return name.ends_with("_sigma"); };
  if (sources.run)
    for (const compact::Quantity &q : sources.run->results)
      if (!is_error(q.name))
        page.facts.push_back(fact_of(*sources.run, q));
  if (sources.model)
  {
    const compact::CompactModel &model = *sources.model;
    page.facts.push_back({"model: lowest conductance", readable(model.g_min_uS), "µS"});
    page.facts.push_back({"model: highest conductance", readable(model.g_max_uS), "µS"});
    if (model.update.asymmetry)
      page.facts.push_back({"model: update asymmetry", readable(*model.update.asymmetry, 3), ""});
  }
}

struct Words
{
  std::string text;

  void add(const std::string &sentence) { text += (text.empty() ? "" : " ") + sentence; }
};

void describe_run(Words &words, const compact::Run &run)
{
  const auto value   = [&](const char *name) { return result_of(run, name); };
  const auto reads   = run.after_pulse(1);
  const auto melting = melting_point(run);
  if (run.n_pulses() == 1 && !reads.empty() && value("peak_temperature"))
    words.add(
        "One RESET pulse of " + readable(reads.front().amplitude_V) + " V heats the cell to " +
        readable(*value("peak_temperature")) + " K" + (melting ? " (melting point " + readable(*melting) + " K)" : "") +
        (value("glass_volume") ? " and leaves " + readable(*value("glass_volume"), 3) + " nm^{3} of glass." : "."));
  if (value("resistance_before") && value("resistance_after"))
    words.add("The resistance rises from " + with_prefix(*value("resistance_before"), "Ω") + " to " +
              with_prefix(*value("resistance_after"), "Ω") + ", a factor of " +
              readable(*value("resistance_after") / *value("resistance_before"), 3) + ".");
  if (value("nu") && !run.reads.empty())
    words.add("From then on it drifts with an exponent of " +
              (value("nu_sigma") ? with_error(*value("nu"), *value("nu_sigma")) : readable(*value("nu"))) + " at " +
              readable(run.reads.back().temperature_K) + " K.");
}

/// That a run is not complete, and why: the first thing to know.
void describe_state(Words &words, const compact::Run &run)
{
  if (run.complete)
    return;
  const bool  lives = is_locked(lock_file(run.directory));
  std::string state = run.state == "running" && !lives ? "was interrupted: its process is gone" : "is " + run.state;
  if (run.state == "stopped" || run.state == "failed")
    state = run.state + (run.message.empty() ? "" : " (" + run.message + ")");
  words.add("Not complete: this run " + state + ". Figures and numbers show what is there so far.");
}

/// How many points of a sweep are done, running, failed, ...; nothing where all are done.
void describe_points(Words &words, const std::map<std::string, std::size_t> &states)
{
  std::string list;
  for (const auto &[state, n] : states)
    list += (list.empty() ? "" : ", ") + std::to_string(n) + " " + state;
  if (states.size() > 1 || (!states.empty() && !states.contains("done")))
    words.add("Not complete: the points of this sweep are " + list + ".");
}

/// Accuracy a day after programming, per scheme.
void describe_array(Words &words, const std::string &directory)
{
  const compact::Table table(directory + "/accuracy_summary.csv");
  const auto           time = table.numbers("time_s"), mean = table.numbers("mean"), deviation = table.numbers("std");
  const auto           scheme = curve_names(table);
  constexpr double     day    = 86400;
  std::string          list;
  for (std::size_t i = 0; i < table.n_rows(); ++i)
    if (time[i] == day)
      list += (list.empty() ? "" : ", ") + readable(100 * mean[i], 3) + " ± " + readable(100 * deviation[i], 2) +
              " % (" + scheme[i] + ")";
  if (!list.empty())
    words.add("A network on an array of such cells classifies, one day after programming, " + list +
              " of the test set correctly.");
}

void add_summary(Page &page, const Sources &sources)
{
  Words words;
  try
  {
    describe_points(words, sources.sweep_states);
    if (sources.run)
    {
      describe_state(words, *sources.run);
      describe_run(words, *sources.run);
    }
    if (sources.sweep)
      words.add("A sweep holds " + std::to_string(sources.sweep->runs.size()) + " complete points.");
    if (!sources.array.empty())
      describe_array(words, sources.array);
  }
  catch (const Error &error)
  {
    page.notes.push_back(error.what());
  }
  page.summary = words.text;
}

void add_origins(Page &page, const Sources &sources)
{
  const auto add = [&](const std::string &what, const std::string &path) {
    try
    {
      page.origins.push_back(origin_of(what, path));
      for (const std::string &fallback : fallbacks_of(path))
        page.notes.push_back(what + " ran with a fallback: " + fallback);
    }
    catch (const Error &error)
    {
      page.notes.push_back(error.what());
    }
  };
  if (sources.run)
    add("run", sources.run->directory + "/results.json");
  if (sources.train && sources.kind != Sources::Kind::run)
    add("train", sources.train->directory + "/results.json");
  if (sources.sweep)
    for (const compact::Run &run : sources.sweep->runs)
      add("sweep point " + std::filesystem::path(run.directory).filename().string(), run.directory + "/results.json");
  if (sources.model)
    add("compact model", sources.model_path);
  if (!sources.array.empty())
    add("array", sources.array + "/results.json");
}
} // namespace

Page make_page(const std::string &directory)
{
  const Sources sources = find_sources(directory);
  Page          page;
  const auto    name = std::filesystem::path(directory).lexically_normal();
  page.title         = "Quench: " + (sources.run ? sources.run->case_name
                                                 : (name.has_filename() ? name : name.parent_path()).filename().string());
  if (sources.run && !sources.run->complete)
    page.title += " (not complete)";
  add_summary(page, sources);
  add_facts(page, sources);
  add_figures(page, sources);
  page.missing.insert(page.missing.end(), sources.unreadable.begin(), sources.unreadable.end());
  if (sources.sweep)
    for (const std::string &skipped : sources.sweep->skipped)
      page.missing.push_back({"Sweep point", skipped});
  add_origins(page, sources);
  return page;
}
} // namespace quench::report
