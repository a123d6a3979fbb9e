#pragma once

#include <postprocess/compact/compact_model.h>

#include <functional>
#include <vector>

/// A cell that can be programmed, in two states: its temperature and how much of its active volume is glass.
namespace quench::compact
{
/// Shape constants of the lumped cell; the exports carry the same values.
struct LumpedShape
{
  double melt_time_ns = 1;     ///< glass follows the melt within this time [ns]; choice: faster than heating
  double smooth_K     = 5;     ///< width of the end of growth at melting [K]; choice: smooth for circuit simulators
  double smooth_V     = 0.005; ///< width of the switch from read to pulse [V]; choice: as above
};

struct CellState
{
  double temperature_K = 0, glass = 0;
};

/// One point of a transient.
struct CellSample
{
  double    time_ns = 0, voltage_V = 0, current_uA = 0;
  CellState state;
};

/// The lumped cell of a model that has the parts `thermal` and `switching`.
class ProgrammingCell
{
public:
  /// Throws InputError naming the part that is missing.
  explicit ProgrammingCell(const CompactModel &model);

  /// Read conductance [uS] of a glass fraction: ln G linear between the entries of the table.
  double read_conductance(double glass) const;
  /// Current [uA] (eq. X5).
  double current(double voltage_V, double glass) const;
  /// Rates of change [K/ns, 1/ns] (eqs. X3 and X4) under a voltage.
  CellState rate(const CellState &state, double voltage_V) const;
  /// Classical Runge-Kutta of fourth order with steps dt_ns from 0 to end_ns; a sample per step, the first at 0.
  std::vector<CellSample> transient(CellState state, const std::function<double(double t_ns)> &voltage_V, double end_ns,
                                    double dt_ns) const;

  const Thermal     &thermal() const { return thermal_; }
  const Switching   &switching() const { return switching_; }
  const LumpedShape &shape() const { return shape_; }
  double             threshold_V() const { return threshold_V_; } ///< of a full dome, above v_on; 0 if not measured

private:
  Thermal     thermal_;
  Switching   switching_;
  double      threshold_V_ = 0;
  LumpedShape shape_;
};
} // namespace quench::compact
