#pragma once

#include <cstdint>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/device_model.h>
#include <postprocess/array/matrix.h>
#include <postprocess/array/random_streams.h>
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

/// How weights become pairs of conductances.
struct MappingParameters
{
  double        weight_clip       = 3;
  double        reset_conductance = 0;
  NoiseSampling sampling          = NoiseSampling::each_multiplication;

  WireParameters wires;

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
    entry.subsection("wires", &P::wires);
  }
};

/// Conductances of all pairs at one time. [output][input]
struct Conductances
{
  DeviceMatrix plus, minus;
};

/// What a multiplication at one time sees, in units of the weights. [output][input]
struct EffectiveWeights
{
  Matrix mean;     ///< (G+ - G-) / beta
  Matrix variance; ///< of the noise that is fresh in each multiplication, (s+^2 + s-^2) / beta^2; may be empty
  bool   is_drawn_per_device = false; ///< the fresh noise, instead of its sum at the outputs
};

/// An array of differential pairs, w = (G+ - G-) / beta, shape [output][input].
///
/// Of each pair one device carries the weight, g = g_low + beta |w|, the other stays at g_low, so that
/// beta = (g_max - g_low) / w_max. Both devices have their own programming error and drift exponent, drawn once,
/// and are kept apart through time: drift does not commute with the difference.
/// Invariant: programmed conductances are >= 0. Device k of output i, input j has the cell number
/// 2 (i n_inputs + j) for G+, one more for G-.
class Crossbar
{
public:
  /// Programs the weights at time 0. `array` separates the random numbers of arrays with the same seed.
  /// The device must outlive the array. Throws InputError if a weight is not finite or all are zero.
  Crossbar(const DeviceMatrix &weights, const MappingParameters &parameters, const DeviceModel &device,
           std::uint64_t seed, std::uint64_t array = 0);

  /// g(t) of every device (see DeviceModel), without read noise.
  Conductances conductances(double time) const;

  /// The same with one draw of the read noise per device, clipped at 0. `read` keys the draw.
  Conductances noisy_conductances(double time, std::uint32_t read) const;

  /// What a read at `time` sees, through the wires of the array: every device counts with its effective conductance
  /// (eq. W5), its fresh noise in proportion. `read` numbers the reads: it keys the noise that is frozen within a read
  /// time.
  EffectiveWeights read(double time, std::uint32_t read) const;

  /// y = x (G+ - G-)^T / beta in double precision without read noise, through the wires. x: [vector][input], result
  /// [vector][output]
  DeviceMatrix multiply(const DeviceMatrix &x, double time) const;

  /// Conductance per unit weight.
  double beta() const { return beta_; }

  const Conductances &programmed() const { return programmed_; }
  const Conductances &exponents() const { return exponent_; } ///< nu of every device, dimensionless

private:
  std::uint64_t    cell(bool is_minus) const;
  DeviceMatrix     targets(const DeviceMatrix &weights, double sign) const;
  void             program(const DeviceMatrix &target, bool is_minus);
  Conductances     seen_through_wires(const Conductances &g) const;
  void             add_relaxation(Conductances &g, double time) const;
  EffectiveWeights read_fresh(const Conductances &devices, double growth) const;

  const MappingParameters p;
  const DeviceModel      &device_;
  std::uint64_t           seed_, array_;
  double                  g_low_, beta_;
  Conductances            programmed_, exponent_, noise_; // noise_: Q of the 1/f noise
  Conductances            target_, relaxation_;           // of devices that relax: one normal number each
};
} // namespace quench::array
