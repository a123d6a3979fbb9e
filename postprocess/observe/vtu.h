#pragma once

#include <postprocess/observe/field_snapshot.h>

#include <mpi.h>

#include <span>
#include <string>
#include <vector>

namespace quench::observe
{
/// Write the snapshots of all ranks as one VTU file (a piece per rank, float64, compressed), in one step: a reader
/// never sees half of it. Collective; rank 0 writes. Throws IoError on every rank if the file cannot be written.
void write_vtu(const std::string &path, const FieldSnapshot &snapshot, MPI_Comm communicator);

/// One entry of a .pvd index: the time and the file, relative to the index.
struct PvdEntry
{
  double      time_ns;
  std::string file;
};

/// Write the index that makes ParaView see a list of VTU files as one series in time. Rank 0 only; IoError.
void write_pvd(const std::string &path, std::span<const PvdEntry> entries);
/// The entries of an index written by write_pvd (none if there is no such file), for continuing a run.
std::vector<PvdEntry> read_pvd(const std::string &path);
} // namespace quench::observe
