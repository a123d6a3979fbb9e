#pragma once

namespace quench::solver
{
/// While it lives, an error inside PETSc (or hypre below it) throws ConvergenceError with PETSc's own words, instead of
/// printing a trace and returning a code. A run has one, made after MPI and PETSc have started.
class PetscErrors
{
public:
  PetscErrors();
  ~PetscErrors();
  PetscErrors(const PetscErrors &)            = delete;
  PetscErrors &operator=(const PetscErrors &) = delete;
};
} // namespace quench::solver
