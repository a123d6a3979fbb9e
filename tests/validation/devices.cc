// Devices measured by others beside what the shipped cases and cards say of them, without tuning: docs/validation.md.
#include <tests/regression/cell_runs.h>
#include <tests/validation/record.h>

using namespace quench;
using namespace quench::test;

namespace
{
const std::string ibm = "arXiv:1706.00511: 90 nm mushroom, doped GST, heater of 20 nm radius and 65 nm length";
} // namespace

BOOST_AUTO_TEST_CASE(reset_of_a_mushroom) // D01, D03, D04, D05
{
  const Folder folder;
  const Reset  reset = weakest_reset(folder, "mushroom/reset.prm", 1.3, 2.4, {});
  reset_at(folder, "mushroom/reset.prm", reset.source, {});
  double plateau = 0, resistance = 0;                                    // of the last step of the pulse that resets
  for (const auto &row : numbers_of(folder.path("run") + "/series.csv")) // cell [V] 2, current [uA] 3, T [K] 4, power 7
    if (row[3] > 0.99 * reset.current)
    {
      plateau    = row[2];
      resistance = (row[4] - 300) / row[7];
    }
  record_prediction({"D01", "RESET current", "uA", 440, 440, ibm + ", full RESET with 1 us"}, reset.current,
                    "weakest pulse of 50 ns that raises R ten times");
  record_prediction({"D03", "thermal resistance, peak rise over power", "K/uW", 0.5, 2, ibm + ", Fig. 2c: up to 2"},
                    resistance, "at the end of that pulse");
  record_prediction({"D04", "cell voltage in the on state", "V", 0.8, 0.8,
                     "Marrone et al., Sci. Rep. 2022, Fig. 5: plateau above 100 uA"},
                    plateau, "at the end of that pulse, heater included");
  record_prediction({"D05", "RESET power", "uW", 352, 352, "440 uA x 0.8 V"}, reset.power, "at the end of that pulse");
  BOOST_TEST(reset.current > 0);
}

BOOST_AUTO_TEST_CASE(threshold_of_a_fabricated_mushroom) // D09
{
  const Folder folder;
  const double volts =
      threshold_voltage(folder, "mushroom/reset.prm", 20, 6,
                        {"geometry/mushroom/heater radius=50 nm", "geometry/mushroom/cell radius=200 nm"});
  record_prediction({"D09", "threshold voltage, 10 nm of as-fabricated glass on a contact of 100 nm", "V", 5.5, 5.5,
                     "Ahn et al., Nano Lett. 2015"},
                    volts, "slab of glass of 10 nm above the heater, ramp of 0.1 V/ns");
  BOOST_TEST(volts > 0);
}

BOOST_AUTO_TEST_CASE(threshold_field_of_a_line) // D18
{
  const Folder folder;
  const double near = threshold_voltage(folder, "line/reset.prm", 20, 4, {}),
               far  = threshold_voltage(folder, "line/reset.prm", 60, 4, {});
  record_prediction({"D18", "threshold field of melt-quenched GST in a line", "MV/m", 4, 4,
                     "Meister, thesis, Stanford 2010, TEM; order of magnitude"},
                    1e3 * (far - near) / 40, "slabs of 20 and 60 nm in the shipped line, ramp of 0.1 V/ns");
  BOOST_TEST(far > near);
}

BOOST_AUTO_TEST_CASE(switching_field_of_a_pillar) // V2-33
{
  const Folder   folder;
  const Settings additive{"geometry/confined/form=pillar",
                          "materials/phase change layer/glass conduction/law=additive"};
  const double   near = threshold_voltage(folder, "confined/reset.prm", 20, 4, additive),
               far    = threshold_voltage(folder, "confined/reset.prm", 40, 4, additive);
  record_prediction({"V2-33", "switching field of a pillar with the additive field law, E_th of 56 MV/m", "MV/m",
                     0.8 * 25.01, 1.2 * 25.01, "arXiv:1906.09316, simulated: 25.01, a fifth either way"},
                    1e3 * (far - near) / 20,
                    "slabs of 20 and 40 nm in a pillar of the shipped confined cell, 0.1 V/ns");
  BOOST_TEST(far > near);
}

