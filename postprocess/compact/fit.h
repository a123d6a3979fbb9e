#pragma once

#include <postprocess/compact/estimate.h>

#include <array>
#include <optional>
#include <span>

/// Fits with standard errors that mean something: 95 % intervals cover the truth in 95 % of cases (tested).
namespace quench::compact
{
/// Straight line y = intercept + slope x.
struct Line
{
  Estimate intercept, slope;
  double   covariance   = 0;                   ///< of intercept and slope
  double   residual_max = 0, residual_rms = 0; ///< of y
  int      points = 0;
};

/// Weighted least squares. Weights are 1/sigma^2; an empty sigma weighs all alike. Only ratios of sigma matter: the
/// scale comes from the scatter about the line with points - 2 degrees of freedom, so intervals use Student's t.
/// Where neighbouring residuals agree more than chance allows (the data are no straight line), errors grow by
/// sqrt((1+r)/(1-r)), r the lag-one autocorrelation: as many points as there are independent ones (Bartlett 1946).
/// Throws InputError naming `what` for unequal sizes, fewer than 3 points, or all x alike.
Line fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> sigma,
              const char *what = "straight line");

/// Drift law G = g0 (t/t0)^-nu.
struct PowerLaw
{
  double                t0_s = 0;
  Estimate              g0_uS;                              ///< conductance at t0
  Estimate              nu;                                 ///< drift exponent
  std::array<double, 3> covariance{};                       ///< var(ln g0), cov(ln g0, nu), var(nu)
  double                t_min_s = 0, t_max_s = 0;           ///< first and last time used
  double                residual_max = 0, residual_rms = 0; ///< of ln G
  int                   points = 0;
};

/// Which part of a drift record is fitted.
struct Window
{
  double t_min_s = 1, t_max_s = 1e10;
};

/// What a record must bring to be fitted: fewer points or a shorter span do not tell an exponent.
inline constexpr int    fewest_points  = 8;
inline constexpr double fewest_decades = 2;

/// Linear regression of ln G on ln(t/t0) inside the window. sigma_ln: relative errors of G, or empty.
/// Throws InputError for too few points or decades, G <= 0, or times that do not ascend.
PowerLaw fit_power_law(std::span<const double> t_s, std::span<const double> g_uS, std::span<const double> sigma_ln,
                       double t0_s, const Window &window);

/// Drift with its onset: G = g0 (1 + t/tau0)^-nu.
struct Onset
{
  Estimate                             ln_g0, ln_tau0, nu; ///< logarithms of uS and s
  std::array<std::array<double, 3>, 3> covariance{};       ///< in the order ln g0, ln tau0, nu
  double                               residual_rms = 0;   ///< of ln G
};

/// Nonlinear fit over the whole record (Ceres, Levenberg-Marquardt). Empty where the record shows no onset: no
/// drift, tau0 uncertain by more than a factor of two, or later than a hundredth of the record.
/// Form: collective relaxation at constant temperature, Le Gallo et al., Adv. Electron. Mater. 4, 1700627 (2018).
std::optional<Onset> fit_onset(std::span<const double> t_s, std::span<const double> g_uS);
} // namespace quench::compact
