#pragma once

#include <postprocess/observe/field_snapshot.h>

#include <mpi.h>

#include <memory>
#include <string>

namespace quench::observe
{
/// A running ParaView. Two files implement it: catalyst_paraview.cc, and catalyst_none.cc where ParaView is missing.
class CatalystBackend
{
public:
  virtual ~CatalystBackend() = default;
  /// Hand over one step; false if ParaView or the script failed. Collective.
  virtual bool process(const FieldSnapshot &snapshot, double time_ns, unsigned step) = 0;
};

/// Start ParaView with an absolute script path; its files go to `folder`. Collective. Throws InputError; once per
/// process.
std::unique_ptr<CatalystBackend> start_catalyst(const std::string &script, const std::string &folder,
                                                MPI_Comm communicator);
} // namespace quench::observe
