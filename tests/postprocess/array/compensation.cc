// What each scheme against drift and temperature leaves: statements F49 to F54.

#include <postprocess/array/compensation.h>

#include <physics/base/error.h>
#include <postprocess/array/analog_network.h>
#include <postprocess/array/array_case.h>
#include <postprocess/array/published_device.h>
#include <postprocess/array/read_disturb.h>
#include <postprocess/array/study.h>
#include <tests/feature.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
constexpr double hour = 3600 * units::s, day = 24 * hour, year = 365.25 * day;

/// One layer of normal weights; output i is scaled by scale(i).
template <class Scale>
Network layer(int n, std::uint64_t seed, const Scale &scale)
{
  DeviceMatrix w(n, n);
  fill_normal(w, {seed, Purpose::reference_weights, 0, 0});
  for (int i = 0; i < n; ++i)
    w.row(i) *= scale(i);
  return {{{w.cast<float>(), RowVector::Zero(n)}}};
}

Network layer(int n, std::uint64_t seed)
{
  return layer(n, seed, [](int) { return 1.0; });
}

PeripheryParameters ideal()
{
  PeripheryParameters p;
  p.dac_bits = p.adc_bits = 0;
  p.output_noise          = 0;
  return p;
}

CompensationParameters with(const std::vector<std::string> &schemes)
{
  CompensationParameters p;
  p.schemes = schemes;
  return p;
}

Matrix inputs(int n, int m)
{
  DeviceMatrix x(n, m);
  fill_uniform(x, {9, Purpose::reference_inputs, 0, 0});
  return x.cast<float>();
}

Matrix compensated(const AgedNetwork &aged, const Matrix &x, Compensation scheme)
{
  return aged.multiply(0, x, 0, scheme);
}

double mean_magnitude(const Matrix &y) { return y.cwiseAbs().cast<double>().mean(); }

std::string text(const char *format, double a, double b = 0, double c = 0, double d = 0)
{
  char buffer[300];
  std::snprintf(buffer, sizeof buffer, format, a, b, c, d);
  return buffer;
}

/// Gain of outputs against what they were: the slope of a straight line through y against y_0.
double gain(const Matrix &y, const Matrix &y_0) { return y.cwiseProduct(y_0).sum() / y_0.squaredNorm(); }

/// Mean changes of the outputs of four arrays against their first read, raw and with reference cells.
struct Changes
{
  double raw = 0, tracked = 0;
};

Changes mean_changes(const Age &age)
{
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  const Matrix          x = inputs(200, 256);
  Changes               sum;
  for (std::uint64_t seed = 1; seed <= 4; ++seed)
  {
    const AnalogNetwork array(layer(256, seed), {{1, 1}}, {device, MappingParameters(), ideal()}, seed,
                              with({"raw", "reference cells"}));
    const Matrix        start = compensated(array.at(0, 1), x, Compensation::none);
    const AgedNetwork   aged  = array.at(age, 2);
    sum.raw += (gain(compensated(aged, x, Compensation::none), start) - 1) / 4;
    sum.tracked += (gain(compensated(aged, x, Compensation::reference_cells), start) - 1) / 4;
  }
  return sum;
}
} // namespace

BOOST_AUTO_TEST_CASE(schemes_are_named_and_checked)
{
  BOOST_CHECK(schemes_of(with({"raw", "slope"})) ==
              (std::vector<Compensation>{Compensation::none, Compensation::slope}));
  BOOST_CHECK(contains(message_of([] { schemes_of(with({"refference cells"})); }), "reference cells"));
  BOOST_CHECK_THROW(schemes_of(with({"raw", "raw"})), InputError);
  BOOST_CHECK_THROW(schemes_of(with({})), InputError);
  for (const Compensation scheme : schemes_of(with({"columns", "temperature", "current scaling"})))
    BOOST_CHECK(schemes_of(with({name_of(scheme)})).front() == scheme);
}

// F49
BOOST_AUTO_TEST_CASE(slope_correction_is_exact_for_one_exponent_and_near_global_otherwise)
{
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  double                worst = 0;
  for (const double t : {60 * units::s, day, year, 10 * year})
  {
    const double alpha = std::pow(drift_time_ratio(device, hour), 0.06);
    const double left  = slope_compensation(device, alpha, hour, t) * std::pow(drift_time_ratio(device, t), -0.06);
    worst              = std::max(worst, std::abs(left - 1));
  }
  const AnalogNetwork array(layer(512, 1), {{1, 1}}, {device, MappingParameters(), ideal()}, 1,
                            with({"compensated", "slope"}));
  double              apart = 0;
  std::string         measured;
  for (const double t : {day, 30 * day, year})
  {
    const AgedNetwork aged    = array.at(t, 1);
    const auto       &factors = aged.layer(0).tiles().front().factors;
    const double      ratio   = factors.at(Compensation::slope)[0] / factors.at(Compensation::global)[0] - 1;
    apart                     = std::max(apart, std::abs(ratio));
    measured += text("%+.2f %% ", 100 * ratio);
  }
  test::record_feature("F49", "slope",
                       text("one exponent: %.0e left; published device, slope read at 1 h: factor against GDC at 1 d, "
                            "30 d, 1 y ",
                            worst) +
                           measured,
                       worst <= 1e-12 && apart <= 0.02);
}

