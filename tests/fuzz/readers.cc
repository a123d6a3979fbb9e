// Broken files for every reader, which is built with the address and undefined-behaviour sanitizers: each file is read,
// or refused by an Error. QUENCH_FUZZ_INPUTS files per reader (default 3000); the one that was read last lies in
// QUENCH_BINARY_DIR/fuzz.
#include <tests/fuzz/mutation.h>
#include <tests/meshes/mesh_text.h>

#include <meshes/library.h>
#include <physics/base/checksum.h>
#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/parameters.h>
#include <physics/base/quantity.h>
#include <postprocess/compact/compact_model.h>
#include <postprocess/compact/measurement.h>
#include <postprocess/compact/table.h>
#include <solver/run/checkpoint_files.h>
#include <tests/postprocess/export/sample_model.h>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

using namespace quench;
namespace fs = std::filesystem;

namespace
{
constexpr std::uint64_t seed = 20261130;

int n_inputs()
{
  const char *text = std::getenv("QUENCH_FUZZ_INPUTS");
  return text ? std::atoi(text) : 3000;
}

std::string folder_of(const std::string &reader)
{
  const std::string folder = std::string(QUENCH_BINARY_DIR) + "/fuzz/" + reader;
  fs::remove_all(folder);
  make_folder(folder);
  return folder;
}

/// Without waiting for the disk.
void write_fast(const std::string &path, const std::string &text) { std::ofstream(path, std::ios::binary) << text; }

/// Mutants for one reader, which may only return or throw an Error that is none of our own bugs.
/// @param read  reads the file at its path
void read_mutants(const std::string &reader, const std::string &name, fuzz::Mutation mutation,
                  const std::function<void(const std::string &)> &read)
{
  const std::string path    = folder_of(reader) + "/" + name;
  int               n_right = 0, n_refused = 0;
  for (int i = 0; i < n_inputs(); ++i)
  {
    write_fast(path, mutation.next());
    std::string wrong;
    try
    {
      read(path);
      ++n_right;
    }
    catch (const Error &error)
    {
      ++n_refused;
      if (error.code() == ExitCode::internal)
        wrong = error.what();
    }
    catch (const std::exception &error)
    {
      wrong = std::string("not an Error: ") + error.what();
    }
    if (!wrong.empty())
      fs::copy_file(path, path + ".wrong." + std::to_string(i));
    BOOST_TEST(wrong == "", reader << ", input " << i << ": " << wrong);
  }
  BOOST_TEST_MESSAGE(reader << ": " << n_right << " read, " << n_refused << " refused");
  BOOST_TEST(n_refused > 0); // else nothing was broken
}

std::string shipped(const std::string &file) { return read_file(std::string(QUENCH_SOURCE_DIR) + "/" + file); }

const std::string small_41 = R"($MeshFormat
4.1 0 8
$EndMeshFormat
$PhysicalNames
4
1 1 "bottom"
1 2 "top"
2 1 "low"
2 7 "high part"
$EndPhysicalNames
$Entities
0 2 2 0
11 0 0 0 3 0 0 1 1 0
12 0 3 0 3 3 0 1 2 0
21 0 0 0 3 1 0 1 1 1 11
22 0 1 0 3 3 0 1 7 1 12
$EndEntities
$PartitionedEntities
2
0
0 0 2 0
31 2 21 1 1 0 0 0 3 1 0 1 1 1 11
32 2 22 1 2 0 1 0 3 3 0 1 7 1 12
$EndPartitionedEntities
$Nodes
1 6 1 6
2 21 0 6
1
2
3
4
5
6
0 0 0
3 0 0
3 1 0
0 1 0
3 3 0
0 3 0
$EndNodes
$Elements
4 4 1 4
1 11 1 1
1 1 2
1 12 1 1
2 5 6
2 31 3 1
3 1 2 3 4
2 32 3 1
4 3 5 6 4
$EndElements
)";
} // namespace

BOOST_AUTO_TEST_CASE(case_files)
{
  const fuzz::Mutation mutation(
      {shipped("cases/mushroom/reset.prm"), shipped("cases/line/reset.prm"), shipped("cases/gmsh/reset.prm"),
       shipped("cases/materials/GST225.prm")},
      {"set", "end", "subsection", "include", "=", "\\", "#", "20 nm", "geometry", "\xC2\xA0", "\xFF\xFE"}, seed);
  read_mutants("case", "case.prm", mutation, [](const std::string &path) {
    PrmTree tree = read_prm(path);
    for (const auto &[key, entry] : tree.entries)
      apply_override(tree, "section/" + key + "=" + entry.text);
    if (const auto section = tree.sections.find("geometry"); section != tree.sections.end())
    {
      auto cell           = read_parameters<meshes::CellParameters>(section->second);
      cell.gmsh.directory = std::string(QUENCH_SOURCE_DIR) + "/cases/gmsh";
      meshes::make_cell(cell);
    }
  });
}

