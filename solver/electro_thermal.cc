#include <solver/electro_thermal.h>

#include <solver/electro_thermal_local.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
namespace
{
/// Potential lives on conductors and is glued where no contact resistance separates two of them.
FieldRules potential_rules(const meshes::CellGeometry &cell, const Materials &materials)
{
  return {[&](int region) { return materials[region].conducts(); },
          [&](int region, int other) {
            return materials[region].conducts() && materials[other].conducts() &&
                   cell.between(region, other).contact_resistance == 0;
          }};
}

/// Temperature lives everywhere and is glued where no boundary resistance separates two regions.
FieldRules temperature_rules(const meshes::CellGeometry &cell)
{
  return {[](int) { return true; },
          [&](int region, int other) { return cell.between(region, other).thermal_resistance == 0; }};
}

std::vector<ContactRule> driven_rules(bool floats)
{
  return {ContactRule::fixed, floats ? ContactRule::tied : ContactRule::fixed};
}

const std::vector<ContactRule> held = {ContactRule::fixed, ContactRule::fixed};
} // namespace

double Balance::imbalance() const
{
  constexpr double rounding = 1e-6 * units::uA; // below it there is no current to balance
  const double     largest  = std::max(std::abs(current[0]), std::abs(current[1]));
  return largest > rounding ? std::abs(current[0] + current[1]) / largest : 0;
}

template <int dim>
ElectroThermal<dim>::ElectroThermal(const Discretization<dim> &discretization, const Materials &materials_,
                                    const Circuit &circuit_, const Parameters &parameters, Sources<dim> sources_)
  : space(discretization), materials(materials_), circuit(circuit_), p(parameters), sources(std::move(sources_)),
    v_field(space, potential_rules(space.geometry, materials)), t_field(space, temperature_rules(space.geometry)),
    floats(circuit.series_resistance > 0), v_driven(space, v_field, driven_rules(floats)), v_read(space, v_field, held),
    t_unknowns(space, t_field, held),
    vv(
        space, v_field, v_driven, v_field, v_driven, [&](std::size_t e) { return has_charge(e); }, true),
    vt(
        space, v_field, v_driven, t_field, t_unknowns, [&](std::size_t e) { return has_charge(e); }, false),
    tv(
        space, t_field, t_unknowns, v_field, v_driven, [&](std::size_t e) { return has_charge(e); }, false),
    tt(
        space, t_field, t_unknowns, t_field, t_unknowns, [](std::size_t) { return true; }, true),
    vv_read(
        space, v_field, v_read, v_field, v_read, [&](std::size_t e) { return has_charge(e); }, true),
    block_solver(space.communicator, vv.petsc(), vt.petsc(), tv.petsc(), tt.petsc()),
    heat_solver(space.communicator, ScalarSolver::Kind::general),
    read_solver(space.communicator, ScalarSolver::Kind::symmetric), r_v(space.make_field()), r_t(space.make_field()),
    d_v(space.make_field()), d_t(space.make_field())
{}

template <int dim>
bool ElectroThermal<dim>::has_charge(std::size_t e) const
{
  if (e < space.cells.size())
    return materials[space.cells[e].region].conducts();
  const auto &face = space.faces[e - space.cells.size()];
  return materials[face.region[0]].conducts() && materials[face.region[1]].conducts() &&
         space.geometry.between(face.region[0], face.region[1]).contact_resistance > 0;
}

template <int dim>
void ElectroThermal<dim>::add(std::size_t e, const typename Discretization<dim>::Nodes &nodes, const Local &local,
                              Mode mode, bool jacobian)
{
  const bool charge = mode != Mode::heat_only && has_charge(e);
  const bool heat   = mode != Mode::charge_only;
  if (charge)
    v_field.scatter(e, nodes, local.r_v, r_v);
  if (heat)
    t_field.scatter(e, nodes, local.r_t, r_t);
  if (!jacobian)
    return;
  if (charge)
    (mode == Mode::charge_only ? vv_read : vv).add(e, local.vv);
  if (heat)
    tt.add(e, local.tt);
  if (charge && heat)
  {
    vt.add(e, local.vt);
    tv.add(e, local.tv);
  }
}

