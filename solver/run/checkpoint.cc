#include <solver/run/checkpoint.h>

#include <physics/base/error.h>

#include <deal.II/distributed/solution_transfer.h>

namespace quench::solver
{
namespace
{
template <int dim>
using Transfer = dealii::parallel::distributed::SolutionTransfer<dim, Vector>;
}

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
    space.mesh.save(folder + "/mesh");
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
