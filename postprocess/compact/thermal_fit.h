#pragma once

#include <postprocess/compact/device_parts.h>
#include <postprocess/compact/measurement.h>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Heat and switching of the lumped cell, from the time series of pulses (series.csv).
namespace quench::compact
{
/// One accepted step of a run: columns of series.csv, in the file's units.
struct SeriesRow
{
  double time_ns = 0, cell_V = 0, current_uA = 0, power_uW = 0, temperature_K = 0, glass_nm3 = 0;
};

/// The rows of a series.csv; power is the column joule_uW, or cell_V times current_uA where there is none.
std::vector<SeriesRow> read_series(const std::string &path);

/// R_th and tau of tau dT/dt = R_th P - (T - ambient) (eq. X3), over all rows: least squares of T. Standard errors from
/// the scatter, widened where neighbouring residuals agree. Throws InputError for fewer than 20 rows, a rise below 10
/// K, or times that do not ascend.
Thermal fit_thermal(std::span<const SeriesRow> rows, double ambient_K);

/// The same of the run whose series reaches the highest temperature; empty without any series.csv.
std::optional<Thermal> make_thermal(const std::vector<ResultSet> &sets);

/// What `make_switching` needs and does not find.
using LeftOut = std::function<void(const std::string &why)>;

/// Glass against temperature and conductance (eqs. X4 and X5): full melting and the table from single-pulse runs of
/// several amplitudes, crystallisation from the series of trains. Empty, and `left_out` told why, where something is
/// missing.
std::optional<Switching> make_switching(const std::vector<ResultSet> &sets, double t0_s, const LeftOut &left_out);
} // namespace quench::compact
