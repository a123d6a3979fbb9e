// quench-insitu-probe SCRIPT ARRAY...
//
// Tries a ParaView Catalyst script on a small mesh that carries the named point arrays; exit code 0 if ParaView and
// the script went through. Run by quench before a simulation, in a folder of its own (see insitu_probe.h).
#include <postprocess/observe/catalyst_backend.h>

#include <physics/base/error.h>

#include <filesystem>
#include <iostream>

namespace
{
using namespace quench::observe;

constexpr int    n_cells = 8;            // per direction
constexpr double edge    = 10;           // [nm]
constexpr double cold = 300, hot = 1200; // [K]

/// A square whose temperature rises from left to right; every other array from 0 to 1.
FieldSnapshot small_mesh(const std::vector<std::string> &arrays)
{
  FieldSnapshot       snapshot;
  constexpr int       n = n_cells + 1;
  std::vector<double> ramp;
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i)
    {
      snapshot.points.insert(snapshot.points.end(), {i * edge, j * edge, 0.0});
      ramp.push_back(static_cast<double>(i) / n_cells);
    }
  for (int j = 0; j < n_cells; ++j)
    for (int i = 0; i < n_cells; ++i)
      for (const int node : {j * n + i, j * n + i + 1, (j + 1) * n + i + 1, (j + 1) * n + i})
        snapshot.connectivity.push_back(node);
  for (const std::string &name : arrays)
  {
    snapshot.point_arrays.push_back({name, 1, ramp});
    if (name == "temperature_K")
      for (double &value : snapshot.point_arrays.back().values)
        value = cold + (hot - cold) * value;
  }
  snapshot.cell_arrays.push_back({"region", 1, std::vector<double>(snapshot.n_cells(), 0.0)});
  snapshot.cell_arrays.push_back({"rank", 1, std::vector<double>(snapshot.n_cells(), 0.0)});
  return snapshot;
}
} // namespace

int main(int argc, char **argv)
{
  if (argc < 2)
  {
    std::cerr << "usage: quench-insitu-probe SCRIPT ARRAY...\n";
    return static_cast<int>(quench::ExitCode::input);
  }
  MPI_Init(&argc, &argv);
  int code = static_cast<int>(quench::ExitCode::done);
  try
  {
    const auto          backend  = start_catalyst(argv[1], std::filesystem::current_path().string(), MPI_COMM_WORLD);
    const FieldSnapshot snapshot = small_mesh({argv + 2, argv + argc});
    if (!backend->process(snapshot, 0.0, 0))
      code = static_cast<int>(quench::ExitCode::input);
  }
  catch (const quench::Error &error)
  {
    std::cerr << error.what() << "\n";
    code = static_cast<int>(error.code());
  }
  MPI_Finalize();
  return code;
}
