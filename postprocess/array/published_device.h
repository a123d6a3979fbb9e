#pragma once

#include <postprocess/array/device_model.h>
#include <postprocess/array/temperature_parameters.h>
#include <postprocess/compact/published_parameters.h>

namespace quench::array
{
using compact::published_names;
using compact::published_parameters;
using compact::PublishedParameters;

/// A published statistical model (see PublishedParameters), for any window [0, g_max].
class PublishedDevice final : public DeviceModel
{
public:
  /// Scaled to another window by `g_max`; parameters.g_max leaves it as published. Throws InputError for clips in
  /// the wrong order and for a spread or a Q that is negative somewhere in [0, 1].
  PublishedDevice(const PublishedParameters &parameters, double g_max, const TemperatureParameters &temperature = {});

  double g_min() const override { return 0; }
  double g_max() const override { return g_max_; }
  double verify_time() const override { return p.t_0; }
  double read_duration() const override { return p.t_read; }
  double reference_temperature() const override { return temperature_.reference; }

  double              programming_sigma(double g) const override;
  Exponent            drift_exponent(double g) const override;
  double              relative_spread(double g) const; ///< of nu, in units of its mean: what other models borrow
  std::vector<double> loss(const Age &age) const override;
  std::vector<double> loss_at_age(double age, std::optional<double> storage_temperature) const override;
  double              read_noise(double g) const override;
  double              read_factor(double g, double temperature) const override;
  void                require_valid(double t) const override;
  Sources             sources() const override;

private:
  PublishedParameters   p;
  double                g_max_;
  TemperatureParameters temperature_;
};

/// G(T) / G(T_ref) of a device with relative conductance x (eq. A3): Arrhenius with an activation energy linear in x.
double arrhenius_read_factor(const TemperatureParameters &p, double x, double temperature);

/// D of a power law with the attempt rate of `p` (eq. A2).
double stored_loss(const TemperatureParameters &p, double t_v, const Age &age);
} // namespace quench::array
