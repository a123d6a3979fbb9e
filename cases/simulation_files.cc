// What a running simulation leaves on disk: fields, maps, pictures, checkpoints.
#include <cases/simulation.h>

#include <cases/netlist_choices.h>
#include <cases/run_folder.h>
#include <cases/run_report.h>
#include <physics/base/checksum.h>
#include <physics/base/files.h>
#include <physics/base/text.h>
#include <postprocess/observe/collective.h>
#include <postprocess/observe/field_names.h>
#include <postprocess/observe/signals.h>
#include <postprocess/observe/transport_fields.h>
#include <solver/run/checkpoint.h>
#include <solver/structure/clusters.h>
#include <solver/structure/grains.h>

#include <algorithm>
#include <filesystem>

namespace quench::cases
{
namespace
{
constexpr std::size_t numbers_of_a_nucleus = 8;

Json to_json(const std::vector<solver::Nucleus> &nuclei)
{
  std::vector<double> numbers;
  for (const solver::Nucleus &n : nuclei)
    numbers.insert(numbers.end(),
                   {n.position[0], n.position[1], n.position[2], n.radius, n.born, n.grain, double(n.region), n.least});
  return Json(numbers);
}

std::vector<solver::Nucleus> nuclei_from(const std::vector<double> &numbers)
{
  std::vector<solver::Nucleus> nuclei;
  for (std::size_t i = 0; i + numbers_of_a_nucleus <= numbers.size(); i += numbers_of_a_nucleus)
    nuclei.push_back({{numbers[i], numbers[i + 1], numbers[i + 2]},
                      numbers[i + 3],
                      numbers[i + 4],
                      numbers[i + 5],
                      static_cast<int>(numbers[i + 6]),
                      numbers[i + 7]});
  return nuclei;
}
} // namespace

template <int dim>
std::vector<observe::NamedField> Simulation<dim>::named_fields()
{
  grains = solver::grain_numbers(space, state);
  return {{"temperature_K", &state.temperature, units::K},     {"crystallinity", &state.crystallinity},
          {"potential_V", &state.potential, units::V},         {"relaxation", &state.relaxation},
          {"fictive_temperature_K", &state.fictive, units::K}, {"grain", &grains}};
}

template <int dim>
void Simulation<dim>::write_fields()
{
  recorder->fields(
      observe::take_snapshot(space, named_fields(), observe::transport_arrays<dim>(space, materials, state)),
      state.step, double(state.time));
}

template <int dim>
void Simulation<dim>::write_map(const std::string &name)
{
  if (!c.output.maps)
    return;
  std::string regions = "region,name,forms_glass\n";
  for (std::size_t r = 0; r < geometry.regions.size(); ++r)
    regions += std::to_string(r) + "," + geometry.regions[r].name + (materials[r].forms_glass() ? ",1\n" : ",0\n");
  recorder->map(regions, {name, c.output.map_spacing, state.step, double(state.time)},
                observe::take_snapshot(space, named_fields()));
}

/// Names of the fields that the in-situ script gets.
std::vector<std::string> insitu_fields(const Output &output)
{
  std::vector<std::string> names = split(output.insitu_fields, ',');
  if (names.empty())
    for (const observe::FieldName &field : observe::field_names)
      names.emplace_back(field.name);
  return names;
}

const char *in_words(meshes::Symmetry symmetry)
{
  return symmetry == meshes::Symmetry::axisymmetric ? "axisymmetric"
         : symmetry == meshes::Symmetry::planar     ? "planar"
                                                    : "three-dimensional";
}

/// The fields that the in-situ script gets.
template <int dim>
observe::FieldSnapshot Simulation<dim>::insitu_snapshot()
{
  const std::vector<std::string> wanted  = insitu_fields(c.output);
  const auto                     is_idle = [&](const auto &field) {
    return std::find(wanted.begin(), wanted.end(), field.name) == wanted.end();
  };
  auto fields = named_fields();
  std::erase_if(fields, is_idle);
  std::vector<observe::FieldSnapshot::Array> of_cells;
  if (std::any_of(wanted.begin(), wanted.end(),
                  [](const auto &name) { return observe::find_field(name)->is_of_cells; }))
    of_cells = observe::transport_arrays<dim>(space, materials, state);
  std::erase_if(of_cells, is_idle);
  return observe::take_snapshot(space, fields, std::move(of_cells));
}

template <int dim>
void Simulation<dim>::start_insitu()
{
  namespace fs = std::filesystem;
  observe::InSituOptions options;
  const fs::path         script = fs::path(c.output.insitu_script);
  options.script   = fs::absolute(script.is_absolute() ? script : fs::path(request.case_directory) / script).string();
  options.folder   = fs::absolute(fs::path(request.output) / "insitu").string();
  options.required = c.output.insitu_required;
  options.arrays   = insitu_fields(c.output);
  options.symmetry = in_words(geometry.symmetry);
  insitu           = std::make_unique<observe::InSitu>(options, communicator);
}

/// Shows the state to the in-situ script. A failure that stops the run leaves a checkpoint.
template <int dim>
void Simulation<dim>::look_in()
{
  if (c.output.insitu_script.empty())
    return;
  const auto timer = shares.time(Shares::Part::files);
  if (!insitu)
    start_insitu();
  if (state.step % static_cast<unsigned int>(c.output.insitu_steps) != 0)
    return;
  try
  {
    for (const std::string &message :
         insitu->process(insitu_snapshot(), double(state.time), static_cast<unsigned int>(state.step)))
      recorder->fallback(message);
  }
  catch (const Error &)
  {
    if (kept)
      write_checkpoint();
    throw;
  }
}

/// Keeps what a checkpoint needs where a resumed run can start.
template <int dim>
void Simulation<dim>::keep(bool changed_mesh)
{
  const bool is_new = !kept || kept->state.step != state.step;
  if (kept && !changed_mesh && !(is_new && state.step % solver::steps_between_restarts == 0))
    return;
  kept = {state, control.memory(), history, recorder->positions()};
}

/// Writes a checkpoint if one is due or a signal asks for it; true if the run is to stop.
template <int dim>
bool Simulation<dim>::checkpoint_or_stop()
{
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - checkpoint_time;
  const bool is_due = (c.output.checkpoint_interval > 0 && passed.count() > c.output.checkpoint_interval / units::s) ||
                      (c.output.checkpoint_steps > 0 &&
                       kept->state.step >= checkpoint_step + static_cast<unsigned int>(c.output.checkpoint_steps));
  const int wish = dealii::Utilities::MPI::max(observe::stop_requested() ? 2 : is_due ? 1 : 0, communicator);
  if (wish > 0)
    write_checkpoint();
  if (wish == 1)
    recorder->so_far(kept_results());
  if (wish > 1)
    recorder->stopped(kept_results(), std::string("stopped") + (observe::stop_requested() ? " by " : "") +
                                          observe::stop_reason() + " after step " + std::to_string(state.step) +
                                          "; the same command goes on from step " + std::to_string(kept->state.step));
  return wish > 1;
}

template <int dim>
std::vector<observe::Result> Simulation<dim>::kept_results() const
{
  return program_results(c, program, kept->history, kept->state.step);
}

/// Of what was kept last.
template <int dim>
void Simulation<dim>::write_checkpoint()
{
  solver::CheckpointDirectory directory(request.output);
  const solver::State        &at = kept->state;
  observe::on_root(communicator, [&] { directory.begin(at.step); });
  const std::string folder = directory.folder(at.step);
  solver::save(space, at, folder);
  recorder->sync();
  observe::on_root(communicator, [&] {
    Json files = kept->files;
    files.set("time_ns", Json(double(at.time)));
    Json json = Json::object();
    json.set("time", Json(double(at.time)))
        .set("rest_of_time", Json(at.time.rest()))
        .set("step", Json(static_cast<std::int64_t>(at.step)));
    json.set("cell_voltage", Json(at.cell_voltage))
        .set("hazard", Json(at.hazard))
        .set("next_dt", Json(kept->control.wish));
    json.set("node_voltages", Json(at.circuit.voltage)).set("inductor_currents", Json(at.circuit.current));
    json.set("power", Json(kept->control.power)).set("energy", Json(kept->control.energy));
    json.set("new_mesh", Json(kept->control.new_mesh));
    json.set("n_grains", Json(static_cast<std::int64_t>(at.n_grains))).set("crystals", to_json(at.nuclei));
    json.set("history", kept->history.to_json()).set("files", files);
    write_file_atomically(folder + "/state.json", json.dump());
    directory.commit(at.step, sha256(decisive_text(request.case_text)));
  });
  checkpoint_step = at.step;
  checkpoint_time = std::chrono::steady_clock::now();
}

template <int dim>
void Simulation<dim>::resume()
{
  solver::CheckpointDirectory         directory(request.output);
  solver::CheckpointDirectory::Search search;
  std::string                         folder;
  observe::on_root(communicator, [&] {
    search = directory.find_latest(sha256(decisive_text(request.case_text))); // there is one: RunFolder
    directory.note_attempt(*search.found);
    folder = search.found->folder;
  });
  folder                = dealii::Utilities::MPI::broadcast(communicator, folder);
  const Json     stored = Json::parse(read_file(folder + "/state.json"), folder + "/state.json");
  const JsonView view(stored, folder + "/state.json");
  state.clusters.resize(solver::n_cluster_fields(materials, c.nucleation.mode));
  solver::load(space, state, folder);
  state.time         = {view["time"].as_double(), view["rest_of_time"].as_double()};
  state.step         = static_cast<std::uint64_t>(view["step"].as_integer());
  state.cell_voltage = view["cell_voltage"].as_double();
  state.circuit      = {view["node_voltages"].as_doubles(), view["inductor_currents"].as_doubles()};
  state.hazard       = view["hazard"].as_double();
  state.n_grains     = static_cast<std::uint64_t>(view["n_grains"].as_integer());
  state.nuclei       = nuclei_from(view["crystals"].as_doubles());
  control.restore(
      {view["next_dt"].as_double(), view["power"].as_double(), view["energy"].as_double(), view["new_mesh"].as_bool()});
  history = History::from_json(view["history"].value());
  recorder =
      std::make_unique<Recorder>(request, circuit_columns(c.circuit, geometry), view["files"].value(), communicator);
  progress.emplace(program, c.time_step, state.time);
  plan_pulses();
  shares.mesh_is_made();
  rebuild_equations();
  resumed_from    = search.found;
  mesh_is_settled = true;
  checkpoint_step = state.step;
}

template std::vector<observe::NamedField> Simulation<2>::named_fields();
template void                             Simulation<2>::write_fields();
template void                             Simulation<2>::write_map(const std::string &);
template observe::FieldSnapshot           Simulation<2>::insitu_snapshot();
template void                             Simulation<2>::start_insitu();
template void                             Simulation<2>::look_in();
template void                             Simulation<2>::keep(bool);
template bool                             Simulation<2>::checkpoint_or_stop();
template void                             Simulation<2>::write_checkpoint();
template std::vector<observe::Result>     Simulation<2>::kept_results() const;
template void                             Simulation<2>::resume();
template std::vector<observe::NamedField> Simulation<3>::named_fields();
template void                             Simulation<3>::write_fields();
template void                             Simulation<3>::write_map(const std::string &);
template observe::FieldSnapshot           Simulation<3>::insitu_snapshot();
template void                             Simulation<3>::start_insitu();
template void                             Simulation<3>::look_in();
template void                             Simulation<3>::keep(bool);
template bool                             Simulation<3>::checkpoint_or_stop();
template void                             Simulation<3>::write_checkpoint();
template std::vector<observe::Result>     Simulation<3>::kept_results() const;
template void                             Simulation<3>::resume();
} // namespace quench::cases
