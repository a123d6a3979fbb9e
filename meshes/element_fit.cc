#include <meshes/element_fit.h>

#include <meshes/geometry_rules.h>
#include <physics/base/quantity.h>

#define BOOST_ALLOW_DEPRECATED_HEADERS // Boost 1.74 includes one of its own
#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>

#include <cmath>

namespace quench::meshes
{
namespace
{
namespace bg = boost::geometry;

using Corner = bg::model::point<double, 3, bg::cs::cartesian>;
using Bounds = bg::model::box<Corner>;
using Entry  = std::pair<Bounds, int>;
using Tree   = bg::index::rtree<Entry, bg::index::linear<16>>;

constexpr double overlap_share = 1e-3; ///< of an edge: less is no overlap of elements or faces
constexpr double gap_share     = 1e-2; ///< of the element: faces nearer than this were meant to touch

/// The box, each side moved inwards by a share of the edge in that direction.
Bounds shrunk(const Box &box, const Coordinates &share)
{
  Coordinates lower{}, upper{};
  for (int d = 0; d < 3; ++d)
  {
    const double margin = share[d] * (box.upper[d] - box.lower[d]);
    lower[d]            = box.lower[d] + margin;
    upper[d]            = box.upper[d] - margin;
  }
  return {{lower[0], lower[1], lower[2]}, {upper[0], upper[1], upper[2]}};
}

/// Another entry than `own` that the bounds meet; -1 if there is none.
template <class Accept>
int find_other(const Tree &tree, const Bounds &bounds, const Accept &accept)
{
  const auto wanted =
      bg::index::intersects(bounds) && bg::index::satisfies([&](const Entry &e) { return accept(e.second); });
  const auto found = tree.qbegin(wanted);
  return found == tree.qend() ? -1 : found->second;
}

std::string pair_of(const PlacedElement &a, const PlacedElement &b)
{
  return "elements " + std::to_string(std::min(a.number, b.number)) + " and " +
         std::to_string(std::max(a.number, b.number));
}
} // namespace

ElementFaces::ElementFaces(const std::vector<PlacedElement> &elements, int dimension) : elements_(elements)
{
  for (int i = 0; i < std::ssize(elements); ++i)
    for (int axis = 0; axis < 3; axis += dimension == 2 ? 2 : 1)
      for (const bool upper : {false, true})
      {
        Key key{elements[i].lower, elements[i].upper};
        key[upper ? 0 : 1][axis] = key[upper ? 1 : 0][axis];
        ++faces_.try_emplace(key, Face{i, axis, 0}).first->second.n;
      }
}

bool ElementFaces::is_outer(const Key &face) const
{
  const auto found = faces_.find(face);
  return found != faces_.end() && found->second.n == 1;
}

std::string ElementFaces::conflict() const
{
  std::string found = overlap();
  for (int axis = 0; axis < 3 && found.empty(); ++axis)
    found = mismatch(axis);
  return found;
}

std::string ElementFaces::overlap() const
{
  const Coordinates  inwards{overlap_share, overlap_share, overlap_share};
  std::vector<Entry> entries;
  for (int i = 0; i < std::ssize(elements_); ++i)
    entries.emplace_back(shrunk(elements_[i].box, inwards), i);
  const Tree tree(entries);
  for (const auto &[bounds, i] : entries)
    if (const int other = find_other(tree, bounds, [own = i](int k) { return k != own; }); other >= 0)
      return pair_of(elements_[i], elements_[other]) + " overlap";
  return "";
}

Box ElementFaces::box_of(const Key &key, const Face &face) const
{
  Box        box   = elements_[face.element].box;
  const bool upper = key[0][face.axis] == elements_[face.element].upper[face.axis];

  (upper ? box.lower : box.upper)[face.axis] = (upper ? box.upper : box.lower)[face.axis];
  return box;
}

/// Outer faces across one axis: none may lie on another.
std::string ElementFaces::mismatch(int axis) const
{
  std::vector<Box>   boxes;
  std::vector<int>   owners;
  std::vector<Entry> entries;
  for (const auto &[key, face] : faces_)
    if (face.n == 1 && face.axis == axis)
    {
      boxes.push_back(box_of(key, face));
      owners.push_back(face.element);
      entries.emplace_back(shrunk(boxes.back(), {overlap_share, overlap_share, overlap_share}), entries.size());
    }
  const Tree tree(entries);
  for (int i = 0; i < std::ssize(boxes); ++i)
  {
    const Box &own   = elements_[owners[i]].box;
    Box        thick = boxes[i];
    thick.lower[axis] -= gap_share * (own.upper[axis] - own.lower[axis]);
    thick.upper[axis] += gap_share * (own.upper[axis] - own.lower[axis]);
    Coordinates inwards{overlap_share, overlap_share, overlap_share};
    inwards[axis]   = 0;
    const int other = find_other(tree, shrunk(thick, inwards), [&](int k) { return owners[k] != owners[i]; });
    if (other < 0)
      continue;
    const double gap = std::abs(boxes[other].lower[axis] - boxes[i].lower[axis]);
    return pair_of(elements_[owners[i]], elements_[owners[other]]) + " touch at " + "xyz"[axis] +
           (" = " + GeometryRules::in_nm(boxes[i].lower[axis])) +
           (gap > 0 ? " but for a gap of " + display_quantity(gap, "nm", 3) : ", but their faces do not match") +
           ": neighbours share all nodes of a face. Mesh both sides alike (Gmsh: Coherence, the same Transfinite "
           "numbers)";
  }
  return "";
}
} // namespace quench::meshes
