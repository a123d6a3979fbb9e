#include <meshes/node_lines.h>

#include <boost/pending/disjoint_sets.hpp>

#include <algorithm>
#include <limits>
#include <numeric>

namespace quench::meshes
{
namespace
{
/// The lines of one direction: sets of nodes, each at the coordinate of one of them.
class Direction
{
public:
  Direction(const std::vector<Coordinates> &points, const std::vector<std::vector<int>> &elements, int direction)
    : points_(points), d_(direction), rank_(points.size()), parent_(points.size()), sets_(rank_.data(), parent_.data())
  {
    for (int node = 0; node < std::ssize(points); ++node)
      sets_.make_set(node);
    for (const std::vector<int> &nodes : elements)
      join_sides(nodes);
  }

  void number(std::vector<int> &line, std::vector<double> &place)
  {
    const auto       at = [&](int node) { return x(sets_.find_set(node)); };
    std::vector<int> order(points_.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) { return at(a) < at(b); });
    line.resize(points_.size());
    for (const int node : order)
    {
      if (place.empty() || at(node) - place.back() > NodeLines::tolerance * shortest_)
        place.push_back(at(node));
      line[node] = static_cast<int>(place.size()) - 1;
    }
  }

private:
  double x(int node) const { return points_[node][d_]; }

  /// Unite the nodes of the element's lower side, and those of its upper side.
  void join_sides(const std::vector<int> &nodes)
  {
    const auto [low, high] = std::minmax_element(nodes.begin(), nodes.end(), [&](int a, int b) { return x(a) < x(b); });
    const double middle = 0.5 * (x(*low) + x(*high)), edge = x(*high) - x(*low);
    if (edge > 0)
      shortest_ = std::min(shortest_, edge);
    for (const int node : nodes)
      sets_.union_set(node, x(node) < middle ? *low : *high);
  }

  const std::vector<Coordinates>    &points_;
  const int                          d_;
  std::vector<int>                   rank_, parent_;
  boost::disjoint_sets<int *, int *> sets_;
  double                             shortest_ = std::numeric_limits<double>::max();
};
} // namespace

NodeLines::NodeLines(const std::vector<Coordinates> &points, const std::vector<std::vector<int>> &elements)
{
  for (int d = 0; d < 3; ++d)
    Direction(points, elements, d).number(line_[d], place_[d]);
}

std::array<int, 3> NodeLines::lines(int node) const { return {line_[0][node], line_[1][node], line_[2][node]}; }

Coordinates NodeLines::place(int node) const
{
  return {place_[0][line_[0][node]], place_[1][line_[1][node]], place_[2][line_[2][node]]};
}
} // namespace quench::meshes
