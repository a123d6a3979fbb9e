#include <physics/base/quantity.h>
#include <physics/base/units.h>

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cmath>
#include <random>

using namespace quench;

namespace
{
constexpr double rounding = 4e-16; // a few units in the last place

void check_close(double value, double expected, double tolerance = rounding)
{
  BOOST_CHECK_MESSAGE(std::abs(value - expected) <= tolerance * std::abs(expected), value << " is not " << expected);
}

std::string message(const std::string &text, const std::string &unit)
{
  try
  {
    parse_quantity(text, unit);
  }
  catch (const QuantityError &error)
  {
    return error.what();
  }
  return "no error for " + text;
}

void check_message(const std::string &text, const std::string &unit, const std::string &expected)
{
  BOOST_CHECK_EQUAL(message(text, unit), expected);
}

void check_refused(const std::string &unit) { BOOST_CHECK_THROW(unit_value(unit), QuantityError); }
} // namespace

BOOST_AUTO_TEST_CASE(reads_the_examples_of_the_design)
{
  // by hand with e = 1.602176634e-19 C; the design document gives two digits of them
  check_close(parse_quantity("1.2e6 J/(m3 K)", "J/(m3 K)"), 1.2e6 / 1.602176634e-19 * 1e-27);
  check_close(parse_quantity("1.2e6 J/(m3 K)", "J/(m3 K)"), 7.5e-3, 0.002);
  check_close(parse_quantity("0.5 W/(m K)", "W/(m K)"), 3.1, 0.01);
  check_close(parse_quantity("1e5 S/m", "S/m"), 6.2e5, 0.01);
  check_close(parse_quantity("1e9 J/m3", "J/m3"), 6.2, 0.01);
  check_close(parse_quantity("0.05 J/m2", "J/m2"), 0.31, 0.01);
  check_close(parse_quantity("100 uA", "A"), 6.2e5, 0.01);
  BOOST_CHECK_EQUAL(parse_quantity("1 m/s", "m/s"), 1.0);
  check_close(parse_quantity("1e8 V/m", "V/m"), 0.1);
}

BOOST_AUTO_TEST_CASE(reads_units_as_users_write_them)
{
  BOOST_CHECK_EQUAL(parse_quantity("20 nm", "nm"), 20.0);
  BOOST_CHECK_EQUAL(parse_quantity("0.006 um", "nm"), 6.0);
  BOOST_CHECK_EQUAL(parse_quantity("290 meV", "eV"), 0.29);
  BOOST_CHECK_EQUAL(parse_quantity("20nm", "m"), 20.0);
  BOOST_CHECK_EQUAL(parse_quantity("+3 ns", "s"), 3.0);
  BOOST_CHECK_EQUAL(parse_quantity("5 V/us", "V/s"), 5e-3);
  check_close(parse_quantity("1 1/s", "Hz"), 1e-9);
  BOOST_CHECK_EQUAL(parse_quantity("0.11", "1"), 0.11);
  BOOST_CHECK_EQUAL(parse_quantity("11 %", "1"), 0.11);
  BOOST_CHECK_EQUAL(parse_quantity("2 e", "C"), 2.0);
  BOOST_CHECK_EQUAL(parse_quantity("1 y", "s"), 365.25 * 86400e9);
  BOOST_CHECK_EQUAL(parse_quantity("1.5 h", "min"), 90 * 60e9);
  check_close(parse_quantity("10 fF", "F"), 10e-15 * units::F);
  check_close(parse_quantity("2 kohm", "ohm"), 2e3 * units::ohm);
  check_close(parse_quantity("1e-13 ohm m2", "ohm m2"), 1e-13 * units::ohm * units::m * units::m);
  check_close(parse_quantity("3 kg", "g"), 3 * units::kg);
  check_close(parse_quantity("2 GPa", "Pa"), 2e9 * units::Pa);
  check_close(parse_quantity("5 pJ", "J"), 5 * units::pJ);
  BOOST_CHECK_EQUAL(parse_quantity("1 \u00b5A", "A"), parse_quantity("1 uA", "A"));
  BOOST_CHECK_EQUAL(parse_quantity("1 \u03a9 m", "ohm m"), parse_quantity("1 ohm m", "ohm m"));
}

