#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace quench::array
{
/// The smallest eigenvalue of a preconditioned matrix as conjugate gradients see it: that of the tridiagonal matrix of
/// their coefficients. Never below the true one and usually close after a few iterations.
/// Source: Golub and Van Loan, Matrix Computations, 4th ed., section 11.3.
class Lanczos
{
public:
  /// Coefficients of one iteration: the step along the direction, and the share of the old direction in it.
  void add(double alpha, double beta)
  {
    const double before = diagonal_.empty() ? 0 : beta / last_alpha_;
    if (!diagonal_.empty())
      off_diagonal_squared_.push_back(beta / (last_alpha_ * last_alpha_));
    diagonal_.push_back(1 / alpha + before);
    last_alpha_ = alpha;
  }

  /// 1 before the first iteration.
  double smallest_eigenvalue() const
  {
    double lower = 0, upper = 1;
    for (const double d : diagonal_)
      upper = std::min(upper, d);
    constexpr double accuracy = 1e-3; // relative; the bound that uses it is no sharper
    while (!diagonal_.empty() && upper - lower > accuracy * upper)
    {
      const double middle                   = lower > 0 ? std::sqrt(lower * upper) : upper / 16;
      (n_below(middle) > 0 ? upper : lower) = middle;
      if (lower == 0 && upper < 1e-30)
        break;
    }
    return upper;
  }

private:
  /// Number of eigenvalues below x: sign changes of the Sturm sequence.
  int n_below(double x) const
  {
    int    n     = 0;
    double pivot = 1;
    for (std::size_t k = 0; k < diagonal_.size(); ++k)
    {
      pivot = diagonal_[k] - x - (k == 0 ? 0 : off_diagonal_squared_[k - 1] / pivot);
      n += pivot < 0;
    }
    return n;
  }

  std::vector<double> diagonal_, off_diagonal_squared_;
  double              last_alpha_ = 0;
};
} // namespace quench::array
