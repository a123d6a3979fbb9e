// Threshold switching of a cell (F09): voltage ramps over plugs of glass, each measured on the shipped confined cell.
#include <tests/feature.h>
#include <tests/regression/cell_runs.h>

using namespace quench;
using namespace quench::test;

namespace
{
struct Thresholds
{
  std::vector<double> length{10, 20, 30, 40}, volts; ///< [nm], [V]
  Line                line;
};
Thresholds thresholds(const Settings &material)
{
  const Folder folder;
  Thresholds   all;
  for (const double nm : all.length)
    all.volts.push_back(threshold_voltage(folder, "confined/reset.prm", nm, 6, material));
  all.line = fit(all.length, all.volts);
  return all;
}

std::string in_words(const Thresholds &all)
{
  return say("V_th = %.2f, %.2f, %.2f, %.2f V over 10, 20, 30, 40 nm: %.1f MV/m, R^2 = %.4f", all.volts[0],
             all.volts[1], all.volts[2], all.volts[3], 1e3 * all.line.slope, all.line.r2);
}
} // namespace

BOOST_AUTO_TEST_CASE(a_glass_that_switches_at_a_field_has_a_threshold_proportional_to_its_thickness) // F09
{
  const std::string material = "materials/phase change layer/";
  const Thresholds  all =
      thresholds({material + "switching state/enabled=true", material + "switching state/threshold field=56 MV/m",
                  material + "glass conduction/hop distance=2 nm"});
  record_feature("F09", "on state at 56 MV/m", in_words(all),
                 all.line.r2 >= 0.99 && std::abs(1e3 * all.line.slope / 56 - 1) <= 0.2);
}

BOOST_AUTO_TEST_CASE(thermal_runaway_has_a_threshold_proportional_to_the_thickness) // F09
{
  const Thresholds all = thresholds({});
  record_feature("F09", "sinh law and heat",
                 in_words(all) + "; a field of the ramp and the heat flow, no input; UConn's model: 25 MV/m",
                 all.line.r2 >= 0.99 && std::abs(1e3 * all.line.slope / 25 - 1) <= 0.2);
}
