#pragma once

#include <postprocess/compact/estimate.h>

#include <optional>
#include <string>
#include <vector>

/// Parts of a compact model that go beyond drift, noise and pulse tables. Each is there only if the data showed it.
///
/// A part lists its members once, in `members`: name, member, unit. Reading, writing and checking go through that list.
/// Vectors of one part are as long as its first vector.
namespace quench::compact
{
/// Current against read voltage of each state (eq. X2): I = G V (1 + nl2 V + nl3 V^2), G at low field.
struct CurrentVoltage
{
  double                v_min_V = 0, v_max_V = 0; ///< range of the reads that were fitted
  std::vector<double>   conductance_uS;           ///< [state] G(t0) as in the drift table, ascending
  std::vector<Estimate> nl2_per_V, nl3_per_V2;    ///< [state]
  std::vector<Estimate> polarity;                 ///< [state] (|I(+v)| - |I(-v)|)/(|I(+v)| + |I(-v)|), v the largest
  std::vector<double>   residual;                 ///< [state] largest |I - fit| over largest |I|

  template <class Entry, class Self>
  static void members(Entry &&entry, Self &self)
  {
    entry("v_min", self.v_min_V, "V");
    entry("v_max", self.v_max_V, "V");
    entry("conductance", self.conductance_uS, "uS");
    entry("nl2", self.nl2_per_V, "1/V");
    entry("nl3", self.nl3_per_V2, "1/V2");
    entry("polarity", self.polarity, "1");
    entry("residual", self.residual, "1");
  }
};

/// Read conductance of each state against the temperature of the read (eq. X1).
struct ReadTemperature
{
  double                  t_min_K = 0, t_max_K = 0;  ///< range of the reads
  std::vector<double>     conductance_uS;            ///< [state] G(t0) as in the drift table, ascending
  std::vector<Estimate>   activation_meV;            ///< [state] -d ln G / d(1/kT)
  std::vector<double>     residual;                  ///< [state] largest |ln G - fit|
  std::optional<Estimate> activation_per_decade_meV; ///< growth per decade of time, state of lowest conductance

  template <class Entry, class Self>
  static void members(Entry &&entry, Self &self)
  {
    entry("t_min", self.t_min_K, "K");
    entry("t_max", self.t_max_K, "K");
    entry("conductance", self.conductance_uS, "uS");
    entry("activation", self.activation_meV, "meV");
    entry("residual", self.residual, "1");
    entry("activation_per_decade", self.activation_per_decade_meV, "meV");
  }
};

/// Exponent of one state stored and read at several temperatures.
struct DriftTemperature
{
  double                amplitude_V = 0; ///< of the pulse that made the state
  std::vector<double>   temperature_K;   ///< [temperature] ascending
  std::vector<double>   conductance_uS;  ///< [temperature] G(t0)
  std::vector<Estimate> nu;              ///< [temperature]

  template <class Entry, class Self>
  static void members(Entry &&entry, Self &self)
  {
    entry("amplitude", self.amplitude_V, "V");
    entry("temperature", self.temperature_K, "K");
    entry("conductance", self.conductance_uS, "uS");
    entry("nu", self.nu, "1");
  }
};

/// Onset of drift of one state, tau0 ~ T exp(barrier/kT) (eq. X6).
struct OnsetTemperature
{
  double                  amplitude_V = 0; ///< of the pulse that made the state
  std::vector<double>     temperature_K;   ///< [temperature] ascending
  std::vector<Estimate>   tau0_s;          ///< [temperature]
  std::optional<Estimate> barrier_meV;     ///< initial barrier of the relaxation; needs two temperatures

  template <class Entry, class Self>
  static void members(Entry &&entry, Self &self)
  {
    entry("amplitude", self.amplitude_V, "V");
    entry("temperature", self.temperature_K, "K");
    entry("tau0", self.tau0_s, "s");
    entry("barrier", self.barrier_meV, "meV");
  }
};

/// How long one state is kept, against temperature (eq. X11): ln t = ln_time + activation / k (1/T - 1/reference).
struct Retention
{
  double              conductance_uS = 0; ///< largest of the state at its first read
  double              reference_K    = 0; ///< harmonic mean of the temperatures
  std::vector<double> temperature_K;      ///< [temperature] ascending
  std::vector<double> front_time_s;       ///< [temperature] until the resistance is half, by moving fronts alone
  std::vector<double> hazard_half_time_s; ///< [temperature] until one half of the devices has borne a crystal
  Estimate            ln_front_s, front_eV;
  Estimate            ln_hazard_s, hazard_eV;
  double              residual = 0; ///< largest |ln t - fit| of both

  template <class Entry, class Self>
  static void members(Entry &&entry, Self &self)
  {
    entry("conductance", self.conductance_uS, "uS");
    entry("reference", self.reference_K, "K");
    entry("temperature", self.temperature_K, "K");
    entry("front_time", self.front_time_s, "s");
    entry("hazard_half_time", self.hazard_half_time_s, "s");
    entry("ln_front_time", self.ln_front_s, "ln(s)");
    entry("front_activation", self.front_eV, "eV");
    entry("ln_hazard_half_time", self.ln_hazard_s, "ln(s)");
    entry("hazard_activation", self.hazard_eV, "eV");
    entry("residual", self.residual, "1");
  }
};

/// Threshold voltage against time since the pulse (eq. X7): V_th = at_t0 + slope ln(t/t0).
struct ThresholdDrift
{
  double   t0_s = 0, t_min_s = 0, t_max_s = 0, temperature_K = 0;
  Estimate at_t0_V, slope_V;
  double   r_squared = 0, residual_max_V = 0;
  int      points = 0;