template <int dim>
Balance ElectroThermal<dim>::assemble(const State &old, const State &next, double source_voltage, double dt, Mode mode,
                                      bool jacobian)
{
  r_v.zero_out_ghost_values();
  r_t.zero_out_ghost_values();
  r_v = 0;
  r_t = 0;
  if (jacobian)
    for (Matrix<dim> *matrix : {&vv, &vt, &tv, &tt, &vv_read})
      matrix->zero();
  Balance    balance;
  const auto collect = [&](const Local &local) {
    balance.joule += local.joule;
    balance.stored += local.stored;
    balance.throughput += local.throughput;
    balance.content += local.content;
    balance.charge_content += local.charge_content;
  };
  for (std::size_t e = 0; e < space.cells.size(); ++e)
  {
    if (mode == Mode::charge_only && !has_charge(e))
      continue;
    Local local;
    cell_terms(space.cells[e], old, next, dt, mode, jacobian, local);
    add(e, space.cells[e].nodes, local, mode, jacobian);
    collect(local);
  }
  for (std::size_t f = 0; f < space.faces.size(); ++f)
  {
    Local local;
    face_terms(space.faces[f], next, mode, jacobian, local);
    add(space.cells.size() + f, space.faces[f].nodes, local, mode, jacobian);
    collect(local);
  }
  r_v.compress(dealii::VectorOperation::add);
  r_t.compress(dealii::VectorOperation::add);
  finish(old, next, source_voltage, dt, mode, jacobian, balance);
  return balance;
}

/// Contact sums, the circuit's row, and the right-hand sides -r on the unknowns.
template <int dim>
void ElectroThermal<dim>::finish(const State &old, const State &next, double source_voltage, double dt, Mode mode,
                                 bool jacobian, Balance &balance)
{
  const auto           &unknowns = mode == Mode::charge_only ? v_read : v_driven;
  std::array<double, 9> sums{};
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    if (space.contact[i] >= 0)
    {
      sums[space.contact[i]] += r_v.local_element(i);
      sums[2 + space.contact[i]] -= r_t.local_element(i);
    }
  sums[4] = balance.joule;
  sums[5] = balance.stored;
  sums[6] = balance.throughput;
  sums[7] = balance.content;
  sums[8] = balance.charge_content;
  sum_over_ranks(sums, space.communicator);
  balance.current        = {sums[0], sums[1]};
  balance.heat_out       = {sums[2], sums[3]};
  balance.joule          = sums[4];
  balance.stored         = sums[5];
  balance.throughput     = sums[6] + std::abs(sums[2]) + std::abs(sums[3]);
  balance.content        = sums[7];
  balance.charge_content = sums[8];

  const auto owned_row = [&](unsigned int i) { return static_cast<PetscInt>(space.partitioner->local_to_global(i)); };
  double     circuit_residual = 0, slope = 0;
  if (unknowns.contact_row[1] >= 0)
  {
    slope            = 1 / circuit.series_resistance + (dt == steady ? 0 : circuit.parasitic_capacitance / dt);
    circuit_residual = balance.current[1] + (next.cell_voltage - source_voltage) / circuit.series_resistance +
                       (dt == steady ? 0 : circuit.parasitic_capacitance * (next.cell_voltage - old.cell_voltage) / dt);
  }
  std::array<double, 2> norms{};
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
  {
    const bool   tied = unknowns.contact_row[1] == owned_row(i);
    const double v    = tied ? circuit_residual : unknowns.row[i] == owned_row(i) ? r_v.local_element(i) : 0.0;
    const double t    = t_unknowns.row[i] == owned_row(i) ? r_t.local_element(i) : 0.0;
    norms[0] += std::abs(v);
    norms[1] += std::abs(t);
    r_v.local_element(i) = -v;
    r_t.local_element(i) = -t;
  }
  sum_over_ranks(norms, space.communicator);
  balance.charge_residual = mode == Mode::heat_only ? 0 : norms[0];
  balance.heat_residual   = mode == Mode::charge_only ? 0 : norms[1];
  if (!jacobian)
    return;
  if (mode == Mode::coupled)
  {
    vv.add_to_contact(1, slope);
    for (Matrix<dim> *matrix : {&vv, &vt, &tv, &tt})
      matrix->assemble();
  }
  else
    (mode == Mode::heat_only ? tt : vv_read).assemble();
}

template <int dim>
LinearReport ElectroThermal<dim>::update(State &next, Mode mode)
{
  LinearReport report;
  if (mode == Mode::coupled)
    report = block_solver.solve(r_v, r_t, d_v, d_t, p.linear_tolerance);
  else if (mode == Mode::heat_only)
    report = heat_solver.solve(tt.petsc(), r_t, d_t, p.linear_tolerance);
  else
    report = read_solver.solve(vv_read.petsc(), r_v, d_v, p.linear_tolerance);
  const auto n_owned = space.partitioner->locally_owned_size();
  if (mode != Mode::heat_only)
  {
    double rise = 0;
    if (mode == Mode::coupled && floats)
    {
      for (unsigned int i = 0; i < n_owned; ++i)
        if (v_driven.contact_row[1] == static_cast<PetscInt>(space.partitioner->local_to_global(i)))
          rise = d_v.local_element(i);
      rise = dealii::Utilities::MPI::sum(rise, space.communicator);
      next.cell_voltage += rise;
    }
    for (unsigned int i = 0; i < n_owned; ++i)
      if (v_field.is_free(i))
        next.potential.local_element(i) += space.contact[i] == 1   ? rise
                                           : space.contact[i] == 0 ? 0.0
                                                                   : d_v.local_element(i);
    v_field.distribute(next.potential);
  }
  if (mode != Mode::charge_only)
  {
    for (unsigned int i = 0; i < n_owned; ++i)
      if (t_field.is_free(i) && space.contact[i] < 0)
        next.temperature.local_element(i) += d_t.local_element(i);
    t_field.distribute(next.temperature);
  }
  return report;
}

