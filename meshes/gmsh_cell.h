#pragma once

#include <meshes/geometry_rules.h>
#include <physics/base/described.h>

namespace quench::meshes
{
/// Any other cell: a mesh made with Gmsh. Its physical groups of the mesh's dimension are the regions, each with the
/// material `materials/NAME`; groups one dimension lower are contacts. A group "singular" two dimensions lower (points
/// of a plane mesh) marks where the mesh is graded. Elements are axis-parallel rectangles or boxes. A plane mesh lies
/// in x and y, or x and z; its second coordinate is the height.
struct GmshCell
{
  std::string              file;
  std::string              checksum;
  double                   length_unit = 1 * units::nm;
  Symmetry                 symmetry    = Symmetry::axisymmetric;
  double                   depth       = 40 * units::nm;
  std::vector<std::string> grounded    = {"bottom"};
  std::vector<std::string> driven      = {"top"};
  std::vector<std::string> resistive;
  double                   thermal_boundary_resistance = 0;
  double                   contact_resistance          = 0;
  std::string              directory; ///< of the case: where a relative `file` starts; not a key

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("file", &GmshCell::file, "mesh, MSH 2.2 or 4.1 in ASCII; relative to the folder of the case", "choice");
    entry("checksum", &GmshCell::checksum,
          "sha256 of the file, written into the resolved case; if it is set another file is refused", "choice");
    entry("length unit", &GmshCell::length_unit, "nm", Range{1e-3, 1e9}, "what 1 in the file stands for", "choice");
    entry("symmetry", &GmshCell::symmetry,
          Names<Symmetry>{{"axisymmetric", Symmetry::axisymmetric},
                          {"planar", Symmetry::planar},
                          {"three-dimensional", Symmetry::none}},
          "axisymmetric and planar: rectangles; three-dimensional: boxes", "choice");
    entry("depth", &GmshCell::depth, "nm", Range{0.5, 1e5}, "planar only: third extent", "choice");
    entry("grounded contacts", &GmshCell::grounded, "groups at 0 V and ambient temperature", "choice");
    entry("driven contacts", &GmshCell::driven, "groups at the cell's voltage and ambient temperature", "choice");
    entry("resistive regions", &GmshCell::resistive,
          "regions on all of whose faces the two resistances below lie; usually the phase-change material", "choice");
    entry("thermal boundary resistance", &GmshCell::thermal_boundary_resistance, "m2K/GW", Range{0, 1000},
          "on every face of the resistive regions; 0 or at least 0.1",
          "Reifenberg 2010, Lee 2013: 20, range 5-40 for phase-change materials");
    entry("contact resistance", &GmshCell::contact_resistance, "ohm m2", Range{0, 1e-6},
          "on every face of the resistive regions between conductors", "choice (0)");
  }

  void check(GeometryRules &rules) const
  {
    rules.require(!file.empty(), "file", "nothing", "with cell = gmsh file the name of a mesh file is needed");
    rules.boundary_resistance("thermal boundary resistance", thermal_boundary_resistance);
  }

  /// Reads the file. Throws InputError "geometry/gmsh file: KEY = VALUE: ..." with what is missing and what there is.
  CellGeometry build() const;

  /// The file's path from here.
  std::string path() const;
};
} // namespace quench::meshes
