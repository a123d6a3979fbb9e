#pragma once

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
    advance(theta.data(), gradient.data(), static_cast<float>(rate), static_cast<float>(decay), step);
  }

private:
  void advance(float *theta, const float *gradient, float rate, float decay, int step);

  Eigen::ArrayXf mean_, square_;
};
} // namespace quench::array
