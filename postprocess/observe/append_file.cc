#include <postprocess/observe/append_file.h>

#include <physics/base/error.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace quench::observe
{
namespace
{
[[noreturn]] void fail(const std::string &path, const std::string &what)
{
  throw IoError(path, what + ": " + std::strerror(errno));
}

int open_checked(const std::string &path, int flags)
{
  const int descriptor = ::open(path.c_str(), flags | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor < 0)
    fail(path, "cannot be opened for writing");
  return descriptor;
}
} // namespace

AppendFile::AppendFile(std::string path, int descriptor, std::uint64_t bytes)
  : path_(std::move(path)), descriptor_(descriptor), bytes_(bytes)
{}

AppendFile AppendFile::create(const std::string &path)
{
  return AppendFile(path, open_checked(path, O_CREAT | O_TRUNC), 0);
}

AppendFile AppendFile::reopen(const std::string &path, std::uint64_t bytes)
{
  AppendFile  file(path, open_checked(path, 0), bytes);
  struct stat status;
  if (::fstat(file.descriptor_, &status) != 0)
    fail(path, "its size cannot be read");
  if (static_cast<std::uint64_t>(status.st_size) < bytes)
    throw IoError(path, "has " + std::to_string(status.st_size) + " bytes",
                  "the checkpoint knows " + std::to_string(bytes), "The file was shortened after the checkpoint");
  if (::ftruncate(file.descriptor_, static_cast<off_t>(bytes)) != 0)
    fail(path, "cannot be cut to its state at the checkpoint");
  return file;
}

AppendFile::AppendFile(AppendFile &&other) noexcept
  : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)), bytes_(other.bytes_)
{}

AppendFile &AppendFile::operator=(AppendFile &&other) noexcept
{
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

AppendFile::~AppendFile()
{
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

void AppendFile::append(const std::string &text)
{
  std::size_t done = 0;
  while (done < text.size())
  {
    const ssize_t written = ::write(descriptor_, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
    {
      const int reason = errno;
      if (::ftruncate(descriptor_, static_cast<off_t>(bytes_)) != 0)
        done = 0; // nothing more can be done; the error below is the one that counts
      errno = reason;
      fail(path_, "a line cannot be written");
    }
    done += static_cast<std::size_t>(written);
  }
  bytes_ += text.size();
}

void AppendFile::sync()
{
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS)
    fail(path_, "cannot be forced to the disk");
}
} // namespace quench::observe
