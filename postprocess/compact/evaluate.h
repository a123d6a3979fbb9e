#pragma once

#include <postprocess/compact/compact_model.h>

/// A compact model as a function: what a cell in a given state conducts, when, at which temperature and voltage.
namespace quench::compact
{
/// y between the points x (ascending), linear in ln x; x itself must lie within the points.
/// Throws InputError naming `what` outside of them.
double interpolated(const std::vector<double> &x, const std::vector<double> &y, double at, const char *what);

/// Activation energy of the read conductance [meV] of the state G(t0) = g_uS; 0 without temperature data.
/// States outside the temperature data take the nearest one.
double activation_meV(const CompactModel &model, double g_uS);

/// Curvature of the current, nl2 [1/V] and nl3 [1/V2]; 0 without such data. Nearest state outside the data.
struct Curvature
{
  double nl2_per_V = 0, nl3_per_V2 = 0;
};
Curvature curvature(const CompactModel &model, double g_uS);

/// G(T) / G(T_ref) of the state G(t0) = g_uS read at T_K, exp(-E_a/k (1/T - 1/T_ref)) (eq. X1).
/// Throws InputError outside the temperatures that the reads of the model cover.
double temperature_factor(const CompactModel &model, double g_uS, double T_K);

/// Conductance [uS] (eq. X1) at t_s after programming, read at T_K:
///     G = g_uS (t/t0)^-nu exp(-E_a/k (1/T - 1/T_ref)).
/// Throws InputError outside the model's validity in G, t and T. Storage is at the model's own temperature.
double state_conductance(const CompactModel &model, double g_uS, double t_s, double T_K);

/// Current [uA] (eq. X2) at read voltage V: I = G V (1 + nl2 V + nl3 V^2).
double state_current(const CompactModel &model, double g_uS, double t_s, double T_K, double V);

/// Relative standard deviation of one read at t_s: 1/f noise accumulated since programming, and white noise.
/// 0 without noise data.
double read_sigma(const CompactModel &model, double g_uS, double t_s);

/// Standard deviation of G after programming [uS]; 0 without an ensemble.
double programming_sigma(const CompactModel &model, double g_uS);
} // namespace quench::compact
