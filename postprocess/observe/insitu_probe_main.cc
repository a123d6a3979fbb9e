// quench-insitu-probe SCRIPT FIELD...
//
// Tries a ParaView Catalyst script on a small mesh that carries the named fields; exit code 0 if ParaView and
// the script went through. Run by quench before a simulation, in a folder of its own (see insitu_probe.h).
#include <postprocess/observe/catalyst_backend.h>

#include <physics/base/error.h>
#include <postprocess/observe/field_names.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace
{
using namespace quench::observe;

constexpr int    n_cells = 8;            // per direction
constexpr double edge    = 10;           // [nm]
constexpr double cold = 300, hot = 1200; // [K]

/// Is the cell three-dimensional? What scripts ask, too.
bool is_three_dimensional()
{
  const char *symmetry = std::getenv("QUENCH_SYMMETRY");
  return symmetry && std::string(symmetry) == "three-dimensional";
}

/// A square or cube of points, its cells, and a ramp from left to right.
FieldSnapshot box(int dim, std::vector<double> &ramp)
{
  FieldSnapshot snapshot;
  snapshot.dim          = dim;
  constexpr int n       = n_cells + 1;
  const int     n_z     = dim == 3 ? n : 1;
  const auto    node_at = [&](int i, int j, int k) { return std::int64_t((k * n + j) * n + i); };
  for (int k = 0; k < n_z; ++k)
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i)
      {
        snapshot.points.insert(snapshot.points.end(), {i * edge, j * edge, k * edge});
        ramp.push_back(static_cast<double>(i) / n_cells);
      }
  for (int k = 0; k < std::max(n_z - 1, 1); ++k)
    for (int j = 0; j < n_cells; ++j)
      for (int i = 0; i < n_cells; ++i)
        for (int above = 0; above < dim - 1; ++above)
          for (const auto &[right, behind] : {std::pair{0, 0}, {1, 0}, {1, 1}, {0, 1}})
            snapshot.connectivity.push_back(node_at(i + right, j + behind, k + above));
  return snapshot;
}

/// A box whose temperature rises from left to right; every other field from 0 to 1.
FieldSnapshot small_mesh(const std::vector<std::string> &fields)
{
  std::vector<double> ramp;
  FieldSnapshot       snapshot = box(is_three_dimensional() ? 3 : 2, ramp);
  for (const std::string &name : fields)
  {
    const FieldName *field = find_field(name);
    if (field && field->is_of_cells)
    {
      const auto n_values = snapshot.n_cells() * static_cast<std::size_t>(field->components);
      snapshot.cell_arrays.push_back({name, field->components, std::vector<double>(n_values, 0.5)});
      continue;
    }
    snapshot.point_arrays.push_back({name, 1, ramp});
    if (name == "temperature_K")
      for (double &value : snapshot.point_arrays.back().values)
        value = cold + (hot - cold) * value;
  }
  snapshot.cell_arrays.push_back({"region", 1, std::vector<double>(snapshot.n_cells(), 0.0)});
  snapshot.cell_arrays.push_back({"rank", 1, std::vector<double>(snapshot.n_cells(), 0.0)});
  snapshot.region_names = {"layer"};
  return snapshot;
}
} // namespace

int main(int argc, char **argv)
{
  if (argc < 2)
  {
    std::cerr << "usage: quench-insitu-probe SCRIPT FIELD...\n";
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
