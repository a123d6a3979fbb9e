#pragma once

#include <postprocess/compact/compact_model.h>
#include <postprocess/compact/drift.h>
#include <postprocess/compact/measurement.h>
#include <postprocess/compact/thermal_fit.h>

#include <string>
#include <vector>

namespace quench::compact
{
struct ExtractOptions
{
  DriftOptions drift;
  std::string  model_id; ///< empty: the name of the first run's case

  std::optional<double> temperature_K;                         ///< of the drift table; empty: that of most states
  LeftOut               left_out = [](const std::string &) {}; ///< told which part could not be made, and why
};

/// A compact model from run and sweep folders. The validity in G is that of the drift table.
/// Drift is that of one temperature; states of others show how it depends on temperature. Parts without data are
/// absent. Throws InputError without any drift record at that temperature, and what fit_drift, make_drift and
/// make_update throw.
CompactModel extract(const std::vector<ResultSet> &sets, const ExtractOptions &options);

/// What a model holds, as a table to read and `result NAME = VALUE UNIT` lines.
std::string summary(const CompactModel &model);
} // namespace quench::compact
