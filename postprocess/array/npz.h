#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace quench::array
{
/// An array of numpy: the last index runs fastest.
struct NumpyArray
{
  std::vector<std::size_t> shape;
  std::vector<double>      values;
  bool                     is_bytes = false; ///< stored as unsigned bytes, as grey values are
};

/// The arrays of an NPZ file with their names, in the order of the file.
using NumpyArchive = std::vector<std::pair<std::string, NumpyArray>>;

/// An NPY file's text as an array; `where` names it in messages. Takes booleans, integers and floating-point numbers of
/// little-endian order, in C or Fortran order. Throws InputError.
/// Source: numpy, "NPY format" (numpy.lib.format), versions 1 to 3.
NumpyArray parse_npy(const std::string &bytes, const std::string &where);

/// Throws InputError where a file is no NPZ file or holds what parse_npy() does not take.
NumpyArchive read_npz(const std::string &path);

/// Compressed, numbers in single precision. Throws IoError.
void write_npz(const NumpyArchive &archive, const std::string &path);
} // namespace quench::array
