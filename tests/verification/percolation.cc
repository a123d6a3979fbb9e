// F08: conductance of boxes in which crystalline grains grow at random places until they touch.
#include <tests/feature.h>
#include <tests/solver/cells.h>

#include <physics/base/random.h>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdio>
#include <numbers>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;

namespace
{
constexpr double edge = 50 * nm, size = 2.5 * nm;
constexpr int    n_grains = 40, n_boxes = 20;

using Centres = std::array<dealii::Point<3>, n_grains>;

/// Crystalline spheres of one radius about the centres: mean crystallinity and conductance.
struct Sample
{
  double fraction = 0, conductance = 0;
};

Centres random_centres(std::uint64_t seed)
{
  RandomStream random(seed, 0x66303862, 0, 0);
  Centres      centres;
  for (dealii::Point<3> &centre : centres)
    for (int d = 0; d < 3; ++d)
      centre[d] = edge * random.uniform();
  return centres;
}

/// Crystal inside the spheres, glass outside; each element mixes what its nodes say (eq. C1).
Sample measure(const Discretization<3> &space, ElectroThermal<3> &equations, const Centres &centres, double radius)
{
  State state         = uniform_state(space);
  state.crystallinity = nodal(space, [&](const dealii::Point<3> &p) {
    for (const dealii::Point<3> &centre : centres)
      if (p.distance_square(centre) < radius * radius)
        return 1.0;
    return 0.0;
  });
  std::array<double, 2> sums{};
  for (const auto &cell : space.cells)
    for (unsigned int i = 0; i < 8; ++i)
    {
      sums[0] += state.crystallinity.local_element(cell.nodes[i]) * cell.JxW[i];
      sums[1] += cell.JxW[i];
    }
  const auto report = equations.read(state, 0.1 * V);
  BOOST_REQUIRE(report.converged);
  return {sums[0] / sums[1], report.balance.current[1] / (0.1 * V)};
}
} // namespace

BOOST_AUTO_TEST_CASE(grains_percolate_in_three_dimensions) // F08
{
  const Discretization<3> space(MPI_COMM_WORLD, block(meshes::Symmetry::none, edge, edge), {.coarse_size = size});
  const Materials         materials{gst()};
  ElectroThermal<3>       equations(space, materials, {}, {.tolerance = 1e-6}); // ln G to 1e-6
  const auto sigma = [&](double c) { return materials[0].conductivity(physics::local_state(300, 0, c, 0.6)).v; };
  // radii at which overlapping spheres of this density fill 0.08, 0.12, ... of the space (1 - exp(-n 4 pi r^3 / 3));
  // the same in all boxes, so that means over boxes are means at one nominal fraction
  constexpr int                n_points = 9;
  std::array<double, n_points> fraction{}, ln_G{};
  const double                 density = n_grains / (edge * edge * edge);
  for (int k = 0; k < n_points; ++k)
  {
    const double filled = 0.04 * (k + 2),
                 radius = std::cbrt(-std::log1p(-filled) * 3 / (4 * std::numbers::pi * density));
    for (int box = 0; box < n_boxes; ++box)
    {
      const Sample sample = measure(space, equations, random_centres(1 + box), radius);
      fraction[k] += sample.fraction / n_boxes;
      ln_G[k] += std::log(sample.conductance) / n_boxes;
    }
  }
  double steepest = 0, at = 0;
  for (int k = 1; k < n_points; ++k)
  {
    const double slope = (ln_G[k] - ln_G[k - 1]) / (fraction[k] - fraction[k - 1]);
    BOOST_TEST_MESSAGE("f_c " << 0.5 * (fraction[k] + fraction[k - 1]) << ": d ln G / d f_c = " << slope << ", G "
                              << std::exp(ln_G[k]) / (S));
    if (slope > steepest)
    {
      steepest = slope;
      at       = 0.5 * (fraction[k] + fraction[k - 1]);
    }
  }
  const double          contrast = sigma(1) / sigma(0);
  std::array<char, 300> text;
  std::snprintf(
      text.data(), text.size(),
      "%d boxes of (50 nm)^3, %d spheres at random places that grow and overlap, 20^3 elements: mean ln G rises "
      "steepest, %.0f per unit of f_c, at f_c = %.3f; contrast %.2g",
      n_boxes, n_grains, steepest, at, contrast);
  test::record_feature("F08", "overlapping grains", text.data(), at >= 0.15 && at <= 0.32 && contrast >= 1e3);
}
