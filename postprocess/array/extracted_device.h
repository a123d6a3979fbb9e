#pragma once

#include <postprocess/array/device_model.h>
#include <postprocess/array/device_parameters.h>
#include <postprocess/array/published_device.h>
#include <postprocess/compact/compact_model.h>

namespace quench::array
{
/// A device from an extracted compact model. Its conductances are those at the verifying read: the model's grid
/// G(t0) is converted once, G(t_v) = G(t0) (t_v / t0)^-nu, so that a target is what the verifying read sees.
/// What the model knows of activation energies, white noise and I-V curvature is used. What it does not know (spreads,
/// noise) comes from the published model scaled to this window, if the case says so; a spread that is lent so is
/// relative to the state's own exponent. Never extrapolates in conductance; in time by the tolerance the case allows.
class ExtractedDevice final : public DeviceModel
{
public:
  /// Throws InputError if the model lacks a part the parameters ask for, or does not cover the verify time.
  ExtractedDevice(const compact::CompactModel &model, const DeviceParameters &parameters);

  double g_min() const override { return at_verify(model_.g_min_uS); }
  double g_max() const override { return at_verify(model_.g_max_uS); }
  double verify_time() const override { return p.verify_time; }
  double read_duration() const override;
  double reference_temperature() const override { return temperature_.reference; }

  double              programming_sigma(double g) const override;
  Exponent            drift_exponent(double g) const override;
  std::vector<double> states() const override;
  std::vector<double> loss(const Age &age) const override;
  double              lost_part(double g, const Age &age) const override;
  bool                loses_glass() const override { return model_.retention.has_value(); }
  double              read_noise(double g) const override;
  double              read_factor(double g, double temperature) const override;
  double              white_noise() const override;
  Curvature           curvature(double g) const override;
  bool                is_curved() const override { return model_.current_voltage.has_value(); }
  void                require_valid(double t) const override;
  Sources             sources() const override;

private:
  void   require_parts() const;
  double at_verify(double g_uS) const; ///< conductance at the verifying read of a state with G(t0) = g_uS
  double own_state(double g) const;    ///< its inverse

  const compact::CompactModel model_;
  const DeviceParameters      p;
  compact::Drift              drift_;  ///< the model's, at the verify time
  compact::Drift              spread_; ///< the same table with the spread of nu in place of nu
  PublishedDevice             published_;
  const TemperatureParameters temperature_; ///< the case's, at the temperature of the model, for what that lacks
};
} // namespace quench::array
