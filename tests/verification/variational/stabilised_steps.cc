#include <tests/verification/variational/stabilised_steps.h>

#include <cmath>
#include <utility>

namespace quench::solver
{
namespace
{
/// Coefficients of stage j of s (Meyer, Balsara and Aslam 2014, eqs. 16 and 17).
struct Stage
{
  double mu, nu, mu_rate, gamma_rate;

  Stage(int j, int s)
  {
    const double w = 4.0 / (s * s + s - 2.0);
    mu             = (2.0 * j - 1) / j * b(j) / b(j - 1);
    nu             = -(j - 1.0) / j * b(j) / b(j - 2);
    mu_rate        = mu * w;
    gamma_rate     = -(1 - b(j - 1)) * mu_rate;
  }
  static double b(int j) { return j < 2 ? 1.0 / 3 : (j * j + j - 2.0) / (2.0 * j * (j + 1)); }
};

/// before <- mu now + nu before + (1 - mu - nu) start + dt (mu_rate rate + gamma_rate start_rate)
__attribute__((target_clones("avx512f", "avx2", "default"))) void combine(std::size_t n, const Stage &c, double dt,
                                                                          const double *now, const double *start,
                                                                          const double *rate, const double *start_rate,
                                                                          double *before)
{
  const double mu = c.mu, nu = c.nu, rest = 1 - mu - nu, a = dt * c.mu_rate, b = dt * c.gamma_rate;
  for (std::size_t i = 0; i < n; ++i)
    before[i] = mu * now[i] + nu * before[i] + rest * start[i] + a * rate[i] + b * start_rate[i];
}
} // namespace

StabilisedSteps::StabilisedSteps(Rate rate, double largest_eigenvalue)
  : rate_(std::move(rate)), eigenvalue_(largest_eigenvalue)
{}

int StabilisedSteps::n_stages(double dt) const
{
  int s = 3;
  while (s * s + s - 2 < 2 * dt * eigenvalue_)
    ++s;
  return s;
}

void StabilisedSteps::advance(Fields &state, double dt)
{
  const int    s     = n_stages(dt);
  const double first = 4.0 / (s * s + s - 2.0) / 3;
  start_             = state;
  before_            = state;
  start_rate_        = state;
  rate_now_          = state;
  rate_(state, start_rate_);
  for (std::size_t f = 0; f < state.size(); ++f)
    for (std::size_t i = 0; i < state[f].locally_owned_size(); ++i)
      state[f].local_element(i) += dt * first * start_rate_[f].local_element(i);
  for (int j = 2; j <= s; ++j)
  {
    rate_(state, rate_now_);
    const Stage stage(j, s);
    for (std::size_t f = 0; f < state.size(); ++f)
    {
      combine(state[f].locally_owned_size(), stage, dt, state[f].begin(), start_[f].begin(), rate_now_[f].begin(),
              start_rate_[f].begin(), before_[f].begin());
      state[f].swap(before_[f]);
    }
  }
}
} // namespace quench::solver
