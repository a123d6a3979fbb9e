#include <postprocess/array/input_coding.h>

#include <physics/base/error.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/published_device.h>
#include <tests/feature.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>

using namespace quench;
using namespace quench::array;
using quench::test::record_feature;

namespace
{
std::string text(const char *format, double value)
{
  char buffer[160];
  std::snprintf(buffer, sizeof(buffer), format, value);
  return buffer;
}

InputParameters inputs(InputCoding coding, double nl2, double nl3)
{
  InputParameters p;
  p.coding = coding;
  p.nl2    = nl2;
  p.nl3    = nl3;
  return p;
}
} // namespace

// F32: with ideal periphery the product is G V; F61: for both devices of a pair.
BOOST_AUTO_TEST_CASE(ideal_products_are_those_of_the_conductances)
{
  PublishedParameters quiet;
  quiet.programming.clear();
  quiet.nu_min = quiet.nu_max = 0;
  quiet.spread_min = quiet.spread_max = 0;
  quiet.q_max                         = 0;
  const PublishedDevice device(quiet, 25 * units::uS);
  double                worst = 0;
  for (const auto &[m, n] : {std::pair(1, 1024), std::pair(1024, 1024), std::pair(300, 700), std::pair(1024, 3)})
  {
    DeviceMatrix w(m, n), x(3, n);
    fill_uniform(w, {1, Purpose::reference_weights, 0, 0});
    fill_uniform(x, {1, Purpose::reference_inputs, 0, 0});
    MappingParameters mapping;
    mapping.weight_clip = 0;
    const Crossbar     array(w, mapping, device, 1);
    const Conductances g = array.conductances(0);
    DeviceMatrix       dense(3, m);
    for (int v = 0; v < 3; ++v)
      for (int i = 0; i < m; ++i)
      {
        long double sum = 0;
        for (int j = 0; j < n; ++j)
          sum += ((long double)g.plus(i, j) - g.minus(i, j)) * x(v, j);
        dense(v, i) = static_cast<double>(sum);
      }
    worst = std::max(worst, (array.multiply(x, 0) * array.beta() - dense).norm() / dense.norm());
  }
  record_feature("F61", "up to 1024 x 1024", text("differs by %.1e from the dense product", worst), worst <= 1e-12);
  record_feature("F32", "ideal periphery", text("differs by %.1e from G V", worst), worst <= 1e-12);
}

// F33. Charge: from the current of a cell, integrated over its pulse; deviation of the amplitude: NL2 and NL3 terms.
BOOST_AUTO_TEST_CASE(pulse_widths_do_not_see_the_curvature_and_amplitudes_do)
{
  const double g = 12 * units::uS, duration = 100 * units::ns, v = 0.2;
  double       of_width = 0, of_amplitude = 0;
  for (const auto &[nl2, nl3] : {std::pair(0.0, 0.0), std::pair(0.5, 0.0), std::pair(0.3, 2.0), std::pair(0.0, 4.0)})
    for (int k = 1; k <= 127; ++k)
    {
      const double        x = k / 127.0;
      const PolynomialLaw law{nl2, nl3};
      const double        g_chord = law(g, v).value / v;
      const double        q       = read_charge(law, g, inputs(InputCoding::pulse_width, nl2, nl3), x, duration);
      of_width                    = std::max(of_width, std::abs(q / (g_chord * v * x * duration) - 1));
      const double deviation =
          read_charge(law, g, inputs(InputCoding::amplitude, nl2, nl3), x, duration) - g * v * x * duration;
      const double terms = g * (nl2 * v * v * x * x + nl3 * v * v * v * x * x * x) * duration;
      if (terms > 0)
        of_amplitude = std::max(of_amplitude, std::abs(deviation / terms - 1));
      // what the array stage multiplies its weights with
      Matrix seen = Matrix::Constant(1, 2, static_cast<float>(x));
      seen(0, 1) *= -1;
      apply_coding(inputs(InputCoding::amplitude, nl2, nl3), 1, seen);
      BOOST_CHECK_CLOSE(seen(0, 0), (g * v * x * duration + terms) / (g_chord * v * duration),
                        1e-4); // single precision
      BOOST_CHECK_EQUAL(seen(0, 1), -seen(0, 0));
      apply_coding(inputs(InputCoding::pulse_width, nl2, nl3), 1, seen = Matrix::Constant(1, 1, float(x)));
      BOOST_CHECK_EQUAL(seen(0, 0), float(x));
    }
  record_feature("F33", "pulse width", text("Q/(G V T) off by %.1e at most for four curvatures", of_width),
                 of_width <= 1e-12);
  record_feature("F33", "amplitude", text("deviation over the NL2, NL3 terms off by %.1e at most", of_amplitude),
                 of_amplitude <= 0.01);
  Matrix any = Matrix::Ones(1, 1);
  BOOST_CHECK_THROW(apply_coding(inputs(InputCoding::amplitude, -3, 0), 1, any), InputError);
}

BOOST_AUTO_TEST_CASE(F34_a_neuron_counts_charge)
{
  const double q_0 = 1e4 * units::e, v = 0.2;
  long         worst = 0, largest = 0;
  for (int k = 0; k < 400; ++k)
  {
    // a column of cells whose pulses end one after the other, as pulse widths do
    SpikeCounter counter(q_0);
    double       charge = 0, before = 0;
    for (int cell = 12; cell > 0; --cell)
    {
      const double g   = (0.3 + 0.061 * ((k * 7 + cell * 13) % 400)) * units::uS * ((k + cell) % 5 == 0 ? -1 : 1);
      const double end = (10 + ((k * 3 + cell * 29) % 90)) * units::ns;
      charge += g * v * end;
      counter.integrate(g * v, end - before / 2);
      counter.integrate(g * v, before / 2);
      before = end / 3;
    }
    worst   = std::max(worst, std::abs(counter.count() - std::lround(charge / q_0)));
    largest = std::max(largest, std::abs(counter.count()));
  }
  char of_all[120];
  std::snprintf(of_all, sizeof(of_all), "largest difference %ld counts, counts up to %ld", worst, largest);
  record_feature("F34", "spike counting", of_all, worst <= 1);
  BOOST_CHECK_GT(largest, 100);
  BOOST_CHECK_THROW(SpikeCounter(0), InputError);
}