/// Shortens a Newton step of the potential that overshoots. At given temperature the current is the gradient of a
/// convex function of the potential (J grows with |E|), so its slope along the step tells: regula falsi on it.
template <int dim>
void ElectroThermal<dim>::search_along(const Vector &before, State &next)
{
  Vector step = next.potential;
  step -= before;
  step.update_ghost_values();
  const auto slope = [&] {
    double sum = 0;
    for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
      sum -= r_v.local_element(i) * step.local_element(i); // r_v holds minus the residual
    return dealii::Utilities::MPI::sum(sum, space.communicator);
  };
  const double start = slope();
  double       part  = 1;
  for (int tries = 0; tries < 10; ++tries)
  {
    assemble(next, next, next.cell_voltage, steady, Mode::charge_only, false);
    const double end = slope();
    if (!(end > 0.5 * std::abs(start)))
      return;
    part *= std::max(0.1, std::abs(start) / (std::abs(start) + end));
    next.potential = before;
    next.potential.add(part, step);
    next.potential.update_ghost_values();
  }
}

/// Newton's method; near the solution the matrix of the last iteration serves on. Converged below the tolerance, or
/// where rounding allows no further gain.
template <int dim>
SolveReport ElectroThermal<dim>::newton(const State &old, State &next, double source_voltage, double dt, Mode mode)
{
  constexpr double no_current = 1e-8 * units::uA, no_heat = 1e-9 * units::uW;
  constexpr double near = 1e-4, epsilon = std::numeric_limits<double>::epsilon();
  SolveReport      report;
  double           last = 1;
  for (;; ++report.newton_iterations)
  {
    report.balance         = assemble(old, next, source_voltage, dt, mode, last > near);
    const Balance &b       = report.balance;
    const double   current = std::max({std::abs(b.current[0]), std::abs(b.current[1]), no_current});
    const double   eps     = 8 * epsilon * b.content;
    const double   heat    = std::max(b.heat_residual - eps, 0.0) / std::max(b.throughput, no_heat);
    const double   charge  = b.charge_residual / current;
    const double   scaled  = heat > charge || std::isnan(heat) ? heat : charge; // a NaN of either stays
    // potentials of the electrodes are rounded; the current through a cell of high resistance is small beside that
    const double rounding = std::max(1e-7, 2 * epsilon * b.charge_content / current);
    report.history.push_back(scaled);
    report.converged = scaled <= p.tolerance || (scaled <= rounding && scaled > 0.3 * last);
    if (report.converged || !std::isfinite(scaled) || report.newton_iterations == p.most_iterations)
      return report;
    last                      = scaled;
    const Vector       before = next.potential;
    const LinearReport linear = update(next, mode);
    report.linear_iterations += linear.iterations;
    if (mode == Mode::charge_only)
      search_along(before, next);
  }
}

template <int dim>
SolveReport ElectroThermal<dim>::solve(const State &old, State &next, double source_voltage, double dt)
{
  const bool off    = source_voltage == 0 && std::abs(old.cell_voltage) < 1e-9 * units::V && !sources.charge;
  next.cell_voltage = off ? 0 : floats ? old.cell_voltage : source_voltage;
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    if (space.contact[i] >= 0 && !v_field.is_held(i))
      next.potential.local_element(i) = space.contact[i] == 1 ? next.cell_voltage : 0;
    else if (off && !v_field.is_held(i))
      next.potential.local_element(i) = 0;
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    if (space.contact[i] >= 0)
      next.temperature.local_element(i) = p.ambient;
  v_field.distribute(next.potential);
  return newton(old, next, source_voltage, dt, off ? Mode::heat_only : Mode::coupled);
}

template <int dim>
SolveReport ElectroThermal<dim>::read(State &state, double cell_voltage)
{
  state.cell_voltage = cell_voltage;
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    if (space.contact[i] >= 0)
      state.potential.local_element(i) = space.contact[i] == 1 ? cell_voltage : 0;
  v_field.distribute(state.potential);
  read_solver.forget(); // the glass may have changed by orders of magnitude since the last read
  return newton(state, state, cell_voltage, steady, Mode::charge_only);
}

template <int dim>
void ElectroThermal<dim>::forget()
{
  block_solver.forget();
  heat_solver.forget();
  read_solver.forget();
}

template class ElectroThermal<2>;
template class ElectroThermal<3>;
} // namespace quench::solver
