#include <postprocess/compact/fit.h>

#include <physics/base/error.h>
#include <postprocess/compact/least_squares.h>

#include <ceres/ceres.h>

#include <cmath>
#include <string>
#include <vector>

namespace quench::compact
{
namespace
{
/// Read times are computed numbers: 1 s may be 0.9999999999999 s.
constexpr double round_off = 1e-9;

/// Weighted sums about the weighted means.
struct Moments
{
  double weight = 0, mean_x = 0, mean_y = 0, xx = 0, xy = 0;
};

Moments moments(std::span<const double> x, std::span<const double> y, const std::vector<double> &weight)
{
  Moments m;
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    m.weight += weight[i];
    m.mean_x += weight[i] * x[i];
    m.mean_y += weight[i] * y[i];
  }
  m.mean_x /= m.weight;
  m.mean_y /= m.weight;
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    m.xx += weight[i] * (x[i] - m.mean_x) * (x[i] - m.mean_x);
    m.xy += weight[i] * (x[i] - m.mean_x) * (y[i] - m.mean_y);
  }
  return m;
}

void check_sizes(std::span<const double> x, std::span<const double> y, std::span<const double> sigma, const char *what)
{
  if (x.size() != y.size() || (!sigma.empty() && sigma.size() != x.size()))
    throw InputError(what, "x, y and sigma differ in length");
  if (x.size() < 3)
    throw InputError(what, std::to_string(x.size()) + " points", "at least 3 are needed for a standard error");
  for (std::size_t i = 0; i < sigma.size(); ++i)
    if (!(sigma[i] > 0))
      throw InputError(what, "sigma = " + std::to_string(sigma[i]), "must be above 0");
}

void check_record(std::span<const double> t_s, std::span<const double> g_uS)
{
  for (std::size_t i = 0; i < t_s.size(); ++i)
  {
    if (!(t_s[i] > 0) || (i > 0 && !(t_s[i] > t_s[i - 1])))
      throw InputError("drift record", "time " + std::to_string(t_s[i]) + " s", "times must be positive and ascend");
    if (!(g_uS[i] > 0) || !std::isfinite(g_uS[i]))
      throw InputError("drift record", "conductance " + std::to_string(g_uS[i]) + " uS", "must be above 0");
  }
}

/// Residual of one read: ln G - (ln g0 - nu ln(1 + t/tau0)); parameters ln g0, ln tau0, nu.
struct OnsetResidual
{
  double t_s, ln_g;

  template <class T>
  bool operator()(const T *p, T *residual) const
  {
    using std::exp;
    using std::log;
    residual[0] = ln_g - (p[0] - p[2] * log(1.0 + t_s * exp(-p[1])));
    return true;
  }
};

/// Inverse of a symmetric positive 3 x 3 matrix by cofactors; empty where its columns are all but dependent.
std::optional<std::array<std::array<double, 3>, 3>> inverse(const std::array<std::array<double, 3>, 3> &a)
{
  constexpr double                     all_but_dependent = 1e-13;
  std::array<std::array<double, 3>, 3> cofactor;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
    {
      const int k = (i + 1) % 3, l = (i + 2) % 3, m = (j + 1) % 3, n = (j + 2) % 3;
      cofactor[i][j] = a[k][m] * a[l][n] - a[k][n] * a[l][m];
    }
  const double determinant = a[0][0] * cofactor[0][0] + a[0][1] * cofactor[0][1] + a[0][2] * cofactor[0][2];
  if (!(determinant > all_but_dependent * a[0][0] * a[1][1] * a[2][2]))
    return std::nullopt;
  for (auto &row : cofactor)
    for (double &entry : row)
      entry /= determinant;
  return cofactor;
}

/// Covariance of the parameters, scatter (J^T J)^-1; empty where the data do not fix them.
std::optional<std::array<std::array<double, 3>, 3>> covariance_of(ceres::Problem &problem, double scatter)
{
  ceres::CRSMatrix jacobian;
  problem.Evaluate({}, nullptr, nullptr, nullptr, &jacobian);
  std::array<std::array<double, 3>, 3> normal{};
  for (int row = 0; row < jacobian.num_rows; ++row)
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j)
        normal[i][j] += jacobian.values[3 * row + i] * jacobian.values[3 * row + j];
  auto covariance = inverse(normal);
  if (covariance)
    for (auto &row : *covariance)
      for (double &entry : row)
        entry *= scatter;
  return covariance;
}

/// Does the record show where its drift begins?
bool shows_onset(const Onset &onset, double t_last_s)
{
  const double factor_two = std::log(2.0);
  return onset.ln_tau0.sigma < factor_two && std::exp(onset.ln_tau0.value) < t_last_s / 100 &&
         onset.nu.value > 2 * onset.nu.sigma;
}
} // namespace

