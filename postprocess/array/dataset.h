#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <physics/base/described.h>
#include <postprocess/array/matrix.h>

namespace quench::array
{
/// Labelled images. Invariant: images has one row per label, labels lie in [0, n_classes).
struct Dataset
{
  Matrix                    images; ///< [image][pixel], grey values in [0, 1]
  std::vector<std::uint8_t> labels; ///< [image]
  int                       n_classes = 10;
  int                       height = 0, width = 0; ///< pixels, height * width = columns of images
};

/// Where the images are and how many of them are used.
struct DatasetParameters
{
  std::string folder          = "/usr/share/datasets/fashion-mnist";
  std::string file            = {};
  int         training_images = 60000;
  int         test_images     = 10000;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = DatasetParameters;
    entry("folder", &P::folder, "folder of the four IDX files of Fashion-MNIST or MNIST",
          "Debian package dataset-fashion-mnist");
    entry(
        "file", &P::file,
        "instead of the folder: NPZ file with the arrays x_train, y_train, x_test, y_test; bytes are scaled to [0, 1]",
        "layout of Keras' mnist.npz");
    entry("training images", &P::training_images, Range{1, 10000000},
          "the first so many training images are used; of a `file` at most", "choice");
    entry("test images", &P::test_images, Range{1, 10000000},
          "the first so many test images are used; of a `file` at most", "choice");
  }
};

/// The first `count` images and labels of one part ("train" or "t10k") of an IDX data set in `folder`
/// (files PART-images-idx3-ubyte.gz and PART-labels-idx1-ubyte.gz; uncompressed content is accepted too).
/// Throws InputError when a file is missing, is no such file or holds fewer than `count` images, IoError when it
/// ends early.
/// Source of the format: LeCun, "The MNIST database" (IDX: magic 0x00000803 or 0x00000801, big-endian sizes).
Dataset read_dataset(const std::string &folder, const std::string &part, int count);
} // namespace quench::array
