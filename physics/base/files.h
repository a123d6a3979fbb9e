#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Whole files, read and written with every call checked.
namespace quench
{
inline constexpr std::size_t no_size_limit = static_cast<std::size_t>(-1);

/// Bytes of a file. Throws IoError if it cannot be read or is a directory, InputError if it is longer than `size_limit`
/// bytes.
std::string read_file(const std::string &path, std::size_t size_limit = no_size_limit);

/// Replace the file by `text` in one step: a temporary file beside it, fsync, rename. After a crash, or an
/// IoError (e.g. "No space left on device"), the old file is still whole. A device or pipe is written directly.
void write_file_atomically(const std::string &path, std::string_view text);
} // namespace quench
