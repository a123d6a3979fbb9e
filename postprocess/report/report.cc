#include <postprocess/report/report.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/folder_lock.h>
#include <postprocess/compact/table.h>
#include <postprocess/compact/update.h>
#include <postprocess/report/axis.h>
#include <postprocess/report/case_tables.h>
#include <postprocess/report/facts.h>
#include <postprocess/report/figures.h>
#include <postprocess/report/sources.h>
#include <postprocess/report/words.h>

#include <algorithm>
#include <functional>

namespace quench::report
{
namespace
{
constexpr std::size_t most_runs = 8; ///< that have figures of their own

/// Figures on their way to a page. Names are made unique where several runs or sweeps have the same figure.
class Builder
{
public:
  explicit Builder(Page &page) : page_(page) {}

  void begin(const std::string &title, const std::string &suffix = "")
  {
    page_.sections.push_back({title, {}});
    suffix_ = suffix;
  }

  /// Add a figure, or say why there is none.
  void attempt(const std::string &what, const std::function<Figure()> &make)
  {
    try
    {
      Figure figure = make();
      if (!suffix_.empty())
        figure.name += "-" + anchor(suffix_);
      page_.sections.back().figures.push_back(std::move(figure));
    }
    catch (const Error &error)
    {
      page_.missing.push_back({what + (suffix_.empty() ? "" : ", " + suffix_), error.what()});
    }
  }

private:
  Page       &page_;
  std::string suffix_;
};

bool has_rows(const compact::Run &run, const char *file)
{
  const std::string path = run.directory + "/" + file;
  return file_exists(path) && compact::Table(path).n_rows() > 1;
}

void add_run(Builder &builder, const compact::Run &run, const std::vector<compact::ResultSet> &sweeps)
{
  const compact::ResultSet *others    = sweeps.size() == 1 ? &sweeps.front() : nullptr;
  const bool                is_steady = has_rows(run, "curve.csv"), is_train = run.n_pulses() > 1;
  if (is_steady)
    builder.attempt("Steady current-voltage curve", [&] { return curve_figure({run}); });
  if (!(is_steady || is_train) || has_rows(run, "series.csv"))
    builder.attempt("Pulse against time", [&] { return pulse_figure(run); });
  if (!(is_steady || is_train) || file_exists(run.directory + "/maps/peak.csv"))
    builder.attempt("Temperature and phase maps", [&] { return maps_figure(run); });
  if (is_train)
    builder.attempt("SET train", [&] { return train_figure({run}); });
  else if (!is_steady)
    builder.attempt("Drift over time", [&] { return drift_figure(run, others); });
}

/// What several runs have in common.
void add_comparison(Builder &builder, const std::vector<compact::Run> &runs)
{
  const auto those = [&](const auto &test) {
    std::vector<compact::Run> chosen;
    std::copy_if(runs.begin(), runs.end(), std::back_inserter(chosen), test);
    return chosen;
  };
  const auto pulsed = those([](const auto &run) { return has_rows(run, "series.csv"); });
  const auto steady = those([](const auto &run) { return has_rows(run, "curve.csv"); });
  const auto trains = those([](const auto &run) { return run.n_pulses() > 1; });
  const auto read   = those([](const auto &run) { return run.after_pulse(run.n_pulses()).size() > 1; });
  builder.begin("Runs side by side");
  if (pulsed.size() > 1)
    builder.attempt("Pulses side by side", [&] { return pulses_figure(pulsed); });
  if (steady.size() > 1)
    builder.attempt("Steady curves side by side", [&] { return curve_figure(steady); });
  if (trains.size() > 1)
    builder.attempt("Trains side by side", [&] { return train_figure(trains); });
  if (read.size() > 1)
    builder.attempt("Drift side by side", [&] { return drifts_figure(read); });
}

void add_runs(Page &page, Builder &builder, const Sources &s)
{
  if (s.runs.size() > 1)
    add_comparison(builder, s.runs);
  for (std::size_t i = 0; i < std::min(s.runs.size(), most_runs); ++i)
  {
    const std::string name = name_of(s.runs[i].directory);
    builder.begin("Run " + name, s.runs.size() > 1 ? name : "");
    add_run(builder, s.runs[i], s.sweeps);
  }
  if (s.runs.size() > most_runs)
    page.missing.push_back({"Own figures of " + std::to_string(s.runs.size() - most_runs) + " runs",
                            "the page shows those of the first " + std::to_string(most_runs) +
                                "; quench report on a run's folder shows all of its figures"});
}

/// Whether the sweep varies one key, and that is the amplitude of the pulse.
bool varies_amplitude(const compact::ResultSet &sweep)
{
  constexpr std::size_t own_columns = 4; // point, directory, status, exit_code
  try
  {
    return compact::Table(sweep.directory + "/status.csv").header().size() <= own_columns + 1 &&
           compact::make_reset_curve({sweep}, 1).has_value();
  }
  catch (const InputError &) // other states of one amplitude: another key varies
  {
    return false;
  }
}

void add_sweep(Builder &builder, const compact::ResultSet &sweep)
{
  const bool is_reset = varies_amplitude(sweep);
  if (is_reset)
    builder.attempt("RESET programming curve", [&] { return reset_figure(sweep); });
  builder.attempt("Results of the sweep", [&] { return sweep_figure(sweep); });
  const auto &run = sweep.runs.back();
  if (run.n_pulses() == 1 && run.after_pulse(1).size() > 2 && is_reset)
    builder.attempt("Drift over time", [&] { return drift_figure(run, &sweep); });
  else if (run.after_pulse(run.n_pulses()).size() > 1 && sweep.runs.size() <= 2 * most_runs)
    builder.attempt("Drift side by side", [&] { return drifts_figure(sweep.runs); });
}

void add_figures(Page &page, const Sources &s)
{
  Builder builder(page);
  add_runs(page, builder, s);
  for (const compact::ResultSet &sweep : s.sweeps)
  {
    const std::string name = name_of(sweep.directory);
    builder.begin("Sweep " + name, s.runs.size() + s.sweeps.size() > 1 ? name : "");
    add_sweep(builder, sweep);
  }
  if (!s.models.empty())
  {
    builder.begin(s.models.size() > 1 ? "Compact models" : "Compact model");
    builder.attempt("Drift exponent against conductance", [&] { return exponent_figure(s.models); });
  }
  if (!s.arrays.empty())
  {
    builder.begin(s.arrays.size() > 1 ? "Arrays" : "Array");
    page.sections.back().figures = array_figures(s.arrays, page.missing);
    if (page.sections.back().figures.empty() && page.missing.empty())
      page.missing.push_back({"Array", "none of its tables is known to this page (docs/files.md lists them)"});
  }
}

/// In the tree of a whole chain, from runs to an array, a link that is not there is worth a line.
void name_missing_links(Page &page, const Sources &s)
{
  if (s.kind != Sources::Kind::tree || s.runs.empty() || (s.sweeps.empty() && s.models.empty()))
    return;
  const bool has_train = std::any_of(s.runs.begin(), s.runs.end(), [](const auto &run) { return run.n_pulses() > 1; });
  if (s.sweeps.empty())
    page.missing.push_back({"RESET programming curve", "there is no sweep with complete points"});
  if (!has_train)
    page.missing.push_back({"SET train", "there is no complete run of several pulses"});
  if (s.models.empty())
    page.missing.push_back({"Drift exponent against conductance", "there is no compact model (model.json)"});
  if (s.arrays.empty())
    page.missing.push_back({"Accuracy over time", "there is no folder of an array study"});
}

/// Cases of runs (of a sweep its first point) and arrays, and the devices of the arrays.
void add_cases(Page &page, const Sources &s)
{
  const auto attempt = [&](const std::function<CaseTable()> &make) {
    try
    {
      CaseTable table = make();
      if (!table.entries.empty())
        page.cases.push_back(std::move(table));
    }
    catch (const Error &error)
    {
      page.notes.push_back(error.what());
    }
  };
  for (const compact::Run &run : s.runs)
    if (file_exists(run.directory + "/case_defaults.prm"))
      attempt([&] { return case_of_run(run.directory, "Run " + name_of(run.directory)); });
  for (const compact::ResultSet &sweep : s.sweeps)
    if (file_exists(sweep.runs.front().directory + "/case_defaults.prm"))
      attempt([&] {
        return case_of_run(sweep.runs.front().directory,
                           "Sweep " + name_of(sweep.directory) + ", its first complete point");
      });
  for (const Sources::Array &array : s.arrays)
  {
    attempt([&] { return devices_of_array(array.directory, "Array " + array.name); });
    attempt([&] { return case_of_array(array.directory, "Array " + array.name); });
  }
}

struct Words
{
  std::string text;