BOOST_AUTO_TEST_CASE(gmsh_files)
{
  const fuzz::Mutation mutation({small_41, test::block_22, small_41, test::block_22},
                                {"$Nodes", "$EndNodes", "$Elements", "$Entities", "\"", "\"top\"", "$EndElements"},
                                seed);
  read_mutants("gmsh", "cell.msh", mutation, [](const std::string &path) {
    meshes::GmshCell cell;
    cell.file = path;
    for (const meshes::Symmetry symmetry : {meshes::Symmetry::none, meshes::Symmetry::planar})
      try
      {
        cell.symmetry                       = symmetry;
        const meshes::CellGeometry geometry = cell.build();
        meshes::touching_regions(geometry);
      }
      catch (const InputError &)
      {
        if (symmetry == meshes::Symmetry::planar)
          throw;
      }
  });
}

BOOST_AUTO_TEST_CASE(csv_files)
{
  const fuzz::Mutation mutation(
      {"pulse,amplitude_V,time_s,read_voltage_V,current_uA,conductance_uS,temperature_K\n0,0,0,0.1,0.1,1,300\n"
       "1,1.6,1e-6,0.1,0.1,1,300\n1,1.6,1e-5,0.1,0.1,0.9,300\n",
       "sep=;\n# by hand\npulse;amplitude_V;time_s;resistance_ohm;temperature_K\n0;0;0;8e3;300\n1;1,6;1e-6;9e3;300\n",
       "# pulse\tamplitude_V\ttime_s\tconductance_uS\ttemperature_K\n0\t0\t0\t\"12\"\t300\n",
       std::string("\xFF\xFEp\0,\0a\0\n\0"
                   "1\0,\0"
                   "2\0\n\0",
                   18)},
      {",", ";", "\t", "\"", "\n", "#", "\r", "\xEF\xBB\xBF", "0,5"}, seed);
  read_mutants("csv", "reads.csv", mutation, [](const std::string &path) {
    const compact::Table table(path);
    for (const std::string &column : table.header())
      table.text(column);
    compact::read_reads(path);
  });
}

BOOST_AUTO_TEST_CASE(models)
{
  const std::string path = folder_of("sample") + "/model.json";
  compact::write_model(test::sample_model(), path);
  const std::string    sample = read_file(path);
  const fuzz::Mutation mutation({sample}, {"{", "}", "[", "]", ":", ",", "null", "\"unit\"", "\"value\"", "true"},
                                seed);
  read_mutants("model", "model.json", mutation,
               [](const std::string &file) { compact::write_model(compact::read_model(file), file + ".again"); });
}

/// Manifests of checkpoints whose own checksum is right, so that what they say is looked at.
BOOST_AUTO_TEST_CASE(manifests_of_checkpoints)
{
  const std::string           run = folder_of("run");
  solver::CheckpointDirectory checkpoints(run);
  for (const std::uint64_t step : {10, 20})
  {
    write_file_atomically(checkpoints.begin(step) + "/state.json", "{}");
    checkpoints.commit(step, "c0ffee");
  }
  const std::string    manifest = checkpoints.folder(20) + "/manifest.json", good = read_file(manifest);
  const fuzz::Mutation mutation({good}, {"{", "}", "[", "]", "\"files\"", "\"../state.json\"", "null", "\"step\""},
                                seed);
  read_mutants("checkpoint", "manifest.json", mutation, [&](const std::string &path) {
    std::string           text = read_file(path);
    const std::string     mark = "\"manifest_sha256\": \"";
    constexpr std::size_t n    = 64;
    const std::size_t     at   = text.find(mark);
    if (at != std::string::npos && at + mark.size() + n <= text.size())
      text.replace(at + mark.size(), n, sha256(text.replace(at + mark.size(), n, n, '0')));
    write_fast(manifest, text);
    const auto search = checkpoints.find_latest("c0ffee");
    BOOST_TEST((search.found && (search.found->step == 10 || text == good || search.found->step == 20)));
    if (!search.messages.empty())
      throw InputError("checkpoint", search.messages[0]);
  });
}
