#include <postprocess/observe/vtu.h>

#include <postprocess/observe/collective.h>
#include <tests/postprocess/observe/scratch.h>
#include <tests/postprocess/observe/synthetic.h>

#include <zlib.h>

#include <cstring>
#include <limits>

using namespace quench;
using namespace quench::observe;

namespace
{
std::string decoded_base64(const std::string &text)
{
  const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string       bytes;
  for (std::size_t i = 0; i + 3 < text.size(); i += 4)
  {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 4; ++k)
      word = word << 6 | (text[i + k] == '=' ? 0 : static_cast<std::uint32_t>(letters.find(text[i + k])));
    for (int k = 0; k < 3; ++k)
      if (text[i + k + 1] != '=')
        bytes += static_cast<char>(word >> (16 - 8 * k));
  }
  return bytes;
}

/// Values of the array `name` in piece number `piece` of a file.
template <class T>
std::vector<T> read_array(const std::string &text, const std::string &name, int piece)
{
  std::size_t at = 0;
  for (int i = 0; i <= piece; ++i)
    at = text.find("<Piece", at + 1);
  const auto begin = text.find('>', text.find("Name=\"" + name + "\"", at)) + 1;
  const auto body  = text.substr(begin, text.find('<', begin) - begin);
  // one block: count, size, size of the last, compressed size; 32 bytes are 44 letters
  std::uint64_t     head[4];
  const std::string head_bytes = decoded_base64(body.substr(0, 44));
  std::memcpy(head, head_bytes.data(), sizeof(head));
  const std::string packed = decoded_base64(body.substr(44));
  BOOST_TEST(packed.size() == head[3]);
  std::vector<T> values(head[1] / sizeof(T));
  uLongf         size = head[1];
  BOOST_REQUIRE(uncompress(reinterpret_cast<Bytef *>(values.data()), &size,
                           reinterpret_cast<const Bytef *>(packed.data()), packed.size()) == Z_OK);
  return values;
}

std::string shared_path(const std::string &name) { return QUENCH_BINARY_DIR "/tests/" + name; }
} // namespace

BOOST_AUTO_TEST_SUITE(vtu)

BOOST_AUTO_TEST_CASE(a_file_holds_the_pieces_of_all_ranks_to_the_last_bit)
{
  int n_ranks;
  MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
  const FieldSnapshot mine = test::hot_spot_mesh(1, MPI_COMM_WORLD);
  const std::string   path = shared_path("observe_" + std::to_string(n_ranks) + ".vtu");
  write_vtu(path, mine, MPI_COMM_WORLD);
  MPI_Barrier(MPI_COMM_WORLD);

  const std::string text = read_file(path);
  const int         rank = rank_of(MPI_COMM_WORLD);
  BOOST_TEST((read_array<double>(text, "points_nm", rank) == mine.points));
  BOOST_TEST((read_array<std::int64_t>(text, "connectivity", rank) == mine.connectivity));
  BOOST_TEST((read_array<double>(text, "temperature_K", rank) == mine.point_arrays[0].values));
  BOOST_TEST((read_array<double>(text, "region", rank) == mine.cell_arrays[0].values));
  BOOST_TEST(read_array<std::uint8_t>(text, "types", rank).size() == mine.n_cells());
}

BOOST_AUTO_TEST_CASE(hexahedra_and_vectors_are_written)
{
  const test::Scratch scratch;
  FieldSnapshot       cube;
  cube.dim = 3;
  for (const double z : {0., 1.})
    for (const auto &[x, y] : {std::pair{0., 0.}, {1., 0.}, {1., 1.}, {0., 1.}})
      cube.points.insert(cube.points.end(), {x, y, z});
  cube.connectivity = {0, 1, 2, 3, 4, 5, 6, 7};
  cube.cell_arrays  = {{"current_density", 3, {1, 2, 3}}};
  write_vtu(scratch.path("cube.vtu"), cube, MPI_COMM_SELF);
  const std::string text = read_file(scratch.path("cube.vtu"));
  BOOST_TEST((read_array<double>(text, "current_density", 0) == std::vector<double>{1, 2, 3}));
  BOOST_TEST(read_array<std::uint8_t>(text, "types", 0).front() == 12);
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_or_does_not_fit_is_not_written)
{
  const test::Scratch scratch;
  FieldSnapshot       mesh    = test::hot_spot_mesh(1, MPI_COMM_SELF);
  const auto          refused = [&](const std::string &words) {
    BOOST_CHECK_EXCEPTION(write_vtu(scratch.path("a.vtu"), mesh, MPI_COMM_SELF), Error,
                                   test::complains(ExitCode::internal, words));
  };
  mesh.point_arrays[1].values[7] = std::numeric_limits<double>::quiet_NaN();
  refused("\"crystallinity\": is not finite at entry 7");
  mesh.point_arrays[1].values.pop_back();
  refused("has 1680 values");
  mesh.connectivity[0] = 1681;
  refused("a cell names point 1681");
  BOOST_TEST(!std::filesystem::exists(scratch.path("a.vtu")));
}

BOOST_AUTO_TEST_CASE(all_ranks_learn_that_a_file_cannot_be_written)
{
  const FieldSnapshot mesh = test::hot_spot_mesh(1, MPI_COMM_WORLD);
  BOOST_CHECK_EXCEPTION(write_vtu("/dev/full/a.vtu", mesh, MPI_COMM_WORLD), Error,
                        test::complains(ExitCode::io, rank_of(MPI_COMM_WORLD) == 0 ? "/dev/full/a.vtu" : "rank 0"));
}

BOOST_AUTO_TEST_CASE(the_index_reads_back_to_the_same_times)
{
  const test::Scratch scratch;
  const std::string   path = scratch.path("run.pvd");
  BOOST_TEST(read_pvd(path).empty());
  const std::vector<PvdEntry> entries = {{0, "fields/step_00000000.vtu"}, {1.0 / 3.0, "fields/step_00000012.vtu"}};
  write_pvd(path, entries);
  const auto again = read_pvd(path);
  BOOST_REQUIRE(again.size() == 2);
  BOOST_TEST(again[1].time_ns == 1.0 / 3.0);
  BOOST_TEST(again[1].file == "fields/step_00000012.vtu");
}

BOOST_AUTO_TEST_SUITE_END()
