#include <postprocess/array/linear_step.h>

#include <tests/feature.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>

using namespace quench::array;

// aihwkit's slopes: up -gamma_up / w_max, down -gamma_down / w_min, both times the step. Numbers worked out by hand.
BOOST_AUTO_TEST_CASE(ecram_steps_are_those_of_the_preset)
{
  const LinearStepParameters p = ecram();
  BOOST_CHECK_CLOSE(mean_step(p, 0, true), 0.002, 1e-10);
  BOOST_CHECK_CLOSE(mean_step(p, 0, false), -0.002, 1e-10);
  const double up = mean_step(p, 1.1724, true), down = mean_step(p, -0.8276, false);
  BOOST_CHECK_CLOSE(up, 0.002 * (1 - 0.1153), 1e-8);
  BOOST_CHECK_CLOSE(down, -0.002 * (1 - 0.5085), 1e-8);
  BOOST_CHECK_CLOSE(mean_step(p, 0.5, false), -0.002 * (1 + 0.5085 * 0.5 / 0.8276), 1e-8);
  BOOST_CHECK_SMALL(symmetry_point(p), 1e-12); // the preset's range is shifted so

  // mean of many pulses on many devices without their spread
  LinearStepParameters quiet = p;
  quiet.device_spread        = 0;
  PulsedArray devices(quiet, 400, 1, 1, 0);
  for (std::uint32_t n = 0; n < 100; ++n)
    devices.pulse(Eigen::MatrixXi::Ones(400, 1), n);
  double w = 0;
  for (int n = 0; n < 100; ++n)
    w += 0.002 * (1 - 0.1153 * w / 1.1724);
  BOOST_CHECK_SMALL(devices.weights().mean() - w, 5 * 0.3 * 0.002 * 10 / std::sqrt(400.0)); // 5 standard errors
  char text[160];
  std::snprintf(text, sizeof text,
                "step 0.002 at 0, %.6f at w_max (x 0.8847), %.6f at w_min (x 0.4915); 100 pulses: %.4f, expected %.4f",
                up, down, devices.weights().mean(), w);
  quench::test::record_feature("F74", "linear step", text,
                               std::abs(up / 0.002 - 0.8847) < 1e-12 && std::abs(down / 0.002 + 0.4915) < 1e-12);
}

BOOST_AUTO_TEST_CASE(soft_bounds_are_never_passed)
{
  LinearStepParameters p;
  p.step         = 0.05;
  p.cycle_spread = 1;
  PulsedArray devices(p, 50, 2, 3, 0);
  for (std::uint32_t n = 0; n < 100; ++n)
    devices.pulse(Eigen::MatrixXi::Constant(50, 2, n % 2 == 0 ? 5 : -3), n);
  BOOST_CHECK_LE(devices.weights().maxCoeff(), 1);
  BOOST_CHECK_GE(devices.weights().minCoeff(), -1);
  BOOST_CHECK_EQUAL(devices.n_pulses(), 50U * 2 * 50 * 8);
}

// (1 + a)(1 - w) = (1 - a)(1 + w) at w = a
BOOST_AUTO_TEST_CASE(pulses_up_and_down_cancel_at_the_symmetry_point)
{
  LinearStepParameters p;
  p.up_down = 0.3;
  BOOST_CHECK_CLOSE(symmetry_point(p), 0.3, 1e-10);
  BOOST_CHECK_CLOSE(mean_step(p, 0.3, true), -mean_step(p, 0.3, false), 1e-10);
}

BOOST_AUTO_TEST_CASE(random_rounding_keeps_the_mean)
{
  LinearStepParameters p;
  p.gamma_up = p.gamma_down = p.up_down = p.cycle_spread = p.device_spread = 0;
  PulsedArray devices(p, 10000, 1, 5, 0);
  devices.add(DeviceMatrix::Constant(10000, 1, 0.3 * p.step), 1);
  BOOST_CHECK_SMALL(devices.weights().mean() / p.step - 0.3, 4 * std::sqrt(0.3 * 0.7 / 10000));
}
