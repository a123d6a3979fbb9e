#pragma once

#include <solver/space/field_space.h>

#include <functional>
#include <vector>

namespace quench::solver
{
/// What a contact does to a field.
enum class ContactRule
{
  free,  ///< nothing
  fixed, ///< values are given
  tied   ///< one common unknown value: an electrode that floats on its circuit
};

/// Numbering of the unknowns of one field: node -> row, -1 where the node is no unknown. Tied nodes share a row.
template <int dim>
struct Unknowns
{
  std::vector<PetscInt>    row;         ///< per local node
  std::vector<PetscInt>    contact_row; ///< per contact; -1 unless tied to nodes of the field
  std::vector<ContactRule> rules;       ///< per contact

  Unknowns(const Discretization<dim> &space, const FieldSpace<dim> &field, std::vector<ContactRule> contact_rules)
    : Unknowns(space, field, std::move(contact_rules), space.contact)
  {}
  /// @param contact   of each local node, -1 for none
  Unknowns(const Discretization<dim> &space, const FieldSpace<dim> &field, std::vector<ContactRule> contact_rules,
           const std::vector<int> &contact);
};

/// PETSc matrix assembled from element matrices by precomputed coordinates (MatSetValuesCOO): the pattern, with
/// constraints and contacts resolved, is found once per mesh; an assembly only fills one array.
template <int dim>
class Matrix
{
public:
  static constexpr unsigned int n = Discretization<dim>::n;

  /// @param chosen      elements that contribute (index as in FieldSpace). The inner cell of a face couples to the
  ///                    face: its rows are the nodes of the face, its columns those of the cell.
  /// @param square      rows that are no unknowns get 1 on the diagonal
  Matrix(const Discretization<dim> &space, const FieldSpace<dim> &row_field, const Unknowns<dim> &rows,
         const FieldSpace<dim> &column_field, const Unknowns<dim> &columns,
         const std::function<bool(std::size_t)> &chosen, bool square);

  /// The element's part of the matrix becomes Wr^T local Wc; local is [n][n], row by row. The element must be a chosen
  /// one. Parts that are not set anew stay as they were, at first 0.
  void set(std::size_t element, const double *local);
  /// The same on top of what was set.
  void add(std::size_t element, const double *local);
  /// The part of the entry of two tied contacts that no element makes (no effect on ranks other than the root).
  void set_contacts(std::size_t row, std::size_t column, double value);
  /// Hands the values to PETSc.
  void assemble();

  Mat petsc() const { return matrix; }

private:
  using Condensed = typename FieldSpace<dim>::Condensed;

  void condense_rows(const Condensed &rows, const double *local);
  /// Element whose nodes are the rows of `element`.
  std::size_t row_element(std::size_t element) const
  {
    return element < n_plain ? element : n_plain - n_faces + (element - n_plain) % n_faces;
  }

  const FieldSpace<dim>   &row_field, &column_field;
  const std::size_t        n_faces, n_plain; ///< faces; cells and faces
  PetscMatrix              matrix;
  std::vector<std::size_t> offset;         ///< per element; npos where not chosen
  std::vector<std::size_t> contact_offset; ///< [row][column]; npos where not both are tied
  std::size_t              n_contacts     = 0;
  std::size_t              first_identity = 0;
  std::vector<double>      values;
  std::vector<double>      condensed_rows; ///< of one element, [masters][n]
};
} // namespace quench::solver
