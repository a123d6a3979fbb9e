// What a running simulation leaves on disk: fields, maps, pictures, checkpoints.
#include <cases/simulation.h>

#include <cases/netlist_choices.h>
#include <physics/base/checksum.h>
#include <physics/base/files.h>
#include <postprocess/observe/collective.h>
#include <postprocess/observe/signals.h>
#include <solver/run/checkpoint.h>
#include <solver/structure/clusters.h>
#include <solver/structure/grains.h>

#include <filesystem>
#include <iostream>

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
  recorder->fields(observe::take_snapshot(space, named_fields()), state.step, double(state.time));
}

template <int dim>
void Simulation<dim>::write_map(const std::string &name)
{
  std::string regions = "region,name,forms_glass\n";
  for (std::size_t r = 0; r < geometry.regions.size(); ++r)
    regions += std::to_string(r) + "," + geometry.regions[r].name + (materials[r].forms_glass() ? ",1\n" : ",0\n");
  recorder->map(regions, name, observe::take_snapshot(space, named_fields()), c.output.map_spacing);
}

template <int dim>
void Simulation<dim>::look_in()
{
  if (c.output.insitu_script.empty())
    return;
  const auto timer = shares.time(Shares::Part::files);
  if (!insitu)
  {
    namespace fs = std::filesystem;
    observe::InSituOptions options;
    const fs::path         script = fs::path(c.output.insitu_script);
    options.script   = fs::absolute(script.is_absolute() ? script : fs::path(request.case_directory) / script).string();
    options.folder   = fs::absolute(fs::path(request.output) / "insitu").string();
    options.required = c.output.insitu_required;
    for (const auto &field : named_fields())
      options.arrays.push_back(field.name);
    insitu = std::make_unique<observe::InSitu>(options, communicator);
  }
  if (state.step % static_cast<unsigned int>(c.output.insitu_steps) == 0)
    for (const std::string &message : insitu->process(observe::take_snapshot(space, named_fields()), double(state.time),
                                                      static_cast<unsigned int>(state.step)))
      recorder->note(message);
}

template <int dim>
bool Simulation<dim>::must_stop() const
{
  return dealii::Utilities::MPI::max(observe::stop_requested() ? 1 : 0, communicator) > 0;
}

template <int dim>
void Simulation<dim>::write_checkpoint()
{
  solver::CheckpointDirectory directory(request.output);
  observe::on_root(communicator, [&] { directory.begin(state.step); });
  const std::string folder = directory.folder(state.step);
  solver::save(space, state, folder);
  Json files = recorder->state();
  observe::on_root(communicator, [&] {
    files.set("time_ns", Json(double(state.time)));
    Json json = Json::object();
    json.set("time", Json(double(state.time)))
        .set("rest_of_time", Json(state.time.rest()))
        .set("step", Json(static_cast<std::int64_t>(state.step)));
    json.set("cell_voltage", Json(state.cell_voltage))
        .set("hazard", Json(state.hazard))
        .set("next_dt", Json(control.memory().wish));
    json.set("node_voltages", Json(state.circuit.voltage)).set("inductor_currents", Json(state.circuit.current));
    json.set("power", Json(control.memory().power)).set("energy", Json(control.memory().energy));
    json.set("n_grains", Json(static_cast<std::int64_t>(state.n_grains))).set("crystals", to_json(state.nuclei));
    json.set("history", history.to_json()).set("files", files);
    write_file_atomically(folder + "/state.json", json.dump());
    directory.commit(state.step, sha256(request.case_text));
  });
}

template <int dim>
void Simulation<dim>::resume()
{
  solver::CheckpointDirectory         directory(request.output);
  solver::CheckpointDirectory::Search search;
  std::string                         folder;
  observe::on_root(communicator, [&] {
    search = directory.find_latest(sha256(request.case_text));
    for (const std::string &message : search.messages)
      std::cout << message << '\n';
    if (!search.found)
      throw InputError(request.output, "holds no checkpoint", "", "Start without --resume");
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
  control.restore({view["next_dt"].as_double(), view["power"].as_double(), view["energy"].as_double()});
  history = History::from_json(view["history"].value());
  recorder =
      std::make_unique<Recorder>(request, circuit_columns(c.circuit, geometry), view["files"].value(), communicator);
  plan_pulses();
  rebuild_equations();
  resumed_from = search.found;
}

template std::vector<observe::NamedField> Simulation<2>::named_fields();
template void                             Simulation<2>::write_fields();
template void                             Simulation<2>::write_map(const std::string &);
template void                             Simulation<2>::look_in();
template bool                             Simulation<2>::must_stop() const;
template void                             Simulation<2>::write_checkpoint();
template void                             Simulation<2>::resume();
template std::vector<observe::NamedField> Simulation<3>::named_fields();
template void                             Simulation<3>::write_fields();
template void                             Simulation<3>::write_map(const std::string &);
template void                             Simulation<3>::look_in();
template bool                             Simulation<3>::must_stop() const;
template void                             Simulation<3>::write_checkpoint();
template void                             Simulation<3>::resume();
} // namespace quench::cases