// F50
BOOST_AUTO_TEST_CASE(reference_cells_track_drift_at_room_temperature_and_after_a_bake)
{
  const Changes month = mean_changes(30 * day);
  Age           bake(64 * hour);
  bake.storage_temperature = 358 * units::K;
  const Changes baked      = mean_changes(bake);
  test::record_feature(
      "F50", "reference cells",
      text("gain of the outputs, 30 d at 300 K: %+.1f %% raw, %+.2f %% tracked; 64 h at 358 K: %+.1f %% raw, %+.2f %%",
           100 * month.raw, 100 * month.tracked, 100 * baked.raw, 100 * baked.tracked),
      std::abs(month.tracked) <= 0.01 && std::abs(baked.tracked) * 3 <= std::abs(baked.raw));
}

/// Errors per output (relative to its own size) after a year, of outputs whose weights are large and small in turn.
Changes column_errors(const DeviceModel &device)
{
  const Network       network = layer(256, 3, [](int i) { return i % 2 ? 1.0 : 0.1; });
  const Matrix        x       = inputs(200, 256);
  const AnalogNetwork array(network, {{1, 1}}, {device, MappingParameters(), ideal()}, 1,
                            with({"compensated", "columns"}));
  const AgedNetwork   aged  = array.at(year, 1);
  const Matrix        y_0   = compensated(array.at(0, 2), x, Compensation::global);
  const auto          error = [&](Compensation scheme) {
    const Matrix difference = compensated(aged, x, scheme) - y_0;
    return std::sqrt((difference.colwise().squaredNorm().array() / y_0.colwise().squaredNorm().array()).mean());
  };
  return {error(Compensation::global), error(Compensation::columns)};
}

// F51: outputs of small weights hold more of the states that drift more.
BOOST_AUTO_TEST_CASE(factors_per_column_help_where_columns_drift_apart)
{
  DeviceParameters p;
  const Changes    noisy = column_errors(*make_device(p, ""));
  p.programming = p.drift_spread = p.read_noise = Statistics::none;
  const Changes quiet                           = column_errors(*make_device(p, ""));
  test::record_feature("F51", "weights of every other output ten times smaller",
                       text("1 y, error per output without spread and noise: %.4f global, %.4f per column; with both, "
                            "an unbiased factor raises the noise of small outputs: %.3f and %.3f",
                            quiet.raw, quiet.tracked, noisy.raw, noisy.tracked),
                       quiet.tracked <= quiet.raw);
}

// F52: exponent of mean|Y| between 1 h and 30 d.
BOOST_AUTO_TEST_CASE(non_linear_current_scaling_cuts_the_effective_exponent)
{
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  const Matrix          x        = inputs(200, 256);
  const auto            exponent = [&](double current_exponent) {
    MappingParameters mapping;
    mapping.encoding.current_exponent = current_exponent;
    const AnalogNetwork array(layer(256, 1), {{1, 1}}, {device, mapping, ideal()}, 1, with({"raw"}));
    const double        early = mean_magnitude(compensated(array.at(hour, 1), x, Compensation::none));
    const double        late  = mean_magnitude(compensated(array.at(30 * day, 2), x, Compensation::none));
    return std::log(early / late) / std::log(drift_time_ratio(device, 30 * day) / drift_time_ratio(device, hour));
  };
  const double plain = exponent(1), scaled = exponent(CompensationParameters().current_exponent);
  test::record_feature(
      "F52", "current scaling",
      text("exponent %.4f plain, %.4f with I^0.422: cut by %.1f %%", plain, scaled, 100 * (1 - scaled / plain)),
      scaled <= plain / 2);
}

