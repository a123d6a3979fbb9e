#pragma once

#include <postprocess/compact/table.h>
#include <postprocess/report/page.h>
#include <postprocess/report/sources.h>

/// One function per figure: what a folder holds to a drawing with caption. Each throws InputError or IoError with the
/// reason if the figure cannot be made; the page then says so.
namespace quench::report
{
/// Source and cell voltage, current and peak temperature against time during the pulse (series.csv).
Figure pulse_figure(const compact::Run &run);

/// Temperature and phases at the peak and after the quench (maps/peak.csv, maps/quenched.csv).
Figure maps_figure(const compact::Run &run);

/// Resistance and glass volume against the amplitude of a RESET pulse.
Figure reset_figure(const compact::ResultSet &sweep);

/// Conductance against the number of SET pulses.
Figure train_figure(const compact::Run &run);

/// Resistance over all decades of time with the fitted power law; other states of a sweep in grey.
Figure drift_figure(const compact::Run &run, const compact::ResultSet *sweep);

/// Drift exponent against conductance.
Figure exponent_figure(const compact::Drift &drift);

/// Names of the rows of accuracy_summary.csv: the scheme, with its device before it if there are several.
std::vector<std::string> curve_names(const compact::Table &table);

/// Accuracy of an array over time, a curve with band per scheme and device.
Figure accuracy_figure(const std::string &array_directory);
} // namespace quench::report
