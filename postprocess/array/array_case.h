#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/compensation.h>
#include <postprocess/array/conditions.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/dataset.h>
#include <postprocess/array/device_parameters.h>
#include <postprocess/array/energy.h>
#include <postprocess/array/experts.h>
#include <postprocess/array/mixed_precision.h>
#include <postprocess/array/periphery.h>
#include <postprocess/array/programming_study.h>
#include <postprocess/array/pulsed_study.h>
#include <postprocess/array/random_features.h>
#include <postprocess/array/training.h>
#include <postprocess/array/transformer.h>

namespace quench::array
{
enum class StudyKind
{
  accuracy,             ///< of a trained network on a labelled data set
  multiplication_error, ///< of matrix-vector products with random matrices
  programming,          ///< of devices and tiles by pulses
  mixed_precision,      ///< training with phase-change weights against digital training
  pulsed_weights,       ///< stationary error of pulsed updates
  layer_cost,           ///< energy and latency of a network
  transformer,          ///< errors of a transformer block
  long_range,           ///< kernelised attention on a generated task
  experts               ///< read energy of routed tiles
};

/// The random matrices of the study `mvm error`: w normal, clipped; x uniform in (-1, 1).
struct MultiplicationParameters
{
  int    size     = 512;
  int    matrices = 8;
  int    vectors  = 256;
  double clip     = 2.5;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = MultiplicationParameters;
    entry("size", &P::size, Range{1, 4096}, "rows and columns of each matrix", "choice");
    entry("matrices", &P::matrices, Range{1, 10000}, "number of matrices, each on its own array", "choice");
    entry("vectors", &P::vectors, Range{1, 100000}, "input vectors per matrix", "choice");
    entry("clip", &P::clip, "1", positive, "weights are clipped at so many standard deviations", "choice");
  }
};

/// All that an array case may say.
struct ArrayCase
{
  std::string         title;
  StudyKind           study = StudyKind::accuracy;
  std::vector<double> times{25 * units::s,         3600 * units::s,      86400 * units::s,
                            30 * 86400 * units::s, 31557600. * units::s, 315576000. * units::s};
  int                 arrays  = 10;
  std::uint64_t       seed    = 1;
  int                 threads = 1;

  DatasetParameters        data_set;
  TrainingParameters       network;
  DeviceParameters         device;
  MappingParameters        mapping;
  CompensationParameters   compensation;
  ConditionParameters      conditions;
  PeripheryParameters      periphery;
  MultiplicationParameters multiplication;
  ProgrammingParameters    programming;
  MixedPrecisionParameters mixed_precision;
  PulsedStudyParameters    pulsed;
  EnergyParameters         energy;
  TransformerParameters    transformer;
  LongRangeParameters      long_range;
  ExpertParameters         experts;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = ArrayCase;
    entry("title", &P::title, "one line for reports", "choice");
    entry("study", &P::study,
          Names<StudyKind>{{"accuracy", StudyKind::accuracy},
                           {"mvm error", StudyKind::multiplication_error},
                           {"programming", StudyKind::programming},
                           {"mixed precision", StudyKind::mixed_precision},
                           {"pulsed weights", StudyKind::pulsed_weights},
                           {"layer cost", StudyKind::layer_cost},
                           {"transformer", StudyKind::transformer},
                           {"long range", StudyKind::long_range},
                           {"experts", StudyKind::experts}},
          "what is computed", "choice");
    entry("times", &P::times, "s", non_negative, "when the arrays are read, counted from the verifying read", "choice");
    entry("arrays", &P::arrays, Range{1, 10000}, "arrays with different random numbers (study accuracy)", "choice");
    entry("seed", &P::seed, Range{0, 4294967295.0}, "of the first array; the next has the next number", "choice");
    entry("threads", &P::threads, Range{1, 256}, "arrays computed at a time; does not change any number", "choice");
    entry.subsection("data set", &P::data_set);
    entry.subsection("network", &P::network);
    entry.subsection("device", &P::device);
    entry.subsection("mapping", &P::mapping);
    entry.subsection("compensation", &P::compensation);
    entry.subsection("conditions", &P::conditions);
    entry.subsection("periphery", &P::periphery);
    entry.subsection("mvm error", &P::multiplication);
    entry.subsection("programming", &P::programming);
    entry.subsection("mixed precision", &P::mixed_precision);
    entry.subsection("pulsed weights", &P::pulsed);
    entry.subsection("energy", &P::energy);
    entry.subsection("transformer", &P::transformer);
    entry.subsection("long range", &P::long_range);
    entry.subsection("experts", &P::experts);
  }
};

/// Read a case file with `section/key=value` overrides and check every rule that needs no other file. A key that is set
/// and has no effect in the study of the case is an error. Throws InputError.
ArrayCase read_case(const std::string &path, const std::vector<std::string> &overrides);

/// Rules between keys. Throws InputError naming the key.
void validate(const ArrayCase &array_case);

/// A read of the arrays at one of the times, under the conditions of the case.
Age age_of(const ArrayCase &array_case, double time);

/// What networks of the case are trained for. The device must outlive it.
Hardware hardware_of(const ArrayCase &array_case, const DeviceModel &device);

/// The devices of the case, checked at all its times; none for a study that asks for none. Relative paths as in
/// make_device().
std::vector<NamedDevice> make_case_devices(const ArrayCase &array_case, const std::string &case_path);
} // namespace quench::array
