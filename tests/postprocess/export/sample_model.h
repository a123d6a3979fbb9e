#pragma once

#include <postprocess/compact/compact_model.h>

namespace quench::test
{
/// A compact model with every part. Sizes are those of a mushroom cell, the numbers are nobody's material.
inline compact::CompactModel sample_model()
{
  using namespace compact;
  CompactModel model;
  model.model_id     = "sample";
  model.g_min_uS     = 0.1;
  model.g_max_uS     = 25;
  model.drift        = {20,
                        0.01,
                        1e9,
                        300,
                        {0.1, 1, 5, 25},
                        {{0.11, 0.001}, {0.09, 0.001}, {0.06, 0.002}, {0.005, 0.001}},
                        {1e-3, 1e-3, 2e-3, 1e-4},
                        {0.02, 0.02, 0.015, 0.002}};
  model.programming  = Noise{{0.26348, 1.965, -1.1731}, 25, "published", {}};
  model.read_noise   = ReadNoise{0.0088, 0.65, 0.2, 25, 250e-9, "published", 0, 0, Estimate{0.002, 1e-4}};
  model.update.reset = ResetCurve{20, {1, 1.5, 2}, {25, 3, 0.1}, {0, 4e4, 1e5}};
  model.update.set   = SetTrain{1e-6, {}, {}, {}, {}};
  double g           = 0.1;
  for (int k = 1; k <= 20; ++k)
  {
    model.update.set->pulse.push_back(k);
    model.update.set->amplitude_V.push_back(1.45);
    model.update.set->before_uS.push_back(g);
    g += 0.15 * (20 - g);
    model.update.set->after_uS.push_back(g);
  }
  model.update.asymmetry = 0.8;
  model.current_voltage  = CurrentVoltage{-0.2,
                                         0.2,
                                         {0.1, 5, 25},
                                         {{0.05, 0.01}, {0.02, 0.01}, {0, 0.01}},
                                         {{6, 0.2}, {2, 0.1}, {0.05, 0.02}},
                                         {{0.01, 0.001}, {0.004, 0.001}, {0, 0.001}},
                                         {1e-3, 1e-3, 1e-3}};
  model.read_temperature =
      ReadTemperature{280, 400, {0.1, 5, 25}, {{250, 5}, {120, 4}, {10, 1}}, {0.01, 0.01, 0.01}, {}};
  model.threshold = ThresholdDrift{20, 0.01, 1e4, 300, {1.0, 0.01}, {0.02, 0.001}, 0.999, 0.002, 30};
  model.thermal   = Thermal{300, 1200, {1.8, 0.02}, {4, 0.1}, 0.01, 400};
  model.switching = Switching{900, 1300, {18.4, 0.1}, 700, 70, 8000, 0.3, {0, 0.3, 1}, {25, 4, 0.1}};
  model.drift_temperature =
      DriftTemperature{2, {280, 300, 400}, {0.08, 0.1, 0.4}, {{0.11, 1e-3}, {0.11, 1e-3}, {0.11, 1e-3}}};
  model.onset_temperature =
      OnsetTemperature{2, {280, 300, 400}, {{2e-8, 1e-9}, {9e-9, 1e-9}, {3e-10, 1e-10}}, Estimate{160, 5}};
  model.retention    = Retention{0.1,         390,         {373, 390, 410}, {1e7, 1e5, 1e3}, {5e6, 5e4, 5e2},
                              {11.5, 0.1}, {3.2, 0.05}, {10.8, 0.1},     {3.2, 0.05},     0.05};
  model.update.table = StepTable{1e-6, {1.45, 1.45}, {1, 2}, {0.1, 3}, {{3, 0.1}, {2.5, 0.1}}, {0.4, 0.3}, {25, 25}};
  model.update.reset_ratio = ResetRatio{{25, 1}, {24.9, 0}, {1, 0.04}};
  model.fit_method         = "by hand";
  model.provenance.program = make_provenance("test");
  model.provenance.inputs  = {{"a/run", "reset", "abc"}};
  return model;
}
} // namespace quench::test
