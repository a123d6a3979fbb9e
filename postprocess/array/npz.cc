#include <postprocess/array/npz.h>

#include <physics/base/error.h>

#include <minizip/unzip.h>
#include <minizip/zip.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <numeric>

static_assert(std::endian::native == std::endian::little, "NPY files are read as they lie in memory");

namespace quench::array
{
namespace
{
constexpr std::string_view magic      = "\x93NUMPY";
constexpr std::size_t      most_bytes = std::size_t(1) << 32; // of one array: choice

/// What stands behind 'name': in the header of an NPY file.
std::string value_of(const std::string &header, const std::string &name, const std::string &where)
{
  const std::size_t key = header.find("'" + name + "'");
  if (key == std::string::npos)
    throw InputError(where, "no '" + name + "' in the header", "an NPY file");
  std::size_t first = header.find(':', key) + 1;
  while (first < header.size() && header[first] == ' ')
    ++first;
  const std::size_t last = header[first] == '(' ? header.find(')', first) : header.find(',', first);
  return header.substr(first, last - first);
}

std::vector<std::size_t> parse_shape(const std::string &text, const std::string &where)
{
  std::vector<std::size_t> shape;
  std::size_t              size = 1;
  for (const char *p = text.data() + 1, *end = text.data() + text.size(); p < end;)
  {
    std::size_t n    = 0;
    const auto  read = std::from_chars(p, end, n);
    if (read.ec == std::errc())
    {
      shape.push_back(n);
      if (n > 0 && size > most_bytes / n)
        throw InputError(where, "shape " + text + ")", "an array of at most 4 GiB");
      size *= n;
    }
    p = read.ec == std::errc() ? read.ptr : p + 1;
  }
  return shape;
}

template <class Number>
std::vector<double> numbers(const char *bytes, std::size_t n)
{
  std::vector<double> result(n);
  for (std::size_t k = 0; k < n; ++k)
  {
    Number x;
    std::memcpy(&x, bytes + k * sizeof x, sizeof x);
    result[k] = static_cast<double>(x);
  }
  return result;
}

struct Type
{
  const char *name;
  std::size_t size;
  std::vector<double> (*read)(const char *, std::size_t);
};
const std::array<Type, 11> types{{{"|b1", 1, numbers<std::uint8_t>},
                                  {"|u1", 1, numbers<std::uint8_t>},
                                  {"|i1", 1, numbers<std::int8_t>},
                                  {"<u2", 2, numbers<std::uint16_t>},
                                  {"<i2", 2, numbers<std::int16_t>},
                                  {"<u4", 4, numbers<std::uint32_t>},
                                  {"<i4", 4, numbers<std::int32_t>},
                                  {"<u8", 8, numbers<std::uint64_t>},
                                  {"<i8", 8, numbers<std::int64_t>},
                                  {"<f4", 4, numbers<float>},
                                  {"<f8", 8, numbers<double>}}};

/// Numbers whose first index runs fastest, in the order of NumpyArray.
std::vector<double> from_fortran(const std::vector<double> &values, const std::vector<std::size_t> &shape)
{
  std::vector<double>      result(values.size());
  std::vector<std::size_t> index(shape.size());
  for (double &x : result)
  {
    std::size_t place = 0;
    for (std::size_t k = shape.size(); k-- > 0;)
      place = place * shape[k] + index[k];
    x = values[place];
    for (std::size_t k = shape.size(); k-- > 0 && ++index[k] == shape[k];)
      index[k] = 0;
  }
  return result;
}

std::string npy_text(const NumpyArray &array)
{
  std::string shape;
  for (const std::size_t n : array.shape)
    shape += std::to_string(n) + ", ";
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
  header += std::string(63 - (magic.size() + 4 + header.size()) % 64, ' ') + "\n"; // numbers start at a multiple of 64
  const auto  n = static_cast<std::uint16_t>(header.size());
  std::string text =
      std::string(magic) + '\1' + '\0' + static_cast<char>(n & 0xFF) + static_cast<char>(n >> 8) + header;
  for (const double value : array.values)
  {
    const auto x = static_cast<float>(value);
    text.append(reinterpret_cast<const char *>(&x), sizeof x);
  }
  return text;
}

/// The entry of a ZIP file that is next to be read.
std::string entry_text(unzFile file, std::string &name, const std::string &path)
{
  std::array<char, 512> text{};
  unz_file_info64       info{};
  if (unzGetCurrentFileInfo64(file, &info, text.data(), text.size() - 1, nullptr, 0, nullptr, 0) != UNZ_OK)
    throw InputError(path, "a damaged entry", "an NPZ file");
  name = text.data();
  if (info.uncompressed_size > most_bytes || unzOpenCurrentFile(file) != UNZ_OK)
    throw InputError(path + ": " + name, "cannot be read", "an array of at most 4 GiB, stored or deflated");
  std::string             bytes;
  std::array<char, 65536> part{};
  int                     n = 0;
  while ((n = unzReadCurrentFile(file, part.data(), part.size())) > 0 && bytes.size() <= info.uncompressed_size)
    bytes.append(part.data(), static_cast<std::size_t>(n));
  if (n < 0 || unzCloseCurrentFile(file) != UNZ_OK || bytes.size() != info.uncompressed_size)
    throw InputError(path + ": " + name, "is damaged", "an NPZ file as numpy.savez writes it");
  return bytes;
}
} // namespace

NumpyArray parse_npy(const std::string &bytes, const std::string &where)
{
  if (!bytes.starts_with(magic) || bytes.size() < 12)
    throw InputError(where, "does not start as an NPY file does", "an array as numpy.save or numpy.savez writes it");
  const auto  byte     = [&](std::size_t k) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[k])); };
  const bool  is_short = byte(6) == 1;
  std::size_t n_header = byte(8) + 256 * byte(9) + (is_short ? 0 : 65536 * (byte(10) + 256 * byte(11)));
  const std::size_t start = (is_short ? 10 : 12) + n_header;
  if (start > bytes.size())
    throw InputError(where, "ends in its header", "an NPY file");
  const std::string header = bytes.substr(is_short ? 10 : 12, n_header);
  std::string       kind   = value_of(header, "descr", where);
  kind                     = kind.size() > 2 ? kind.substr(1, kind.size() - 2) : kind;
  const auto type = std::find_if(types.begin(), types.end(), [&](const Type &known) { return kind == known.name; });
  if (type == types.end())
    throw InputError(where, "numbers of type " + kind, "booleans, integers, float32 or float64 of little-endian order",
                     "Convert with array.astype('f4')");
  NumpyArray array;
  array.shape         = parse_shape(value_of(header, "shape", where), where);
  array.is_bytes      = kind == "|u1";
  const std::size_t n = std::accumulate(array.shape.begin(), array.shape.end(), std::size_t(1), std::multiplies<>());
  if (bytes.size() - start != n * type->size)
    throw InputError(where, std::to_string(bytes.size() - start) + " bytes of numbers",
                     std::to_string(n * type->size) + " are needed for its shape");
  array.values = type->read(bytes.data() + start, n);
  if (value_of(header, "fortran_order", where) == "True")
    array.values = from_fortran(array.values, array.shape);
  return array;
}

