#include <solver/structure/phase_operators.h>

#include <cmath>

namespace quench::solver
{
namespace
{
/// Multilinear shape functions at the points (1 +- sqrt(2/3))/2 of the unit box: the product of two of them integrates
/// to the mean of consistent and lumped mass.
template <int dim>
std::array<std::array<double, 1u << dim>, 1u << dim> blended_values()
{
  constexpr unsigned int               n = 1u << dim;
  std::array<std::array<double, n>, n> value;
  const double                         s = 0.5 * std::sqrt(2.0 / 3.0);
  for (unsigned int q = 0; q < n; ++q)
    for (unsigned int i = 0; i < n; ++i)
    {
      value[q][i] = 1;
      for (int d = 0; d < dim; ++d)
        value[q][i] *= ((q >> d) & 1) == ((i >> d) & 1) ? 0.5 + s : 0.5 - s;
    }
  return value;
}
} // namespace

template <int dim>
Matrix<dim> phase_matrix(const Discretization<dim> &space, const FieldSpace<dim> &field, const Unknowns<dim> &unknowns,
                         const Materials &materials, bool square)
{
  return Matrix<dim>(
      space, field, unknowns, field, unknowns,
      [&](std::size_t e) { return e < space.cells.size() && materials[space.cells[e].region].changes_phase(); },
      square);
}

namespace
{
/// Products of shape functions and of their gradients on the unit box [point][direction][i * n + j].
template <int dim>
struct Products
{
  static constexpr unsigned int n = 1u << dim;
  using Block                     = std::array<double, n * n>;

  std::array<Block, n>                  mass; ///< at the points of blended_values()
  std::array<std::array<Block, dim>, n> stiffness, derivative;

