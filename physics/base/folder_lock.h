#pragma once

#include <chrono>
#include <string>
#include <thread>

namespace quench
{
/// The claim of one process on what a lock file stands for: the folder of a run, a point of a sweep. It lasts as long
/// as the object and ends with the process, however that ends.
///
/// The file says who: host, process, when that process began. While the claim lasts the kernel holds a lock on the
/// file, and the file is touched every few seconds (the heartbeat) for hosts that share it by a file system without
/// such locks. A claim is stale, and is taken over, where its process is gone, or on another host silent for five
/// minutes.
class FolderLock
{
public:
  /// Claim `file`, made with its folder where missing; such a folder goes with the claim if nothing else came into it.
  /// Throws InputError with host and process if somebody else holds
  /// it; IoError if it cannot be made.
  explicit FolderLock(const std::string &file);
  ~FolderLock();
  FolderLock(const FolderLock &)            = delete;
  FolderLock &operator=(const FolderLock &) = delete;

  /// What a user should be told of a stale claim that was taken over, or "".
  const std::string &message() const { return message_; }

private:
  void beat(const std::stop_token &stop) const;

  std::string  file_, message_;
  std::string  made_; ///< the folder, if it was made
  int          descriptor_;
  std::jthread heart_;
};

/// The lock file of a folder of results.
std::string lock_file(const std::string &folder);

/// Whether a process holds the claim `file`.
bool is_locked(const std::string &file);
} // namespace quench
