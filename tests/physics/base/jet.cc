#include <physics/base/jet.h>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>

using namespace quench;

namespace
{
using Number = Jet<2>;

struct Formula
{
  std::string                                           name;
  std::function<Number(const Number &, const Number &)> jet;
  std::function<double(double, double)>                 plain;
};

double plain_sinhc(double x) { return x == 0 ? 1 : std::sinh(x) / x; }

const std::vector<Formula> &formulas()
{
  using J                                 = const Number &;
  static const std::vector<Formula> table = {
      {"a + b", [](J a, J b) { return a + b; }, [](double a, double b) { return a + b; }},
      {"a - b", [](J a, J b) { return a - b; }, [](double a, double b) { return a - b; }},
      {"-a", [](J a, J) { return -a; }, [](double a, double) { return -a; }},
      {"a b", [](J a, J b) { return a * b; }, [](double a, double b) { return a * b; }},
      {"a / b", [](J a, J b) { return a / b; }, [](double a, double b) { return a / b; }},
      {"2 + a", [](J a, J) { return 2 + a; }, [](double a, double) { return 2 + a; }},
      {"2 / a", [](J a, J) { return 2 / a; }, [](double a, double) { return 2 / a; }},
      {"exp", [](J a, J) { return exp(a); }, [](double a, double) { return std::exp(a); }},
      {"log", [](J a, J) { return log(a); }, [](double a, double) { return std::log(a); }},
      {"sqrt", [](J a, J) { return sqrt(a); }, [](double a, double) { return std::sqrt(a); }},
      {"pow", [](J a, J) { return pow(a, -1.7); }, [](double a, double) { return std::pow(a, -1.7); }},
      {"sinhc", [](J a, J) { return sinhc(a); }, [](double a, double) { return plain_sinhc(a); }},
      {"all", [](J a, J b) { return exp(-a / b) * sinhc(b * a) + sqrt(a * a + b); },
       [](double a, double b) { return std::exp(-a / b) * plain_sinhc(b * a) + std::sqrt(a * a + b); }},
  };
  return table;
}
} // namespace

BOOST_AUTO_TEST_CASE(value_and_derivatives_agree_with_central_differences)
{
  const double h = 1e-5; // error of the difference: h^2 / 6 times the third derivative, about 1e-10
  for (const Formula &formula : formulas())
    for (const double a : {0.3, 1.0, 2.5})
      for (const double b : {0.7, 1.9})
      {
        const Number result = formula.jet(Number::variable(a, 0), Number::variable(b, 1));
        const double value  = formula.plain(a, b);
        const double by_a   = (formula.plain(a + h, b) - formula.plain(a - h, b)) / (2 * h);
        const double by_b   = (formula.plain(a, b + h) - formula.plain(a, b - h)) / (2 * h);
        BOOST_CHECK_MESSAGE(std::abs(result.v - value) <= 1e-15 * (1 + std::abs(value)), formula.name);
        BOOST_CHECK_MESSAGE(std::abs(result.d[0] - by_a) <= 1e-8 * (1 + std::abs(by_a)), formula.name);
        BOOST_CHECK_MESSAGE(std::abs(result.d[1] - by_b) <= 1e-8 * (1 + std::abs(by_b)), formula.name);
      }
}

BOOST_AUTO_TEST_CASE(assigns_in_place)
{
  Number a = Number::variable(3, 0);
  a += Number::variable(2, 1);
  a *= 2;
  a -= 1;
  BOOST_CHECK_EQUAL(a.v, 9.0);
  BOOST_CHECK_EQUAL(a.d[0], 2.0);
  BOOST_CHECK_EQUAL(a.d[1], 2.0);
  BOOST_CHECK(Number(1) < Number(2) && Number(2) > Number(1));
}

BOOST_AUTO_TEST_CASE(sinhc_is_smooth_through_zero)
{
  const Number zero = sinhc(Number::variable(0, 0));
  BOOST_CHECK_EQUAL(zero.v, 1.0);
  BOOST_CHECK_EQUAL(zero.d[0], 0.0);
  // both sides of the change of formula at 0.01, against the series in long double
  for (const double x : {-0.010001, -0.009999, -1e-4, 1e-9, 1e-4, 0.009999, 0.010001, 0.1})
  {
    const long double y = x, y2 = y * y;
    const long double value = 1 + y2 / 6 * (1 + y2 / 20 * (1 + y2 / 42 * (1 + y2 / 72)));
    const long double slope = y / 3 * (1 + y2 / 10 * (1 + y2 / 28 * (1 + y2 / 54)));
    const Number      f     = sinhc(Number::variable(x, 0));
    BOOST_CHECK_SMALL(static_cast<double>(f.v - value), 1e-14);
    // (cosh - sinh/x)/x just above 0.01 loses four digits
    BOOST_CHECK_SMALL(static_cast<double>((f.d[0] - slope) / slope), 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(sinhc_is_even)
{
  for (const double x : {1e-3, 0.5, 20.0})
  {
    BOOST_CHECK_EQUAL(sinhc(Number(x)).v, sinhc(Number(-x)).v);
    BOOST_CHECK_EQUAL(sinhc(Number::variable(x, 0)).d[0], -sinhc(Number::variable(-x, 0)).d[0]);
  }
}
