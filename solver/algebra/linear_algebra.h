#pragma once

#include <deal.II/lac/la_parallel_vector.h>

#include <petscmat.h>

#include <array>
#include <utility>

namespace quench::solver
{
/// Nodal field: owned entries, then ghosts, in one array; copying it is a rollback.
using Vector = dealii::LinearAlgebra::distributed::Vector<double>;

/// Owns a PETSc object and destroys it.
template <class Handle, PetscErrorCode (*destroy)(Handle *)>
class Petsc
{
public:
  Petsc() = default;
  Petsc(Petsc &&other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  Petsc &operator=(Petsc &&other) noexcept
  {
    std::swap(handle, other.handle);
    return *this;
  }
  Petsc(const Petsc &)            = delete;
  Petsc &operator=(const Petsc &) = delete;
  ~Petsc()
  {
    if (handle)
      destroy(&handle);
  }

  /// Address for PETSc's `XCreate(..., &handle)`; releases what was held.
  Handle *reset()
  {
    if (handle)
      destroy(&handle);
    return &handle;
  }
  operator Handle() const { return handle; } // NOLINT: used as the handle it is

private:
  Handle handle = nullptr;
};

/// Sums each entry over the ranks.
template <std::size_t N>
void sum_over_ranks(std::array<double, N> &values, MPI_Comm communicator)
{
  MPI_Allreduce(MPI_IN_PLACE, values.data(), static_cast<int>(N), MPI_DOUBLE, MPI_SUM, communicator);
}

using PetscMatrix = Petsc<Mat, MatDestroy>;
using PetscVector = Petsc<Vec, VecDestroy>;
} // namespace quench::solver
