#pragma once

#include <cases/simulate.h>
#include <physics/base/folder_lock.h>

#include <optional>
#include <string>
#include <vector>

namespace quench::cases
{
/// What a run does with its output folder, and what the user is told about that.
struct FolderPlan
{
  observe::OutputFolder::IfExists mode = observe::OutputFolder::IfExists::refuse;
  std::string                     words;    ///< "will be made", "goes on from step 40 of the run found there"
  std::vector<std::string>        messages; ///< of checkpoints that were passed over
};

/// Decides what a run does with the folder `request.output`; nothing is made or changed. An interrupted run goes on,
/// asked (`--resume`) or not, where its case and this one agree in every key that decides a number. Throws InputError
/// where the folder is a file, holds results that were not given up with `--overwrite`, or another case (with the keys
/// that differ), or where `--resume` finds no checkpoint; IoError where nothing can be written.
FolderPlan plan_folder(const RunRequest &request);

/// The part of a resolved case that decides its numbers: all but the section `output`. Checkpoints keep its SHA-256.
std::string decisive_text(const std::string &case_text);

/// The keys in which two resolved cases differ, with both values; those of the section `output` do not count.
std::vector<std::string> key_differences(const std::string &there, const std::string &here);

/// The output folder of a run while it is ours: locked on rank 0, with the plan made under the lock. Collective.
class RunFolder
{
public:
  /// Throws what FolderLock and plan_folder throw.
  RunFolder(const RunRequest &request, MPI_Comm communicator);

  observe::OutputFolder::IfExists mode() const { return mode_; }

private:
  std::optional<FolderLock>       lock_; ///< rank 0
  observe::OutputFolder::IfExists mode_;
};
} // namespace quench::cases
