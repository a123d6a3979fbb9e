#pragma once

#include <solver/algebra/linear_algebra.h>

#include <petscksp.h>

#include <string>

namespace quench::solver
{
/// How a linear solve went.
struct LinearReport
{
  int  iterations = 0;
  bool converged  = false;
};

/// Krylov method with BoomerAMG for one scalar equation; the hierarchy is kept until iterations grow. A symmetric one
/// in a small plane problem is preconditioned by factors of an earlier matrix instead, as in BlockSolver.
///
/// Factors that need more than ten iterations are made anew at once. The hierarchy is rebuilt when a solve took more
/// than 1.8 times the iterations of the solve after the last rebuild: set-up costs about seven iterations, and at once
/// where it fails within fifty. A symmetric system that defies a new one too is solved by factors of MUMPS.
class ScalarSolver
{
public:
  enum class Kind
  {
    symmetric, ///< CG
    general,   ///< GMRES
    diagonal   ///< GMRES with Jacobi: mass-dominated systems
  };
  /// @param dim   of the mesh: in three dimensions coarser hierarchies cost less
  ScalarSolver(MPI_Comm communicator, Kind kind, int dim);

  /// Solves A x = b from x = 0 to the relative residual; x, b are owned entries.
  LinearReport solve(Mat matrix, const Vector &rhs, Vector &solution, double relative_tolerance);
  /// The next solve builds its preconditioner anew.
  void forget() { known = nullptr; }
  int  n_rebuilds() const { return rebuilds; }

private:
  Petsc<KSP, KSPDestroy> ksp;
  Mat                    known    = nullptr;
  int                    fresh    = 0;
  int                    last     = 0;
  int                    rebuilds = 0;
  const Kind             kind;
  const bool             plane;
  bool                   factored = false;
};

/// FGMRES on the 2 x 2 block system of potential and temperature. What preconditions it is kept until iterations grow:
/// factors of the whole earlier matrix (UMFPACK) in a small plane problem on one or two ranks, which both make them;
/// else block Gauss-Seidel with BoomerAMG on both diagonal blocks. Where that fails (strong thermoelectric coupling), a
/// direct solve of the whole system by MUMPS.
class BlockSolver
{
public:
  BlockSolver(MPI_Comm communicator, Mat vv, Mat vt, Mat tv, Mat tt, int dim);

  LinearReport solve(const Vector &rhs_v, const Vector &rhs_t, Vector &v, Vector &t, double relative_tolerance);
  /// The next solve builds its preconditioners anew.
  void forget()
  {
    forgotten = true;
    direct    = 0;
  }
  int n_rebuilds() const { return rebuilds; }

private:
  void         use_blocks(int dim);
  void         rebuild_blocks(bool rebuild);
  void         rebuild_factors(bool rebuild);
  bool         is_worn() const;
  LinearReport attempt(bool rebuild, double relative_tolerance);
  LinearReport solve_directly();

  const bool             factored;
  PetscMatrix            nest, whole; ///< whole: the copy of the nest that was factored
  PetscVector            b, x;
  Petsc<KSP, KSPDestroy> ksp;
  bool                   forgotten = true;
  int                    fresh     = 0;
  int                    last      = 0;
  int                    rebuilds  = 0;
  int                    direct    = 0; ///< solves still to be done directly before the iteration is tried again
};
} // namespace quench::solver
