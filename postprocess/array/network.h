#pragma once

#include <cstdint>
#include <vector>

#include <postprocess/array/layer.h>

namespace quench::array
{
/// Layers one after the other: rectified linear units between them, the outputs are logits. Convolutions come first.
struct Network
{
  std::vector<Layer> layers;
};

/// max(x, 0) for every element.
Matrix rectified(const Matrix &x);

/// Outputs of one layer before the rectifier. [image][output], of a convolution [image][pooled pixel * output]
Matrix apply(const Layer &layer, const Matrix &x);

/// How many images go through the layers at a time: as many as keep patches and outputs of a convolution in the cache.
/// No result depends on it.
Eigen::Index images_at_a_time(const std::vector<const Layer *> &layers);

/// Logits of all images, computed digitally in single precision. [image][class]
Matrix forward(const Network &network, const Matrix &images);

/// Fraction of the images whose largest logit is that of their label.
double accuracy(const Matrix &logits, const std::vector<std::uint8_t> &labels);
} // namespace quench::array
