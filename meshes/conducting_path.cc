#include <meshes/conducting_path.h>

#include <boost/pending/disjoint_sets.hpp>

#include <cmath>
#include <map>
#include <set>

namespace quench::meshes
{
namespace
{
using Key = std::array<long long, 3>;

/// Centre of a face: equal up to a millionth of a nanometre, as in the mesh.
Key key_of(const Box &face)
{
  Key key;
  for (int d = 0; d < 3; ++d)
    key[d] = std::llround(0.5e6 * (face.lower[d] + face.upper[d]));
  return key;
}

Box face_of(const Box &box, int axis, bool upper)
{
  Box face                                = box;
  (upper ? face.lower : face.upper)[axis] = (upper ? box.upper : box.lower)[axis];
  return face;
}

bool lies_within(const Box &face, const Box &plane)
{
  constexpr double rounding = 1e-6;
  for (int d = 0; d < 3; ++d)
    if (face.lower[d] < plane.lower[d] - rounding || face.upper[d] > plane.upper[d] + rounding)
      return false;
  return true;
}

/// The conducting elements, united where they share a face.
class Conductors
{
public:
  Conductors(const CellGeometry &cell, const std::vector<bool> &conducts)
    : rank_(cell.elements.size()), parent_(cell.elements.size()), sets_(rank_.data(), parent_.data())
  {
    for (int i = 0; i < std::ssize(cell.elements); ++i)
    {
      sets_.make_set(i);
      if (conducts[cell.elements[i].region])
        for (int axis = 0; axis < 3; axis += cell.dimension() == 2 ? 2 : 1)
          for (const bool upper : {false, true})
            add_face(face_of(cell.elements[i].box, axis, upper), i);
    }
  }

  /// The bodies that a contact touches.
  std::set<int> bodies_at(const Contact &contact)
  {
    std::set<int>    bodies;
    std::vector<Box> planes = contact.more_faces;
    planes.push_back(contact.face);
    for (const Box &plane : planes)
      if (const auto face = faces_.find(key_of(plane)); face != faces_.end() && lies_within(plane, face->second.box))
        bodies.insert(sets_.find_set(face->second.element));
      else
        for (const auto &[key, other] : faces_)
          if (lies_within(other.box, plane))
            bodies.insert(sets_.find_set(other.element));
    return bodies;
  }

private:
  struct Face
  {
    Box box;
    int element;
  };

  void add_face(const Box &box, int element)
  {
    const auto [face, is_new] = faces_.try_emplace(key_of(box), Face{box, element});
    if (!is_new)
      sets_.union_set(face->second.element, element);
  }

  std::vector<int>                   rank_, parent_;
  boost::disjoint_sets<int *, int *> sets_;
  std::map<Key, Face>                faces_;
};
} // namespace

bool has_conducting_path(const CellGeometry &cell, const std::vector<bool> &conducts)
{
  Conductors             conductors(cell, conducts);
  const std::vector<int> nodes  = cell.nodes();
  const std::set<int>    driven = conductors.bodies_at(cell.contacts[1]);
  for (std::size_t k = 0; k < cell.contacts.size(); ++k)
    if (nodes[k] >= 0 && nodes[k] != nodes[1])
      for (const int body : conductors.bodies_at(cell.contacts[k]))
        if (driven.count(body) > 0)
          return true;
  return false;
}
} // namespace quench::meshes
