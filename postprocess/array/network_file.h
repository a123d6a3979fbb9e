#pragma once

#include <string>

#include <postprocess/array/dataset.h>
#include <postprocess/array/network.h>
#include <postprocess/array/npz.h>

namespace quench::array
{
/// A fully connected network from the arrays NAME.weight, [output][input], and NAME.bias, [output], of an NPZ file, in
/// the order of the file: what numpy.savez writes of a PyTorch state_dict(). Rectified linear units stand between the
/// layers; a missing bias is zero. Throws InputError naming the array for shapes that do not fit each other, numbers
/// that are not finite, convolutions and other names.
Network network_from(const NumpyArchive &archive, const std::string &where);

/// The same layout; weights of a convolution are [output][kernel row][kernel column][channel].
NumpyArchive archive_of(const Network &network);

/// Throws InputError unless the network takes the images of `data` and has an output for each of its classes.
void require_fit(const Network &network, const Dataset &data, const std::string &where);

/// One part, "train" or "test", of an NPZ file with the arrays x_train, y_train, x_test and y_test (the layout of
/// Keras' mnist.npz): x [image][...], bytes scaled to [0, 1], other numbers as they are; y [image], classes from 0.
/// At most `count` images. Throws InputError naming the array.
Dataset read_npz_dataset(const NumpyArchive &archive, const std::string &part, int count, const std::string &where);
} // namespace quench::array
