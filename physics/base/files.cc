#include <physics/base/files.h>

#include <physics/base/error.h>

#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

namespace quench
{
namespace
{
[[noreturn]] void fail(const std::string &path, const std::string &action)
{
  const int code = errno;
  throw IoError(path, action + ": " + std::strerror(code), "",
                code == ENOSPC ? "Free some disk space or choose another output directory" : "");
}

/// An open file that is closed at the end of its scope.
class Descriptor
{
public:
  Descriptor(const std::string &path, int flags) : path_(path), descriptor_(::open(path.c_str(), flags, 0666))
  {
    if (descriptor_ < 0)
      fail(path_, (flags & O_CREAT) || (flags & O_WRONLY) ? "cannot be written" : "cannot be read");
  }
  ~Descriptor()
  {
    if (descriptor_ >= 0)
      ::close(descriptor_);
  }
  Descriptor(const Descriptor &)            = delete;
  Descriptor &operator=(const Descriptor &) = delete;

  std::size_t read(char *buffer, std::size_t size) const
  {
    ssize_t n = 0;
    do
      n = ::read(descriptor_, buffer, size);
    while (n < 0 && errno == EINTR);
    if (n < 0)
      fail(path_, "cannot be read");
    return n;
  }

  void write(std::string_view text) const
  {
    while (!text.empty())
    {
      const ssize_t n = ::write(descriptor_, text.data(), text.size());
      if (n < 0 && errno != EINTR)
        fail(path_, "cannot be written");
      text.remove_prefix(n > 0 ? n : 0);
    }
  }

  /// Pipes and some devices cannot be synchronised; that is no error.
  void synchronise() const
  {
    if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
      fail(path_, "cannot be written");
  }

  void close()
  {
    const int result = ::close(descriptor_);
    descriptor_      = -1;
    if (result != 0 && errno != EINTR)
      fail(path_, "cannot be written");
  }

private:
  std::string path_;
  int         descriptor_;
};

/// Make the renaming itself durable. Some network file systems do not offer it; the data are safe already.
void synchronise_directory(const std::string &path)
{
  const std::filesystem::path parent    = std::filesystem::path(path).parent_path();
  const int                   directory = ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY);
  if (directory < 0)
    return;
  ::fsync(directory);
  ::close(directory);
}

void write_whole_file(const std::string &path, std::string_view text, int flags)
{
  Descriptor file(path, O_WRONLY | O_CLOEXEC | flags);
  file.write(text);
  file.synchronise();
  file.close();
}

/// Where a chain of symbolic links ends, so that renaming replaces the file and not the link.
std::string link_target(const std::string &path)
{
  std::error_code             code;
  const std::filesystem::path target = std::filesystem::canonical(path, code);
  return code ? path : target.string();
}

/// What is known of a path; false if nothing is there.
bool is_there(const std::string &path, struct stat &status)
{
  if (::stat(path.c_str(), &status) == 0)
    return true;
  if (errno != ENOENT && errno != ENOTDIR && errno != ENAMETOOLONG && errno != ELOOP)
    fail(path, "cannot be looked at");
  return false;
}
} // namespace

bool file_exists(const std::string &path)
{
  struct stat status = {};
  return is_there(path, status);
}

bool folder_exists(const std::string &path)
{
  struct stat status = {};
  return is_there(path, status) && S_ISDIR(status.st_mode);
}

bool regular_file_exists(const std::string &path)
{
  struct stat status = {};
  return is_there(path, status) && S_ISREG(status.st_mode);
}

void make_folder(const std::string &path)
{
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error)
    throw IoError(path, "the folder cannot be made: " + error.message());
}

void require_output_folder(const std::string &path)
{
  namespace fs = std::filesystem;
  if (file_exists(path) && !folder_exists(path))
    throw InputError(path, "is a file", "the output must be a folder", "Choose another with --output");
  fs::path there = fs::absolute(path);
  while (!file_exists(there.string()))
    there = there.parent_path();
  for (const fs::path &name : fs::absolute(path))
    if (name.string().size() > NAME_MAX)
      throw IoError(path, "the folder cannot be made: " + std::string(std::strerror(ENAMETOOLONG)));
  if (!folder_exists(there.string()))
    throw IoError(path, "the folder cannot be made: " + there.string() + " is a file");
  if (::access(there.c_str(), W_OK | X_OK) != 0)
    throw IoError(path, "files cannot be written in " + there.string() + ": " + std::strerror(errno), "",
                  "Choose another folder with --output");
}

std::string read_file(const std::string &path, std::size_t size_limit)
{
  struct stat status = {};
  if (::stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode))
    throw InputError(path, "is a pipe", "a file is needed");
  const Descriptor file(path, O_RDONLY | O_CLOEXEC);
  std::string      text;
  char             buffer[1 << 16];
  while (const std::size_t n = file.read(buffer, sizeof buffer))
  {
    text.append(buffer, n);
    if (text.size() > size_limit)
      throw InputError(path, "the file is too long", "at most " + std::to_string(size_limit) + " bytes are allowed");
  }
  return text;
}

void write_file_atomically(const std::string &path, std::string_view text)
{
  const std::string target = link_target(path);
  struct stat       status
  {};
  if (::stat(target.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
    return write_whole_file(target, text, 0);

  const std::string temporary = target + ".tmp." + std::to_string(::getpid());
  try
  {
    write_whole_file(temporary, text, O_CREAT | O_TRUNC);
    if (::rename(temporary.c_str(), target.c_str()) != 0)
      fail(target, "cannot be replaced");
  }
  catch (const Error &)
  {
    ::unlink(temporary.c_str());
    throw;
  }
  synchronise_directory(target);
}
} // namespace quench
