#include <postprocess/observe/field_output.h>

#include <meshes/library.h>
#include <postprocess/observe/collective.h>
#include <postprocess/observe/raster.h>
#include <postprocess/observe/transport_fields.h>
#include <tests/postprocess/observe/scratch.h>

using namespace quench;
using namespace quench::observe;

namespace
{
/// The default mushroom on a coarse mesh, and the field r + 2 z.
struct Mushroom
{
  static solver::Discretization<2>::Parameters coarse()
  {
    solver::Discretization<2>::Parameters parameters;
    parameters.coarse_size = 20 * units::nm;
    parameters.edge_size   = 4 * units::nm;
    return parameters;
  }

  Mushroom() : space(MPI_COMM_WORLD, meshes::make_cell({}), coarse()), field(space.make_field())
  {
    for (std::size_t node = 0; node < space.positions.size(); ++node)
      field.local_element(static_cast<unsigned int>(node)) = space.positions[node][0] + 2 * space.positions[node][1];
  }

  solver::Discretization<2> space;
  solver::Vector            field;
};
} // namespace

BOOST_AUTO_TEST_SUITE(field_output)

BOOST_AUTO_TEST_CASE(a_snapshot_has_the_cells_the_regions_and_the_fields)
{
  const Mushroom      m;
  const FieldSnapshot snapshot = take_snapshot(m.space, {{"f_V", &m.field}, {"f_mV", &m.field, 1e-3 * units::V}},
                                               {{"marks", 1, std::vector<double>(m.space.cells.size(), 3.0)}});
  check(snapshot);
  BOOST_TEST(snapshot.n_cells() == m.space.cells.size());
  BOOST_TEST(find_array(snapshot.cell_arrays, "marks") != nullptr);
  BOOST_TEST(find_array(snapshot.cell_arrays, "rank")->values.front() == rank_of(MPI_COMM_WORLD));
  BOOST_TEST(find_array(snapshot.point_arrays, "none") == nullptr);
  const auto &f = snapshot.point_arrays[0].values, &f_mV = snapshot.point_arrays[1].values;
  for (std::size_t i = 0; i < snapshot.n_points(); ++i)
  {
    BOOST_REQUIRE(f[i] == snapshot.points[3 * i] + 2 * snapshot.points[3 * i + 1]);
    BOOST_REQUIRE(f_mV[i] == f[i] / 1e-3);
  }
  const auto &region = find_array(snapshot.cell_arrays, "region")->values;
  for (std::size_t cell = 0; cell < snapshot.n_cells(); ++cell)
  {
    const std::int64_t *nodes = &snapshot.connectivity[4 * cell];
    const auto          x     = [&](int i) { return snapshot.points[3 * nodes[i]]; };
    const auto          y     = [&](int i) { return snapshot.points[3 * nodes[i] + 1]; };
    // counter-clockwise from the lower corner; vertices made from different parents agree to round-off
    const auto same = [](double a, double b) { return std::abs(a - b) < 1e-10; };
    BOOST_REQUIRE((x(0) < x(1) && same(x(1), x(2)) && same(x(3), x(0))));
    BOOST_REQUIRE((same(y(0), y(1)) && y(1) < y(2) && same(y(3), y(2))));
    BOOST_REQUIRE(region[cell] == m.space.geometry.region_at({(x(0) + x(1)) / 2, 0, (y(0) + y(2)) / 2}));
  }
}

BOOST_AUTO_TEST_CASE(fluxes_are_those_of_the_card)
{
  // tungsten everywhere: 6.8e6 S/m, 50 W/(m K), no thermopower (cases/materials/W.prm)
  Mushroom                m;
  const solver::Materials materials(m.space.geometry.regions.size(),
                                    physics::Material(physics::MaterialCard::preset("W", "")));
  solver::State           state;
  for (solver::Vector *field : state.fields())
    *field = m.space.make_field();
  for (unsigned int node = 0; node < m.space.positions.size(); ++node)
  {
    state.potential.local_element(node)   = 2e6 * units::V / units::m * m.space.positions[node][1];
    state.temperature.local_element(node) = 300 * units::K + 1 * units::K / units::nm * m.space.positions[node][0];
  }
  const FieldSnapshot snapshot = take_snapshot(m.space, {}, transport_arrays<2>(m.space, materials, state));
  check(snapshot);
  const auto values  = [&](const char *name) { return find_array(snapshot.cell_arrays, name)->values; };
  const auto current = values("current_density_A_m2"), joule = values("joule_heat_W_m3"),
             heat  = values("heat_flux_W_m2");
  const auto close = [](double a, double b) { return std::abs(a - b) <= 1e-9 * std::abs(b) + 1; };
  for (std::size_t cell = 0; cell < snapshot.n_cells(); ++cell)
  {
    BOOST_REQUIRE(close(current[3 * cell + 1], -6.8e6 * 2e6));
    BOOST_REQUIRE(std::abs(current[3 * cell]) < 1e-9 * 6.8e6 * 2e6);
    BOOST_REQUIRE(close(joule[cell], 6.8e6 * 2e6 * 2e6));
    BOOST_REQUIRE(close(heat[3 * cell], -50 * 1e9));
    BOOST_REQUIRE(heat[3 * cell + 2] == 0);
  }
  BOOST_TEST(snapshot.region_names.size() == m.space.geometry.regions.size());
}

BOOST_AUTO_TEST_CASE(a_map_of_the_cell_shows_the_field_and_the_regions)
{
  const Mushroom  m;
  const RasterMap map =
      sample_raster(take_snapshot(m.space, {{"f_V", &m.field}}), {{"f_V"}, "region"}, 1.0, MPI_COMM_WORLD);
  if (rank_of(MPI_COMM_WORLD) != 0)
    return;
  BOOST_TEST(map.n[0] == 151);
  BOOST_TEST(map.n[1] == 226);
  const double inside = 1e-3; // towards the lower side, which owns the borders
  for (std::size_t j = 0; j < map.n[1]; ++j)
    for (std::size_t i = 0; i < map.n[0]; ++i)
    {
      const double      r = static_cast<double>(i), z = static_cast<double>(j);
      const std::size_t point = j * map.n[0] + i;
      BOOST_REQUIRE(std::abs(map.values[0][point] - (r + 2 * z)) < 1e-10);
      BOOST_REQUIRE(map.region[point] ==
                    m.space.geometry.region_at({std::max(r - inside, inside), 0, std::max(z - inside, inside)}));
    }
}

BOOST_AUTO_TEST_SUITE_END()
