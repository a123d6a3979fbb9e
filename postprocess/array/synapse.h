#pragma once

#include <vector>

#include <physics/base/described.h>
#include <postprocess/array/programming.h>
#include <postprocess/array/refresh.h>
#include <postprocess/array/update_model.h>

namespace quench::array
{
/// Says which device of a synapse gets the next pulse; one counter serves all synapses of an array.
/// Source: Boybat et al. 2018, Nat. Commun. 9, 2514.
class GlobalCounter
{
public:
  explicit GlobalCounter(int n_devices) : n_(n_devices) {}

  int next()
  {
    const int now = count_;
    count_        = (count_ + 1) % n_;
    return now;
  }

private:
  int n_, count_ = 0;
};

/// A synapse of N devices in parallel, all after RESET at the start. `update` must outlive it.
class MultiSynapse
{
public:
  MultiSynapse(int n_devices, const UpdateModel &update)
    : update_(update), devices_(static_cast<std::size_t>(n_devices), update.reset())
  {}

  /// One SET pulse, or a RESET, of one device.
  void set(int device, double amplitude, RandomStream &random);
  void reset(int device);

  double conductance() const; ///< sum over the devices

private:
  const UpdateModel        &update_;
  std::vector<PulsedDevice> devices_;
};

/// The refresh of a pair in parts of its range (see RefreshRule).
struct RefreshParameters
{
  double upper = 0.75, lower = 0.25;
  int    reads = RefreshRule().reads;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P              = RefreshParameters;
    const char *const is = "IBM/aihwkit OneSidedUnitCell: refresh_upper_thres, refresh_lower_thres";
    entry("upper threshold", &P::upper, "1", fraction, "of the range, for the larger device", is);
    entry("lower threshold", &P::lower, "1", fraction, "of the range, for the smaller device", is);
    entry("reads", &P::reads, Range{1, 1000}, "of each device, averaged", "choice");
  }
};

/// The same as conductances.
RefreshRule refresh_rule(const RefreshParameters &p, double range);

/// A weight G+ - G- that SET pulses change, and that is read (with noise), reset and programmed into one device when
/// both have climbed. References must outlive it.
class RefreshedPair
{
public:
  RefreshedPair(const UpdateModel &update, const DeviceModel &drift, const VerifyParameters &verify,
                const RefreshParameters &refresh)
    : update_(update), method_(verify, update, drift), p(refresh), plus_(update.reset()), minus_(update.reset())
  {}

  /// A SET pulse on G+ (sign > 0) or G-.
  void change(int sign, RandomStream &random);

  /// True if it was due and has been done.
  bool refresh_if_needed(RandomStream &random);

  double plus() const { return plus_.g; }
  double minus() const { return minus_.g; }
  double weight() const { return plus_.g - minus_.g; }

private:
  const UpdateModel &update_;
  ProgramAndVerify   method_;
  RefreshParameters  p;
  PulsedDevice       plus_, minus_;
};
} // namespace quench::array
