#pragma once

#include <postprocess/array/dataset.h>
#include <postprocess/array/random_streams.h>
#include <postprocess/array/training.h>

#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// Small labelled data whose classes are known to be separable, and folders that vanish.
namespace quench::array::testing
{
/// A fresh folder that is removed with the object.
class TemporaryFolder
{
public:
  TemporaryFolder()
  {
    std::string pattern = (std::filesystem::temp_directory_path() / "quench-array-XXXXXX").string();
    path_               = mkdtemp(pattern.data());
  }
  ~TemporaryFolder()
  {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder &)            = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;

  const std::string &path() const { return path_; }

private:
  std::string path_;
};

/// n images of 8 x 8 pixels in ten classes: a random pattern per class plus noise, clipped to [0, 1].
inline Dataset patterns(int n, std::uint64_t seed, double noise = 0.22)
{
  constexpr int n_classes = 10, n_pixels = 64;
  Matrix        pattern(n_classes, n_pixels), deviation(n, n_pixels);
  fill_normal(pattern, {1, Purpose::reference_weights, 0, 0});
  fill_normal(deviation, {seed, Purpose::reference_inputs, 0, 0});
  Dataset data;
  data.images.resize(n, n_pixels);
  data.height = data.width = 8;
  for (int i = 0; i < n; ++i)
  {
    const int label = i % n_classes;
    data.labels.push_back(static_cast<std::uint8_t>(label));
    data.images.row(i) = (0.5F + 0.2F * pattern.row(label).array() + float(noise) * deviation.row(i).array())
                             .max(0.0F)
                             .min(1.0F)
                             .matrix();
  }
  return data;
}

/// A small network for patterns().
inline TrainingParameters small_training()
{
  TrainingParameters parameters;
  parameters.hidden = {32};
  parameters.epochs = 8;
  parameters.batch  = 50;
  return parameters;
}

inline void write_bytes(const std::string &path, const std::vector<std::uint8_t> &bytes)
{
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
}

inline void append_big_endian(std::vector<std::uint8_t> &bytes, std::uint32_t x)
{
  for (const int shift : {24, 16, 8, 0})
    bytes.push_back(static_cast<std::uint8_t>(x >> shift));
}

/// One part of a data set in IDX files.
inline void write_idx(const std::string &folder, const std::string &part, const Dataset &data)
{
  std::vector<std::uint8_t> images, labels;
  const auto                n = static_cast<std::uint32_t>(data.labels.size());
  for (const std::uint32_t x : {0x803U, n, 8U, 8U})
    append_big_endian(images, x);
  for (Eigen::Index k = 0; k < data.images.size(); ++k)
    images.push_back(static_cast<std::uint8_t>(255 * data.images.data()[k] + 0.5F));
  append_big_endian(labels, 0x801);
  append_big_endian(labels, n);
  labels.insert(labels.end(), data.labels.begin(), data.labels.end());
  write_bytes(folder + "/" + part + "-images-idx3-ubyte.gz", images);
  write_bytes(folder + "/" + part + "-labels-idx1-ubyte.gz", labels);
}

/// What an expression that throws says; "" if it does not throw.
template <class Action>
std::string message_of(const Action &action)
{
  try
  {
    action();
  }
  catch (const std::exception &error)
  {
    return error.what();
  }
  return "";
}

inline bool contains(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }
} // namespace quench::array::testing
