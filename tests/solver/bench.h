#pragma once

#include <tests/solver/cells.h>

namespace quench::tests
{
/// A heater below GST with a melt sphere in it, driven: every equation has something to do.
struct Bench
{
  solver::Discretization<2> space;
  solver::Materials         materials{solid(5e5, 12, 3.2e6), solid(0, 1.38, 1.67e6), gst(), solid(5e5, 12, 3.2e6)};
  solver::TimeStep<2>       step;
  solver::State             state;

  static meshes::CellGeometry cell()
  {
    auto cell =
        stack(meshes::Symmetry::axisymmetric, 16, {{"heater", 8}, {"insulator", 0}, {"layer", 12, true}, {"top", 4}});
    cell.regions[1] = {"insulator", {{8, 0, 0}, {16, 0, 8}}, false};
    const double R  = 20e-9 * units::m * units::m * units::K / units::W;
    cell.interfaces = {{"layer", "heater", R, 0}, {"layer", "insulator", R, 0}, {"layer", "top", R, 0}};
    return cell;
  }

  explicit Bench(MPI_Comm communicator, const solver::PhaseFieldParameters &phase = {},
                 const solver::ElectroThermalParameters &electro_thermal = {}, double cell_size = 1)
    : space(communicator, cell(), {.coarse_size = cell_size, .edge_size = cell_size}),
      step(space, materials, {.series_resistance = 1e3 * units::ohm, .parasitic_capacitance = 1e-16 * units::F},
           electro_thermal, phase),
      state(uniform_state(space, 300, 1, materials[2].initial_relaxation()))
  {
    const double foot   = 8;
    state.crystallinity = nodal(space, [&](const dealii::Point<2> &p) {
      return p[1] < foot ? 1 : 0.5 * (1 + std::tanh((std::hypot(p[0], p[1] - foot) - 6) / std::sqrt(2.0)));
    });
    state.temperature   = nodal(space, [&](const dealii::Point<2> &p) {
      return 300 + 500 * std::exp(-(p[0] * p[0] + (p[1] - foot) * (p[1] - foot)) / 60) * std::min(1.0, p[1] / foot) *
                       std::min(1.0, (24 - p[1]) / 4);
    });
  }
};
} // namespace quench::tests
