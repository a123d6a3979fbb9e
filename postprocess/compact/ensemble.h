#pragma once

#include <postprocess/compact/compact_model.h>
#include <postprocess/compact/measurement.h>
#include <postprocess/compact/step_law.h>

#include <optional>
#include <vector>

/// Many runs of one program that differ by chance: nucleation seeds, devices.
namespace quench::compact
{
/// Runs of one sweep with the same pulses at the same temperature, at least fewest_trains of them.
struct Ensemble
{
  std::vector<const Run *> runs;
};

/// The ensembles of the sweeps, in the order of their first runs. The sets must outlive them.
std::vector<Ensemble> find_ensembles(const std::vector<ResultSet> &sets);

/// One train: a RESET and the SET pulses after it.
struct Train
{
  std::string run;
  double      read_time_s   = 0;                  ///< delay of the reads after the pulses
  double      reset_from_uS = 0, reset_to_uS = 0; ///< what its RESET did; from is NaN where nothing was read before
  std::vector<Step> steps;
};

/// The train of every run with at least fewest_set_pulses pulses after its RESET (the pulse that took most of the
/// conductance; the first of all where none halved it). Throws InputError for a pulse without a read.
std::vector<Train> find_trains(const std::vector<ResultSet> &sets);

/// Fewest pulses that make a train.
inline constexpr int fewest_set_pulses = 2;

/// Deviation of the conductance against its mean, over the ensembles: after the only pulse (read at t0_s) or after each
/// SET pulse of a train. Polynomial of second order in G/g_max, weights by the errors of the deviations. Empty with
/// fewer than four such states.
std::optional<Noise> make_programming_noise(const std::vector<ResultSet> &sets, double t0_s);

/// Mean step and spread by amplitude, number of the pulse and conductance before it. Pulses with many trains (four
/// times fewest_trains and more) are split into four parts by the conductance before. Empty without trains.
std::optional<StepTable> make_step_table(const std::vector<Train> &trains);

/// The step law of the amplitude with most steps; empty where there are fewer than fewest_trains trains or
/// fewest_steps.
std::optional<StepLaw> make_step_law(const std::vector<Train> &trains);

/// Largest conductance a RESET took away, over the mean SET step of all trains; empty without a read before a RESET.
std::optional<ResetRatio> make_reset_ratio(const std::vector<Train> &trains);
} // namespace quench::compact
