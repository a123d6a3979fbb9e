#pragma once

#include <solver/space/discretization.h>

#include <deal.II/lac/affine_constraints.h>

#include <functional>

namespace quench::solver
{
/// Where a field lives and where it is continuous.
struct FieldRules
{
  std::function<bool(int region)>            active; ///< nodes of no active region are held fixed
  std::function<bool(int region, int other)> glued;  ///< continuous across the cut between these regions
};

/// The constraints of one field on a mesh: hanging nodes, glued cuts and held nodes, in that order, and what
/// follows from them per element. Element e is cell e, then the faces, then the inner cells of the faces, of side 0
/// and of side 1.
///
/// A local vector r of an element is condensed to W^T r on its masters, a local matrix to W^T A W; W is the identity
/// for most elements. Contacts are not part of it: they come in when rows are mapped to unknowns (matrix.h).
template <int dim>
class FieldSpace
{
public:
  static constexpr unsigned int n = Discretization<dim>::n;

  struct Condensed
  {
    std::vector<unsigned int> masters; ///< local indices
    std::vector<double>       weights; ///< W [n][masters]
  };

  FieldSpace(const Discretization<dim> &space, const FieldRules &rules);

  /// nullptr where no node of the element is constrained.
  const Condensed *condensed(std::size_t element) const
  {
    return index[element] < 0 ? nullptr : &table[index[element]];
  }
  /// Masters of an element: its nodes, or the condensed ones.
  template <class Nodes>
  std::pair<const unsigned int *, unsigned int> masters(std::size_t element, const Nodes &nodes) const
  {
    if (const Condensed *c = condensed(element))
      return {c->masters.data(), static_cast<unsigned int>(c->masters.size())};
    return {nodes.data(), n};
  }

  /// Adds W^T local to `residual` (ghost entries included; compress afterwards).
  void scatter(std::size_t element, const typename Discretization<dim>::Nodes &nodes, const double *local,
               Vector &residual) const;
  /// Sets hanging and glued nodes of `field` from their masters and updates ghosts; held nodes keep their value.
  void distribute(Vector &field) const;
  /// True for nodes that are unknowns of the field before contacts are considered.
  bool is_free(unsigned int node) const { return !fixed[node]; }
  /// True for nodes of no active region.
  bool is_held(unsigned int node) const { return held[node]; }

private:
  struct Slave
  {
    unsigned int                                 node;
    std::vector<std::pair<unsigned int, double>> masters;
  };

  void make_constraints(const FieldRules &rules);
  void condense_element(const typename Discretization<dim>::Nodes &nodes);

  const Discretization<dim>        &space;
  dealii::AffineConstraints<double> constraints;
  std::vector<int>                  index;
  std::vector<Condensed>            table;
  std::vector<Slave>                slaves; ///< owned
  std::vector<bool>                 fixed;
  std::vector<bool>                 held;
};
} // namespace quench::solver
