#include <postprocess/array/dataset.h>

#include <physics/base/error.h>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>

namespace quench::array
{
namespace
{
constexpr std::uint32_t magic_images = 0x00000803; // unsigned bytes, three dimensions
constexpr std::uint32_t magic_labels = 0x00000801; // unsigned bytes, one dimension

/// A file read through zlib, which passes uncompressed files through as they are.
class IdxFile
{
public:
  explicit IdxFile(const std::string &path) : path_(path), file_(gzopen(path.c_str(), "rb"), &gzclose)
  {
    if (!file_)
      throw InputError(path, "cannot be opened", "an IDX file, gzip or plain",
                       "Install the data set (apt-get install dataset-fashion-mnist) or set `data set/folder`");
  }

  void read(void *target, std::size_t n_bytes)
  {
    const int n_read = gzread(file_.get(), target, static_cast<unsigned>(n_bytes));
    if (n_read < 0 || static_cast<std::size_t>(n_read) != n_bytes)
      throw IoError(path_, "ends early or is damaged", std::to_string(n_bytes) + " more bytes are needed",
                    "Reinstall the package dataset-fashion-mnist");
  }

  std::uint32_t read_big_endian()
  {
    std::array<std::uint8_t, 4> b{};
    read(b.data(), b.size());
    return std::uint32_t(b[0]) << 24 | std::uint32_t(b[1]) << 16 | std::uint32_t(b[2]) << 8 | b[3];
  }

  /// Checks magic number and item count, which start every IDX file.
  void read_start(std::uint32_t magic, int count)
  {
    const std::uint32_t found = read_big_endian();
    if (found != magic)
      throw InputError(path_, "magic number " + std::to_string(found), std::to_string(magic) + " is expected",
                       "This is not the IDX file it should be");
    const std::uint32_t n_items = read_big_endian();
    if (n_items < static_cast<std::uint32_t>(count))
      throw InputError(path_, std::to_string(n_items) + " items", std::to_string(count) + " are asked for",
                       "Lower `training images` or `test images`");
  }

  const std::string &path() const { return path_; }

private:
  std::string                                    path_;
  std::unique_ptr<gzFile_s, int (*)(gzFile_s *)> file_;
};

void read_images(const std::string &path, int count, Dataset &data)
{
  IdxFile file(path);
  file.read_start(magic_images, count);
  const std::size_t     n_rows = file.read_big_endian(), n_columns = file.read_big_endian();
  const std::size_t     n_pixels     = n_rows * n_columns;
  constexpr std::size_t largest_side = 4096;
  if (n_rows == 0 || n_columns == 0 || n_rows > largest_side || n_columns > largest_side)
    throw IoError(path, std::to_string(n_rows) + " x " + std::to_string(n_columns) + " pixels", "1 to 4096 a side");

  data.images.resize(count, static_cast<Eigen::Index>(n_pixels));
  data.height = static_cast<int>(n_rows);
  data.width  = static_cast<int>(n_columns);
  std::vector<std::uint8_t> row(n_pixels);
  constexpr float           white = 255;
  for (int i = 0; i < count; ++i)
  {
    file.read(row.data(), n_pixels);
    for (std::size_t k = 0; k < n_pixels; ++k)
      data.images(i, k) = row[k] / white;
  }
}

std::vector<std::uint8_t> read_labels(const std::string &path, int count, int n_classes)
{
  IdxFile file(path);
  file.read_start(magic_labels, count);
  std::vector<std::uint8_t> labels(count);
  file.read(labels.data(), labels.size());
  const auto largest = *std::max_element(labels.begin(), labels.end());
  if (largest >= n_classes)
    throw IoError(path, "label " + std::to_string(largest), "labels below " + std::to_string(n_classes));
  return labels;
}
} // namespace

Dataset read_dataset(const std::string &folder, const std::string &part, int count)
{
  Dataset result;
  result.labels = read_labels(folder + "/" + part + "-labels-idx1-ubyte.gz", count, result.n_classes);
  read_images(folder + "/" + part + "-images-idx3-ubyte.gz", count, result);
  return result;
}
} // namespace quench::array
