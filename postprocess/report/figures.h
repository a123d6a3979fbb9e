#pragma once

#include <postprocess/compact/table.h>
#include <postprocess/report/page.h>
#include <postprocess/report/sources.h>

/// One function per figure: what folders hold to a drawing with caption. Each throws InputError or IoError with the
/// reason if the figure cannot be made; the page then says so.
namespace quench::report
{
/// A figure of plots side by side, or of a stack with one common x axis.
Figure make_figure(const std::string &name, const std::string &title, const std::vector<Plot> &plots,
                   const std::string &caption, bool is_stack = false);

/// The next of the colours that stay apart; after all are used, with another dash. With markers.
Curve new_curve(const std::string &label, std::size_t number);

/// Source and cell voltage, current and peak temperature against time during the pulse (series.csv).
Figure pulse_figure(const compact::Run &run);

/// Current and highest temperature against time of several runs (series.csv).
Figure pulses_figure(const std::vector<compact::Run> &runs);

/// Temperature and phases at the peak and after the quench, and all maps of the run with a slider (maps/*.csv).
Figure maps_figure(const compact::Run &run);

/// Steady current and highest temperature against voltage (curve.csv).
Figure curve_figure(const std::vector<compact::Run> &runs);

/// Resistance and glass volume against the amplitude of a RESET pulse.
Figure reset_figure(const compact::ResultSet &sweep);

/// Results of a sweep against the key that varies (status.csv, results.json): a plot per result that varies, a curve
/// per value of the other keys.
Figure sweep_figure(const compact::ResultSet &sweep);

/// Conductance against the number of SET pulses, a curve per run.
Figure train_figure(const std::vector<compact::Run> &runs);

/// Resistance over all decades of time with the fitted power law; other states of a sweep in grey.
Figure drift_figure(const compact::Run &run, const compact::ResultSet *sweep);

/// Resistance over time after the last pulse of several runs.
Figure drifts_figure(const std::vector<compact::Run> &runs);

/// Drift exponent against conductance, a curve per model.
Figure exponent_figure(const std::vector<Sources::Model> &models);

/// Names of the rows of accuracy_summary.csv: the scheme, with its device before it if there are several.
std::vector<std::string> curve_names(const compact::Table &table);

/// Figures of array studies: one for every kind of table, with the curves of all folders that have one, and one of the
/// accuracies of a training that has none. What cannot be drawn goes to `missing`.
std::vector<Figure> array_figures(const std::vector<Sources::Array> &arrays, std::vector<Missing> &missing);
} // namespace quench::report
