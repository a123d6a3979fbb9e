#pragma once

#include <Eigen/Core>

namespace quench::array
{
/// Row-major, single precision: images [image][pixel], weights [output][input], outputs [image][output].
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
/// Row-major, double precision: what is kept per device.
using DeviceMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
/// One number per output of a layer.
using RowVector = Eigen::Matrix<float, 1, Eigen::Dynamic>;
} // namespace quench::array
