#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/device_model.h>
#include <postprocess/array/encoding.h>
#include <postprocess/array/matrix.h>
#include <postprocess/array/random_streams.h>
#include <postprocess/array/tiles/tile.h>
#include <postprocess/array/wires.h>

namespace quench::array
{
/// When the noise of a read is drawn anew.
enum class NoiseSampling
{
  each_multiplication, ///< independent between multiplications (drawn at the outputs, the same distribution)
  each_device,         ///< the same, drawn device by device: for noise that is no sum of many small parts
  each_read_time       ///< one draw per device and time: noise slower than one evaluation
};

/// How weights become conductances.
struct MappingParameters
{
  double             weight_clip       = 3;
  double             reset_conductance = 0;
  NoiseSampling      sampling          = NoiseSampling::each_multiplication;
  EncodingParameters encoding;
  TileSize           tile;
  WireParameters     wires;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = MappingParameters;
    entry("weight clip", &P::weight_clip, "1", non_negative,
          "weights of a layer are clipped at so many of their standard deviations; 0 does not clip", "choice");
    entry("reset conductance", &P::reset_conductance, "uS", non_negative,
          "of the unused device of a pair, where the device model's lowest is not higher", "choice");
    entry("read noise", &P::sampling,
          Names<NoiseSampling>{{"each multiplication", NoiseSampling::each_multiplication},
                               {"each device", NoiseSampling::each_device},
                               {"each read time", NoiseSampling::each_read_time}},
          "when the noise of a read is drawn anew", "choice");
    entry.subsection("encoding", &P::encoding);
    entry.subsection("tile", &P::tile);
    entry.subsection("wires", &P::wires);
  }
};

/// Conductances of one pair of every weight. [output][input]
struct Conductances
{
  DeviceMatrix plus, minus;
};

/// What a multiplication at one time sees, in units of the weights. [output][input]
struct EffectiveWeights
{
  Matrix mean;                        ///< the sum over the pairs of share (G+ - G-) / beta
  Matrix variance;                    ///< of the noise that is fresh in each multiplication; may be empty
  bool   is_drawn_per_device = false; ///< the fresh noise, instead of its sum at the outputs
  Matrix second = {}, third = {};     ///< what multiplies x |x| and x^3, |x| <= 1, of curved cells driven by amplitude
};

/// What a full input of every weight gives: the sum of all powers.
Matrix full_input(const EffectiveWeights &weights);

/// Largest |w| that is mapped exactly: max|w|, or `clip` standard deviations if that is less. Throws InputError if a
/// weight is not finite or all are zero.
double largest_weight(const DeviceMatrix &weights, double clip);

/// The devices of one tile, all slices of it (see TiledArray): weights are small sets of devices, shape
/// [output][input]. Each slice of the encoding has one or more pairs of devices in parallel,
///     w = sum over the pairs p of share_p (G_p+ - G_p-) / beta,   sum of share_p = 1.
///
/// Of each pair one device carries the weight, g = g_low + beta |w|, the other stays at g_low, so that
/// beta = (g_max - g_low) / w_max. A single device has the exact middle of the window in place of G-.
/// All devices have their own programming error and drift exponent, drawn once, and are kept apart through time: drift
/// does not commute with the difference. With non-linear current scaling, G stands for the scaled conductance.
/// Invariant: programmed conductances are >= 0. Device k of output i, input j has the cell number
/// 2 (i n_inputs + j) for G+, one more for G-.
class Crossbar
{
public:
  /// Programs the weights at time 0. `array` separates the random numbers of arrays with the same seed.
  /// The device must outlive the array. `largest` is the weight at the end of the window, of a layer on several tiles;
  /// absent: largest_weight(). Throws InputError as that, or if the encoding is not for this device.
  Crossbar(const DeviceMatrix &weights, const MappingParameters &parameters, const DeviceModel &device,
           std::uint64_t seed, std::uint64_t array = 0, std::optional<double> largest = {});

  /// The weights' pairs are one device each: G- is a number.
  bool is_single() const { return encoding_.is_single(); }

  /// Pairs of devices per weight; the pairs of the most significant slice come first.
  std::size_t n_pairs() const { return pairs_.size(); }

  /// Part of a pair in the weight.
  double share(std::size_t pair) const { return pairs_[pair].share; }

