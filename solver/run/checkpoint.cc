#include <solver/run/checkpoint.h>

#include <physics/base/error.h>
#include <physics/base/files.h>

#include <deal.II/distributed/p4est_wrappers.h>
#include <deal.II/distributed/solution_transfer.h>

#include <cerrno>
#include <cstring>
#include <numeric>
#include <optional>
#include <sys/mman.h>
#include <unistd.h>

namespace quench::solver
{
namespace
{
template <int dim>
using Transfer = dealii::parallel::distributed::SolutionTransfer<dim, Vector>;

/// A file in memory with a name of its own on every rank.
class MemoryFile
{
public:
  MemoryFile() : descriptor_(::memfd_create("checkpoint", MFD_CLOEXEC))
  {
    if (descriptor_ < 0)
      throw IoError("checkpoint", std::string("no memory to write it in: ") + std::strerror(errno));
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile &)            = delete;
  MemoryFile &operator=(const MemoryFile &) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

private:
  int descriptor_;
};

/// What deal.II keeps to the classes derived from its mesh: the fields that wait to be saved.
template <int dim>
struct Attached : dealii::parallel::DistributedTriangulationBase<dim>
{
  static constexpr auto save = &Attached::save_attached_data;
  static constexpr auto data = &Attached::cell_attached_data;
};

/// The forest as p4est_save writes it, on rank 0. p4est ends the program when a write fails, so every rank lets it
/// write to memory: the header with the first rank's cells, and at their place in the file those of the others.
template <int dim>
std::string forest_file(const Discretization<dim> &space)
{
  const auto      *forest = space.mesh.get_p4est();
  const MemoryFile memory;
  dealii::internal::p4est::functions<dim>::save(
      memory.path().c_str(), const_cast<typename dealii::internal::p4est::types<dim>::forest *>(forest), false);
  std::string part = read_file(memory.path());
  if (forest->mpirank > 0)
  {
    constexpr std::size_t bytes_per_cell = (dim + 1) * sizeof(std::int32_t); // coordinates and level
    const std::size_t     bytes          = bytes_per_cell * static_cast<std::size_t>(forest->local_num_quadrants);
    part.erase(0, part.size() - bytes);
  }
  const std::vector<std::string> parts = dealii::Utilities::MPI::gather(space.communicator, part);
  return std::accumulate(parts.begin(), parts.end(), std::string());
}

/// `work` on rank 0; where it fails, all ranks throw.
template <class Work>
void on_first_rank(MPI_Comm communicator, const std::string &folder, const Work &work)
{
  std::optional<IoError> problem;
  if (dealii::Utilities::MPI::this_mpi_process(communicator) == 0)
    try
    {
      work();
    }
    catch (const IoError &error)
    {
      problem = error;
    }
  if (dealii::Utilities::MPI::max(problem ? 1 : 0, communicator) > 0)
    throw problem ? *problem : IoError(folder, "the first rank could not write the checkpoint");
}
} // namespace

/// As dealii::parallel::distributed::Triangulation::save does, with every write checked.
template <int dim>
void save(const Discretization<dim> &space, const State &state, const std::string &folder)
{
  try
  {
    Transfer<dim>               transfer(space.dofs);
    std::vector<const Vector *> fields;
    for (const Vector *field : state.fields())
      fields.push_back(field);
    transfer.prepare_for_serialization(fields);
    const auto       &mesh    = space.mesh;
    const auto       *forest  = mesh.get_p4est();
    const std::size_t n_fixed = (mesh.*Attached<dim>::data).pack_callbacks_fixed.size();
    const std::size_t n_other = (mesh.*Attached<dim>::data).pack_callbacks_variable.size();
    (mesh.*Attached<dim>::save)(static_cast<unsigned int>(forest->global_first_quadrant[forest->mpirank]),
                                static_cast<unsigned int>(forest->global_num_quadrants), folder + "/mesh");
    const std::string forest_text = forest_file(space);
    on_first_rank(space.communicator, folder, [&] {
      write_file_atomically(folder + "/mesh", forest_text);
      write_file_atomically(
          folder + "/mesh.info",
          "version nproc n_attached_fixed_size_objs n_attached_variable_size_objs n_coarse_cells\n4 " +
              std::to_string(forest->mpisize) + " " + std::to_string(n_fixed) + " " + std::to_string(n_other) + " " +
              std::to_string(mesh.n_cells(0)) + "\n");
    });
  }
  catch (const Error &)
  {
    throw;
  }
  catch (const std::exception &problem)
  {
    throw IoError(folder, "the checkpoint could not be written", problem.what());
  }
}

template <int dim>
void load(Discretization<dim> &space, State &state, const std::string &folder)
{
  try
  {
    space.mesh.load(folder + "/mesh");
    space.rebuild();
    std::vector<Vector *> fields;
    for (Vector *field : state.fields())
    {
      *field = space.make_field();
      fields.push_back(field);
    }
    Transfer<dim> transfer(space.dofs);
    transfer.deserialize(fields);
    for (Vector *field : fields)
      field->update_ghost_values();
  }
  catch (const std::exception &problem)
  {
    throw IoError(folder, "the checkpoint could not be read", problem.what());
  }
}

template void save<2>(const Discretization<2> &, const State &, const std::string &);
template void save<3>(const Discretization<3> &, const State &, const std::string &);
template void load<2>(Discretization<2> &, State &, const std::string &);
template void load<3>(Discretization<3> &, State &, const std::string &);
} // namespace quench::solver
