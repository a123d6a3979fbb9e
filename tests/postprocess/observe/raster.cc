#include <postprocess/observe/raster.h>

#include <postprocess/observe/collective.h>
#include <tests/postprocess/observe/scratch.h>
#include <tests/postprocess/observe/synthetic.h>

#include <chrono>

using namespace quench;
using namespace quench::observe;

namespace
{
/// Two cells side by side with their own nodes on the common line: 0 on the left, 10 on the right of r = 1.
FieldSnapshot jump(bool left, bool right)
{
  FieldSnapshot mesh;
  const auto    add = [&](double r, double value) {
    const auto first = static_cast<std::int64_t>(mesh.n_points());
    for (const auto &[dr, z] : {std::pair{0., 0.}, {1., 0.}, {1., 1.}, {0., 1.}})
      mesh.points.insert(mesh.points.end(), {r + dr, z, 0.0});
    mesh.connectivity.insert(mesh.connectivity.end(), {first, first + 1, first + 2, first + 3});
    mesh.cell_arrays[0].values.push_back(value);
    mesh.point_arrays[0].values.insert(mesh.point_arrays[0].values.end(), 4, value);
  };
  mesh.cell_arrays  = {{"region", 1, {}}};
  mesh.point_arrays = {{"f", 1, {}}};
  if (right)
    add(1, 10);
  if (left)
    add(0, 0);
  return mesh;
}

const RasterContent f_only = {{"f"}, "region"};

/// A cube of n^3 cells of edge 1 nm with nodes of their own; the region is the number of the layer along y.
template <class Function>
FieldSnapshot cube(int n, const Function &f)
{
  FieldSnapshot mesh;
  mesh.dim          = 3;
  mesh.cell_arrays  = {{"region", 1, {}}};
  mesh.point_arrays = {{"f", 1, {}}};
  for (int cell = 0; cell < n * n * n; ++cell)
  {
    const double x = cell % n, y = cell / n % n, z = cell / (n * n);
    for (const auto &[dx, dy, dz] : std::initializer_list<std::array<double, 3>>{
             {0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 1}, {1, 1, 1}, {0, 1, 1}})
    {
      mesh.connectivity.push_back(static_cast<std::int64_t>(mesh.n_points()));
      mesh.points.insert(mesh.points.end(), {x + dx, y + dy, z + dz});
      mesh.point_arrays[0].values.push_back(f(x + dx, y + dy, z + dz));
    }
    mesh.cell_arrays[0].values.push_back(y);
  }
  return mesh;
}
} // namespace

BOOST_AUTO_TEST_SUITE(raster)

BOOST_AUTO_TEST_CASE(bilinear_fields_are_sampled_exactly)
{
  FieldSnapshot mesh     = test::square_mesh(20, MPI_COMM_WORLD);
  const auto    bilinear = [](double r, double z) { return 1 + 2 * r - 3 * z + 0.5 * r * z; };
  test::add_field(mesh, "f", bilinear);
  const RasterMap map = sample_raster(mesh, f_only, 0.3, MPI_COMM_WORLD);
  if (rank_of(MPI_COMM_WORLD) != 0)
    return;
  BOOST_TEST(map.n[0] == 67);
  BOOST_TEST(map.n[1] == 67);
  double worst = 0;
  for (std::size_t j = 0; j < map.n[1]; ++j)
    for (std::size_t i = 0; i < map.n[0]; ++i)
    {
      const double z = 0.3 * static_cast<double>(j);
      worst = std::max(worst, std::abs(map.values[0][j * map.n[0] + i] - bilinear(0.3 * static_cast<double>(i), z)));
      // nearest to the border at z = 10 are 9.9 and 10.2
      BOOST_REQUIRE(map.region[j * map.n[0] + i] == (z < 10 ? 0 : 1));
    }
  BOOST_TEST(worst < 1e-12); // round-off of values up to 200
}

