#include <cases/simulation.h>

#include <cases/netlist_choices.h>
#include <cases/run_folder.h>
#include <cases/run_report.h>
#include <cases/size.h>
#include <meshes/mesh_builder.h>
#include <physics/base/checksum.h>
#include <physics/base/files.h>
#include <postprocess/observe/collective.h>
#include <postprocess/observe/signals.h>
#include <solver/run/checkpoint.h>
#include <solver/structure/clusters.h>
#include <solver/structure/grains.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <limits>
#include <numbers>
#include <numeric>

namespace quench::cases
{
using solver::State;

namespace
{
/// Of the last pulse before a read; 0 where that is of another kind.
double amplitude_before(const solver::Program &program, const solver::ReadEvent &read, solver::SourceKind kind)
{
  if (read.pulse == 0)
    return 0;
  const solver::Pulse &pulse = program.pulses()[static_cast<std::size_t>(read.pulse) - 1];
  return pulse.kind == kind ? pulse.amplitude() : 0;
}
} // namespace

solver::Materials make_materials(const meshes::CellGeometry &geometry, const MaterialChoices &choices)
{
  solver::Materials materials;
  for (const meshes::Region &region : geometry.regions)
    materials.emplace_back(choices[region.slot()]);
  return materials;
}

template <int dim>
Simulation<dim>::Simulation(const Case &c_, const RunRequest &request_, MPI_Comm comm)
  : c(c_), request(request_), communicator(comm), geometry(geometry_of(c)),
    materials(make_materials(geometry, c.materials)), program(c.program, c.electro_thermal.surroundings()),
    space(communicator, geometry, c.mesh),
    policy(materials, c.front_mesh, c.phase.width, c.nucleation.mode != solver::NucleationMode::rate_equation),
    control(c.time_step, c.phase.width)
{}

template <int dim>
void Simulation<dim>::rebuild_equations()
{
  solver::ElectroThermalParameters electro_thermal = c.electro_thermal;
  electro_thermal.interfaces                       = c.interfaces.by_region(geometry);
  equations =
      std::make_unique<solver::TimeStep<dim>>(space, materials, c.circuit, electro_thermal, c.phase, c.nucleation);
}

/// The whole run: change the mesh, try a step, and look at what came out of it.
template <int dim>
ExitCode Simulation<dim>::run()
{
  start();
  do
    while (state.time < program.end())
    {
      keep(adapt_mesh());
      if (checkpoint_or_stop())
        return ExitCode::stopped;
      if (!try_step())
        continue;
      read_if_due();
      write_if_due();
      look_in();
    }
  while (plan_pulses());
  write_fields();
  write_map("end");
  for (const std::string &line : shares.in_words(communicator))
    recorder->note(line);
  recorder->finish(program_results(c, program, history, state.step));
  return ExitCode::done;
}

/// The outer loop of program-and-verify: the program with the next pulses that the reads ask for, or with the last
/// reads. False where all was done.
template <int dim>
bool Simulation<dim>::plan_pulses()
{
  using solver::Verify, solver::Program;
  if (c.task != Task::verify || verdict != Verify::Verdict::go_on)
    return false;
  const Verify::Plan plan = Verify(c.verify, solver::parse_pulses(c.program.pulses)).plan(history.conductance_after());
  const bool         goes_on = plan.verdict == Verify::Verdict::go_on;
  verdict                    = plan.verdict;
  program = Program(c.program, plan.pulses, goes_on ? Program::Ending::verify : Program::Ending::reads,
                    c.electro_thermal.surroundings());
  progress.emplace(program, c.time_step, state.time);
  if (!history.reads.empty())
    recorder->note(in_words(c.verify, plan, history.reads.back()));
  return true;
}

template <int dim>
void Simulation<dim>::start()
{
  if (request.if_exists == observe::OutputFolder::IfExists::resume)
    return resume();
  recorder = std::make_unique<Recorder>(request, circuit_columns(c.circuit, geometry), Json(), communicator);
  progress.emplace(program, c.time_step, state.time);
  plan_pulses();
  state.clusters.resize(solver::n_cluster_fields(materials, c.nucleation.mode));
  for (solver::Vector *field : state.fields())
    *field = space.make_field();
  for (int pass = 0; pass < 12; ++pass)
  {
    write_initial_fields();
    if (!c.initial.has_glass() || !policy.wants_change(space, state))
      break;
    policy.adapt(space, state); // then write the profile anew on the finer mesh
  }
  solver::settle_grains(space, materials, state);
  shares.mesh_is_made();
  rebuild_equations();
  history.enthalpy_start = history.enthalpy_end = solver::integrate(space, materials, state).enthalpy;
  read_if_due();
  if (!c.output.insitu_script.empty())
    look_in();
}

/// Ambient temperature, one crystal, and the glass that the case starts with.
template <int dim>
void Simulation<dim>::write_initial_fields()
{
  const double ambient = c.electro_thermal.surroundings().at(state.time);
  state.temperature    = ambient;
  state.fictive        = ambient;
  state.crystallinity  = 1;
  for (solver::Vector *field : {&state.relaxation, &state.age, &state.switched, &state.grain, &state.inclusions})
    *field = 0;
  for (unsigned int r = 0; r < materials.size(); ++r)
    if (materials[r].forms_glass())
    {
      const solver::Vector marks =
          solver::touched_nodes(space, [&](const auto &cell) { return cell.region == static_cast<int>(r); });
      for (unsigned int i = 0; i < space.positions.size(); ++i)
        if (marks.local_element(i) > 0)
        {
          meshes::Coordinates at = geometry.glass.centre;
          for (int d = 0; d < dim; ++d)
            at[meshes::geometry_axis<dim>(d)] = space.positions[i][d];
          const double d                    = c.initial.distance_to_glass(geometry.glass, at);
          state.relaxation.local_element(i) = materials[r].initial_relaxation();
          state.fictive.local_element(i)    = materials[r].glass_temperature();
          state.grain.local_element(i)      = solver::grain_label(0);
          if (c.initial.has_glass())
            state.crystallinity.local_element(i) =
                0.5 * (1 + std::tanh(d / (std::sqrt(2.0) * c.initial.interface_width)));
        }
    }
  for (solver::Vector *field : state.fields())
    field->update_ghost_values();
}

/// End of the next step. What nothing drives is limited by its own rates; what is driven, by the changes that it sees.
template <int dim>
solver::Moment Simulation<dim>::propose() const
{
  const double longest = program.is_driven(state.time) ? std::numeric_limits<double>::infinity()
                                                       : equations->rest().longest_step(state, 0.0, control.travel());
  return control.propose(state.time, program, longest);
}

/// True if it changed.
template <int dim>
bool Simulation<dim>::adapt_mesh()
{
  if (std::exchange(mesh_is_settled, false) || equations->phase().is_empty() ||
      (!program.is_driven(state.time) && equations->rest().is_at_rest(state, 0.0, propose() - state.time)) ||
      !policy.wants_change(space, state))
    return false;
  const auto   timer  = shares.time(Shares::Part::mesh);
  const double before = solver::integrate(space, materials, state).enthalpy;
  policy.adapt(space, state);
  rebuild_equations();
  equations->settle(state);
  control.mesh_changed();
  history.remesh_enthalpy += solver::integrate(space, materials, state).enthalpy - before;
  ++history.mesh_changes;
  return true;
}

/// One attempt; true if it was accepted. A rejected step leaves no trace in the state.
template <int dim>
bool Simulation<dim>::try_step()
{
  const solver::Moment     end  = propose();
  const double             dt   = end - state.time;
  State                    next = state;
  const solver::Drive      drive(program.source(end), program.source(state.time + solver::stage_fraction * dt));
  const solver::StepReport report = equations->advance(state, next, drive, dt);
  shares.add(report);
  if (!control.accept(report, end, program))
  {
    ++history.rejected;
    recorder->rejected(double(state.time), dt, report.reason());
    return false;
  }
  next.time = end; // no drift of the clock by sums of steps
  std::swap(state, next);
  if (resumed_from)
    solver::CheckpointDirectory(request.output).note_success(*std::exchange(resumed_from, {}));
  watch(next, report);
  return true;
}

/// Adds an accepted step to the history and to the files.
template <int dim>
void Simulation<dim>::watch(const State &old, const solver::StepReport &report)
{
  const solver::Balance  &b        = report.electro_thermal.balance;
  const solver::Integrals sums     = solver::integrate(space, materials, state);
  const auto              peak     = solver::hottest(space, state, [](int) { return true; });
  const auto              layer    = solver::hottest(space, state, [&](int r) { return materials[r].forms_glass(); });
  const double            dt       = state.time - old.time;
  const double            latent   = report.baked ? (history.enthalpy_end - sums.enthalpy) / dt : 0;
  const double            out      = std::accumulate(b.heat_out.begin(), b.heat_out.end(), latent);
  const auto              crossing = [&](double level, double &when) {
    if (history.last_layer_temperature > level && layer.temperature <= level)
      when = double(old.time) +
             dt * (history.last_layer_temperature - level) / (history.last_layer_temperature - layer.temperature);
  };
  const auto &phase = c.materials.phase_change().phase_change;
  crossing(phase.melting_temperature, history.below_melting);
  if (history.below_glass < history.below_melting) // later pulses that do not melt tell nothing of the quench
    crossing(phase.glass_temperature, history.below_glass);
  history.peak_temperature       = std::max(history.peak_temperature, peak.temperature);
  history.peak_layer_temperature = std::max(history.peak_layer_temperature, layer.temperature);
  if (!geometry.neighbour.empty())
  {
    const int  neighbour               = geometry.region_index(geometry.neighbour);
    const auto there                   = solver::hottest(space, state, [&](int r) { return r == neighbour; });
    history.peak_neighbour_temperature = std::max(history.peak_neighbour_temperature, there.temperature);
  }
  history.peak_current = std::max(history.peak_current, std::abs(b.current[1]));
  history.joule += b.joule * dt;
  history.source_energy += report.electro_thermal.source_power * dt;
  history.heat_out += out * dt;
  history.latent_heat += b.released * dt;

  history.enthalpy_end = sums.enthalpy;
  history.glass_volume = sums.glass;
  history.imbalance    = std::max(history.imbalance, b.imbalance());

  if (constexpr double half = std::numbers::ln2; state.hazard < half)
    history.half_hazard = -1;
  else if (old.hazard < half)
    history.half_hazard = double(old.time) + dt * (half - old.hazard) / (state.hazard - old.hazard);
  history.hazard                 = state.hazard;
  history.last_layer_temperature = layer.temperature;
  history.born += static_cast<int>(report.births.size());
  recorder->births(report.births);
  history.stamped += report.stamped;
  history.newton += report.electro_thermal.newton_iterations;
  history.linear += report.electro_thermal.linear_iterations;
  history.substeps += report.phase_substeps;
  for (const double t : c.program.probe_times)
    if (std::abs(state.time - t) < 1e-9)
    {
      const auto front = geometry.plane_front ? solver::plane_front(space, state, sums.glass) : solver::PlaneFront();
      history.probes.push_back({t, peak.temperature, front.position, front.temperature, front.far_temperature});
    }
  const StepRecord  record{double(state.time),
                          state.circuit.source_voltage(),
                          state.cell_voltage,
                          b.current[1],
                          peak.temperature,
                          sums.melt,
                          sums.glass,
                          b.joule,
                          out,
                          sums.enthalpy,
                          dt,
                          state.time - program.last_start(state.time),
                          report.electro_thermal.newton_iterations,
                          report.electro_thermal.linear_iterations,
                          report.phase_substeps,
                          space.n_nodes(),
                          circuit_values(c.circuit, geometry, state.circuit, b)};
  const std::string doing = Progress::phase(program, state.time, history.reads.size());
  recorder->step(state.step, record, progress->line(state.step, record, doing, state.time));
}

/// A read at the moments the program asks for, of a copy of the state.
template <int dim>
void Simulation<dim>::read_if_due()
{
  const auto timer = shares.time(Shares::Part::reads);
  for (const solver::ReadEvent &event : program.reads())
    if (std::abs(event.time - state.time) < 1e-9)
    {
      const solver::SolveReport report = equations->electro_thermal().read(state, c.program.read_voltage);
      if (!report.converged)
      {
        std::string residuals;
        for (const double r : report.history)
          residuals += " " + std::to_string(std::log10(r));
        throw ConvergenceError("read at t = " + std::to_string(double(state.time)) + " ns",
                               "charge did not converge; log10 of the residuals" + residuals);
      }
      history.imbalance = std::max(history.imbalance, report.balance.imbalance());
      const auto peak   = solver::hottest(space, state, [](int) { return true; });
      const Read read{event.pulse,
                      amplitude_before(program, event, solver::SourceKind::voltage),
                      event.since,
                      double(state.time),
                      report.balance.current[1],
                      c.program.read_voltage,
                      peak.temperature,
                      equations->phase().glass_volume(state),
                      state.hazard,
                      amplitude_before(program, event, solver::SourceKind::current)};
      history.reads.push_back(read);
      recorder->read(read);
    }
}

/// Maps and fields at the end of the largest pulse's plateau and after its quench; fields every so many steps.
template <int dim>
void Simulation<dim>::write_if_due()
{
  const auto timer  = shares.time(Shares::Part::files);
  bool       fields = c.output.field_steps > 0 && state.step % static_cast<unsigned int>(c.output.field_steps) == 0;
  if (!program.pulses().empty())
  {
    const std::size_t    largest  = program.strongest();
    const solver::Moment peak     = program.pulse_start(largest) + program.pulses()[largest].peak();
    const solver::Moment quenched = program.next_corner(program.pulse_end(largest));
    if (std::abs(state.time - peak) < 1e-9)
      write_map("peak");
    if (std::abs(state.time - quenched) < 1e-9)
      write_map("quenched");
    fields = fields || std::abs(state.time - peak) < 1e-9 || std::abs(state.time - quenched) < 1e-9;
  }
  if (c.output.map_steps > 0 && state.step % static_cast<unsigned int>(c.output.map_steps) == 0)
    write_map("step_" + std::to_string(state.step));
  if (fields)
    write_fields();
}

template class Simulation<2>;
template class Simulation<3>;

ExitCode simulate(const Case &c, RunRequest request, MPI_Comm communicator)
{
  std::optional<observe::StopSignals> signals; // before the lock: who holds it can be asked to stop
  if (c.task == Task::program || c.task == Task::verify)
    signals.emplace(observe::rank_of(communicator) == 0);
  require_memory(c, communicator);
  const RunFolder folder(request, communicator);
  request.if_exists = folder.mode();
  const auto run    = [&](auto &&simulation) {
    return c.task == Task::steady  ? simulation.solve_steady()
              : c.task == Task::curve ? simulation.trace_curve()
                                      : simulation.run();
  };
  try
  {
    return geometry_of(c).symmetry == meshes::Symmetry::none ? run(Simulation<3>(c, request, communicator))
                                                             : run(Simulation<2>(c, request, communicator));
  }
  catch (const Error &error)
  {
    if (observe::rank_of(communicator) == 0)
      note_failure(request.output, error.what());
    throw;
  }
}

Forecast forecast(const Case &c, MPI_Comm communicator)
{
  const meshes::CellGeometry geometry = geometry_of(c);
  const solver::Program      program(c.program, c.electro_thermal.surroundings());
  const auto                 count = [&](const auto &space) {
    const double nodes = static_cast<double>(space.n_nodes());
    return Forecast{space.mesh.n_global_active_cells(), space.n_nodes(), expected_memory_MB(nodes),
                    program.pulses().size(), program.reads().size()};
  };
  return geometry.dimension() == 3 ? count(solver::Discretization<3>(communicator, geometry, c.mesh))
                                   : count(solver::Discretization<2>(communicator, geometry, c.mesh));
}
} // namespace quench::cases