BOOST_AUTO_TEST_CASE(slow_quench_of_a_bridge) // D19
{
  const Folder folder;
  // growth alone would take the glass from the ends of the line, half a micrometre away: grains are born within
  Results run = run_case(
      folder, "line/reset.prm",
      {"geometry/line/line length=1500 nm", "geometry/line/line width=200 nm", "geometry/line/line thickness=100 nm",
       "geometry/line/substrate thickness=300 nm", "mesh/coarse cell size=32 nm", "mesh/edge cell size=16 nm",
       "mesh/grading=1", "phase field/interface width=8 nm", "circuit/series resistance=0 ohm",
       "nucleation/mode=rate equation", "materials/phase change layer/nucleation/volume wetting factor=0.9157",
       "program/pulses=2 V for 300 ns, rise 5 ns, fall 5 ns", "program/first read=1 s", "program/last read=1 s",
       "time step/temperature change=150 K", "time step/conductivity change=1", "time step/front travel=1",
       "time step/longest driven step=5 ns", "output/map spacing=4 nm"});
  const std::string bridge = "Meister, thesis, Stanford 2010: GST bridge of 200 nm x 1.5 um x 100 nm, 2 V for 300 ns";
  record_prediction({"D19-before", "resistance of a bridge before a pulse", "kohm", 18, 18, bridge},
                    run["resistance_before"] / 1e3, "shipped card, fcc, no contact resistance");
  record_prediction({"D19-after", "resistance of a bridge after a pulse that melts it", "kohm", 176, 176, bridge},
                    run["resistance_after"] / 1e3, "the same; nucleation by the rate equation");
  BOOST_TEST(run["resistance_before"] > 0);
}

BOOST_AUTO_TEST_CASE(drift_beside_a_metal_liner) // V2-18
{
  const Folder folder;
  const double nu = run_case(folder, "confined/reset.prm",
                             {"program/pulses=", "program/first read=1 s", "program/last read=1e6 s",
                              "initial state/glass interface width=1 nm", "initial state/glass length=40 nm",
                              "geometry/confined/liner thickness=2 nm", "materials/liner/card=TaN"})["nu"];
  record_prediction({"V2-18", "drift exponent of a confined cell with a metal liner", "1", 0.005, 0.015,
                     "IBM, Reliability benefits of a metallic liner in confined PCM"},
                    nu, "glass of 40 nm in the shipped plug, liner of 2 nm TaN (a choice of card)");
  BOOST_TEST(nu < 0.11);
}

BOOST_AUTO_TEST_CASE(a_partial_set_erases_the_history) // V2-15
{
  const Folder folder;
  // drift from 1 s to 1e4 s after a SET pulse on glass of two ages: an old glass left alone would not drift any more
  const auto nu_of = [&](const std::string &age, const std::string &set) {
    run_case(folder, "mushroom/reset.prm",
             coarse + Settings{"program/pulses=2.8 V for 50 ns, rise 5 ns, fall 3 ns, rest " + age + "; " + set,
                               "program/read delay=1 us", "program/last read=1e4 s"});
    std::vector<double> t, R;
    for (const auto &[time, resistance] : reads(folder))
      if (time > 0.9) // those between the pulses are earlier
      {
        t.push_back(std::log(time));
        R.push_back(std::log(resistance));
      }
    return fit(t, R).slope;
  };
  const std::string set   = "1 V for 10 ns, rise 3 ns, fall 3 ns";
  const double      young = nu_of("2 us", set), old = nu_of("1e6 s", set);
  record_prediction({"V2-15", "drift exponent after a partial SET, glass aged 1e6 s over glass aged 2 us", "1", 1, 1,
                     "Boybat et al., NVMTS 2018, abstract: history erased, whatever the age"},
                    old / young, "R from 1 s to 1e4 s after a pulse of 1 V for 10 ns on the shipped mushroom");
  BOOST_TEST(old > 0.5 * young);
  BOOST_TEST(nu_of("1e6 s", "50 mV for 10 ns") < 0.1 * young); // a pulse that does nothing
}