  template <class Entry, class Self>
  static void members(Entry &&entry, Self &self)
  {
    entry("t0", self.t0_s, "s");
    entry("t_min", self.t_min_s, "s");
    entry("t_max", self.t_max_s, "s");
    entry("temperature", self.temperature_K, "K");
    entry("at_t0", self.at_t0_V, "V");
    entry("slope", self.slope_V, "V");
    entry("r_squared", self.r_squared, "1");
    entry("residual_max", self.residual_max_V, "V");
    entry("points", self.points, "1");
  }
};

/// Step of one SET pulse: table over amplitude, number of the pulse since the RESET and conductance before it.
struct StepTable
{
  double                read_time_s = 0; ///< delay of the reads after the pulses
  std::vector<double>   amplitude_V;     ///< [entry]
  std::vector<int>      pulse;           ///< [entry] 1, 2, ... since the RESET
  std::vector<double>   before_uS;       ///< [entry] mean conductance before, ascending within amplitude and pulse
  std::vector<Estimate> step_uS;         ///< [entry] mean step and its standard error
  std::vector<double>   spread_uS;       ///< [entry] standard deviation of the step; 0 for a single train
  std::vector<int>      trains;          ///< [entry] number of steps that were averaged

  template <class Entry, class Self>
  static void members(Entry &&entry, Self &self)
  {
    entry("read_time", self.read_time_s, "s");
    entry("amplitude", self.amplitude_V, "V");
    entry("pulse", self.pulse, "1");
    entry("conductance_before", self.before_uS, "uS");
    entry("step", self.step_uS, "uS");
    entry("spread", self.spread_uS, "uS");
    entry("trains", self.trains, "1");
  }
};

/// Step of a SET pulse as a law with a history variable (eq. X8): P = 1 after RESET and P <- P exp(-1/memory) with each
/// pulse; the step is normal with mean mean_slope G + mean_offset + mean_history P and deviation alike, and the
/// conductance stays within [g_floor, g_ceiling].
struct StepLaw
{
  double   amplitude_V = 0, g_floor_uS = 0, g_ceiling_uS = 0;
  Estimate mean_slope, mean_offset_uS, mean_history_uS;
  Estimate spread_slope, spread_offset_uS, spread_history_uS;
  Estimate memory_pulses;
  double   history_gain = 0; ///< gain of 2 ln likelihood by the history variable; below 12 it is left out
  int      steps        = 0;

  template <class Entry, class Self>
  static void members(Entry &&entry, Self &self)
  {
    entry("amplitude", self.amplitude_V, "V");
    entry("floor", self.g_floor_uS, "uS");
    entry("ceiling", self.g_ceiling_uS, "uS");
    entry("mean_slope", self.mean_slope, "1");
    entry("mean_offset", self.mean_offset_uS, "uS");
    entry("mean_history", self.mean_history_uS, "uS");
    entry("spread_slope", self.spread_slope, "1");
    entry("spread_offset", self.spread_offset_uS, "uS");
    entry("spread_history", self.spread_history_uS, "uS");
    entry("memory", self.memory_pulses, "1");
    entry("history_gain", self.history_gain, "1");
    entry("steps", self.steps, "1");
  }
};

/// Largest conductance one RESET pulse takes away, over the mean step of the SET pulses after it.
struct ResetRatio
{
  Estimate ratio, depression_uS, potentiation_uS;

  template <class Entry, class Self>
  static void members(Entry &&entry, Self &self)
  {
    entry("ratio", self.ratio, "1");
    entry("depression", self.depression_uS, "uS");
    entry("potentiation", self.potentiation_uS, "uS");
  }
};

/// One thermal resistance and capacitance (eq. X3): tau dT/dt = r_th P - (T - ambient), T the highest of the cell.
struct Thermal
{
  double   ambient_K = 0, highest_K = 0; ///< range of T that was fitted
  Estimate r_th_K_per_uW, tau_ns;
  double   residual = 0; ///< root mean square of T - fit over the highest rise
  int      points   = 0;

  template <class Entry, class Self>
  static void members(Entry &&entry, Self &self)
  {
    entry("ambient", self.ambient_K, "K");
    entry("highest", self.highest_K, "K");
    entry("r_th", self.r_th_K_per_uW, "K/uW");
    entry("tau", self.tau_ns, "ns");
    entry("residual", self.residual, "1");
    entry("points", self.points, "1");
  }
};

/// How much of the cell is glass, u in [0, 1], and how that changes with temperature (eqs. X4 and X5).
struct Switching
{
  double              melting_K = 0, full_melt_K = 0; ///< nothing and everything of the active volume is molten
  Estimate            ln_rate_per_s;                  ///< logarithm of the highest rate of crystallisation
  double              peak_K = 0, width_K = 0;        ///< rate = exp(ln_rate - ((T - peak)/width)^2/2)
  double              on_ohm = 0;                     ///< series resistance of the conducting cell during a pulse
  double              v_on_V = 0;                     ///< below it a voltage reads
  std::vector<double> glass;                          ///< [entry] u ascending from 0 to 1
  std::vector<double> conductance_uS;                 ///< [entry] read conductance, descending

  template <class Entry, class Self>
  static void members(Entry &&entry, Self &self)
  {
    entry("melting", self.melting_K, "K");
    entry("full_melt", self.full_melt_K, "K");
    entry("ln_rate", self.ln_rate_per_s, "ln(1/s)");
    entry("peak", self.peak_K, "K");
    entry("width", self.width_K, "K");
    entry("on_resistance", self.on_ohm, "ohm");
    entry("on_voltage", self.v_on_V, "V");
    entry("glass", self.glass, "1");
    entry("conductance", self.conductance_uS, "uS");
  }
};
} // namespace quench::compact
