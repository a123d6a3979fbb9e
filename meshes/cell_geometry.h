#pragma once

#include <array>
#include <string>
#include <vector>

/// What a cell looks like: boxes of named materials, contacts on its surface, resistances on its inner faces.
/// Knows no finite elements and no material laws.
namespace quench::meshes
{
/// Coordinates (x, y, z) [nm]; an axisymmetric or planar cell uses (r or x, -, z) and ignores y.
using Coordinates = std::array<double, 3>;

/// Axis-aligned box; degenerate in one direction it is a face [nm].
struct Box
{
  Coordinates lower{}, upper{};
};

/// One deposited body. `name` is its role in the cell ("heater"), which the case file maps to a material card.
struct Region
{
  std::string name;
  Box         box;
  bool        own_vertices = false; ///< true: fields may jump on its faces, so the mesh is cut all round it
};

/// A plane of the outer surface where voltage and temperature are held.
struct Contact
{
  std::string name;
  Box         face;
};

/// Resistances of the faces between two regions; zero means that the field is continuous there.
struct Interface
{
  std::string first, second;          ///< region names
  double      thermal_resistance = 0; ///< [K nm^2 ns/eV], q = (T1 - T2)/R
  double      contact_resistance = 0; ///< [V nm^2 ns/e],  J = (V1 - V2)/rho_c
};

enum class Symmetry
{
  axisymmetric, ///< (r, z), measure 2 pi r dr dz
  planar,       ///< (x, z), per depth
  none          ///< three dimensions
};

struct CellGeometry
{
  Symmetry               symmetry = Symmetry::axisymmetric;
  double                 depth    = 1; ///< [nm] third extent of a planar cell
  std::vector<Region>    regions;      ///< later overwrite earlier, like deposition
  std::vector<Contact>   contacts;     ///< contact 0 is grounded, contact 1 is driven
  std::vector<Interface> interfaces;
  /// Points [nm] near which fields are weakly singular (edge of the heater), for graded meshes.
  std::vector<Coordinates> singular_points;

  /// Index of the region that owns the point; -1 outside all of them.
  int region_at(const Coordinates &point) const;
  /// Index of the region of that name; throws InputError naming the known ones.
  int region_index(const std::string &name) const;
  /// Every coordinate of an interface, ascending, per direction [nm].
  std::array<std::vector<double>, 3> cuts() const;
  /// Resistances between two regions by index; all zero where none are declared.
  Interface between(int region, int other) const;
};
} // namespace quench::meshes