/// Mean relative error of outputs at 310 to 350 K, raw and with the linear law of temperature.
Changes temperature_errors(const ProjectedCell &cell)
{
  DeviceParameters p;
  p.model       = "projected";
  p.projected   = cell;
  p.programming = p.drift_spread = p.read_noise = Statistics::none;
  const auto          device                    = make_device(p, "");
  const AnalogNetwork array(layer(256, 1), {{1, 1}}, {*device, MappingParameters(), ideal()}, 1,
                            with({"raw", "temperature"}));
  const Matrix        x = inputs(200, 256), y = compensated(array.at(0, 1), x, Compensation::none);
  Changes             sum;
  for (const double T : {310.0, 320.0, 330.0, 340.0, 350.0})
  {
    Age age(0);
    age.read_temperature   = T * units::K;
    const AgedNetwork aged = array.at(age, 1);
    sum.raw += (compensated(aged, x, Compensation::none) - y).norm() / y.norm() / 5;
    sum.tracked += (compensated(aged, x, Compensation::temperature) - y).norm() / y.norm() / 5;
  }
  return sum;
}

// F53
BOOST_AUTO_TEST_CASE(a_linear_law_compensates_the_temperature_of_a_projected_cell)
{
  ProjectedCell cell;
  const Changes alike  = temperature_errors(cell);
  cell.crystal_tcr     = -1e-3 / units::K;
  const Changes unlike = temperature_errors(cell);
  cell                 = ProjectedCell();
  cell.glass           = 1e7 * units::ohm;
  const Changes leaky  = temperature_errors(cell);
  const auto    part   = [](const Changes &c) { return 100 * (1 - c.tracked / c.raw); };
  test::record_feature(
      "F53", "projected cell",
      text("mean relative error 310-350 K: %.4f raw, ", alike.raw) +
          text("%.1f %% removed; with -0.1 %%/K of the crystal beside -0.15 %%/K of the liner %.1f %%, with "
               "a glass of 100 instead of 1000 times the liner's resistance %.1f %%",
               part(alike), part(unlike), part(leaky)),
      alike.tracked <= 0.1 * alike.raw);
}

// F54
BOOST_AUTO_TEST_CASE(alternating_reads_disturb_less)
{
  const ReadDisturb p;
  double            worst = 0;
  std::string       measured;
  for (const double start : {0.1, 0.5, 0.9})
  {
    const double unipolar    = state_after_reads(p, start, ReadPolarity::unipolar, 1000000) - start;
    const double alternating = state_after_reads(p, start, ReadPolarity::alternating, 1000000) - start;
    worst                    = std::max(worst, std::abs(alternating / unipolar));
    measured += text("%.4f and %.4f (state %.1f) ", unipolar, alternating, start);
  }
  // one-sided reads follow the logistic curve in closed form
  const double closed = 1 / (1 + std::exp(-4 * p.rate * 1e6) * 9);
  BOOST_CHECK_CLOSE(state_after_reads(p, 0.1, ReadPolarity::unipolar, 1000000), closed, 1e-4);
  BOOST_CHECK_THROW(state_after_reads(p, 1.1, ReadPolarity::unipolar, 1), InputError);
  test::record_feature("F54", "1e6 reads, asymmetry 10 percent",
                       "change unipolar and alternating " + measured + text("largest ratio %.1f %%", 100 * worst),
                       worst <= 0.1);
}

// One run, one table: three schemes, two devices; the names tell them apart, and more threads change nothing.
BOOST_AUTO_TEST_CASE(schemes_and_devices_side_by_side)
{
  const Network network = train(patterns(1000, 5), small_training());
  ArrayCase     c;
  c.arrays             = 2;
  c.times              = {25 * units::s, year};
  c.compensation       = with({"raw", "reference cells", "current scaling"});
  c.device.compare     = {"hermes1"};
  const auto   devices = make_devices(c.device, "");
  StudyDevices studied;
  for (const NamedDevice &named : devices)
    studied.push_back({named.name, named.device.get()});
  const auto    quiet   = [](const std::string &) {};
  const Outcome outcome = run_accuracy_study(c, studied, network, patterns(500, 7).images, patterns(500, 6), quiet);
  BOOST_CHECK_EQUAL(outcome.tables[0].rows.size(), 2U * 2 * 3 * 2);
  BOOST_CHECK_EQUAL(outcome.tables[1].rows.size(), 2U * 2 * 3);
  bool is_there = false;
  for (const Result &r : outcome.results)
    is_there = is_there || r.name == "accuracy_hermes1_reference_cells_1y_mean";
  BOOST_CHECK(is_there);
  c.threads          = 2;
  const Outcome same = run_accuracy_study(c, studied, network, patterns(500, 7).images, patterns(500, 6), quiet);
  BOOST_CHECK(same.tables[1].rows == outcome.tables[1].rows);
  const auto alone = run_accuracy_study(c, {studied[0]}, network, patterns(500, 7).images, patterns(500, 6), quiet);
  BOOST_CHECK_EQUAL(alone.tables[0].rows[0], outcome.tables[0].rows[0]); // a device more changes no other
}
