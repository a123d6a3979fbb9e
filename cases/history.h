#pragma once

#include <physics/base/json.h>

#include <map>
#include <vector>

namespace quench::cases
{
/// One low-field read, as it stands in reads.csv; internal units.
struct Read
{
  int    pulse;     ///< programming pulses fired before
  double amplitude; ///< of the last pulse [V]
  double since;     ///< time since its end [ns]
  double time;      ///< [ns]
  double current;   ///< [e/ns]
  double voltage;   ///< [V]
  double temperature;
  double glass;                 ///< [nm^3]
  double hazard            = 0; ///< crystals expected since the source was last on
  double current_amplitude = 0; ///< of the last pulse where that is one of current [e/ns]; its `amplitude` is 0 V then

  double resistance() const { return voltage / current; }
};

/// What a probe time of the program shows.
struct Probe
{
  double time;                               ///< [ns]
  double temperature;                        ///< highest [K]
  double front             = 0;              ///< position of a plane front [nm]; 0 where the cell has none
  double front_temperature = 0, far_end = 0; ///< temperatures there and at the right end [K]
};

/// What a run has seen so far: everything its reported results are made of, and nothing of the mesh. Part of a
/// checkpoint.
struct History
{
  double peak_temperature = 0, peak_current = 0, peak_layer_temperature = 0;
  double peak_neighbour_temperature = 0;             ///< of the geometry's `neighbour`
  double joule = 0, source_energy = 0, heat_out = 0; ///< integrals over time, each step at its end [eV]

  double enthalpy_start = 0, enthalpy_end = 0; ///< [eV]
  double remesh_enthalpy = 0;                  ///< sum of what mesh changes added [eV]
  double imbalance       = 0;                  ///< largest of all steps
  double below_melting = -1, below_glass = -1; ///< when the layer's peak temperature last fell below T_m, T_glass [ns]
  double glass_volume           = 0;
  double last_layer_temperature = 0;
  int    rejected = 0, mesh_changes = 0, newton = 0, linear = 0, substeps = 0;
  int    born = 0, stamped = 0; ///< nuclei
  double hazard      = 0;       ///< crystals expected since the source was last on
  double half_hazard = -1;      ///< when that passed ln 2 [ns]
  double latent_heat = 0;       ///< set free at fronts that is no part of the enthalpy [eV]
  std::vector<Read>  reads;
  std::vector<Probe> probes;

  /// Conductance of the first read after so many pulses [e/(ns V)].
  std::map<std::size_t, double> conductance_after() const;

  Json           to_json() const;
  static History from_json(const Json &json);
};
} // namespace quench::cases