NumpyArchive read_npz(const std::string &path)
{
  const std::unique_ptr<void, int (*)(void *)> file(unzOpen64(path.c_str()), &unzClose);
  if (!file)
    throw InputError(path, "cannot be opened as an NPZ file", "a file as numpy.savez writes it");
  NumpyArchive archive;
  for (int state = unzGoToFirstFile(file.get()); state == UNZ_OK; state = unzGoToNextFile(file.get()))
  {
    std::string       name;
    const std::string bytes = entry_text(file.get(), name, path);
    if (name.ends_with(".npy"))
      name.resize(name.size() - 4);
    archive.emplace_back(name, parse_npy(bytes, path + ": " + name));
  }
  return archive;
}

void write_npz(const NumpyArchive &archive, const std::string &path)
{
  const zipFile file = zipOpen64(path.c_str(), APPEND_STATUS_CREATE);
  if (file == nullptr)
    throw IoError(path, "cannot be written");
  bool is_good = true;
  for (const auto &[name, array] : archive)
  {
    const std::string  text = npy_text(array);
    const zip_fileinfo info{};
    is_good = is_good &&
              zipOpenNewFileInZip64(file, (name + ".npy").c_str(), &info, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED,
                                    Z_DEFAULT_COMPRESSION, 1) == ZIP_OK &&
              zipWriteInFileInZip(file, text.data(), static_cast<unsigned>(text.size())) == ZIP_OK &&
              zipCloseFileInZip(file) == ZIP_OK;
  }
  if (zipClose(file, nullptr) != ZIP_OK || !is_good)
    throw IoError(path, "cannot be written", "", "Is the disk full?");
}
} // namespace quench::array
