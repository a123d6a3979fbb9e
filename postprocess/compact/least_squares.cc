#include <postprocess/compact/least_squares.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace quench::compact
{
namespace
{
/// Lower factor L of A = L L^T; empty where a pivot is lost to rounding.
std::optional<Matrix> cholesky(const Matrix &a)
{
  constexpr double  all_but_dependent = 1e-13; // of the diagonal entry, on scaled columns
  const std::size_t n                 = a.size();
  Matrix            l(n, std::vector<double>(n, 0.0));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j)
    {
      double sum = a[i][j];
      for (std::size_t k = 0; k < j; ++k)
        sum -= l[i][k] * l[j][k];
      if (i == j && !(sum > all_but_dependent * a[i][i]))
        return std::nullopt;
      l[i][j] = i == j ? std::sqrt(sum) : sum / l[j][j];
    }
  return l;
}

void check(const std::vector<std::vector<double>> &columns, std::span<const double> y, std::span<const double> sigma,
           const char *what)
{
  for (const auto &column : columns)
    if (column.size() != y.size())
      throw InputError(what, "columns and y differ in length");
  if (!sigma.empty() && sigma.size() != y.size())
    throw InputError(what, "y and sigma differ in length");
  if (y.size() <= columns.size())
    throw InputError(what, std::to_string(y.size()) + " points",
                     "at least " + std::to_string(columns.size() + 1) + " are needed for standard errors");
  for (const double s : sigma)
    if (!(s > 0))
      throw InputError(what, "sigma = " + std::to_string(s), "must be above 0");
}
double weight_of(std::span<const double> sigma, std::size_t i)
{
  return sigma.empty() ? 1.0 : 1 / (sigma[i] * sigma[i]);
}

/// Residuals, and the covariance times the scatter they show.
void scale_errors(LinearFit &fit, const std::vector<std::vector<double>> &columns, std::span<const double> y,
                  std::span<const double> sigma)
{
  const std::size_t   n = columns.size(), m = y.size();
  std::vector<double> scaled(m);
  double              chi2 = 0, sum = 0;
  for (std::size_t i = 0; i < m; ++i)
  {
    double residual = y[i];
    for (std::size_t k = 0; k < n; ++k)
      residual -= fit.coefficient[k].value * columns[k][i];
    scaled[i] = residual * std::sqrt(weight_of(sigma, i));
    chi2 += scaled[i] * scaled[i];
    sum += residual * residual;
    fit.residual_max = std::max(fit.residual_max, std::abs(residual));
  }
  fit.residual_rms     = std::sqrt(sum / double(m));
  const double scatter = chi2 / double(m - n) * autocorrelation_factor(scaled);
  for (auto &row : fit.covariance)
    for (double &entry : row)
      entry *= scatter;
  for (std::size_t k = 0; k < n; ++k)
    fit.coefficient[k].sigma = std::sqrt(fit.covariance[k][k]);
}
} // namespace

std::optional<Matrix> inverse_symmetric(const Matrix &matrix)
{
  const auto l = cholesky(matrix);
  if (!l)
    return std::nullopt;
  const std::size_t n = matrix.size();
  Matrix            inverse(n, std::vector<double>(n, 0.0));
  for (std::size_t column = 0; column < n; ++column)
  {
    std::vector<double> x(n, 0.0);
    for (std::size_t i = 0; i < n; ++i)
    {
      double sum = i == column ? 1 : 0;
      for (std::size_t k = 0; k < i; ++k)
        sum -= (*l)[i][k] * x[k];
      x[i] = sum / (*l)[i][i];
    }
    for (std::size_t i = n; i-- > 0;)
    {
      for (std::size_t k = i + 1; k < n; ++k)
        x[i] -= (*l)[k][i] * x[k];
      x[i] /= (*l)[i][i];
    }
    for (std::size_t i = 0; i < n; ++i)
      inverse[i][column] = x[i];
  }
  return inverse;
}

double autocorrelation_factor(std::span<const double> scaled_residuals)
{
  double lag = 0, sum = 0;
  for (std::size_t i = 0; i < scaled_residuals.size(); ++i)
  {
    sum += scaled_residuals[i] * scaled_residuals[i];
    lag += i > 0 ? scaled_residuals[i] * scaled_residuals[i - 1] : 0.0;
  }
  const double significant = 2 / std::sqrt(double(scaled_residuals.size()));
  const double r           = sum > 0 ? std::min(lag / sum, 0.95) : 0.0;
  return r > significant ? (1 + r) / (1 - r) : 1.0;
}

LinearFit fit_linear(const std::vector<std::vector<double>> &columns, std::span<const double> y,
                     std::span<const double> sigma, const char *what)
{
  check(columns, y, sigma, what);
  const std::size_t   n = columns.size(), m = y.size();
  Matrix              normal(n, std::vector<double>(n, 0.0));
  std::vector<double> right(n, 0.0);
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i < m; ++i)
    {
      right[k] += weight_of(sigma, i) * columns[k][i] * y[i];
      for (std::size_t j = 0; j < n; ++j)
        normal[k][j] += weight_of(sigma, i) * columns[k][i] * columns[j][i];
    }
  const auto inverse = inverse_symmetric(normal);
  if (!inverse)
    throw InputError(what, "the data do not tell its coefficients apart", "more different points are needed");
  LinearFit fit;
  fit.points = int(m);
  for (std::size_t k = 0; k < n; ++k)
  {
    fit.coefficient.push_back({});
    for (std::size_t j = 0; j < n; ++j)
      fit.coefficient[k].value += (*inverse)[k][j] * right[j];
  }
  fit.covariance = *inverse;
  scale_errors(fit, columns, y, sigma);
  return fit;
}

Sample sample_of(std::span<const double> values)
{
  Sample sample;
  sample.n = int(values.size());
  if (sample.n < 2)
    throw InputError("sample", std::to_string(sample.n) + " values", "at least 2 are needed for a deviation");
  double sum = 0, square = 0;
  for (const double value : values)
    sum += value;
  sample.mean.value = sum / sample.n;
  for (const double value : values)
    square += (value - sample.mean.value) * (value - sample.mean.value);
  sample.deviation.value = std::sqrt(square / (sample.n - 1));
  sample.mean.sigma      = sample.deviation.value / std::sqrt(double(sample.n));
  sample.deviation.sigma = sample.deviation.value / std::sqrt(2.0 * (sample.n - 1));
  return sample;
}
} // namespace quench::compact
