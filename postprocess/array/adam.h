#pragma once

#include <cmath>

#include <postprocess/array/matrix.h>

namespace quench::array
{
/// Adam's two moments of one array of parameters, with decoupled weight decay.
/// Source: Kingma and Ba 2015 (arXiv 1412.6980), algorithm 1; Loshchilov and Hutter 2019 (arXiv 1711.05101).
class Adam
{
public:
  explicit Adam(Eigen::Index n) : mean_(Eigen::ArrayXf::Zero(n)), square_(Eigen::ArrayXf::Zero(n)) {}

  /// One step number `step` (from 1): theta -= rate (m / (1-b1^t) / (sqrt(v / (1-b2^t)) + eps) + decay theta).
  template <class Values>
  void step(Values &theta, const Values &gradient, double rate, double decay, int step)
  {
    constexpr double                 b1 = 0.9, b2 = 0.999; // Kingma and Ba 2015, algorithm 1
    constexpr float                  eps    = 1e-8F;
    const float                      scale1 = static_cast<float>(1 / (1 - std::pow(b1, step)));
    const float                      scale2 = static_cast<float>(1 / (1 - std::pow(b2, step)));
    Eigen::Map<Eigen::ArrayXf>       x(theta.data(), theta.size());
    Eigen::Map<const Eigen::ArrayXf> g(gradient.data(), gradient.size());
    mean_   = float(b1) * mean_ + float(1 - b1) * g;
    square_ = float(b2) * square_ + float(1 - b2) * g.square();
    x -= float(rate) * (scale1 * mean_ / ((scale2 * square_).sqrt() + eps) + float(decay) * x);
  }

private:
  Eigen::ArrayXf mean_, square_;
};
} // namespace quench::array
