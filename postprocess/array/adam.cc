#include <postprocess/array/adam.h>

#include <cmath>

// Compiled with -fno-math-errno, without which no loop with a root is vectorised.
namespace quench::array
{
namespace
{
constexpr double b1 = 0.9, b2 = 0.999; // Kingma and Ba 2015, algorithm 1
constexpr float  eps = 1e-8F;

/// scale1, scale2: 1 / (1-b1^t), 1 / (1-b2^t)
__attribute__((target_clones("avx512f", "avx2", "default"))) void step_all(Eigen::Index n, float rate, float decay,
                                                                           float scale1, float scale2, const float *g,
                                                                           float *m, float *v, float *theta)
{
  for (Eigen::Index i = 0; i < n; ++i)
  {
    m[i] = float(b1) * m[i] + float(1 - b1) * g[i];
    v[i] = float(b2) * v[i] + float(1 - b2) * g[i] * g[i];
    theta[i] -= rate * (scale1 * m[i] / (std::sqrt(scale2 * v[i]) + eps) + decay * theta[i]);
  }
}
} // namespace

void Adam::advance(float *theta, const float *gradient, float rate, float decay, int step)
{
  step_all(mean_.size(), rate, decay, static_cast<float>(1 / (1 - std::pow(b1, step))),
           static_cast<float>(1 / (1 - std::pow(b2, step))), gradient, mean_.data(), square_.data(), theta);
}
} // namespace quench::array
