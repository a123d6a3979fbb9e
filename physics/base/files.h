#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Whole files, read and written with every call checked.
namespace quench
{
inline constexpr std::size_t no_size_limit = static_cast<std::size_t>(-1);

/// Bytes of a file. Throws IoError if it cannot be read or is a directory, InputError if it is a pipe (which may
/// never end) or longer than `size_limit`
/// bytes.
std::string read_file(const std::string &path, std::size_t size_limit = no_size_limit);

/// Whether something, a folder, or a regular file is at `path` (links followed). A name that is too long for the system
/// is there as little as one that is missing. Throws IoError where the system does not say (no permission).
bool file_exists(const std::string &path);
bool folder_exists(const std::string &path);
bool regular_file_exists(const std::string &path);

/// Make a folder and those above it. Throws IoError with the path and the reason.
void make_folder(const std::string &path);

/// Look, before anything is computed, whether results can be written in a folder that may be missing yet. Throws
/// InputError if it is a file, IoError if nothing can be written there or in the folder where it would be made.
void require_output_folder(const std::string &path);

/// Replace the file by `text` in one step: a temporary file beside it, fsync, rename. After a crash, or an
/// IoError (e.g. "No space left on device"), the old file is still whole. A device or pipe is written directly.
void write_file_atomically(const std::string &path, std::string_view text);
} // namespace quench
