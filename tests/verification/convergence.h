#pragma once

#include <tests/written_record.h>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace quench::tests
{
/// Errors under refinement; prints itself and knows the observed orders.
class Convergence
{
public:
  Convergence(std::string title_, std::string step_, std::string error_)
    : title(std::move(title_)), step_name(std::move(step_)), error_name(std::move(error_))
  {}

  void add(double step, double error)
  {
    steps.push_back(step);
    errors.push_back(error);
  }

  /// Adds the differences between the results of a step and of its half, for `step` and its halves.
  template <class Result>
  void add_differences(double step, int n_rows, const Result &result)
  {
    double coarse = result(step);
    for (int row = 0; row < n_rows; ++row, step /= 2)
    {
      const double fine = result(step / 2);
      add(step, std::abs(coarse - fine));
      coarse = fine;
    }
  }

  /// Order observed between row i - 1 and row i.
  double order(std::size_t i) const { return std::log(errors[i - 1] / errors[i]) / std::log(steps[i - 1] / steps[i]); }
  double last_order() const { return order(errors.size() - 1); }
  double order_before() const { return order(errors.size() - 2); }

  /// Also recorded as BUILD/convergence/TITLE, ERROR.json, of which `scripts/convergence` makes the plots of
  /// docs/verification.md.
  void print() const
  {
    record();
    std::printf("\n%s\n\n| %s | %s | order |\n|---|---|---|\n", title.c_str(), step_name.c_str(), error_name.c_str());
    for (std::size_t i = 0; i < steps.size(); ++i)
      if (i == 0)
        std::printf("| %.6g | %.4e | |\n", steps[i], errors[i]);
      else
        std::printf("| %.6g | %.4e | %.3f |\n", steps[i], errors[i], order(i));
  }

private:
  void record() const
  {
    Json x = Json::array(), y = Json::array();
    for (std::size_t i = 0; i < steps.size(); ++i)
    {
      x.push_back(Json(steps[i]));
      y.push_back(Json(errors[i]));
    }
    test::write_record("convergence", title + ", " + error_name,
                       Json::object()
                           .set("title", title)
                           .set("step", step_name)
                           .set("error", error_name)
                           .set("steps", x)
                           .set("errors", y));
  }

  std::string         title, step_name, error_name;
  std::vector<double> steps, errors;
};
} // namespace quench::tests
