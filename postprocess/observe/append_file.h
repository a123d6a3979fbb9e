#pragma once

#include <cstdint>
#include <string>

namespace quench::observe
{
/// A file that only grows, written without buffering: after every append the bytes are the kernel's, so that a
/// killed process loses nothing. Owns the file descriptor. Every failure is an IoError with the path and the
/// system's reason ("No space left on device").
class AppendFile
{
public:
  /// Make `path` new (an older file of this name is emptied).
  static AppendFile create(const std::string &path);
  /// Open the existing `path` and cut it to its first `bytes` bytes; IoError if it is shorter than that.
  static AppendFile reopen(const std::string &path, std::uint64_t bytes);

  AppendFile(AppendFile &&other) noexcept;
  AppendFile &operator=(AppendFile &&other) noexcept;
  ~AppendFile();

  /// Write `text` at the end. After an error the file is cut back, so that it never holds half a line.
  void append(const std::string &text);
  /// Force everything to the disk.
  void sync();

  const std::string &path() const { return path_; }
  std::uint64_t      bytes() const { return bytes_; }

private:
  AppendFile(std::string path, int descriptor, std::uint64_t bytes);

  std::string   path_;
  int           descriptor_;
  std::uint64_t bytes_;
};
} // namespace quench::observe
