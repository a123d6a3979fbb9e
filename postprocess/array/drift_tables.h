#pragma once

#include <string>
#include <vector>

namespace quench::array
{
/// Conductance against time, state and temperature, G(t; g0, T): what a power law cannot say (onset, projection).
///
/// Between its points ln G is linear in ln t, in the state and in T. A device stays at one temperature from its last
/// pulse on. Invariant (validate): ascending axes, at least two times and two states, all numbers finite and positive.
struct DriftTables
{
  std::vector<double> temperature; ///< [K]
  std::vector<double> time;        ///< after the last pulse [ns]
  std::vector<double> state;       ///< name of a state: its conductance as the maker of the table defines it
  /// ln G [ln of internal conductance]: [temperature][time][state], temperature slowest
  std::vector<double> ln_g;

  double at(std::size_t temperature_index, std::size_t time_index, std::size_t state_index) const
  {
    return ln_g[(temperature_index * time.size() + time_index) * state.size() + state_index];
  }
};

/// Throws InputError naming `where`, the axis or point, and the rule.
void validate(const DriftTables &tables, const std::string &where);

/// ln G of every state at time t and temperature T. Inside the axes only, but for times up to the factor `tolerance`
/// beyond the last, where the last slope goes on. Throws InputError.
std::vector<double> ln_conductances(const DriftTables &tables, double t, double temperature, double tolerance);

/// Tables from a CSV file with the columns g0_uS, time_s, temperature_K, g_uS: one row per point, every combination
/// once, in any order. Throws InputError with file and line, IoError.
DriftTables read_drift_tables(const std::string &path);
} // namespace quench::array