BOOST_AUTO_TEST_CASE(reads_all_spellings_of_a_product)
{
  for (const char *unit : {"W/(m K)", "W/mK", "W/m/K", "W/(m*K)", "W/(mK)", "W m-1 K^-1", "W*m^-1.K-1"})
    check_close(unit_value(unit), units::W / units::m / units::K);
  for (const char *unit : {"J/(m3 K)", "J/m3K", "J/m^3K", "J/m3/K", "J.m-3.K-1"})
    check_close(unit_value(unit), units::J / (units::m * units::m * units::m) / units::K);
  for (const char *unit : {"m2K/GW", "m2 K/GW", "m^2*K/GW", "K m2/GW", "(m2 K)/GW"})
    check_close(unit_value(unit), units::m * units::m * units::K / (1e9 * units::W));
  check_close(unit_value("J/kgK"), units::J / units::kg / units::K);
  check_close(unit_value("mK"), 1e-3);
  check_close(unit_value("nm2"), 1.0);
  check_close(unit_value("1/nm3"), 1.0);
  check_close(unit_value("1/(m3 s)"), 1e-36);
  check_close(unit_value("cm"), 1e7);
  check_close(unit_value("/s"), 1e-9);
}

BOOST_AUTO_TEST_CASE(knows_dimensions)
{
  BOOST_CHECK((dimension_of("nm") == Dimension{{1, 0, 0, 0, 0}}));
  BOOST_CHECK((dimension_of("W/(m K)") == Dimension{{-1, -1, -1, 1, 1}}));
  BOOST_CHECK((dimension_of("kg m2/s2") == dimension_of("eV")));
  BOOST_CHECK((dimension_of("1") == Dimension{}));
  BOOST_CHECK((dimension_of("%") == Dimension{}));
  BOOST_CHECK((dimension_of("V/A") == dimension_of("ohm")));
  BOOST_CHECK_EQUAL(dimension_name("uS/nm"), "an electrical conductivity");
  BOOST_CHECK_EQUAL(dimension_name("1"), "a plain number");
  BOOST_CHECK_EQUAL(dimension_name("K2"), "a quantity in K2");
}

BOOST_AUTO_TEST_CASE(agrees_with_the_constants_of_the_program)
{
  check_close(unit_value("A"), units::A);
  check_close(unit_value("S"), units::S);
  check_close(unit_value("W"), units::W);
  check_close(unit_value("Pa"), units::Pa);
  check_close(unit_value("kg"), units::kg);
  BOOST_CHECK_EQUAL(unit_value("nm"), units::nm);
  BOOST_CHECK_EQUAL(unit_value("ns"), units::ns);
  BOOST_CHECK_EQUAL(unit_value("m"), units::m);
  BOOST_CHECK_EQUAL(unit_value("eV"), units::eV);
}

