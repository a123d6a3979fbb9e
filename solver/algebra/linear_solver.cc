#include <solver/algebra/linear_solver.h>

#include <algorithm>
#include <utility>

namespace quench::solver
{
namespace
{
/// BoomerAMG; in three dimensions with the coarsening that keeps its coarse matrices sparse (De Sterck, Yang & Heys,
/// SIAM J. Matrix Anal. Appl. 27, 1019 (2006): PMIS with extended interpolation), and with one sweep of Gauss and
/// Seidel on each level and way, forwards down and backwards up, which leaves it symmetric for CG. What other ranks
/// hold enters the diagonal (l1): without that, sweeps split over ranks do not converge here (Baker, Falgout, Kolev &
/// Yang, SIAM J. Sci. Comput. 33, 2864 (2011)).
void use_amg(PC pc, int dim)
{
  PCSetType(pc, PCHYPRE);
  PCHYPRESetType(pc, "boomeramg");
  if (dim < 3)
    return;
  PCSetOptionsPrefix(pc, "volume_");
  PetscOptionsInsertString(nullptr, "-volume_pc_hypre_boomeramg_coarsen_type PMIS "
                                    "-volume_pc_hypre_boomeramg_interp_type ext+i "
                                    "-volume_pc_hypre_boomeramg_P_max 4 "
                                    "-volume_pc_hypre_boomeramg_strong_threshold 0.5 "
                                    "-volume_pc_hypre_boomeramg_relax_type_down l1-Gauss-Seidel "
                                    "-volume_pc_hypre_boomeramg_relax_type_up backward-l1-Gauss-Seidel ");
  PCSetFromOptions(pc);
}

/// The owned entries of a deal.II vector as a PETSc vector that shares their memory.
PetscVector wrap(MPI_Comm communicator, const Vector &v)
{
  PetscVector wrapped;
  VecCreateMPIWithArray(communicator, 1, static_cast<PetscInt>(v.locally_owned_size()), PETSC_DETERMINE, v.begin(),
                        wrapped.reset());
  return wrapped;
}

LinearReport report(KSP ksp)
{
  KSPConvergedReason reason;
  PetscInt           iterations;
  KSPGetConvergedReason(ksp, &reason);
  KSPGetIterationNumber(ksp, &iterations);
  return {static_cast<int>(iterations), reason > 0};
}

constexpr int most_iterations     = 100; ///< of the block solver; a direct solve costs about as much
constexpr int solves_after_a_fall = 20;  ///< done directly before the iteration is tried again

constexpr int factors_cost = 6; ///< iterations that cost as much as new factors

/// Below this size factors cost less than multigrid. Choice: at 6000 nodes they cost 0.6 of it, and grow faster. Two
/// ranks make all of them both, which is still quicker than multigrid on two.
bool is_small(MPI_Comm communicator, Mat block)
{
  constexpr PetscInt most = 50000;
  PetscInt           rows;
  MatGetSize(block, &rows, nullptr);
  return dealii::Utilities::MPI::n_mpi_processes(communicator) <= 2 && rows <= most;
}

/// Factors of the whole matrix, kept on every rank.
void use_factors(KSP ksp, MPI_Comm communicator)
{
  PC pc;
  KSPGetPC(ksp, &pc);
  if (const int n_ranks = static_cast<int>(dealii::Utilities::MPI::n_mpi_processes(communicator)); n_ranks > 1)
  {
    KSP inner;
    PCSetType(pc, PCREDUNDANT);
    PCRedundantSetNumber(pc, n_ranks);
    PCRedundantGetKSP(pc, &inner);
    KSPGetPC(inner, &pc);
  }
  PCSetType(pc, PCLU);
  PCFactorSetMatSolverType(pc, MATSOLVERUMFPACK);
}

/// Factors of MUMPS, used once: the last resort, whatever the matrix.
LinearReport solve_by_factors(Mat matrix, Vec b, Vec x)
{
  MPI_Comm comm;
  PetscObjectGetComm(reinterpret_cast<PetscObject>(matrix), &comm);
  Petsc<KSP, KSPDestroy> lu;
  KSPCreate(comm, lu.reset());
  KSPSetType(lu, KSPPREONLY);
  KSPSetOperators(lu, matrix, matrix);
  PC pc;
  KSPGetPC(lu, &pc);
  PCSetType(pc, PCLU);
  PCFactorSetMatSolverType(pc, MATSOLVERMUMPS);
  KSPSolve(lu, b, x);
  return report(lu);
}

bool is_stale(int last, int fresh) { return last > 1.8 * fresh + 1; }
} // namespace

ScalarSolver::ScalarSolver(MPI_Comm communicator, Kind kind_, int dim) : kind(kind_), plane(dim == 2)
{
  KSPCreate(communicator, ksp.reset());
  KSPSetType(ksp, kind == Kind::symmetric ? KSPCG : KSPGMRES);
  // the true residual: the preconditioned one hides errors where the conductivity is low
  if (kind != Kind::symmetric)
    KSPSetPCSide(ksp, PC_RIGHT);
  KSPSetNormType(ksp, KSP_NORM_UNPRECONDITIONED);
  PC pc;
  KSPGetPC(ksp, &pc);
  if (kind == Kind::diagonal)
    PCSetType(pc, PCJACOBI);
  else
    use_amg(pc, dim);
}

LinearReport ScalarSolver::solve(Mat matrix, const Vector &rhs, Vector &solution, double relative_tolerance)
{
  MPI_Comm comm;
  PetscObjectGetComm(reinterpret_cast<PetscObject>(matrix), &comm);
  constexpr int most = 500, most_with_old_factors = 10, most_with_old_hierarchy = 50;
  const bool    rebuild =
      matrix != known || kind == Kind::diagonal || (factored ? last > factors_cost : is_stale(last, fresh));
  if (!factored && kind == Kind::symmetric && plane && is_small(comm, matrix))
  {
    use_factors(ksp, comm);
    factored = true;
  }
  KSPSetOperators(ksp, matrix, matrix);
  KSPSetReusePreconditioner(ksp, rebuild ? PETSC_FALSE : PETSC_TRUE);
  KSPSetTolerances(ksp, relative_tolerance, 1e-300, PETSC_DEFAULT,
                   rebuild    ? most
                   : factored ? most_with_old_factors
                              : most_with_old_hierarchy);
  const PetscVector b = wrap(comm, rhs), x = wrap(comm, solution);
  KSPSolve(ksp, b, x);
  LinearReport result = report(ksp);
  if (!rebuild && !result.converged)
  {
    forget();
    return solve(matrix, rhs, solution, relative_tolerance);
  }
  if (!result.converged && kind == Kind::symmetric)
  {
    forget();
    return solve_by_factors(matrix, b, x);
  }
  known = result.converged ? matrix : nullptr;
  last  = result.iterations;
  if (rebuild)
  {
    fresh = last;
    ++rebuilds;
  }
  return result;
}

BlockSolver::BlockSolver(MPI_Comm communicator, Mat vv, Mat vt, Mat tv, Mat tt, int dim)
  : factored(dim == 2 && is_small(communicator, vv))
{
  const Mat blocks[] = {vv, vt, tv, tt};
  MatCreateNest(communicator, 2, nullptr, 2, nullptr, blocks, nest.reset());
  MatCreateVecs(nest, x.reset(), b.reset());
  KSPCreate(communicator, ksp.reset());
  KSPSetType(ksp, KSPFGMRES);
  KSPGMRESSetRestart(ksp, 60);
  factored ? use_factors(ksp, communicator) : use_blocks(dim);
}

void BlockSolver::use_blocks(int dim)
{
  KSPSetOperators(ksp, nest, nest);
  PC pc;
  KSPGetPC(ksp, &pc);
  PCSetType(pc, PCFIELDSPLIT);
  PCFieldSplitSetType(pc, PC_COMPOSITE_MULTIPLICATIVE);
  IS rows[2];
  MatNestGetISs(nest, rows, nullptr);
  PCFieldSplitSetIS(pc, "v", rows[0]);
  PCFieldSplitSetIS(pc, "t", rows[1]);
  KSPSetUp(ksp);
  PetscInt n_split;
  KSP     *sub;
  PCFieldSplitGetSubKSP(pc, &n_split, &sub);
  for (PetscInt i = 0; i < n_split; ++i)
  {
    PC inner;
    KSPSetType(sub[i], KSPPREONLY);
    KSPGetPC(sub[i], &inner);
    use_amg(inner, dim);
  }
  PetscFree(sub);
}

void BlockSolver::rebuild_blocks(bool rebuild)
{
  PC       pc;
  PetscInt n_split;
  KSP     *sub;
  KSPGetPC(ksp, &pc);
  PCFieldSplitGetSubKSP(pc, &n_split, &sub);
  for (PetscInt i = 0; i < n_split; ++i)
    KSPSetReusePreconditioner(sub[i], rebuild ? PETSC_FALSE : PETSC_TRUE);
  PetscFree(sub);
}

void BlockSolver::rebuild_factors(bool rebuild)
{
  if (rebuild)
    MatConvert(nest, MATAIJ, MAT_INITIAL_MATRIX, whole.reset());
  KSPSetOperators(ksp, nest, whole);
  KSPSetReusePreconditioner(ksp, rebuild ? PETSC_FALSE : PETSC_TRUE);
}

bool BlockSolver::is_worn() const { return factored ? last > fresh + factors_cost : is_stale(last, fresh); }

LinearReport BlockSolver::attempt(bool rebuild, double relative_tolerance)
{
  // the nest must know that its blocks changed
  MatAssemblyBegin(nest, MAT_FINAL_ASSEMBLY);
  MatAssemblyEnd(nest, MAT_FINAL_ASSEMBLY);
  factored ? rebuild_factors(rebuild) : rebuild_blocks(rebuild);
  KSPSetTolerances(ksp, relative_tolerance, 1e-300, PETSC_DEFAULT, most_iterations);
  KSPSolve(ksp, b, x);
  const LinearReport result = report(ksp);
  last                      = result.iterations;
  if (rebuild)
  {
    fresh = last;
    ++rebuilds;
  }
  return result;
}

LinearReport BlockSolver::solve_directly()
{
  MatAssemblyBegin(nest, MAT_FINAL_ASSEMBLY);
  MatAssemblyEnd(nest, MAT_FINAL_ASSEMBLY);
  PetscMatrix copy;
  MatConvert(nest, MATAIJ, MAT_INITIAL_MATRIX, copy.reset());
  return solve_by_factors(copy, b, x);
}

LinearReport BlockSolver::solve(const Vector &rhs_v, const Vector &rhs_t, Vector &v, Vector &t,
                                double relative_tolerance)
{
  double *to; // owned entries of the nest: those of v, then those of t
  VecGetArrayWrite(b, &to);
  std::copy(rhs_t.begin(), rhs_t.end(), std::copy(rhs_v.begin(), rhs_v.end(), to));
  VecRestoreArrayWrite(b, &to);
  LinearReport result;
  if (direct == 0)
  {
    const bool rebuild = std::exchange(forgotten, false) || is_worn();
    result             = attempt(rebuild, relative_tolerance);
    if (!result.converged && !rebuild)
      result = attempt(true, relative_tolerance);
  }
  if (!result.converged)
  {
    direct    = direct == 0 ? solves_after_a_fall : direct - 1;
    result    = solve_directly();
    forgotten = true;
  }
  const double *from;
  VecGetArrayRead(x, &from);
  std::copy(from, from + v.locally_owned_size(), v.begin());
  std::copy(from + v.locally_owned_size(), from + v.locally_owned_size() + t.locally_owned_size(), t.begin());
  VecRestoreArrayRead(x, &from);
  return result;
}
} // namespace quench::solver