BOOST_AUTO_TEST_CASE(in_three_dimensions_the_map_is_the_section_through_the_middle)
{
  const auto trilinear = [](double x, double y, double z) { return 1 + x - 2 * y + 3 * z + 0.5 * x * y * z; };
  for (const int n : {2, 3}) // the plane on a border between cells, and inside cells
  {
    const RasterMap map = sample_raster(cube(n, trilinear), f_only, 0.25, MPI_COMM_SELF);
    BOOST_TEST(map.plane == 0.5 * n);
    BOOST_REQUIRE(map.values[0].size() == (4u * n + 1) * (4u * n + 1));
    double worst = 0;
    for (std::size_t k = 0; k < map.values[0].size(); ++k)
    {
      const double x = 0.25 * static_cast<double>(k % map.n[0]), z = 0.25 * static_cast<double>(k / map.n[0]);
      worst = std::max(worst, std::abs(map.values[0][k] - trilinear(x, 0.5 * n, z)));
      BOOST_REQUIRE(map.region[k] == (n == 2 ? 0 : 1));
    }
    BOOST_TEST(worst < 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(a_point_on_a_border_belongs_to_the_lower_cell)
{
  // however the cells are spread over the ranks
  const int rank = rank_of(MPI_COMM_WORLD);
  int       n_ranks;
  MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
  const bool one = n_ranks == 1;
  for (const int left : {0, n_ranks - 1})
  {
    const RasterMap map = sample_raster(jump(one || rank == left, one || rank != left), f_only, 0.5, MPI_COMM_WORLD);
    if (rank != 0 || n_ranks > 2)
      continue;
    const std::vector<double> row = {0, 0, 0, 10, 10};
    BOOST_REQUIRE(map.values[0].size() == 15);
    for (std::size_t point = 0; point < 15; ++point)
      BOOST_TEST(map.values[0][point] == row[point % 5]);
  }
}

BOOST_AUTO_TEST_CASE(points_outside_all_cells_are_marked)
{
  FieldSnapshot mesh = test::square_mesh(2, MPI_COMM_SELF);
  test::add_field(mesh, "f", [](double, double) { return 7.0; });
  mesh.connectivity.resize(12); // without the upper right cell
  mesh.cell_arrays[0].values.resize(3);
  const RasterMap map = sample_raster(mesh, f_only, 0.5, MPI_COMM_SELF);
  BOOST_TEST(map.region[4 * 5 + 4] == -1);
  BOOST_TEST(map.values[0][4 * 5 + 4] == 0);
  BOOST_TEST(map.region[2 * 5 + 4] == 0); // upper border of the lower right cell
  BOOST_TEST(map.region[0] == 0);
}

BOOST_AUTO_TEST_CASE(the_map_is_a_table_with_units)
{
  const test::Scratch scratch;
  FieldSnapshot       mesh = test::square_mesh(1, MPI_COMM_SELF);
  test::add_field(mesh, "temperature_K", [](double r, double) { return 300 + r / 3; });
  test::add_field(mesh, "crystallinity", [](double, double) { return 1.0; });
  test::add_field(mesh, "potential_V", [](double, double z) { return z; });
  write_raster_map(scratch.path("m.csv"), mesh, RasterContent(), 1.0, MPI_COMM_SELF);
  BOOST_TEST(read_file(scratch.path("m.csv")) == "r_nm,z_nm,temperature_K,crystallinity,potential_V,region\n"
                                                 "0,0,300,1,0,0\n1,0,300.333333,1,0,0\n"
                                                 "0,1,300,1,1,0\n1,1,300.333333,1,1,0\n");
}

BOOST_AUTO_TEST_CASE(a_field_that_is_not_there_is_an_error)
{
  const FieldSnapshot mesh = test::square_mesh(1, MPI_COMM_SELF);
  BOOST_CHECK_EXCEPTION(sample_raster(mesh, RasterContent(), 1.0, MPI_COMM_SELF), Error,
                        test::complains(ExitCode::internal, "\"temperature_K\""));
}

BOOST_AUTO_TEST_CASE(a_map_is_made_in_the_blink_of_an_eye)
{
  const test::Scratch scratch;
  FieldSnapshot       mesh = test::square_mesh(150, MPI_COMM_SELF);
  for (const char *name : {"temperature_K", "crystallinity", "potential_V"})
    test::add_field(mesh, name, [](double r, double z) { return test::hot_spot(r, z, 1); });
  const auto begin = std::chrono::steady_clock::now();
  write_raster_map(scratch.path("m.csv"), mesh, RasterContent(), 0.81, MPI_COMM_SELF); // 186 x 186 points
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
  BOOST_TEST_MESSAGE("raster of 34596 points: " << time.count() << " ms");
  BOOST_TEST(time.count() < 1000); // 30 ms on an idle machine
}

BOOST_AUTO_TEST_SUITE_END()
