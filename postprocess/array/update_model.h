#pragma once

#include <memory>
#include <string>
#include <vector>

#include <physics/base/described.h>
#include <physics/base/random.h>
#include <physics/base/units.h>
#include <postprocess/compact/compact_model.h>

namespace quench::array
{
/// A device as pulses see it.
struct PulsedDevice
{
  double g       = 0; ///< conductance at the update model's read time after the last pulse
  double history = 1; ///< P of eq. A9: 1 after RESET, falls with every SET pulse
};

/// What pulses do to a device. Amplitudes are relative to the one the model was made with.
class UpdateModel
{
public:
  virtual ~UpdateModel() = default;

  virtual double g_reset() const   = 0; ///< after a full RESET
  virtual double g_limit() const   = 0; ///< no SET pulse leads beyond
  virtual double read_time() const = 0; ///< delay of the read that PulsedDevice::g stands for

  PulsedDevice reset() const { return {g_reset(), 1}; }

  /// One SET pulse. Throws InputError for an amplitude the model does not know.
  virtual PulsedDevice set(PulsedDevice device, double amplitude, RandomStream &random) const = 0;

  /// Mean step of a SET pulse of amplitude 1, without the noise.
  virtual double mean_step(const PulsedDevice &device) const = 0;

  /// Whether set() takes other amplitudes than 1.
  virtual bool knows_amplitudes() const = 0;

  /// Standard deviation of one read.
  virtual double read_sigma(double g) const = 0;
};

/// Statistical model of partial SET in doped GST mushroom cells (eq. A9).
/// Source: Nandakumar et al. 2018, J. Appl. Phys. 124, 152135, numbers as in YigitDemirag/srnn-pcm 2d91783, xbar.py
/// (MIT).
struct NandakumarParameters
{
  double mean_slope = -0.084, mean_offset = 0.880 * units::uS, mean_history = 1.40 * units::uS;
  double sigma_slope = 0.091, sigma_offset = 0.260 * units::uS, sigma_history = 2.15 * units::uS;
  double memory = 2.6, read_slope = 0.03, read_offset = 0.13 * units::uS;
  double g_reset = 0.1 * units::uS, g_limit = 20 * units::uS, read_time = 38.6 * units::s, threshold = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P              = NandakumarParameters;
    const char *const is = "Nandakumar et al. 2018 as coded in YigitDemirag/srnn-pcm 2d91783, xbar.py (MIT)";
    entry("mean slope", &P::mean_slope, "1", any_value, "of the mean step against the conductance", is);
    entry("mean offset", &P::mean_offset, "uS", non_negative, "mean step without conductance, long after RESET", is);
    entry("mean history", &P::mean_history, "uS", non_negative, "more of it in the first pulse after RESET", is);
    entry("spread slope", &P::sigma_slope, "1", non_negative, "of the deviation of a step against the conductance", is);
    entry("spread offset", &P::sigma_offset, "uS", non_negative, "deviation without conductance", is);
    entry("spread history", &P::sigma_history, "uS", non_negative, "more of it in the first pulse after RESET", is);
    entry("memory", &P::memory, "1", positive, "pulses after which the history has fallen to 1 / e", is);
    entry("read slope", &P::read_slope, "1", non_negative, "of the deviation of a read against the conductance", is);
    entry("read offset", &P::read_offset, "uS", non_negative, "deviation of a read without conductance", is);
    entry("reset conductance", &P::g_reset, "uS", positive, "after a full RESET", is);
    entry("limit", &P::g_limit, "uS", positive, "largest conductance", "20 uS repeats figure 5 of the source");
    entry("read time", &P::read_time, "s", positive, "after each pulse", "38.6 s: Nandakumar et al. 2018");
    entry("threshold", &P::threshold, "1", Range{0, 0.99},
          "relative amplitude below which a SET pulse does nothing; from there its step grows in proportion",
          "choice: the source has one amplitude");
  }
};

class NandakumarUpdate final : public UpdateModel
{
public:
  explicit NandakumarUpdate(const NandakumarParameters &parameters) : p(parameters) {}

  double g_reset() const override { return p.g_reset; }
  double g_limit() const override { return p.g_limit; }
  double read_time() const override { return p.read_time; }
  bool   knows_amplitudes() const override { return true; }

  PulsedDevice set(PulsedDevice device, double amplitude, RandomStream &random) const override;
  double       mean_step(const PulsedDevice &device) const override;
  double       read_sigma(double g) const override { return p.read_slope * g + p.read_offset; }

private:
  NandakumarParameters p;
};

/// The SET train of an extracted compact model: after(before), linear between its points, at the amplitude of the
/// train alone. A deterministic cell has no noise of its own: `relative_sigma` is the deviation of a step in units of
/// its mean. Throws InputError outside the train.
class ExtractedUpdate final : public UpdateModel
{
public:
  /// Throws InputError if the model has no SET train of one amplitude that climbs.
  ExtractedUpdate(const compact::CompactModel &model, double relative_sigma, const NandakumarParameters &read);

  double g_reset() const override { return before_.front(); }
  double g_limit() const override { return limit_; }
  double read_time() const override { return read_time_; }
  bool   knows_amplitudes() const override { return false; }

  PulsedDevice set(PulsedDevice device, double amplitude, RandomStream &random) const override;
  double       mean_step(const PulsedDevice &device) const override;
  double       read_sigma(double g) const override { return read_.read_slope * g + read_.read_offset; }

private:
  std::vector<double>  before_, step_;
  double               limit_ = 0, read_time_ = 0, relative_sigma_;
  NandakumarParameters read_;
};
} // namespace quench::array
