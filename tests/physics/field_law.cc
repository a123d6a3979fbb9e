#include <physics/conduction/glass_conduction.h>

#include <physics/library.h>
#include <physics/material.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

namespace
{
GlassConduction glass(FieldLaw law, const FieldLawParameters &field = {})
{
  GlassConduction::Parameters p;
  p.law   = law;
  p.field = field;
  return GlassConduction(p, GlassFade(534, 900));
}

double sigma(const GlassConduction &law, double T, double F, double Sigma = 0.431725)
{
  return law.conductivity(local_state(T, F, 0, Sigma)).v;
}

/// Fall of the barrier between two Coulomb wells s apart, by bisection for its top.
double lowering_of_two_wells(double F, double s)
{
  const double A   = 1.4399645 / 16; // e / (4 pi epsilon) [V nm]
  const auto   top = [&](double field) {
    double low = 1e-6, high = s - 1e-6;
    for (int i = 0; i < 100; ++i)
    {
      const double x                                                   = (low + high) / 2;
      (A / (x * x) - A / ((s - x) * (s - x)) - field > 0 ? low : high) = x;
    }
    return -A / low - A / (s - low) - field * low;
  };
  return top(0) - top(F);
}
} // namespace

BOOST_AUTO_TEST_SUITE(field_law)

BOOST_AUTO_TEST_CASE(all_laws_agree_at_zero_field)
{
  const double ohmic = sigma(glass(FieldLaw::ohmic), 300, 0);
  for (const FieldLaw law : {FieldLaw::sinh, FieldLaw::poole_frenkel, FieldLaw::barrier_table})
    BOOST_TEST(sigma(glass(law), 300, 0) == ohmic, tt::tolerance(1e-12));
  BOOST_TEST(sigma(glass(FieldLaw::additive), 300, 0) == 1.01 * ohmic, tt::tolerance(1e-12)); // 1 % at zero field
  BOOST_TEST(sigma(glass(FieldLaw::ohmic), 300, 0.2) == ohmic);
}

BOOST_AUTO_TEST_CASE(poole_frenkel_slope_is_that_of_one_coulomb_well)
{
  // far above F_s = 0.01 V/nm: d ln sigma / d sqrt(F) = beta / kT, beta = 2 sqrt(1.44 V nm / 16)
  FieldLawParameters p;
  p.well_distance          = 100 * nm; // F_s = 4e-5 V/nm
  const GlassConduction pf = glass(FieldLaw::poole_frenkel, p);
  const double          slope =
      std::log(sigma(pf, 300, 0.0225) / sigma(pf, 300, 0.0100)) / (std::sqrt(0.0225) - std::sqrt(0.0100));
  BOOST_TEST(slope == 2 * std::sqrt(1.4399645 / 16) / (kB * 300), tt::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(shipped_table_is_that_of_two_wells)
{
  const FieldLawParameters p;
  for (std::size_t i = 0; i < p.fields.size(); ++i)
    BOOST_TEST(std::abs(p.lowerings[i] - lowering_of_two_wells(p.fields[i], 6)) < 6e-6);
  const GlassConduction table = glass(FieldLaw::barrier_table);
  for (const double F : {0.0025, 0.015, 0.04, 0.06}) // between the points: the interpolation is good to 1 meV
    BOOST_TEST(std::abs(kB * 300 * std::log(sigma(table, 300, F) / sigma(table, 300, 0)) -
                        lowering_of_two_wells(F, 6)) < 1e-3);
}

BOOST_AUTO_TEST_CASE(additive_law_is_that_of_scoggin)
{
  // C_1 = 2.42e-7 m/V, arXiv:1906.09316 below eq. 3, with sigma(300 K) / 100 at zero field
  const Material uconn(MaterialCard::preset("GST225-UConn", "."));
  const auto     field_part = [&](double F) {
    return uconn.conductivity(local_state(300, F, 0, 0.431725)).v -
           uconn.conductivity(local_state(300, 0, 0, 0.431725)).v;
  };
  const double F_1 = 0.030, F_2 = 0.040; // where the 1 % at zero field is 1e-3 of it
  BOOST_TEST(std::log(field_part(F_2) / field_part(F_1)) / ((F_2 - F_1) * 1e9) == 2.42e-7, tt::tolerance(2e-3));
  // 10 % of sigma(858 K) at 56 MV/m
  BOOST_TEST(field_part(0.056) / (S / m) == 0.1 * 7.94e4, tt::tolerance(1e-2));
}

BOOST_AUTO_TEST_CASE(no_law_exceeds_the_melt_or_breaks_far_outside)
{
  for (const FieldLaw law :
       {FieldLaw::ohmic, FieldLaw::sinh, FieldLaw::poole_frenkel, FieldLaw::barrier_table, FieldLaw::additive})
    for (const double T : {1.0, 20.0, 300.0, 600.0, 900.0, 5000.0})
      for (const double F : {0.0, 1e-6, 0.01, 0.3, 1.0, 10.0})
      {
        const Scalar value = glass(law).conductivity(local_state(T, F, 0, 0.9));
        BOOST_TEST((value.v > 0 && value.v / (S / m) < 7.9366e4));
        BOOST_TEST((std::isfinite(value.d[0]) && std::isfinite(value.d[1])),
                   "law " << int(law) << " T " << T << " F " << F);
      }
}

BOOST_AUTO_TEST_CASE(monotone_curve_keeps_the_shape_of_its_table)
{
  const MonotoneCurve curve({0, 1, 2, 4}, {0, 1, 1, 5});
  for (const auto &[x, y] : {std::pair{0.0, 0.0}, {1.0, 1.0}, {1.5, 1.0}, {2.0, 1.0}, {4.0, 5.0}})
    BOOST_TEST(curve(x).v == y, tt::tolerance(1e-14));
  double last = -1;
  for (double x = 0; x < 6; x += 0.01)
  {
    BOOST_TEST(curve(x).v >= last - 1e-12);
    last = curve(x).v;
  }
  BOOST_TEST(curve(6).v == 5 + 2 * curve(Scalar::variable(4, 0)).d[0], tt::tolerance(1e-13)); // along the tangent
  const MonotoneCurve line({0, 3, 4}, {0, 6, 8});
  for (const double x : {-1.0, 0.5, 3.5, 9.0})
    BOOST_TEST(line(x).v == 2 * x, tt::tolerance(1e-13));
}

BOOST_AUTO_TEST_SUITE_END()
