// Conductance of glass filled with grains at random places (slow): F08.
#include <solver/transport/electro_thermal.h>
#include <tests/feature.h>
#include <tests/solver/cells.h>

#include <physics/base/random.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;

namespace
{
constexpr double edge = 40 * nm, radius = 5 * nm, cell_size = 1 * nm;

/// Parts of crystal at which the conductance is measured: 0.05, 0.08, ..., 0.38.
std::vector<double> wanted_parts()
{
  std::vector<double> parts;
  for (int i = 0; i < 12; ++i)
    parts.push_back(0.05 + 0.03 * i);
  return parts;
}

/// Spheres of crystal at uniform random places, which may overlap and stick out, until there is enough of them.
void fill(const Discretization<3> &space, State &state, RandomStream &random, double part)
{
  while (state.crystallinity.mean_value() < part)
  {
    dealii::Point<3> centre;
    for (int d = 0; d < 3; ++d)
      centre[d] = -radius + (edge + 2 * radius) * random.uniform();
    for (unsigned int i = 0; i < space.positions.size(); ++i)
      if (space.positions[i].distance(centre) < radius)
        state.crystallinity.local_element(i) = 1;
  }
  state.crystallinity.update_ghost_values();
}

/// The shipped glass and crystal without the field in the glass: reads at 1 mV do not see it, and the problem is
/// linear.
physics::Material ohmic_gst()
{
  physics::MaterialCard card;
  card.glass_conduction.hop_distance = 0;
  return physics::Material(card);
}

struct Box
{
  std::vector<double> part, conductance; ///< [1], [e/(V ns)]
};

Box measure(const Discretization<3> &space, const Materials &materials, std::uint64_t seed)
{
  ElectroThermal<3> equations(space, materials, {}, {.tolerance = 1e-3, .linear_tolerance = 1e-5});
  State             state = uniform_state(space, 300 * K, 0);
  RandomStream      random(seed, 0, 0, 0);
  Box               box;
  for (const double part : wanted_parts())
  {
    fill(space, state, random, part);
    const SolveReport report = equations.read(state, 1e-3 * V);
    BOOST_REQUIRE(report.converged);
    box.part.push_back(state.crystallinity.mean_value());
    box.conductance.push_back(std::abs(report.balance.current[1]) / (1e-3 * V));
  }
  return box;
}
} // namespace

BOOST_AUTO_TEST_CASE(grains_conduct_once_they_touch_from_contact_to_contact)
{
  constexpr int           n_boxes = 20;
  const Discretization<3> space(MPI_COMM_WORLD, block(meshes::Symmetry::none, edge, edge), {.coarse_size = cell_size});
  const Materials         materials{ohmic_gst()};
  const physics::Material material = ohmic_gst();
  const auto sigma = [&](double phi) { return material.conductivity(physics::local_state(300 * K, 0.0, phi, 0.6)).v; };
  const double        contrast = sigma(1) / sigma(0);
  std::vector<double> part(wanted_parts().size()), log_g(part.size());
  for (int seed = 1; seed <= n_boxes; ++seed)
  {
    const Box box = measure(space, materials, static_cast<std::uint64_t>(seed));
    for (std::size_t i = 0; i < part.size(); ++i)
    {
      part[i] += box.part[i] / n_boxes;
      log_g[i] += std::log(box.conductance[i]) / n_boxes;
    }
  }
  double steepest = 0, where = 0;
  for (std::size_t i = 0; i + 1 < part.size(); ++i)
  {
    const double slope = (log_g[i + 1] - log_g[i]) / (part[i + 1] - part[i]);
    std::printf("f_c = %.3f: ln G = %.2f, then d(ln G)/d(f_c) = %.1f\n", part[i], log_g[i], slope);
    if (slope > steepest)
    {
      steepest = slope;
      where    = (part[i] + part[i + 1]) / 2;
    }
  }
  char text[320];
  std::snprintf(
      text, sizeof text,
      "%d boxes of (40 nm)^3 with overlapping grains of 10 nm, cells of 1 nm: mean ln G rises fastest, by %.0f per "
      "unit of f_c, at f_c = %.3f; sigma_c/sigma_a = %.2g",
      n_boxes, steepest, where, contrast);
  test::record_feature("F08", "random grains", text, where >= 0.15 && where <= 0.32 && contrast >= 1e3);
}
