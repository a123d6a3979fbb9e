#pragma once

#include <postprocess/observe/field_snapshot.h>

#include <mpi.h>

#include <memory>
#include <string>
#include <vector>

namespace quench::observe
{
/// Whether this program was built with ParaView Catalyst.
bool insitu_available();

class CatalystBackend;

/// The name under which scripts find our data: `TrivialProducer(registrationName='cell')`.
inline constexpr const char *insitu_channel = "cell";

/// What is asked of in-situ visualisation.
struct InSituOptions
{
  std::string              script;           ///< ParaView Catalyst script, version 2
  std::string              folder;           ///< where its files go (made if missing)
  std::vector<std::string> arrays;           ///< names of the fields the run will give (field_names.h)
  bool                     required = false; ///< a failure stops the run instead of being noted
  std::string              probe    = {};    ///< program that tries the script; empty: quench-insitu-probe beside ours
  std::string symmetry = "axisymmetric";     ///< or "planar", "three-dimensional": what scripts find as QUENCH_SYMMETRY
};

/// Everything that can be said before the run: the program was built with Catalyst, the script exists, is of version 2
/// and mentions the channel, and a trial in a child process ends well and makes a file. Throws InputError with a
/// reason and a way out ("no display: start with `xvfb-run ...`, or use a data-only script"). A trial that dies is
/// repeated twice: X servers are slow to start. One process.
void check_insitu(const InSituOptions &options);

/// In-situ visualisation by a ParaView script while the run goes on. It sees the fields and cannot change them; the
/// floating-point environment, the working directory and the signal handlers are as before after every call.
///
/// Scripts find the point and cell arrays of the snapshot and the field arrays `bounds_nm` (box of the mesh of all
/// ranks) and `region_names`; the environment variable QUENCH_SYMMETRY says what the cell is. They run on every rank; a
/// script that fails on one rank alone leaves the others waiting (ParaView).
///
/// A failing step is counted and reported once; after three in a row in-situ is switched off and the run goes on,
/// unless `required`. Collective; to be destroyed before MPI_Finalize. One object per process (ParaView cannot be
/// started twice).
class InSitu
{
public:
  /// Checks (rank 0, the verdict on all) and starts ParaView on a duplicate of `communicator`.
  InSitu(const InSituOptions &options, MPI_Comm communicator);
  ~InSitu();
  InSitu(const InSitu &)            = delete;
  InSitu &operator=(const InSitu &) = delete;

  /// Hand over the state at `time_ns`. Returns what is to be told the user (usually nothing). Throws Error if the
  /// step fails and the options say that in-situ is required.
  std::vector<std::string> process(const FieldSnapshot &snapshot, double time_ns, unsigned step);

  bool     active() const { return active_; }
  unsigned failures() const { return failures_; }

private:
  InSituOptions                    options_;
  MPI_Comm                         communicator_;
  std::unique_ptr<CatalystBackend> backend_;
  bool                             active_          = true;
  unsigned                         failures_        = 0;
  unsigned                         failures_in_row_ = 0;
};
} // namespace quench::observe