  Products()
  {
    const ReferenceElement<dim> reference;
    const auto                  blended = blended_values<dim>();
    for (unsigned int q = 0; q < n; ++q)
      for (unsigned int i = 0; i < n; ++i)
        for (unsigned int j = 0; j < n; ++j)
        {
          const unsigned int k = i * n + j;
          mass[q][k]           = blended[q][i] * blended[q][j];
          for (int d = 0; d < dim; ++d)
          {
            stiffness[q][d][k]  = reference.gradient[q][i][d] * reference.gradient[q][j][d];
            derivative[q][d][k] = reference.value[q][i] * reference.gradient[q][j][d];
          }
        }
  }
};

template <std::size_t m>
void add(double factor, const std::array<double, m> &block, double (&sum)[m])
{
  for (std::size_t k = 0; k < m; ++k)
    sum[k] += factor * block[k];
}
} // namespace

template <int dim>
void fill_phase_matrices(const Discretization<dim> &space, const Materials &materials, Matrix<dim> &mass,
                         Matrix<dim> &stiffness, std::vector<Matrix<dim>> &derivative)
{
  constexpr unsigned int     n = ReferenceElement<dim>::n;
  static const Products<dim> products;
  for (std::size_t e = 0; e < space.cells.size(); ++e)
  {
    const auto &cell = space.cells[e];
    if (!materials[cell.region].changes_phase())
      continue;
    double M[n * n] = {}, K[n * n] = {}, D[dim][n * n] = {};
    double volume = 1;
    for (int d = 0; d < dim; ++d)
      volume *= cell.size[d];
    for (unsigned int q = 0; q < n; ++q)
    {
      dealii::Point<dim> x = cell.corner;
      for (int d = 0; d < dim; ++d)
        x[d] += cell.size[d] * (0.5 + ((q >> d) & 1 ? 0.5 : -0.5) * std::sqrt(2.0 / 3.0));
      add(volume / n * space.measure(x), products.mass[q], M);
      for (int d = 0; d < dim; ++d)
      {
        const double slope = cell.JxW[q] / cell.size[d];
        add(slope / cell.size[d], products.stiffness[q][d], K);
        add(slope, products.derivative[q][d], D[d]);
      }
    }
    mass.set(e, M);
    stiffness.set(e, K);
    for (int d = 0; d < dim; ++d)
      derivative[d].set(e, D[d]);
  }
  mass.assemble();
  stiffness.assemble();
  for (auto &matrix : derivative)
    matrix.assemble();
}

/// Adds terms(cell)[d][node] of every cell that changes phase to result[d].
template <int dim>
template <class Terms>
void GradientRecovery<dim>::scatter_cells(const Terms &terms, std::array<Vector, dim> &result) const
{
  for (Vector &component : result)
    component = space.make_field();
  for (std::size_t e = 0; e < space.cells.size(); ++e)
    if (const auto &cell = space.cells[e]; materials[cell.region].changes_phase())
    {
      const auto local = terms(cell);
      for (int d = 0; d < dim; ++d)
        field.scatter(e, cell.nodes, local[d].data(), result[d]);
    }
  for (Vector &component : result)
    component.compress(dealii::VectorOperation::add);
}

template <int dim>
GradientRecovery<dim>::GradientRecovery(const Discretization<dim> &discretization, const FieldSpace<dim> &field_,
                                        const Unknowns<dim> &unknowns, const Materials &materials_)
  : space(discretization), field(field_), materials(materials_)
{
  constexpr unsigned int n = ReferenceElement<dim>::n;
  using Local              = std::array<std::array<double, n>, dim>;
  const auto volume_of     = [](const auto &cell) {
    double v = 1;
    for (const double edge : cell.size)
      v *= edge;
    return v;
  };
  std::array<Vector, dim> volumes, areas;
  scatter_cells(
      [&](const auto &cell) {
        Local local;
        for (auto &component : local)
          component.fill(volume_of(cell) / n);
        return local;
      },
      volumes);
  scatter_cells( // integrals of dN_i/dx_d: zero but where the regions end
      [&](const auto &cell) {
        Local local;
        for (int d = 0; d < dim; ++d)
          for (unsigned int i = 0; i < n; ++i)
            local[d][i] = ((i >> d) & 1 ? 2.0 : -2.0) / n * volume_of(cell) / cell.size[d];
        return local;
      },
      areas);
  volume = volumes[0];
  for (int d = 0; d < dim; ++d)
    for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    {
      volume.local_element(i) = unknowns.row[i] < 0 ? 0 : volumes[0].local_element(i);
      ends[d].push_back(std::abs(areas[d].local_element(i)) >
                        1e-6 * std::pow(volumes[0].local_element(i), (dim - 1.0) / dim));
    }
}

template <int dim>
std::array<Vector, dim> GradientRecovery<dim>::of(const Vector &u, bool natural) const
{
  static const ReferenceElement<dim> reference;
  constexpr unsigned int             n = ReferenceElement<dim>::n;
  std::array<Vector, dim>            result;
  scatter_cells(
      [&](const auto &cell) {
        std::array<std::array<double, n>, dim> local{};
        double                                 weight = 1.0 / n;
        for (const double edge : cell.size)
          weight *= edge;
        for (unsigned int q = 0; q < n; ++q)
          for (int d = 0; d < dim; ++d)
          {
            double slope = 0;
            for (unsigned int j = 0; j < n; ++j)
              slope += reference.gradient[q][j][d] / cell.size[d] * u.local_element(cell.nodes[j]);
            for (unsigned int i = 0; i < n; ++i)
              local[d][i] += weight * reference.value[q][i] * slope;
          }
        return local;
      },
      result);
  for (int d = 0; d < dim; ++d)
  {
    for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    {
      const bool zero  = volume.local_element(i) == 0 || (natural && ends[d][i]);
      double    &value = result[d].local_element(i);
      value            = zero ? 0 : value / volume.local_element(i);
    }
    field.distribute(result[d]);
  }
  return result;
}

namespace
{
/// Applies `product` to vectors that share the memory of x and y.
template <class Product>
void apply(Mat A, const Vector &x, Vector &y, const Product &product)
{
  MPI_Comm comm;
  PetscObjectGetComm(reinterpret_cast<PetscObject>(A), &comm);
  PetscVector px, py;
  const auto  n = static_cast<PetscInt>(x.locally_owned_size());
  VecCreateMPIWithArray(comm, 1, n, PETSC_DETERMINE, x.begin(), px.reset());
  VecCreateMPIWithArray(comm, 1, n, PETSC_DETERMINE, y.begin(), py.reset());
  product(A, px, py);
}
} // namespace

template <int dim>
void multiply(const Matrix<dim> &A, const Vector &x, Vector &y)
{
  apply(A.petsc(), x, y, [](Mat m, Vec px, Vec py) { MatMult(m, px, py); });
}

template <int dim>
void multiply_transposed(const Matrix<dim> &A, const Vector &x, Vector &y)
{
  apply(A.petsc(), x, y, [](Mat m, Vec px, Vec py) { MatMultTranspose(m, px, py); });
}

template <int dim>
void scale_columns(const Matrix<dim> &A, const Vector &d, const Matrix<dim> &B, double factor, Mat result)
{
  MatCopy(A.petsc(), result, SAME_NONZERO_PATTERN);
  MPI_Comm comm;
  PetscObjectGetComm(reinterpret_cast<PetscObject>(result), &comm);
  PetscVector pd;
  VecCreateMPIWithArray(comm, 1, static_cast<PetscInt>(d.locally_owned_size()), PETSC_DETERMINE, d.begin(), pd.reset());
  MatDiagonalScale(result, nullptr, pd);
  MatAXPY(result, factor, B.petsc(), SAME_NONZERO_PATTERN);
}

template class GradientRecovery<2>;
template class GradientRecovery<3>;
#define INSTANTIATE(dim)                                                                                                 \
  template Matrix<dim> phase_matrix(const Discretization<dim> &, const FieldSpace<dim> &, const Unknowns<dim> &,         \
                                    const Materials &, bool);                                                            \
  template void        fill_phase_matrices(const Discretization<dim> &, const Materials &, Matrix<dim> &, Matrix<dim> &, \
                                           std::vector<Matrix<dim>> &);                                                  \
  template void        multiply(const Matrix<dim> &, const Vector &, Vector &);                                          \
  template void        multiply_transposed(const Matrix<dim> &, const Vector &, Vector &);                               \
  template void        scale_columns(const Matrix<dim> &, const Vector &, const Matrix<dim> &, double, Mat);
INSTANTIATE(2)
INSTANTIATE(3)
#undef INSTANTIATE
} // namespace quench::solver
