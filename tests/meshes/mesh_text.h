#pragma once

#include <meshes/gmsh_cell.h>
#include <physics/base/error.h>
#include <physics/base/files.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <unistd.h>

/// Small mesh files for the tests of their readers.
namespace quench::test
{
/// Two rectangles on top of each other: "low" 3 x 1 and "high" 3 x 2, contacts "bottom" and "top", a singular point.
inline const std::string two_boxes_22 = R"($MeshFormat
2.2 0 8
$EndMeshFormat
$PhysicalNames
5
0 9 "singular"
1 1 "bottom"
1 2 "top"
2 1 "low"
2 7 "high part"
$EndPhysicalNames
$Nodes
6
1 0 0 0
2 3 0 0
3 3 1 0
4 0 1 0
5 3 3 0
6 0 3 0
$EndNodes
$Elements
5
1 15 2 9 3 3
2 1 2 1 1 1 2
3 1 2 2 2 5 6
4 3 2 1 1 1 2 3 4
5 3 2 7 2 3 5 6 4
$EndElements
)";

/// A block of 2 x 3 x 4 between contacts "bottom" and "top".
inline const std::string block_22 = R"($MeshFormat
2.2 0 8
$EndMeshFormat
$PhysicalNames
3
2 1 "bottom"
2 2 "top"
3 1 "block"
$EndPhysicalNames
$Nodes
8
1 0 0 0
2 2 0 0
3 2 3 0
4 0 3 0
5 0 0 4
6 2 0 4
7 2 3 4
8 0 3 4
$EndNodes
$Elements
3
1 3 2 1 1 1 2 3 4
2 3 2 2 2 5 6 7 8
3 5 2 1 1 1 2 3 4 5 6 7 8
$EndElements
)";

/// The same as Gmsh 4 writes it; its entities carry the groups.
inline const std::string two_boxes_41 = R"($MeshFormat
4.1 0 8
$EndMeshFormat
$PhysicalNames
5
0 9 "singular"
1 1 "bottom"
1 2 "top"
2 1 "low"
2 7 "high part"
$EndPhysicalNames
$Entities
1 2 2 0
3 3 1 0 1 9
11 0 0 0 3 0 0 1 1 0
12 0 3 0 3 3 0 1 2 0
21 0 0 0 3 1 0 1 1 1 11
22 0 1 0 3 3 0 1 7 1 12
$EndEntities
$Nodes
2 6 1 6
0 3 0 1
3
3 1 0
2 21 0 5
1
2
4
5
6
0 0 0
3 0 0
0 1 0
3 3 0
0 3 0
$EndNodes
$Elements
5 5 1 5
0 3 15 1
1 3
1 11 1 1
2 1 2
1 12 1 1
3 5 6
2 21 3 1
4 1 2 3 4
2 22 3 1
5 3 5 6 4
$EndElements
)";

/// A folder with one mesh, gone at the end.
struct MeshFile
{
  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("quench_gmsh_" + std::to_string(::getpid()));
  meshes::GmshCell      cell;

  explicit MeshFile(const std::string &text)
  {
    std::filesystem::create_directories(folder);
    write_file_atomically((folder / "cell.msh").string(), text);
    cell.file      = "cell.msh";
    cell.directory = folder.string();
  }
  ~MeshFile() { std::filesystem::remove_all(folder); }
};

inline std::string replaced(std::string text, const std::string &what, const std::string &by)
{
  const std::size_t at = text.find(what);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

inline std::string message_of(const meshes::GmshCell &cell)
{
  try
  {
    cell.build();
  }
  catch (const InputError &error)
  {
    return error.what();
  }
  return "";
}
} // namespace quench::test
