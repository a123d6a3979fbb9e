#pragma once

#include <postprocess/array/device_model.h>
#include <postprocess/array/device_parameters.h>

namespace quench::array
{
/// The published statistical model (see PublishedParameters), for any window [0, g_max].
/// Source: Joshi et al. 2020, Nature Communications 11, 2473, as coded in IBM/aihwkit (pcm.py).
class PublishedDevice final : public DeviceModel
{
public:
  /// Scaled to another window by `g_max`; parameters.g_max leaves it as published.
  PublishedDevice(const PublishedParameters &parameters, double g_max);

  double g_min() const override { return 0; }
  double g_max() const override { return g_max_; }
  double verify_time() const override { return p.t_0; }
  double read_duration() const override { return p.t_read; }

  double   programming_sigma(double g) const override;
  Exponent drift_exponent(double g) const override;
  double   read_noise(double g) const override;
  void     require_valid(double t) const override;
  Sources  sources() const override;

private:
  /// x = g / g_max, bounded below as in the source (ln x must be finite).
  double relative(double g) const;

  PublishedParameters p;
  double              g_max_;
};
} // namespace quench::array
