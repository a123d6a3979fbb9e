#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>

namespace quench::array
{
/// What training knows of the arrays the network will run on.
enum class Awareness
{
  none,  ///< nothing: digital training
  noise, ///< converters, clipping, programming and read noise at the verifying read
  drift  ///< all that at a time drawn anew for every step, with global drift compensation
};

/// How a network is prepared for its arrays while it learns.
struct AwarenessParameters
{
  Awareness kind           = Awareness::none;
  int       digital_epochs = 0;
  double    noise_scale    = 1;
  double    earliest       = 25 * units::s;
  double    latest         = 315576000. * units::s;
  int       calibration    = 25;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = AwarenessParameters;
    entry("awareness", &P::kind,
          Names<Awareness>{{"none", Awareness::none}, {"noise", Awareness::noise}, {"drift", Awareness::drift}},
          "none: digital training; noise: forward and backward passes see the noise of the device, clipped weights and "
          "converters; drift: also the drift at a random time",
          "Joshi et al. 2020 (noise injection); drift: choice");
    entry("digital epochs", &P::digital_epochs, Range{0, 1000}, "epochs before the network sees its arrays", "choice");
    entry("noise scale", &P::noise_scale, "1", non_negative, "the device's deviations are multiplied by this",
          "choice");
    entry("earliest time", &P::earliest, "s", positive, "awareness drift: times are log-uniform from here", "choice");
    entry("latest time", &P::latest, "s", positive, "... to here", "choice");
    entry("calibration interval", &P::calibration, Range{1, 100000},
          "steps of the optimiser after which the bounds of the converters follow the values", "choice");
  }
};
} // namespace quench::array
