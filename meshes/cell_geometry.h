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

/// Axis-aligned box; degenerate it is a face, an edge or a point [nm].
struct Box
{
  Coordinates lower{}, upper{};
};

/// What a material does in a cell, for the rules between geometry and materials.
enum class Role
{
  conductor,    ///< must conduct, never changes phase
  insulator,    ///< may conduct or not, never changes phase
  phase_change, ///< must conduct, may change phase
  any           ///< no rule: a region of a mesh file
};

/// A material that the case file chooses: section `materials/NAME`. Regions that are made of the same share one.
struct MaterialSlot
{
  std::string name; ///< e.g. "heater"
  std::string card; ///< name of the card it starts from; empty: the case must name one
  Role        role = Role::any;
};

/// One deposited body. `name` is its role in the cell ("heater").
struct Region
{
  std::string name;
  Box         box;
  bool        own_vertices = false; ///< true: fields may jump on its faces, so the mesh is cut all round it
  std::string material     = {};    ///< name of its MaterialSlot; empty: its own name

  const std::string &slot() const { return material.empty() ? name : material; }
};

/// How heat leaves through a terminal.
enum class Cooling
{
  held,      ///< at ambient temperature
  adiabatic, ///< not at all
  resistance ///< to ambient through a resistance per area
};

/// What sets the voltage of a terminal.
enum class Electrode
{
  none,    ///< no current passes
  ground,  ///< 0 V
  driven,  ///< the node of the circuit
  floating ///< a voltage of its own, at which no net current passes
};

/// Planes of the outer surface with conditions of their own. The first two are the cell's electrodes: grounded and
/// driven, whatever `electrode` says.
struct Contact
{
  std::string      name;
  Box              face;
  std::vector<Box> more_faces         = {}; ///< further planes with the same conditions, e.g. below the substrate
  Electrode        electrode          = Electrode::none;
  Cooling          cooling            = Cooling::held;
  double           thermal_resistance = 0;  ///< [K nm^2 ns/eV], cooling = resistance
  std::string      node               = {}; ///< of the circuit's netlist, instead of what `electrode` says; empty: none
};

/// Resistances of the faces between two regions; zero means that the field is continuous there.
struct Interface
{
  std::string first, second;          ///< region names
  double      thermal_resistance = 0; ///< [K nm^2 ns/eV], q = (T1 - T2)/R
  double      contact_resistance = 0; ///< [V nm^2 ns/e],  J = (V1 - V2)/rho_c
};

/// A length of the cell and the key it was given by.
struct NamedLength
{
  std::string key;
  double      length; ///< [nm]
};

/// Where a case may put glass at the start: a ball round `centre`, or a slab across `axis` with `centre` in its middle.
struct GlassSite
{
  Coordinates              centre{};
  int                      axis = 2;
  std::vector<NamedLength> ball, slab; ///< what the ball's radius and the slab's length must stay below
};

/// A cell of the coarse mesh of a mesh file.
struct Element
{
  Box box;
  int region;
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
  /// Points and edges [nm] near which fields are weakly singular (edge of the heater), for graded meshes.
  std::vector<Box>          singular_edges;
  std::vector<MaterialSlot> materials;           ///< of the regions, in the order of the case file
  std::vector<NamedLength>  phase_lengths;       ///< of the phase-change material: a front must be thinner
  GlassSite                 glass;               ///< where glass may be at the start
  std::string               neighbour;           ///< region whose highest temperature is reported; empty: none
  bool                      plane_front = false; ///< a front across x is reported at the probe times
  std::vector<Element>      elements;            ///< of a mesh file; empty: the mesh follows the cuts

  /// Electrical node of each contact: 0 that of the first contact (the ground), 1 that of the second (driven), from 2
  /// on further ones, -1 none.
  std::vector<int> nodes() const;
  /// Their names, from 0 on: of the netlist's nodes, or "ground", "driven" and the contacts that float.
  std::vector<std::string> node_names() const;
  /// Whether heat can leave at all.
  bool is_cooled() const;
  int  dimension() const { return symmetry == Symmetry::none ? 3 : 2; }
  /// Index of the region that owns the point; -1 outside all of them.
  int region_at(const Coordinates &point) const;
  /// Index of the region of that name; throws InputError naming the known ones.
  int region_index(const std::string &name) const;
  /// Every coordinate of an interface, ascending, per direction [nm].
  std::array<std::vector<double>, 3> cuts() const;
  /// Smallest box round everything [nm].
  Box extent() const;
  /// Resistances between two regions by index; all zero where none are declared.
  Interface between(int region, int other) const;
};

/// Pairs of regions that share a face, each once, the lower index first.
std::vector<std::array<int, 2>> touching_regions(const CellGeometry &cell);

/// Whether the point lies in the box; y counts in three dimensions only.
bool contains(const Box &box, const Coordinates &point, Symmetry symmetry);
} // namespace quench::meshes
