#include <solver/structure/grains.h>

#include <physics/base/random.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace quench::solver
{
namespace
{
constexpr std::uint32_t labels_of_grains = 0x67726e73; ///< purpose of the stream

std::unordered_map<double, std::uint64_t> all_labels(std::uint64_t n_grains)
{
  std::unordered_map<double, std::uint64_t> labels;
  for (std::uint64_t k = 0; k < n_grains; ++k)
    labels.emplace(grain_label(k), k);
  return labels;
}
} // namespace

double grain_label(std::uint64_t k)
{
  RandomStream        stream(0, labels_of_grains, k, 0);
  const std::uint64_t upper = stream.bits();
  return static_cast<double>(1 + ((upper << 32 | stream.bits()) >> 14));
}

template <int dim>
void settle_grains(const Discretization<dim> &space, const std::vector<physics::Material> &materials, State &state)
{
  const auto labels = all_labels(state.n_grains);
  Vector    &grain  = state.grain;
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    if (state.crystallinity.local_element(i) <= 0.5 || !labels.contains(grain.local_element(i)))
      grain.local_element(i) = 0;
  for (int left = 1; left > 0;)
  {
    // what each node would take: the label of the most crystalline node in the cells round it, ties by the label
    std::unordered_map<unsigned int, std::pair<double, double>> best;
    for (const auto &cell : space.cells)
      if (materials[cell.region].changes_phase())
        for (const unsigned int to : cell.nodes)
          if (grain.local_element(to) == 0 && state.crystallinity.local_element(to) > 0.5)
            for (const unsigned int from : cell.nodes)
              if (grain.local_element(from) != 0)
              {
                const std::pair<double, double> offer{state.crystallinity.local_element(from),
                                                      grain.local_element(from)};
                const auto [at, is_new] = best.try_emplace(to, offer);
                if (!is_new)
                  at->second = std::max(at->second, offer);
              }
    // offers of all ranks meet at the owner: first the crystallinity, then the label among the best
    Vector value = space.make_field(), label = space.make_field();
    for (const auto &[node, offer] : best)
      value.local_element(node) = offer.first;
    value.compress(dealii::VectorOperation::max);
    value.update_ghost_values();
    for (const auto &[node, offer] : best)
      if (offer.first >= value.local_element(node))
        label.local_element(node) = offer.second;
    label.compress(dealii::VectorOperation::max);
    label.update_ghost_values();
    int n_new = 0;
    for (unsigned int i = 0; i < space.positions.size(); ++i)
      if (grain.local_element(i) == 0 && label.local_element(i) != 0)
      {
        grain.local_element(i) = label.local_element(i);
        ++n_new;
      }
    left = dealii::Utilities::MPI::max(n_new, space.communicator);
  }
}

template <int dim>
double boundary_layer(const typename Discretization<dim>::Cell &cell, const Vector &grain)
{
  const double first      = grain.local_element(cell.nodes[0]);
  double       slope[dim] = {}, length = 0, inverse = 0;
  bool         is_cut = false;
  for (unsigned int i = 0; i < Discretization<dim>::n; ++i)
  {
    const double label = grain.local_element(cell.nodes[i]);
    if (label == 0)
      return 0; // a front, not a boundary
    is_cut = is_cut || label != first;
    for (int d = 0; d < dim; ++d)
      slope[d] += (label == first ? 1 : -1) * ((i >> d) & 1 ? 1 : -1) / cell.size[d];
  }
  if (!is_cut)
    return 0;
  for (int d = 0; d < dim; ++d)
    length += slope[d] * slope[d];
  if (length == 0) // grains meet at a corner
    return *std::min_element(cell.size.begin(), cell.size.end());
  for (int d = 0; d < dim; ++d)
    inverse += std::pow(slope[d] / cell.size[d], 2);
  return std::sqrt(length / inverse);
}

template <int dim>
Vector grain_numbers(const Discretization<dim> &space, const State &state)
{
  const auto labels  = all_labels(state.n_grains);
  Vector     numbers = space.make_field();
  for (unsigned int i = 0; i < space.positions.size(); ++i)
  {
    const auto found         = labels.find(state.grain.local_element(i));
    numbers.local_element(i) = found == labels.end() ? -1.0 : static_cast<double>(found->second);
  }
  return numbers;
}

template void   settle_grains<2>(const Discretization<2> &, const std::vector<physics::Material> &, State &);
template void   settle_grains<3>(const Discretization<3> &, const std::vector<physics::Material> &, State &);
template double boundary_layer<2>(const Discretization<2>::Cell &, const Vector &);
template double boundary_layer<3>(const Discretization<3>::Cell &, const Vector &);
template Vector grain_numbers<2>(const Discretization<2> &, const State &);
template Vector grain_numbers<3>(const Discretization<3> &, const State &);
} // namespace quench::solver
