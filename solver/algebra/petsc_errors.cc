#include <solver/algebra/petsc_errors.h>

#include <physics/base/error.h>

#include <petscsys.h>

#include <string>

namespace quench::solver
{
namespace
{
/// The innermost call reports first; what it throws leaves PETSc's functions at once.
PetscErrorCode throw_error(MPI_Comm, int, const char *function, const char *, PetscErrorCode code, PetscErrorType,
                           const char *message, void *)
{
  const char *meaning = nullptr;
  PetscErrorMessage(code, &meaning, nullptr);
  throw ConvergenceError(std::string("PETSc, ") + (function ? function : "unknown function"),
                         meaning ? meaning : "error " + std::to_string(code), message ? message : "");
}
} // namespace

PetscErrors::PetscErrors() { PetscPushErrorHandler(throw_error, nullptr); }

PetscErrors::~PetscErrors() { PetscPopErrorHandler(); }
} // namespace quench::solver