Line fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> sigma, const char *what)
{
  check_sizes(x, y, sigma, what);
  std::vector<double> weight(x.size(), 1.0);
  for (std::size_t i = 0; i < sigma.size(); ++i)
    weight[i] = 1 / (sigma[i] * sigma[i]);
  const Moments m = moments(x, y, weight);
  if (!(m.xx > 0))
    throw InputError(what, "all x are alike", "a slope needs at least two different x");

  Line line;
  line.points              = int(x.size());
  line.slope.value         = m.xy / m.xx;
  line.intercept.value     = m.mean_y - line.slope.value * m.mean_x;
  double              chi2 = 0, sum = 0;
  std::vector<double> scaled(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    const double residual = y[i] - line.intercept.value - line.slope.value * x[i];
    scaled[i]             = residual * std::sqrt(weight[i]);
    chi2 += scaled[i] * scaled[i];
    sum += residual * residual;
    line.residual_max = std::max(line.residual_max, std::abs(residual));
  }
  const double scatter = chi2 / (line.points - 2) * autocorrelation_factor(scaled);
  line.residual_rms    = std::sqrt(sum / line.points);
  line.slope.sigma     = std::sqrt(scatter / m.xx);
  line.intercept.sigma = std::sqrt(scatter * (1 / m.weight + m.mean_x * m.mean_x / m.xx));
  line.covariance      = -scatter * m.mean_x / m.xx;
  return line;
}

PowerLaw fit_power_law(std::span<const double> t_s, std::span<const double> g_uS, std::span<const double> sigma_ln,
                       double t0_s, const Window &window)
{
  check_record(t_s, g_uS);
  std::vector<double> used_s, x, y, sigma;
  for (std::size_t i = 0; i < t_s.size(); ++i)
    if (t_s[i] >= window.t_min_s * (1 - round_off) && t_s[i] <= window.t_max_s * (1 + round_off))
    {
      used_s.push_back(t_s[i]);
      x.push_back(std::log(t_s[i] / t0_s));
      y.push_back(std::log(g_uS[i]));
      if (!sigma_ln.empty())
        sigma.push_back(sigma_ln[i]);
    }
  const double decades = x.empty() ? 0 : (x.back() - x.front()) / std::log(10.0);
  if (int(x.size()) < fewest_points || decades < fewest_decades * (1 - 1e-9))
    throw InputError("drift fit", std::to_string(x.size()) + " reads over " + std::to_string(decades) + " decades",
                     "at least " + std::to_string(fewest_points) + " reads over 2 decades are needed in the window");
  const Line line = fit_line(x, y, sigma, "drift fit");
  PowerLaw   law;
  law.t0_s       = t0_s;
  law.g0_uS      = {std::exp(line.intercept.value), std::exp(line.intercept.value) * line.intercept.sigma};
  law.nu         = {-line.slope.value, line.slope.sigma};
  law.covariance = {line.intercept.sigma * line.intercept.sigma, -line.covariance, line.slope.sigma * line.slope.sigma};
  law.t_min_s    = used_s.front();
  law.t_max_s    = used_s.back();
  law.residual_max = line.residual_max;
  law.residual_rms = line.residual_rms;
  law.points       = line.points;
  return law;
}

std::optional<Onset> fit_onset(std::span<const double> t_s, std::span<const double> g_uS)
{
  check_record(t_s, g_uS);
  const std::size_t n = t_s.size();
  if (int(n) < fewest_points || std::abs(std::log(g_uS[n - 1] / g_uS[0])) < 1e-6)
    return std::nullopt;
  double p[3] = {std::log(g_uS[0]), std::log(t_s[0]),
                 std::log(g_uS[0] / g_uS[n - 1]) / std::log(1 + t_s[n - 1] / t_s[0])};

  ceres::Problem problem;
  for (std::size_t i = 0; i < n; ++i)
    problem.AddResidualBlock(
        new ceres::AutoDiffCostFunction<OnsetResidual, 1, 3>(new OnsetResidual{t_s[i], std::log(g_uS[i])}), nullptr, p);
  ceres::Solver::Options options;
  options.linear_solver_type  = ceres::DENSE_QR;
  options.max_num_iterations  = 200;
  options.function_tolerance  = 1e-14;
  options.parameter_tolerance = 1e-12;
  options.logging_type        = ceres::SILENT;
  ceres::Solver::Summary summary;
  ceres::Solve(options, &problem, &summary);

  Onset        onset;
  const double chi2       = 2 * summary.final_cost;
  const auto   covariance = covariance_of(problem, chi2 / double(n - 3));
  if (!summary.IsSolutionUsable() || !covariance)
    return std::nullopt;
  onset.covariance   = *covariance;
  onset.ln_g0        = {p[0], std::sqrt(onset.covariance[0][0])};
  onset.ln_tau0      = {p[1], std::sqrt(onset.covariance[1][1])};
  onset.nu           = {p[2], std::sqrt(onset.covariance[2][2])};
  onset.residual_rms = std::sqrt(chi2 / double(n));
  return shows_onset(onset, t_s[n - 1]) ? std::optional<Onset>(onset) : std::nullopt;
}
} // namespace quench::compact
