#include <solver/structure/bodies.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace quench::solver
{
namespace
{
/// Sets of local nodes that are joined cell by cell.
class Sets
{
public:
  explicit Sets(std::size_t n) : parent(n) { std::iota(parent.begin(), parent.end(), 0u); }

  unsigned int root(unsigned int i)
  {
    while (parent[i] != i)
      i = parent[i] = parent[parent[i]];
    return i;
  }
  void join(unsigned int i, unsigned int j) { parent[root(i)] = root(j); }

private:
  std::vector<unsigned int> parent;
};
} // namespace

template <int dim>
Bodies<dim>::Bodies(const Discretization<dim> &space, const Materials &materials) : kind(materials.size(), -1)
{
  std::map<std::string, int> known;
  for (std::size_t r = 0; r < materials.size(); ++r)
    if (materials[r].changes_phase())
      kind[r] = known.try_emplace(space.geometry.regions[r].slot(), static_cast<int>(known.size())).first->second;
  for (int k = 0; k < static_cast<int>(known.size()); ++k)
    numbers.push_back(number(space, kind, k));
}

/// The highest number of a set of nodes travels through the set, and from rank to rank where they share nodes.
template <int dim>
Vector Bodies<dim>::number(const Discretization<dim> &space, const std::vector<int> &kind, int chosen)
{
  Sets                sets(space.positions.size());
  std::vector<double> highest(space.positions.size(), 0.0);
  for (const auto &cell : space.cells)
    if (kind[cell.region] == chosen)
      for (const unsigned int node : cell.nodes)
      {
        sets.join(node, cell.nodes[0]);
        highest[node] = 1.0 + static_cast<double>(space.partitioner->local_to_global(node));
      }
  const std::vector<double> own = highest;
  for (int changes = 1; changes > 0;)
  {
    for (unsigned int i = 0; i < own.size(); ++i)
      highest[sets.root(i)] = std::max(highest[sets.root(i)], highest[i]);
    Vector result = space.make_field();
    for (unsigned int i = 0; i < own.size(); ++i)
      result.local_element(i) = highest[sets.root(i)];
    result.compress(dealii::VectorOperation::max);
    result.update_ghost_values();
    changes = 0;
    for (unsigned int i = 0; i < own.size(); ++i)
      if (own[i] > 0 && result.local_element(i) > highest[sets.root(i)])
      {
        highest[i] = result.local_element(i);
        changes    = 1;
      }
    changes = dealii::Utilities::MPI::max(changes, space.communicator);
    if (changes == 0)
      return result;
  }
  return space.make_field();
}

template <int dim>
std::vector<int> Bodies<dim>::node_regions(const Discretization<dim> &space, const Materials &materials)
{
  std::vector<int> result(space.positions.size(), -1);
  for (int r = static_cast<int>(materials.size()) - 1; r >= 0; --r)
    if (materials[r].changes_phase())
    {
      const Vector marks = touched_nodes(space, [&](const auto &cell) { return cell.region == r; });
      for (unsigned int i = 0; i < result.size(); ++i)
        if (marks.local_element(i) > 0)
          result[i] = r;
    }
  return result;
}

template class Bodies<2>;
template class Bodies<3>;
} // namespace quench::solver
