#include <solver/algebra/matrix.h>

#include <algorithm>

namespace quench::solver
{
namespace
{
constexpr std::size_t npos = static_cast<std::size_t>(-1);
}

template <int dim>
Unknowns<dim>::Unknowns(const Discretization<dim> &space, const FieldSpace<dim> &field,
                        std::vector<ContactRule> contact_rules, const std::vector<int> &contact)
  : rules(std::move(contact_rules))
{
  const auto &part = *space.partitioner;
  contact_row.assign(rules.size(), -1);
  for (unsigned int k = 0; k < rules.size(); ++k)
    if (rules[k] == ContactRule::tied)
    {
      auto smallest = dealii::numbers::invalid_dof_index;
      for (unsigned int i = 0; i < part.locally_owned_size(); ++i)
        if (contact[i] == static_cast<int>(k) && field.is_free(i))
          smallest = std::min(smallest, part.local_to_global(i));
      smallest = dealii::Utilities::MPI::min(smallest, space.communicator);
      if (smallest != dealii::numbers::invalid_dof_index)
        contact_row[k] = static_cast<PetscInt>(smallest);
    }
  row.resize(space.positions.size());
  for (unsigned int i = 0; i < row.size(); ++i)
  {
    const int         k    = contact[i];
    const ContactRule rule = k < 0 ? ContactRule::free : rules[k];
    row[i]                 = !field.is_free(i) || rule == ContactRule::fixed ? -1
                             : rule == ContactRule::tied                     ? contact_row[k]
                                                         : static_cast<PetscInt>(part.local_to_global(i));
  }
}

template <int dim>
Matrix<dim>::Matrix(const Discretization<dim> &space, const FieldSpace<dim> &row_field_, const Unknowns<dim> &rows,
                    const FieldSpace<dim> &column_field_, const Unknowns<dim> &columns,
                    const std::function<bool(std::size_t)> &chosen, bool square)
  : row_field(row_field_), column_field(column_field_), n_faces(space.faces.size()),
    n_plain(space.cells.size() + n_faces)
{
  const auto       &part       = *space.partitioner;
  const std::size_t n_elements = n_plain + 2 * n_faces;
  const auto        nodes_of   = [&](std::size_t e) -> const typename Discretization<dim>::Nodes          &{
    return e < space.cells.size() ? space.cells[e].nodes
                    : e < n_plain          ? space.faces[e - space.cells.size()].nodes
                                           : space.faces[(e - n_plain) % n_faces].inner[(e - n_plain) / n_faces];
  };
  std::vector<PetscInt> is, js;
  offset.assign(n_elements, npos);
  for (std::size_t e = 0; e < n_elements; ++e)
    if (chosen(e))
    {
      const auto [r, n_r] = row_field.masters(row_element(e), nodes_of(row_element(e)));
      const auto [c, n_c] = column_field.masters(e, nodes_of(e));
      offset[e]           = is.size();
      for (unsigned int i = 0; i < n_r; ++i)
        for (unsigned int j = 0; j < n_c; ++j)
        {
          const PetscInt column = columns.row[c[j]];
          is.push_back(column < 0 ? -1 : rows.row[r[i]]);
          js.push_back(rows.row[r[i]] < 0 ? -1 : column);
        }
    }
  n_contacts = rows.contact_row.size();
  contact_offset.assign(n_contacts * n_contacts, npos);
  for (std::size_t k = 0; k < n_contacts; ++k)
    for (std::size_t l = 0; l < n_contacts; ++l)
      if (square && rows.contact_row[k] >= 0 && rows.contact_row[l] >= 0 && space.is_root())
      {
        contact_offset[k * n_contacts + l] = is.size();
        is.push_back(rows.contact_row[k]);
        js.push_back(rows.contact_row[l]);
      }
  first_identity = is.size();
  if (square)
    for (unsigned int i = 0; i < part.locally_owned_size(); ++i)
      if (const auto global = static_cast<PetscInt>(part.local_to_global(i)); rows.row[i] != global)
      {
        is.push_back(global);
        js.push_back(global);
      }
  values.assign(is.size(), 0.0);
  std::fill(values.begin() + static_cast<std::ptrdiff_t>(first_identity), values.end(), 1.0);

  const PetscInt n_local = part.locally_owned_size();
  MatCreate(space.communicator, matrix.reset());
  MatSetSizes(matrix, n_local, n_local, PETSC_DETERMINE, PETSC_DETERMINE);
  MatSetType(matrix, MATAIJ);
  MatSetPreallocationCOO(matrix, static_cast<PetscCount>(is.size()), is.data(), js.data());
}

template <int dim>
void Matrix<dim>::set(std::size_t element, const double *local)
{
  double     *out = values.data() + offset[element];
  const auto *wr = row_field.condensed(row_element(element)), *wc = column_field.condensed(element);
  if (!wr && !wc)
  {
    std::copy(local, local + n * n, out);
    return;
  }
  const std::size_t n_r = wr ? wr->masters.size() : n, n_c = wc ? wc->masters.size() : n;
  std::fill(out, out + n_r * n_c, 0.0);
  add(element, local);
}

template <int dim>
void Matrix<dim>::add(std::size_t element, const double *local)
{
  double     *out = values.data() + offset[element];
  const auto *wr = row_field.condensed(row_element(element)), *wc = column_field.condensed(element);
  if (!wr && !wc)
  {
    for (unsigned int k = 0; k < n * n; ++k)
      out[k] += local[k];
    return;
  }
  const std::size_t n_r = wr ? wr->masters.size() : n, n_c = wc ? wc->masters.size() : n;
  if (wr)
    condense_rows(*wr, local);
  const double *rows = wr ? condensed_rows.data() : local;
  for (std::size_t a = 0; a < n_r; ++a)
    for (unsigned int j = 0; j < n; ++j)
      if (const double value = rows[a * n + j]; !wc)
        out[a * n + j] += value;
      else if (value != 0)
        for (std::size_t b = 0; b < n_c; ++b)
          out[a * n_c + b] += value * wc->weights[j * n_c + b];
}

/// condensed_rows = Wr^T local.
template <int dim>
void Matrix<dim>::condense_rows(const Condensed &rows, const double *local)
{
  const std::size_t n_r = rows.masters.size();
  condensed_rows.assign(n_r * n, 0.0);
  for (unsigned int i = 0; i < n; ++i)
    for (std::size_t a = 0; a < n_r; ++a)
      if (const double weight = rows.weights[i * n_r + a]; weight != 0)
        for (unsigned int j = 0; j < n; ++j)
          condensed_rows[a * n + j] += weight * local[i * n + j];
}

template <int dim>
void Matrix<dim>::set_contacts(std::size_t row, std::size_t column, double value)
{
  if (const std::size_t at = contact_offset[row * n_contacts + column]; at != npos)
    values[at] = value;
}

template <int dim>
void Matrix<dim>::assemble()
{
  MatSetValuesCOO(matrix, values.data(), INSERT_VALUES);
}

template struct Unknowns<2>;
template struct Unknowns<3>;
template class Matrix<2>;
template class Matrix<3>;
} // namespace quench::solver
