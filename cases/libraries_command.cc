#include <cases/cell_commands.h>

#include <physics/base/command_line.h>
#include <physics/base/json.h>
#include <postprocess/observe/catalyst.h>

#include <deal.II/base/config.h>

#include <mpi.h>
#include <petscsys.h>

#include <iostream>

namespace quench::cases
{
ExitCode print_libraries(const std::vector<std::string> &words)
{
  const CommandLine line({"quench-cell libraries", "For quench doctor: versions of libraries as JSON.", {}, {}}, words);
  if (line.answer(std::cout))
    return ExitCode::done;
  char petsc[256], mpi[MPI_MAX_LIBRARY_VERSION_STRING];
  int  length = 0;
  PetscGetVersion(petsc, sizeof petsc);
  MPI_Get_library_version(mpi, &length);
  const std::string mpi_text(mpi);
  std::cout << Json::object()
                   .set("deal.II", DEAL_II_PACKAGE_VERSION)
                   .set("PETSc", petsc)
                   .set("MPI", mpi_text.substr(0, mpi_text.find(',')))
                   .set("Catalyst", observe::insitu_available() ? "ParaView, built in" : "")
                   .dump()
            << "\n";
  return ExitCode::done;
}
} // namespace quench::cases
