#include <physics/base/folder_lock.h>

#include <physics/base/error.h>
#include <physics/base/files.h>

#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <optional>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace quench
{
namespace
{
constexpr auto pause_of_heart = std::chrono::seconds(20);
constexpr int  most_tries     = 100;
constexpr auto patience       = std::chrono::minutes(5); ///< with a process on another host that shows no life

std::string this_host()
{
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 && name[0] != '\0' ? name : "unknown";
}

/// When a process began, in ticks since the system did (field 22 of /proc/PID/stat, proc(5)); "" if there is none. It
/// tells a process from a later one of the same number.
std::string beginning_of(long process)
{
  std::string stat;
  try
  {
    stat = read_file("/proc/" + std::to_string(process) + "/stat");
  }
  catch (const IoError &)
  {
    return "";
  }
  std::istringstream words(stat.substr(stat.rfind(')') + 1)); // the name before may hold blanks
  std::string        word;
  for (int field = 3; field <= 22; ++field)
    words >> word;
  return word;
}

/// Who holds a claim, as the lock file says.
struct Owner
{
  std::string host, began;
  long        process = 0;

  std::string text() const { return "process " + std::to_string(process) + " on " + host; }
};

Owner this_process() { return {this_host(), beginning_of(::getpid()), ::getpid()}; }

/// The owner in an open lock file; process 0 where it says nothing.
Owner owner_in(int descriptor)
{
  char          text[512] = {};
  const ssize_t size      = ::pread(descriptor, text, sizeof text - 1, 0);
  Owner         owner;
  if (size > 0)
    std::istringstream(text) >> owner.host >> owner.process >> owner.began;
  return owner;
}

/// Whether `owner` lives, as far as can be told without the kernel's lock.
bool is_alive(const Owner &owner, int descriptor)
{
  if (owner.process == 0)
    return false;
  if (owner.host == this_host())
    return !owner.began.empty() && beginning_of(owner.process) == owner.began;
  struct stat status = {};
  return ::fstat(descriptor, &status) == 0 &&
         std::time(nullptr) - status.st_mtime < std::chrono::seconds(patience).count();
}

/// Whether the file at `path` is still the one that was opened: another process may have deleted it.
bool is_same_file(int descriptor, const std::string &path)
{
  struct stat opened = {}, there = {};
  return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &there) == 0 && opened.st_ino == there.st_ino &&
         opened.st_dev == there.st_dev;
}

/// The kernel's lock; false if another process has it. File systems without such locks give it to everybody.
bool lock_now(int descriptor, const std::string &path)
{
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    return true;
  if (errno == EWOULDBLOCK)
    return false;
  if (errno == ENOSYS || errno == ENOLCK || errno == EOPNOTSUPP)
    return true;
  throw IoError(path, std::string("cannot be locked: ") + std::strerror(errno));
}

[[noreturn]] void refuse(const std::string &path, const Owner &owner)
{
  throw InputError(path, "is held by " + (owner.process == 0 ? "a process that just started" : owner.text()),
                   "one process at a time works in a folder",
                   "Wait for it, stop it, or choose another folder with --output");
}

/// An open lock file that is ours, and what is to be said about its former owner.
struct Claim
{
  int         descriptor;
  std::string message;
};

void write_owner(int descriptor, const std::string &path, const Owner &owner)
{
  const std::string text = owner.host + " " + std::to_string(owner.process) + " " + owner.began + "\n";
  if (::ftruncate(descriptor, 0) != 0 ||
      ::pwrite(descriptor, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
    throw IoError(path, std::string("cannot be written: ") + std::strerror(errno));
}

/// Claims the lock file; nothing if its owner deleted it, or its folder, meanwhile.
std::optional<Claim> try_to_claim(const std::string &file)
{
  const int descriptor = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666);
  if (descriptor < 0 && errno == ENOENT)
    return {};
  if (descriptor < 0)
    throw IoError(file, std::string("cannot be written: ") + std::strerror(errno));
  try
  {
    const bool locked = lock_now(descriptor, file);
    if (is_same_file(descriptor, file))
    {
      const Owner owner = owner_in(descriptor);
      if (!locked || is_alive(owner, descriptor))
        refuse(file, owner);
      write_owner(descriptor, file, this_process());
      return Claim{descriptor,
                   owner.process == 0 ? "" : file + ": taken over from " + owner.text() + ", which is gone"};
    }
  }
  catch (const Error &)
  {
    ::close(descriptor);
    throw;
  }
  ::close(descriptor);
  return {};
}
} // namespace

FolderLock::FolderLock(const std::string &file) : file_(file)
{
  const auto           folder = std::filesystem::path(file).parent_path().string();
  std::optional<Claim> claim;
  for (int tries = 0; !claim; ++tries)
  {
    if (tries == most_tries)
      throw IoError(file, "cannot be made: its folder goes again and again");
    if (!folder.empty() && !folder_exists(folder))
    {
      make_folder(folder);
      made_ = folder;
    }
    claim = try_to_claim(file);
  }
  descriptor_ = claim->descriptor;
  message_    = claim->message;
  sigset_t all, former; // signals are for the thread that works
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &former);
  heart_ = std::jthread([this](const std::stop_token &stop) { beat(stop); });
  pthread_sigmask(SIG_SETMASK, &former, nullptr);
}

FolderLock::~FolderLock()
{
  heart_ = {}; // stops it and waits
  if (is_same_file(descriptor_, file_))
    ::unlink(file_.c_str());
  ::close(descriptor_);
  if (!made_.empty())
    ::rmdir(made_.c_str()); // refused unless empty
}

void FolderLock::beat(const std::stop_token &stop) const
{
  std::mutex                  mutex;
  std::condition_variable_any sleep;
  std::unique_lock            lock(mutex);
  while (!sleep.wait_for(lock, stop, pause_of_heart, [&] { return stop.stop_requested(); }))
    ::futimens(descriptor_, nullptr);
}

std::string lock_file(const std::string &folder) { return folder + "/quench.lock"; }

bool is_locked(const std::string &file)
{
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return false;
  const bool held = !lock_now(descriptor, file) || is_alive(owner_in(descriptor), descriptor);
  ::close(descriptor);
  return held;
}
} // namespace quench
