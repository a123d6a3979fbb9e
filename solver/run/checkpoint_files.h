#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace quench::solver
{
/// The checkpoints of a run, as folders of files that are whole or do not count (no MPI: rank 0 calls, after a
/// barrier).
///
///     checkpoint/step_00001234/   what the caller writes, and
///     checkpoint/step_00001234/manifest.json   written last: size and SHA-256 of every file, step, case, own checksum
///
/// Data are never renamed; the manifest is the commit mark. A folder without one is an interrupted attempt.
class CheckpointDirectory
{
public:
  /// A checkpoint whose files have been verified.
  struct Found
  {
    std::string   folder;
    std::uint64_t step     = 0;
    unsigned      attempts = 0; ///< how often a run has been started from it without getting anywhere
  };
  /// Outcome of a search, with what the user should be told (checkpoints that were passed over, and why).
  struct Search
  {
    std::optional<Found>     found;
    std::vector<std::string> messages;
  };

  /// The checkpoints of the run folder `run`; nothing is made yet.
  explicit CheckpointDirectory(const std::string &run);

  /// Folder of the checkpoint of a step; the same on all ranks.
  std::string folder(std::uint64_t step) const;

  /// Make an empty folder for a step (an older checkpoint of the same step is removed) and return its path.
  std::string begin(std::uint64_t step);

  /// Declare the files in folder(step) complete: force them to the disk, write the manifest; then delete what is
  /// no longer needed: all but the newest two, interrupted attempts, and later steps (a run that went back to an older
  /// checkpoint has given them up). Throws IoError; the former checkpoints are then untouched.
  void commit(std::uint64_t step, const std::string &case_sha256);

  /// The newest checkpoint that is complete and undamaged and has not failed twice. Nothing found only if there is no
  /// checkpoint at all; IoError if there are some but none can be used (a run never restarts from zero unasked);
  /// InputError if it belongs to another case.
  Search find_latest(const std::string &case_sha256) const;

  /// Note, before the state is read, that a run starts from it; and, after the first accepted step, that it works.
  void note_attempt(const Found &found) const;
  void note_success(const Found &found) const;

private:
  std::string root_;
};
} // namespace quench::solver