BOOST_AUTO_TEST_CASE(explains_what_is_wrong)
{
  check_message("20", "nm", "\"20\": a length with a unit is needed. Write \"20 nm\"");
  check_message("5 nm", "eV", "\"5 nm\": \"nm\" is a length, but an energy is needed. Use a unit like eV");
  check_message("5 nm", "1", "\"5 nm\": \"nm\" is a length, but a plain number is needed. Write it without a unit");
  check_message("5 %", "V", "\"5 %\": \"%\" is a plain number, but a voltage is needed. Use a unit like V");
  check_message("abc", "V", "\"abc\": a number is needed");
  check_message("", "V", "\"\": a number is needed");
  check_message("1e400 V", "V", "\"1e400 V\": the number is too large or too small to be represented");
  check_message("1e-400 V", "V", "\"1e-400 V\": the number is too large or too small to be represented");
  BOOST_CHECK(message("5 nmm", "nm").starts_with("\"5 nmm\": the unit \"nmm\" is unknown. Units: m s K V"));
  BOOST_CHECK(message("5 W/mx", "W").find("the unit \"W/mx\" contains the unknown unit \"mx\"") != std::string::npos);
  BOOST_CHECK(message("5 W/m K", "W/(m K)").find("can be read in two ways. Put the denominator in parentheses") !=
              std::string::npos);
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_a_unit)
{
  for (const char *unit :
       {"W/",    "W/(",  "W/(m", "W/(m K", "W/m)", "W/()", "W//m", "m^", "m^-", "m-",     "m10",  "m99999999999",
        "W/m*K", "m**2", "m.",   "3",      "m 3",  "2m",   "kpm",  "ke", "dm",  "K/W m2", "\xff", "m\n"})
    check_refused(unit);
  std::string endless = "m9";
  for (int i = 0; i < 12; ++i)
    endless += " m9";
  check_refused(endless);
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_a_number)
{
  for (const char *text :
       {"nan", "inf", "-inf V", "0x10 V", "1e V", "--1 V", "+-1 V", ". V", "1,5 V", "1 2 V", "1e5e V"})
    BOOST_CHECK_THROW(parse_quantity(text, "V"), QuantityError);
  BOOST_CHECK_EQUAL(parse_number(" -1.5e3 "), -1500.0);
  BOOST_CHECK_THROW(parse_number("1.5 V"), QuantityError);
  BOOST_CHECK_EQUAL(unit_part("20 nm"), "nm");
  BOOST_CHECK_EQUAL(unit_part("20"), "");
}

BOOST_AUTO_TEST_CASE(writes_the_fewest_digits)
{
  BOOST_CHECK_EQUAL(format_quantity(20, "nm"), "20 nm");
  BOOST_CHECK_EQUAL(format_quantity(0.1, "1"), "0.1");
  BOOST_CHECK_EQUAL(format_quantity(parse_quantity("1e7 S/m", "S/m"), "S/m"), "1e7 S/m");
  BOOST_CHECK_EQUAL(format_quantity(parse_quantity("0.45 W/mK", "W/mK"), "W/(m K)"), "0.45 W/(m K)");
  BOOST_CHECK_EQUAL(format_quantity(123456, "nm"), "123456 nm");
  BOOST_CHECK_EQUAL(format_quantity(2.5e-13, "V"), "2.5e-13 V");
  BOOST_CHECK_EQUAL(display_quantity(1.0 / 3, "V", 3), "0.333 V");
  BOOST_CHECK_EQUAL(display_quantity(1e5 * units::S / units::m, "S/m"), "100000 S/m");
  BOOST_CHECK_EQUAL(format_quantity(-0.0, "V"), "-0 V");
  BOOST_CHECK_THROW(format_quantity(NAN, "V"), Error);
  BOOST_CHECK_THROW(format_quantity(INFINITY, "V"), Error);
}

BOOST_AUTO_TEST_CASE(quantities_keep_every_bit)
{
  std::mt19937_64                        random(1);
  std::uniform_real_distribution<double> mantissa(-2, 2);
  std::uniform_int_distribution<int>     exponent(-60, 60);
  for (const char *unit : {"1", "nm", "um", "eV", "uA", "S/m", "W/(m K)", "J/(m3 K)", "m2K/GW", "ohm m2", "y", "%"})
    for (int i = 0; i < 500; ++i)
    {
      const double      value = std::ldexp(mantissa(random), exponent(random));
      const std::string text  = format_quantity(value, unit);
      const double      again = parse_quantity(text, unit);
      BOOST_REQUIRE_MESSAGE(std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(again), text);
    }
}
