#pragma once

#include <postprocess/observe/field_snapshot.h>

#include <mpi.h>

#include <cmath>
#include <vector>

namespace quench::test
{
/// The columns of a mesh of n x n unit cells that belong to this rank (contiguous, so ranks share a line of points),
/// with the region 0 below and 1 above the middle.
inline observe::FieldSnapshot square_mesh(int n, MPI_Comm communicator)
{
  int rank, n_ranks;
  MPI_Comm_rank(communicator, &rank);
  MPI_Comm_size(communicator, &n_ranks);
  const int              begin = n * rank / n_ranks, end = n * (rank + 1) / n_ranks, width = end - begin + 1;
  observe::FieldSnapshot mesh;
  for (int j = 0; j <= n; ++j)
    for (int i = begin; i <= end; ++i)
      mesh.points.insert(mesh.points.end(), {static_cast<double>(i), static_cast<double>(j), 0.0});
  mesh.cell_arrays = {{"region", 1, {}}};
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < end - begin; ++i)
    {
      const int lower = j * width + i;
      mesh.connectivity.insert(mesh.connectivity.end(), {lower, lower + 1, lower + 1 + width, lower + width});
      mesh.cell_arrays[0].values.push_back(2 * j < n ? 0 : 1);
    }
  return mesh;
}

/// Add a point array with the values of f(r, z).
template <class Function>
void add_field(observe::FieldSnapshot &mesh, const std::string &name, const Function &f)
{
  observe::FieldSnapshot::Array array{name, 1, {}};
  for (std::size_t i = 0; i < mesh.n_points(); ++i)
    array.values.push_back(f(mesh.points[3 * i], mesh.points[3 * i + 1]));
  mesh.point_arrays.push_back(std::move(array));
}

/// Temperature of a hot spot of 1100 K that moves up the axis with time.
inline double hot_spot(double r, double z, double time)
{
  const double dz = z - (5 + 3 * time);
  return 300 + 800 * std::exp(-(r * r + dz * dz) / 100);
}

/// The mesh with the fields a run hands over: hot spot, a growing crystal, a potential.
inline observe::FieldSnapshot hot_spot_mesh(double time, MPI_Comm communicator)
{
  observe::FieldSnapshot mesh = square_mesh(40, communicator);
  add_field(mesh, "temperature_K", [&](double r, double z) { return hot_spot(r, z, time); });
  add_field(mesh, "crystallinity", [&](double r, double z) { return 0.5 * (1 + std::tanh(std::hypot(r, z) - 12)); });
  add_field(mesh, "potential_V", [](double, double z) { return z / 40; });
  return mesh;
}
} // namespace quench::test