  std::size_t n_slices() const { return encoding_.n_slices(); }
  double      slice_share(std::size_t slice) const { return encoding_.share(slice); } ///< of a slice in the weight
  double      n_devices() const; ///< of all pairs; the digital middle of single devices is none

  /// g(t) of every device of a pair (eqs. A1 and A3), without read noise.
  Conductances conductances(const Age &age, std::size_t pair = 0) const;

  /// The same with one draw of the read noise per device, clipped at 0. `read` keys the draw.
  Conductances noisy_conductances(const Age &age, std::uint32_t read, std::size_t pair = 0) const;

  /// What a read at `age` sees, through the wires of the array: every device counts with its effective conductance
  /// (eq. W5), its fresh noise in proportion. Every pair has an array of its own for G+ and for G-. `read` numbers the
  /// reads: it keys the noise that is frozen within a read time.
  EffectiveWeights read(const Age &age, std::uint32_t read) const;

  /// The same of one slice alone, which stands for the whole weight. `amplitude` > 0: the read voltage of a full input
  /// where inputs are amplitudes and the device has a curved current (eq. W9).
  EffectiveWeights read_slice(const Age &age, std::uint32_t read, std::size_t slice, double amplitude = 0) const;

  /// y = x W(t)^T in double precision without read noise, through the wires. x: [vector][input], result
  /// [vector][output]
  DeviceMatrix multiply(const DeviceMatrix &x, const Age &age) const;

  /// Conductance per unit weight.
  double beta() const { return beta_; }

  const Conductances &programmed(std::size_t pair = 0) const { return pairs_[pair].programmed; }
  const Conductances &exponents(std::size_t pair = 0) const { return pairs_[pair].exponent; } ///< nu of every device

private:
  /// Where a device's target stands on the grid (index and fraction). [output][input]
  using Positions = Matrix;

  /// Devices of one polarity of one pair. [output][input]
  struct Pair
  {
    double       share = 0;
    Conductances programmed, exponent, noise; // noise: Q of the 1/f noise
    Positions    plus_position, minus_position;
    Conductances target;           // what was aimed at, of devices that relax, lose their glass or are curved
    Conductances relaxation, fate; // one normal number each, of devices that relax, and of those that lose their glass
  };

  std::uint64_t cell(std::size_t pair, bool is_minus) const;
  void          add_slice(const DeviceMatrix &relative, std::size_t slice, DeviceMatrix &made);
  DeviceMatrix  targets_of(const DeviceMatrix &x, double sign) const;
  Pair          program(Conductances target, double share, std::size_t number) const;
  DeviceMatrix  aged(const Pair &pair, bool is_minus, const Age &age) const;
  void          add_losses(const Pair &pair, bool is_minus, const Age &age, DeviceMatrix &g) const;
  void          add_relaxation(const Pair &pair, bool is_minus, double time, DeviceMatrix &g) const;
  DeviceMatrix  difference(const Conductances &g) const;
  Conductances  seen_through_wires(Conductances g) const;
  /// Pairs that are read together, and what their shares are multiplied with.
  struct Reading
  {
    std::size_t first = 0, end = 0;
    double      scale = 1, amplitude = 0;
  };
  EffectiveWeights read_pairs(const Age &age, std::uint32_t read, const Reading &reading) const;
  void             bend(const std::vector<Conductances> &g, const Reading &reading, EffectiveWeights &weights) const;
  using RowOfDevices = Eigen::Ref<const Eigen::RowVectorXd>;
  /// Adds share f(g) to a row of weights, f of Encoding.
  void add_mean(const RowOfDevices &g, double share, Eigen::RowVectorXd &mean) const;
  /// Adds (share f'(g) g)^2 ((growth noise)^2 + white^2) to the variance of a row of weights, f of Encoding.
  void add_variance(const RowOfDevices &g, const RowOfDevices &noise, double share, double growth,
                    Eigen::RowVectorXd &variance) const;

  const MappingParameters p;
  const DeviceModel      &device_;
  std::uint64_t           seed_, array_;
  double                  g_low_;
  Encoding                encoding_;
  double                  largest_, beta_; ///< weight mapped to the end of the window; conductance per weight
  std::vector<double>     states_;         ///< of the device, else the ends of its window
  bool                    is_table_;       ///< the device has states
  std::vector<Pair>       pairs_;
};
} // namespace quench::array
