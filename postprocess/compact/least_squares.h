#pragma once

#include <postprocess/compact/estimate.h>

#include <optional>
#include <span>
#include <vector>

namespace quench::compact
{
using Matrix = std::vector<std::vector<double>>;

/// Inverse of a symmetric positive matrix (Cholesky); empty where it is not positive, or its columns are all but
/// dependent.
std::optional<Matrix> inverse_symmetric(const Matrix &matrix);

/// Variance factor of residuals that are not independent, (1+r)/(1-r) with r their lag-one autocorrelation: as many
/// points as there are independent ones (Bartlett 1946). 1 where they could be independent (r below two standard
/// errors).
double autocorrelation_factor(std::span<const double> scaled_residuals);

/// y = sum_k value[k] column[k].
struct LinearFit
{
  std::vector<Estimate> coefficient;
  Matrix                covariance;
  double                residual_max = 0, residual_rms = 0; ///< of y
  int                   points = 0;
};

/// Weighted linear least squares, weights 1/sigma^2 (empty: all alike); errors from the scatter, as fit_line. Throws
/// InputError naming `what` for unequal sizes, no more points than columns, or columns that depend on each other.
LinearFit fit_linear(const std::vector<std::vector<double>> &columns, std::span<const double> y,
                     std::span<const double> sigma, const char *what);

/// Mean and standard deviation of a sample (n - 1), with their standard errors for normal values.
struct Sample
{
  Estimate mean, deviation;
  int      n = 0;
};
Sample sample_of(std::span<const double> values);
} // namespace quench::compact
