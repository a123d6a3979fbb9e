#pragma once

#include <cstddef>
#include <vector>

#include <physics/base/described.h>
#include <postprocess/array/device_model.h>
#include <postprocess/array/matrix.h>

namespace quench::array
{
/// What a weight's sign is made of.
enum class Polarity
{
  pair,  ///< w = (G+ - G-) / beta; one of the two stays at the lowest conductance
  single ///< w = (G - G_middle) / beta, G_middle subtracted digitally
};

/// How a weight is spread over its slices.
enum class Splitting
{
  equal,   ///< every slice holds the same fraction of its range
  digits,  ///< whole digits of a fixed-point number, most significant slice first
  residual ///< each slice corrects what the slices before it have missed
};

/// A weight as a small set of devices with significances (eq. A7).
struct EncodingParameters
{
  Polarity            polarity = Polarity::pair;
  int                 devices  = 1;
  std::vector<double> significances{1};
  std::vector<int>    bits;
  Splitting           splitting        = Splitting::equal;
  double              level_separation = 2;
  double              current_exponent = 1;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = EncodingParameters;
    entry("polarity", &P::polarity, Names<Polarity>{{"pair", Polarity::pair}, {"single", Polarity::single}},
          "pair: w = (G+ - G-) / beta; single: one device and a digital offset", "choice");
    entry("devices", &P::devices, Range{1, 16}, "devices in parallel per slice and polarity",
          "Boybat et al. 2018, Nat. Commun. 9, 2514: multi-memristive synapse");
    entry("significances", &P::significances, "1", positive,
          "one per slice, most significant first; splitting `digits` has its own", "choice");
    entry("bits", &P::bits, Range{1, 8}, "splitting `digits`: bits of each slice, most significant first", "choice");
    entry(
        "splitting", &P::splitting,
        Names<Splitting>{{"equal", Splitting::equal}, {"digits", Splitting::digits}, {"residual", Splitting::residual}},
        "how a weight is spread over its slices", "choice");
    entry("level separation", &P::level_separation, "1", non_negative,
          "least distance of the levels of a digit, in standard deviations of programming; 0 does not check",
          "choice: one standard deviation to each side");
    entry("current exponent", &P::current_exponent, "1", Range{0.1, 1},
          "non-linear current scaling: each device contributes G_max (G / G_max)^exponent", "choice: off");
  }
};

/// Significances and targets of the slices of a weight in [-1, 1]: w = sum_k s_k x_k / sum_k s_k, |x_k| <= 1.
/// Digits of b_k bits have s_k = (2^b_k - 1) 2^(bits of the slices after k), so that sum s_k = 2^(all bits) - 1.
class Slicing
{
public:
  /// Throws InputError for keys that contradict each other.
  explicit Slicing(const EncodingParameters &parameters);

  std::size_t n_slices() const { return significances_.size(); }

  /// Part of slice k in the weight, s_k / sum s.
  double share(std::size_t slice) const { return significances_[slice] / total_; }

  /// x of slice k for weights in [-1, 1], given the sum of share x of the slices before it as they came out.
  DeviceMatrix target(const DeviceMatrix &weights, std::size_t slice, const DeviceMatrix &made) const;

protected:
  EncodingParameters p;

private:
  std::vector<double> significances_;
  double              total_ = 0;
};

/// The same on the devices of a model.
class Encoding : public Slicing
{
public:
  /// Throws InputError as Slicing, and for digits with more levels than the device has.
  Encoding(const EncodingParameters &parameters, const DeviceModel &device, double g_low);

  int  n_devices() const { return p.devices; }
  bool is_single() const { return p.polarity == Polarity::single; }

  /// What a device of conductance g contributes: G_max (g / G_max)^exponent; its inverse; its derivative.
  double contribution(double g) const;
  double conductance(double contribution) const;
  double slope(double g) const;
  bool   is_scaled() const { return p.current_exponent != 1; }

private:
  double g_max_;
};

/// Levels a device tells apart in [g_low, g_max]: they stand `separation` standard deviations of programming apart at
/// the noisiest conductance (eq. A8). Infinite without noise.
double n_levels(const DeviceModel &device, double g_low, double separation);
} // namespace quench::array
