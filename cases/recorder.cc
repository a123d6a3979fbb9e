#include <cases/recorder.h>

#include <cases/run_report.h>
#include <physics/base/checksum.h>
#include <physics/base/files.h>
#include <physics/base/provenance.h>
#include <physics/base/text.h>
#include <postprocess/compact/table.h>
#include <postprocess/observe/collective.h>
#include <postprocess/observe/raster.h>

#include <deal.II/base/config.h>

#include <cmath>
#include <iostream>
#include <petscversion.h>

namespace quench::cases
{
namespace
{
using namespace units;
using observe::Column;

const std::vector<Column> step_columns    = {{"time", "ns", "end of the step"},
                                             {"source", "V", "source voltage"},
                                             {"cell", "V", "voltage of the driven contact"},
                                             {"current", "uA", "into the driven contact"},
                                             {"temperature_max", "K", "highest of all"},
                                             {"melt_volume", "nm3", "melt above its melting temperature"},
                                             {"glass_volume", "nm3", "glass and melt"},
                                             {"joule", "uW", "heat made by the current"},
                                             {"heat_out", "uW", "through the contact planes"},
                                             {"enthalpy", "pJ", "of the cell, relative to crystal at 300 K"},
                                             {"dt", "ns", "length of the step"},
                                             {"since_pulse", "ns", "end of the step after the start of the last pulse"}};
const std::vector<Column> read_columns    = {{"pulse", "1", "programming pulses before"},
                                             {"amplitude", "V", "of the last pulse"},
                                             {"time", "s", "since the end of the last pulse"},
                                             {"absolute_time", "ns", "since the start"},
                                             {"read_voltage", "V", "at the cell"},
                                             {"current", "uA", "into the driven contact"},
                                             {"conductance", "uS", "current over voltage"},
                                             {"resistance", "ohm", "voltage over current"},
                                             {"temperature", "K", "highest of all"},
                                             {"glass_volume", "nm3", "glass"},
                                             {"amplitude_current", "uA", "of the last pulse, if of current"},
                                             {"hazard", "1", "crystals expected in the glass since the last pulse"},
                                             {"survival", "1", "probability that none was born"}};
const std::vector<Column> nucleus_columns = {{"born", "ns", "time of birth"},
                                             {"x", "nm", "place; r in axisymmetric cells"},
                                             {"y", "nm", "place; z in plane cells"},
                                             {"z", "nm", "place; 0 in plane cells"},
                                             {"radius", "nm", "at birth"}};
const std::vector<Column> log_columns     = {{"step", "1"},    {"time", "ns"},    {"dt", "ns"},    {"source", "V"},
                                             {"cell", "V"},    {"current", "uA"}, {"T_max", "K"},  {"melt", "nm3"},
                                             {"glass", "nm3"}, {"newton", "1"},   {"linear", "1"}, {"substeps", "1"},
                                             {"nodes", "1"}};
const std::vector<Column> reject_columns  = {{"time", "ns", "start of the step"}, {"dt", "ns", "its length"}};

std::vector<Column> with_circuit(const std::vector<Column> &circuit)
{
  std::vector<Column> all = step_columns;
  all.insert(all.end(), circuit.begin(), circuit.end());
  return all;
}

std::vector<observe::Table> tables(const std::vector<Column> &series_columns)
{
  return {{"series", series_columns, "current", "time"},
          {"read", read_columns, "conductance", "time"},
          {"events/nucleation", nucleus_columns, "radius", "born"},
          {"events/step_rejections", reject_columns, "dt", "time", "reason"}};
}

std::vector<std::pair<std::string, std::string>> libraries()
{
  return {{"deal.II", DEAL_II_PACKAGE_VERSION},
          {"PETSc", std::to_string(PETSC_VERSION_MAJOR) + "." + std::to_string(PETSC_VERSION_MINOR) + "." +
                        std::to_string(PETSC_VERSION_SUBMINOR)}};
}

/// The rows of a table of numbers.
std::vector<std::vector<double>> rows_in(const std::string &path)
{
  const compact::Table             table(path);
  std::vector<std::vector<double>> rows(table.n_rows());
  for (const std::string &column : table.header())
  {
    const std::vector<double> values = table.numbers(column);
    for (std::size_t i = 0; i < rows.size(); ++i)
      rows[i].push_back(values[i]);
  }
  return rows;
}

Json position(const observe::SeriesFile &file)
{
  return Json(
      std::vector<double>{static_cast<double>(file.position().rows), static_cast<double>(file.position().bytes)});
}

observe::SeriesFile::Position position(const JsonView &json)
{
  const auto p = json.as_doubles();
  return {static_cast<std::uint64_t>(p[0]), static_cast<std::uint64_t>(p[1])};
}
} // namespace

void note_failure(const std::string &folder, const std::string &message)
{
  const std::string path = folder + "/results.json";
  try
  {
    Json json = Json::read(path);
    if (!JsonView(json, path)["complete"].as_bool())
      write_file_atomically(path, json.set("state", "failed").set("message", message).dump() + "\n");
  }
  catch (const Error &)
  {
    return; // as documented
  }
}

Recorder::Recorder(const RunRequest &request_, const std::vector<Column> &circuit, const Json &at, MPI_Comm comm)
  : request(request_), communicator(comm), root(observe::rank_of(comm) == 0), sha256(quench::sha256(request.case_text)),
    series_columns(with_circuit(circuit))
{
  observe::on_root(communicator, [&] { open(at); });
}

void Recorder::open(const Json &at)
{
  using namespace observe;
  output.emplace(request.output, request.if_exists);
  write_file_atomically(output->case_file(), request.case_text);
  observe::write_results(output->results_json(), run_results({}, "running"));
  write_file_atomically(output->full("case_defaults.prm"), request.case_defaults);
  if (!at.is_null())
  {
    const JsonView view(at, "checkpoint");
    series = std::make_unique<SeriesFile>(output->series(), series_columns, position(view["series"]));
    reads  = std::make_unique<SeriesFile>(output->reads(), read_columns, position(view["reads"]));
    nuclei = std::make_unique<SeriesFile>(output->nuclei(), nucleus_columns, position(view["nuclei"]));
    log    = std::make_unique<RunLog>(output->log(), log_columns, static_cast<std::uint64_t>(view["log"].as_integer()),
                                   request.echo);
    continue_results(view["rows"].value());
    fallbacks = view["fallbacks"].as_strings();
    pvd       = read_pvd(output->pvd());
    std::erase_if(pvd, [&](const PvdEntry &e) { return e.time_ns > view["time_ns"].as_double() * (1 + 1e-14); });
    return;
  }
  series  = std::make_unique<SeriesFile>(output->series(), series_columns);
  reads   = std::make_unique<SeriesFile>(output->reads(), read_columns);
  nuclei  = std::make_unique<SeriesFile>(output->nuclei(), nucleus_columns);
  log     = std::make_unique<RunLog>(output->log(), log_columns, request.echo);
  results = std::make_unique<ResultsFile>(output->results_h5(), case_record(), tables(series_columns));
}

observe::CaseRecord Recorder::case_record() const
{
  observe::CaseRecord record;
  record.provenance = make_provenance(request.command_line);
  record.sha256     = sha256;
  record.text       = request.case_text;
  record.json       = "{}";
  MPI_Comm_size(communicator, &record.ranks);
  record.libraries = libraries();
  return record;
}

/// results.h5 cut to its rows at the checkpoint. A damaged one is written anew from the text tables; the rejected steps
/// that it alone held are lost.
void Recorder::continue_results(const Json &rows)
{
  using observe::ResultsFile;
  ResultsFile::Rows kept;
  for (const auto &[name, count] : rows.as_object())
    kept[name] = static_cast<std::uint64_t>(count.as_integer());
  try
  {
    results = std::make_unique<ResultsFile>(output->results_h5(), tables(series_columns), kept);
    return;
  }
  catch (const IoError &error)
  {
    log->note(std::string("results.h5 is written anew from the tables: ") + error.what());
  }
  results = std::make_unique<ResultsFile>(output->results_h5(), case_record(), tables(series_columns));
  for (const auto &[name, path] : {std::pair{"series", output->series()}, std::pair{"read", output->reads()},
                                   std::pair{"events/nucleation", output->nuclei()}})
    for (const std::vector<double> &row : rows_in(path))
      results->append_row(name, row);
}

void Recorder::step(std::uint64_t number, const StepRecord &r, const std::string &progress)
{
  observe::on_root(communicator, [&] {
    std::vector<double> row = {r.time / ns, r.source / V,      r.cell_voltage / V, r.current / uA,  r.temperature / K,
                               r.melt,      r.glass,           r.joule / uW,       r.heat_out / uW, r.enthalpy / pJ,
                               r.dt / ns,   r.since_pulse / ns};
    row.insert(row.end(), r.circuit.begin(), r.circuit.end());
    series->append(row);
    results->append_row("series", row);
    const std::vector<double> line = {
        double(number),   r.time / ns,        r.dt / ns,      r.source / V, r.cell_voltage / V,
        r.current / uA,   r.temperature / K,  r.melt,         r.glass,      double(r.newton),
        double(r.linear), double(r.substeps), double(r.nodes)};
    log->step(line);
    log->progress(progress);
  });
}

void Recorder::read(const Read &r)
{
  observe::on_root(communicator, [&] {
    const std::vector<double> row = {double(r.pulse),
                                     r.amplitude / V,
                                     r.since / s,
                                     r.time / ns,
                                     r.voltage / V,
                                     r.current / uA,
                                     r.current / r.voltage / uS,
                                     r.resistance() / ohm,
                                     r.temperature / K,
                                     r.glass,
                                     r.current_amplitude / uA,
                                     r.hazard,
                                     std::exp(-r.hazard)};
    reads->append(row);
    results->append_row("read", row);
  });
}

void Recorder::births(const std::vector<solver::Nucleus> &list)
{
  if (list.empty())
    return;
  observe::on_root(communicator, [&] {
    for (const solver::Nucleus &n : list)
    {
      const std::vector<double> row = {n.born, n.position[0], n.position[1], n.position[2], n.radius};
      nuclei->append(row);
      results->append_row("events/nucleation", row);
    }
  });
}

void Recorder::rejected(double time, double dt, const std::string &why)
{
  observe::on_root(communicator, [&] {
    results->append_row("events/step_rejections", std::vector<double>{time / ns, dt / ns}, why);
    log->detail("step rejected: " + why);
  });
}

void Recorder::note(const std::string &text)
{
  observe::on_root(communicator, [&] { log->note(text); });
}

void Recorder::fields(const observe::FieldSnapshot &snapshot, std::uint64_t step, double time)
{
  const std::string file = observe::OutputFolder::field_file(step);
  observe::write_vtu(request.output + "/" + file, snapshot, communicator);
  observe::on_root(communicator, [&] {
    if (pvd.empty() || pvd.back().file != file)
      pvd.push_back({time / ns, file});
    observe::write_pvd(output->pvd(), pvd);
  });
}

void Recorder::fallback(const std::string &text)
{
  note(text);
  observe::on_root(communicator, [&] {
    fallbacks.push_back(text);
    results->add_fallback(text);
  });
}

/// maps/times.csv with this map at its end; maps of later steps are of a run that went on from an earlier checkpoint.
void Recorder::note_map(const Map &map)
{
  const std::string path = output->full(observe::OutputFolder::map_file("times"));
  std::string       text = "map,step,time_ns\n";
  if (file_exists(path))
    for (const std::string &line : split(read_file(path), '\n'))
      if (const auto cells = split(line, ','); cells.size() == 3 && cells[0] != "map" && cells[0] != map.name &&
                                               std::strtoull(cells[1].c_str(), nullptr, 10) <= map.step)
        text += line + "\n";
  char time[40];
  std::snprintf(time, sizeof time, "%.17g", map.time / ns);
  write_file_atomically(path, text + map.name + "," + std::to_string(map.step) + "," + time + "\n");
}

void Recorder::map(const std::string &regions, const Map &map, const observe::FieldSnapshot &snapshot)
{
  observe::on_root(communicator, [&] {
    write_file_atomically(output->full(observe::OutputFolder::map_file("regions")), regions);
    note_map(map);
  });
  observe::write_raster_map(request.output + "/" + observe::OutputFolder::map_file(map.name), snapshot, {},
                            map.spacing / nm, communicator);
}

observe::RunResults Recorder::run_results(const std::vector<observe::Result> &reported, const std::string &state) const
{
  observe::RunResults all;
  all.complete    = state == "complete";
  all.state       = state;
  all.case_name   = request.case_name;
  all.case_sha256 = sha256;
  all.results     = reported;
  all.fallbacks   = fallbacks;
  all.warnings    = warnings_of(reported);
  all.provenance  = make_provenance(request.command_line);
  return all;
}

void Recorder::so_far(const std::vector<observe::Result> &reported)
{
  observe::on_root(communicator,
                   [&] { observe::write_results(output->results_json(), run_results(reported, "running")); });
}

void Recorder::stopped(const std::vector<observe::Result> &reported, const std::string &why)
{
  observe::on_root(communicator, [&] {
    observe::RunResults all = run_results(reported, "stopped");
    all.message             = why;
    observe::write_results(output->results_json(), all);
    log->farewell(why);
  });
}

void Recorder::finish(const std::vector<observe::Result> &reported)
{
  observe::on_root(communicator, [&] {
    const observe::RunResults all = run_results(reported, "complete");
    for (const std::string &warning : all.warnings)
      log->note("warning: " + warning);
    results->finish();
    observe::write_results(output->results_json(), all);
    for (const observe::Result &result : reported)
      std::cout << observe::result_line(result) << '\n';
    std::cout.flush();
  });
}

void Recorder::sync()
{
  observe::on_root(communicator, [&] {
    series->sync();
    reads->sync();
    nuclei->sync();
    log->sync();
    results->flush();
  });
}

Json Recorder::positions()
{
  Json json = Json::object();
  observe::on_root(communicator, [&] {
    json.set("series", position(*series));
    json.set("reads", position(*reads));
    json.set("nuclei", position(*nuclei));
    json.set("log", Json(static_cast<std::int64_t>(log->bytes())));
    Json rows = Json::object();
    for (const auto &[name, n] : results->rows())
      rows.set(name, Json(static_cast<std::int64_t>(n)));
    json.set("rows", rows).set("fallbacks", fallbacks);
  });
  return json;
}
} // namespace quench::cases
