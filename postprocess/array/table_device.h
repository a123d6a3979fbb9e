#pragma once

#include <postprocess/array/device_model.h>
#include <postprocess/array/device_parameters.h>
#include <postprocess/array/drift_tables.h>
#include <postprocess/array/published_device.h>

namespace quench::array
{
/// A device whose drift is a table G(t; g0, T) (see DriftTables). Its targets are the conductances at the verifying
/// read at the reference temperature. Device-to-device spread and noise come from the published model, scaled to this
/// window: the spread relative to the loss of the same state, as of every model it is lent to.
class TableDevice final : public DeviceModel
{
public:
  /// Throws InputError if the table does not cover the verify time or the reference temperature, if the order of the
  /// states is lost at that time, or if `parameters` ask for statistics that a table does not hold.
  TableDevice(const DriftTables &tables, const DeviceParameters &parameters);

  double g_min() const override { return grid_.front(); }
  double g_max() const override { return grid_.back(); }
  double verify_time() const override { return p.verify_time; }
  double read_duration() const override { return published_.read_duration(); }
  double reference_temperature() const override { return p.temperature.reference; }

  double              programming_sigma(double g) const override;
  Exponent            drift_exponent(double g) const override; ///< of mean 1: the spread is relative
  std::vector<double> states() const override { return grid_; }
  std::vector<double> loss(const Age &age) const override;
  double              read_noise(double g) const override;
  double              read_factor(double g, double temperature) const override;
  void                require_valid(double t) const override;
  Sources             sources() const override;

private:
  const DriftTables         tables_;
  const DeviceParameters    p;
  const std::vector<double> grid_; ///< G of every state at the verifying read
  PublishedDevice           published_;
};
} // namespace quench::array