  void add(const std::string &sentence) { text += (text.empty() ? "" : " ") + sentence; }
};

std::string amplitude_of(const compact::Read &read)
{
  return read.amplitude_uA != 0 ? readable(read.amplitude_uA) + " µA" : readable(read.amplitude_V) + " V";
}

void describe_run(Words &words, const compact::Run &run)
{
  const auto value   = [&](const char *name) { return result_of(run, name); };
  const auto reads   = run.after_pulse(1);
  const auto melting = melting_point(run);
  if (run.n_pulses() == 1 && !reads.empty() && value("peak_temperature"))
    words.add(
        "One RESET pulse of " + amplitude_of(reads.front()) + " heats the cell to " +
        readable(*value("peak_temperature")) + " K" + (melting ? " (melting point " + readable(*melting) + " K)" : "") +
        (value("glass_volume") ? " and leaves " + readable(*value("glass_volume"), 3) + " nm^{3} of glass." : "."));
  if (value("resistance_before") && value("resistance_after"))
    words.add("The resistance rises from " + with_prefix(*value("resistance_before"), "Ω") + " to " +
              with_prefix(*value("resistance_after"), "Ω") + ", a factor of " +
              readable(*value("resistance_after") / *value("resistance_before"), 3) + ".");
  if (value("nu") && !run.reads.empty())
    words.add("From then on it drifts with an exponent of " + readable(*value("nu")) + " at " +
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
void describe_array(Words &words, const Sources::Array &array)
{
  if (!file_exists(array.directory + "/accuracy_summary.csv"))
    return;
  const compact::Table table(array.directory + "/accuracy_summary.csv");
  const auto           time = table.numbers("time_s"), mean = table.numbers("mean"), deviation = table.numbers("std");
  const auto           scheme = curve_names(table);
  constexpr double     day    = 86400;
  std::string          list;
  for (std::size_t i = 0; i < table.n_rows(); ++i)
    if (time[i] == day)
      list += (list.empty() ? "" : ", ") + readable(100 * mean[i], 3) + " ± " + readable(100 * deviation[i], 2) +
              " % (" + scheme[i] + ")";
  if (!list.empty())
    words.add("The network on the array \"" + array.name + "\" classifies, one day after programming, " + list +
              " of the test set correctly.");
}

void add_summary(Page &page, const Sources &sources)
{
  Words words;
  try
  {
    describe_points(words, sources.sweep_states);
    if (sources.kind == Sources::Kind::run)
      describe_state(words, sources.runs.front());
    const auto single =
        std::find_if(sources.runs.begin(), sources.runs.end(), [](const auto &run) { return run.n_pulses() == 1; });
    if (sources.runs.size() > 2)
      words.add(std::to_string(sources.runs.size()) + " runs side by side.");
    else if (single != sources.runs.end())
      describe_run(words, *single);
    for (const compact::ResultSet &sweep : sources.sweeps)
      words.add("The sweep \"" + name_of(sweep.directory) + "\" has " + std::to_string(sweep.runs.size()) +
                " complete points of " + std::to_string(sweep.runs.size() + sweep.skipped.size()) + ".");
    if (sources.arrays.size() <= 3)
      for (const Sources::Array &array : sources.arrays)
        describe_array(words, array);
    else
      words.add(std::to_string(sources.arrays.size()) + " array studies side by side.");
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
  for (const compact::Run &run : sources.runs)
    add("run " + name_of(run.directory), run.directory + "/results.json");
  for (const compact::ResultSet &sweep : sources.sweeps)
    for (const compact::Run &run : sweep.runs)
      add("sweep point " + name_of(run.directory), run.directory + "/results.json");
  for (const Sources::Model &model : sources.models)
    add("compact model " + model.name, model.path);
  for (const Sources::Array &array : sources.arrays)
    add("array " + array.name, array.directory + "/results.json");
}
} // namespace

Page make_page(const std::string &directory)
{
  const Sources sources = find_sources(directory);
  Page          page;
  const bool    one_run = sources.kind == Sources::Kind::run;
  page.title            = "Quench: " + (one_run ? sources.runs.front().case_name : name_of(directory));
  if (one_run && !sources.runs.front().complete)
    page.title += " (not complete)";
  add_summary(page, sources);
  page.facts = key_numbers(sources);
  add_cases(page, sources);
  add_figures(page, sources);
  name_missing_links(page, sources);
  page.missing.insert(page.missing.end(), sources.unreadable.begin(), sources.unreadable.end());
  for (const compact::ResultSet &sweep : sources.sweeps)
    for (const std::string &skipped : sweep.skipped)
      page.missing.push_back({"Sweep point", skipped});
  add_origins(page, sources);
  return page;
}
} // namespace quench::report
