#pragma once

#include <physics/base/json.h>
#include <postprocess/compact/compact_model.h>

#include <optional>
#include <string>
#include <vector>

/// Compact models for other tools.
namespace quench::exports
{
/// Conductance against pulse number and the mean step by conductance, for training.
struct PulsedDevice
{
  std::vector<double> staircase_uS; ///< before the first SET pulse and after each
  std::vector<double>
      node_uS; ///< ascending, from the lowest to the highest of the staircase; the train itself is among them
  std::vector<double> up_uS;     ///< [node] mean step of one SET pulse
  std::vector<double> spread_uS; ///< [node] its standard deviation; 0 for a single train
  std::vector<double> down_uS;   ///< [node] what one RESET pulse takes away: all above the lowest
  double              amplitude_V = 0, read_time_s = 0;
};

/// A model converted once to the origin and the tables of the tools: what every exporter writes from.
///
/// Ages count from t0 after programming, as aihwkit's t_inference and CrossSim's time do; conductances are G(t0).
/// The states reach over the model's validity. Numbers that a tool wants and the model does not have are 0 or linear
/// and named in `assumptions`.
struct Card
{
  compact::CompactModel model; ///< at its own t0

  double t0_s = 0, temperature_K = 0, g_min_uS = 0, g_max_uS = 0;

  std::vector<double> g_uS;                         ///< [state] G(t0), ascending
  std::vector<double> own_g_uS;                     ///< [state] the same states at the t0 of the model
  std::vector<double> nu, nu_std;                   ///< [state] mean and device-to-device deviation of the exponent
  std::vector<double> sigma_uS;                     ///< [state] deviation after programming
  std::vector<double> q;                            ///< [state] 1/f noise, S_G/G^2 = Q^2/f
  std::vector<double> read_sigma;                   ///< [state] relative deviation of one read at t0
  double              t_read_s = 250e-9, white = 0; ///< duration of a read (without noise: that of aihwkit)
  std::vector<double> polynomial_uS;                ///< sigma_uS as powers of G(t0)/g_max_uS; empty: not known as such

  std::vector<double>              age_s;                 ///< [age] from 0
  std::vector<std::vector<double>> drifted_uS;            ///< [age][state]
  std::vector<double>              v_V;                   ///< [voltage] symmetric about 0
  std::vector<std::vector<double>> i_uA;                  ///< [voltage][state] at t0 and temperature_K
  std::vector<double>              nl2_per_V, nl3_per_V2; ///< [state] curvature; 0 without such data
  std::vector<double>              activation_meV;        ///< [state] of the read conductance; 0 without such data

  std::optional<PulsedDevice> pulsed;
  std::vector<std::string>    assumptions; ///< what stands for data the model does not have
};

/// Where a statistical part of the card comes from, as in `quench array`.
enum class Statistics
{
  model,     ///< the model's own; 0 and an assumption where it has none
  published, ///< the published coefficients of joshi2020, scaled to the window; a spread relative to the own exponent
  none
};

struct CardOptions
{
  std::optional<double> t0_s; ///< origin of the tool; empty: that of the model
  Statistics programming = Statistics::model, drift_spread = Statistics::model, read_noise = Statistics::model;
};

/// Throws InputError for a model of one state (no weight can be mapped), or an origin outside the fitted times.
Card make_card(const compact::CompactModel &model, const CardOptions &options);

/// The card as JSON: what the exported programs read. Names and units as in docs/exports.md.
Json card_json(const Card &card);

/// Conductance [uS] of a state of the card at an age after t0, read at T_K (eq. X1), and current [uA] (eq. X2): the
/// model itself, not the tables. Throws InputError outside the model's validity.
double conductance(const Card &card, double g_uS, double age_s, double T_K);
double current(const Card &card, double g_uS, double age_s, double T_K, double V);
} // namespace quench::exports
