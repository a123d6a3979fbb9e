#pragma once

#include <physics/base/provenance.h>
#include <postprocess/compact/device_parts.h>
#include <postprocess/compact/estimate.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

/// The compact model: what the array stage and other tools need to know of a cell, and no more.
///
/// Unlike the rest of the program the members are in the units of the file (uS, s, K, V, nm3): a model is data
/// exchanged with measurements and other tools, and the unit is part of each member's name. What was not measured
/// or computed is absent (empty vector, empty optional), never a default.
namespace quench::compact
{
/// Conductance drift G(t) = G(t0) (t/t0)^-nu with nu depending on the state, t counted from the end of the last pulse.
struct Drift
{
  double                t0_s          = 20; ///< origin of conductance_uS [s]; 20 s is aihwkit's
  double                t_min_s       = 0;  ///< first time every fit covers [s]
  double                t_max_s       = 0;  ///< last time every fit covers [s]
  double                temperature_K = 0;  ///< of storage and read [K]
  std::vector<double>   conductance_uS;     ///< [state] G(t0), strictly ascending [uS]
  std::vector<Estimate> nu;                 ///< [state] drift exponent, one to one with conductance_uS
  std::vector<double>   residual;           ///< [state] largest |ln G - fit| in the window
  std::vector<double>   nu_spread;          ///< [state] device-to-device standard deviation; empty: no ensemble
};

/// Standard deviation of the conductance after programming: sigma(G)/uS = sum_k polynomial[k] x^k, x = G/g_max_uS.
struct Noise
{
  std::vector<double> polynomial; ///< ascending powers [uS]
  double              g_max_uS = 0;
  std::string         source;   ///< ensemble or publication
  std::vector<double> sigma_uS; ///< [power] standard errors; empty if not fitted here
};

/// 1/f read noise: sigma(G) = G Q sqrt(ln((t + t_read)/(2 t_read))), Q = min(q_scale (G/g_max)^-q_power, q_max).
struct ReadNoise
{
  double      q_scale = 0, q_power = 0, q_max = 0;
  double      g_max_uS = 0;
  double      t_read_s = 0; ///< duration of one read [s]
  std::string source;

  double                  q_scale_sigma = 0, q_power_sigma = 0; ///< standard errors; 0 if not fitted here
  std::optional<Estimate> white; ///< relative deviation of one read that the reads before do not know of
};

/// One RESET pulse from the same start: conductance and glass volume against amplitude.
struct ResetCurve
{
  double              read_time_s = 0;  ///< delay of the read after the pulse [s]
  std::vector<double> amplitude_V;      ///< source amplitude, strictly ascending [V]
  std::vector<double> conductance_uS;   ///< [amplitude] [uS]
  std::vector<double> glass_volume_nm3; ///< [amplitude] [nm3]; empty where a measurement does not know it
};

/// A train of SET pulses from a RESET state: what each pulse did.
struct SetTrain
{
  double              read_time_s = 0; ///< delay of the read after each pulse [s]
  std::vector<int>    pulse;           ///< 1, 2, ... counted from the RESET state
  std::vector<double> amplitude_V;     ///< [pulse] source amplitude [V]
  std::vector<double> before_uS;       ///< [pulse] conductance before it [uS]
  std::vector<double> after_uS;        ///< [pulse] conductance after it [uS]
};

/// How pulses change the conductance.
struct Update
{
  std::optional<ResetCurve> reset;
  std::optional<SetTrain>   set;
  /// (D - U)/(D + U), D the conductance one RESET pulse takes away and U the median step of a SET pulse:
  /// 0 for a symmetric device, 1 for a single-shot RESET. Needs the train and the RESET that starts it.
  std::optional<double>     asymmetry;
  std::optional<StepTable>  table;
  std::optional<StepLaw>    law;
  std::optional<ResetRatio> reset_ratio;
};

/// How one state's drift was fitted: ln G = a - nu ln(t/t0) in [t_min, t_max].
struct FitRecord
{
  std::string             run; ///< folder of the run
  double                  conductance_uS = 0, nu = 0;
  double                  t_min_s = 0, t_max_s = 0;
  int                     points       = 0;
  double                  residual_max = 0, residual_rms = 0; ///< of ln G
  std::array<double, 3>   covariance{};                       ///< var(a), cov(a, nu), var(nu)
  std::optional<Estimate> onset_s;                            ///< tau0 of G = G0 (1 + t/tau0)^-nu, where it shows
};

/// One run the model was made from.
struct Source
{
  std::string run, case_name, case_sha256;
};

struct ModelProvenance
{
  Provenance          program; ///< the one that made the model
  std::vector<Source> inputs;
};

/// The model of one kind of cell. The drift table and the ends of the conductance window are always there.
struct CompactModel
{
  static constexpr const char *schema        = "quench-compact-model";
  static constexpr int         version_major = 1, version_minor = 1;

  std::string              model_id;
  double                   g_min_uS = 0, g_max_uS = 0; ///< range of validity in G(t0)
  Drift                    drift;
  std::optional<Noise>     programming;
  std::optional<ReadNoise> read_noise;
  Update                   update;

  std::optional<CurrentVoltage>   current_voltage;
  std::optional<ReadTemperature>  read_temperature;
  std::optional<DriftTemperature> drift_temperature;
  std::optional<OnsetTemperature> onset_temperature;
  std::optional<Retention>        retention;
  std::optional<ThresholdDrift>   threshold;
  std::optional<Thermal>          thermal;
  std::optional<Switching>        switching;

  std::string            fit_method; ///< how nu was found, in words
  std::vector<FitRecord> fits;
  ModelProvenance        provenance;
};

/// Drift exponent at conductance g_uS = G(t0): linear in ln G between the states of the table.
/// Throws InputError outside the table: the model does not extrapolate.
double drift_exponent(const Drift &drift, double g_uS);

/// Conductance [uS] at t_s after programming of a state with G(t0) = g_uS.
/// Throws InputError outside the table or outside [t_min, t_max].
double drifted_conductance(const Drift &drift, double g_uS, double t_s);

/// The optional parts of a model, each with its name in the file: entry(name, std::optional<Part>).
template <class Entry, class Model>
void for_each_part(Entry &&entry, Model &model)
{
  entry("current_voltage", model.current_voltage);
  entry("read_temperature", model.read_temperature);
  entry("drift_temperature", model.drift_temperature);
  entry("onset_temperature", model.onset_temperature);
  entry("retention", model.retention);
  entry("threshold", model.threshold);
  entry("thermal", model.thermal);
  entry("switching", model.switching);
}

/// The same for the parts of its update.
template <class Entry, class SomeUpdate>
void for_each_update_part(Entry &&entry, SomeUpdate &update)
{
  entry("table", update.table);
  entry("law", update.law);
  entry("reset_ratio", update.reset_ratio);
}

/// Everything a model must fulfil, whoever made it; throws InputError naming `where` and the rule.
void validate(const CompactModel &model, const std::string &where);

/// Read and validate a model; every error names file and field.
CompactModel read_model(const std::string &path);

/// Validate and write; reading the file and writing it again gives the same bytes.
void write_model(const CompactModel &model, const std::string &path);
} // namespace quench::compact
