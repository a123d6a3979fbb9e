#include <physics/material.h>

#include <tests/feature.h>
#include <tests/validation/record.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>
#include <functional>

// Ten years by the card's own laws, nothing tuned: where 10 nm of front and half of a crystal end.

using namespace quench;
using namespace quench::physics;
using namespace quench::units;

namespace
{
const double ten_years = 10 * 365.25 * 86400 * s, dome = 7.5e4 * nm * nm * nm;

/// Temperature at which something that rises with it reaches a value.
double temperature_of(const std::function<double(double)> &rising, double value)
{
  double low = 310 * K, high = 450 * K;
  while (high - low > 1e-6)
    (rising((low + high) / 2) < value ? low : high) = (low + high) / 2;
  return low;
}

/// Slope of ln(rate) against -1/kT between two temperatures [eV].
double activation(const std::function<double(double)> &rate, double cold, double warm)
{
  return std::log(rate(warm) / rate(cold)) / (1 / (kB * cold) - 1 / (kB * warm)) / eV;
}
} // namespace

BOOST_AUTO_TEST_CASE(ten_years_end_where_the_laws_say)
{
  const Material gst{MaterialCard{}};
  const auto     front   = [&](double T) { return gst.growth_velocity(T); };
  const auto     nucleus = [&](double T) { return gst.nucleation().volume_rate(T); };
  const double   T_front = temperature_of(front, 10 * nm / ten_years);
  const double   T_birth = temperature_of(nucleus, std::log(2.0) / (dome * ten_years));
  // eqs. P4 and N1 by a program of their own: 348.0 and 347.7 K, 2.47 eV; from the rates at 358, 373, 450 and 473 K:
  // ln(2.67e16 / 5.45e14) and ln(2.22e24 / 8.67e22) over the change of 1/kT
  BOOST_TEST(std::abs(T_front - 348.0) < 0.1);
  BOOST_TEST(std::abs(T_birth - 347.7) < 0.1);
  BOOST_TEST(std::abs(activation(front, 358, 500) - 2.47) < 0.01);
  const double cold = activation(nucleus, 358, 373), warm = activation(nucleus, 450, 473);
  BOOST_TEST(std::abs(cold - 2.985) < 0.01);
  BOOST_TEST(std::abs(warm - 2.586) < 0.01);
  char text[160];
  std::snprintf(text, sizeof text, "fronts %.1f K, nucleation %.1f K; %.2f eV, and %.2f falling to %.2f eV", T_front,
                T_birth, activation(front, 358, 500), cold, warm);
  test::record_feature("F78", "ten years of the card", text, true);
  const std::string source = "GST cells are quoted for ten years at 85 to 105 C, some 2.5 eV; from memory";
  test::record_prediction(
      {"R-ten-years-fronts", "temperature at which a cell keeps its state ten years", "K", 358, 378, source}, T_front,
      "laws of GST225: 10 nm of front, eq. P4");
  test::record_prediction({"R-ten-years-nucleation", "the same", "K", 358, 378, source}, T_birth,
                          "laws of GST225: ln 2 crystals in 7.5e4 nm3, eq. N1");
  test::record_prediction({"R-activation", "activation energy of retention", "eV", 2.5, 2.5, source},
                          activation(front, 358, 500), "laws of GST225: fronts between 358 and 500 K");
}
