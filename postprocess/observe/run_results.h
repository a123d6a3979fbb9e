#pragma once

#include <physics/base/provenance.h>

#include <string>
#include <vector>

namespace quench::observe
{
/// One reported number of a run; `value` is in `unit` ("1": no dimension).
struct Result
{
  std::string name;
  double      value;
  std::string unit;
};

/// Content of results.json: what a run reports, for the report, sweeps and tests.
struct RunResults
{
  std::string              stage    = "cell";
  bool                     complete = false;      ///< the run came to its end
  std::string              state    = "complete"; ///< or "running", "stopped", "failed"
  std::string              message;               ///< why it stopped or failed; empty otherwise
  std::string              case_name, case_sha256;
  std::vector<Result>      results;
  std::vector<std::string> fallbacks; ///< what was done instead of what was asked
  std::vector<std::string> warnings;  ///< what the numbers themselves tell against them
  Provenance               provenance;
};

/// `result NAME = VALUE UNIT`, the line a run prints per reported number (nine digits; no unit if it has no dimension).
std::string result_line(const Result &result);

/// Write results.json in one step. Throws IoError; Error(internal) if a value is not finite or a name is there twice.
void write_results(const std::string &path, const RunResults &results);
} // namespace quench::observe
