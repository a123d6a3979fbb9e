#include <cases/cell_commands.h>

#include <cases/case_file.h>
#include <cases/command_line.h>
#include <cases/parallel.h>
#include <cases/program_parts.h>
#include <cases/rules.h>
#include <cases/run_folder.h>
#include <cases/simulation.h>
#include <meshes/library.h>
#include <physics/base/json.h>
#include <physics/base/quantity.h>
#include <postprocess/observe/catalyst.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>

namespace quench::cases
{
namespace
{
namespace fs = std::filesystem;

constexpr double most_counted_cells = 2e5; ///< larger meshes are not made just to be counted

constexpr double memory_per_node_in_MB = 0.02; ///< as in forecast()

constexpr const char *run_usage = R"(quench run CASE.prm [options]

Simulates a case: pulses, quench, low-field reads. On several cores: mpirun -n 2 quench run CASE.prm

  --set KEY=VALUE   change a key, e.g. --set "program/pulses=2 V for 50 ns"; may be repeated
  --output DIR      folder of the results; default out/CASE
  --resume          go on from a checkpoint in that folder, or fail
  --overwrite       replace what Quench wrote there

An interrupted run goes on by itself where case and folder agree; results that are complete are never overwritten
unasked. SIGTERM, SIGUSR1, SIGHUP and Ctrl-C write a checkpoint and stop (a second Ctrl-C stops at once).

Ends with one line per reported quantity, result NAME = VALUE UNIT.
)";

constexpr const char *check_usage = R"(quench check CASE.prm [options]

Finds everything that can be wrong without computing: keys, units, ranges, rules between keys, files, the output
folder. Says how large the run would be. Takes the options of quench run, and

  --input-only      look at the case file alone: no mesh, no output folder
)";

/// What was asked for.
struct CellRequest
{
  std::string              subcommand, path, output, command_line;
  std::vector<std::string> overrides;
  bool                     resume = false, overwrite = false, input_only = false, wants_help = false;
};

CellRequest read_request(const std::string &subcommand, const std::vector<std::string> &words)
{
  std::vector<Option> options{{"--set", "KEY=VALUE"}, {"--output", "DIR"}, {"--resume"}, {"--overwrite"}};
  if (subcommand == "check")
    options.push_back({"--input-only"});
  const CommandLine line("quench " + subcommand, words, options);
  CellRequest       request;
  request.subcommand = subcommand;
  request.wants_help = line.wants_help();
  if (request.wants_help)
    return request;
  line.not_both("--resume", "--overwrite");
  request.path         = line.words({"CASE.prm"})[0];
  request.output       = line.value("--output", "");
  request.overrides    = line.values("--set");
  request.resume       = line.has("--resume");
  request.overwrite    = line.has("--overwrite");
  request.input_only   = line.has("--input-only");
  request.command_line = "quench " + subcommand;
  for (const std::string &word : words)
    request.command_line += word.find_first_of(" \t") == std::string::npos ? " " + word : " \"" + word + "\"";
  return request;
}

/// Help, or a look at the case file alone.
ExitCode without_mpi(const CellRequest &request)
{
  if (request.wants_help)
    std::cout << (request.subcommand == "run" ? run_usage : check_usage);
  else
  {
    const LoadedCase loaded = load_case(request.path, request.overrides);
    std::cout << request.path << ": no errors in the case, sha256 " << loaded.sha256 << "\n";
  }
  return ExitCode::done;
}

observe::OutputFolder::IfExists if_exists(const CellRequest &request)
{
  using IfExists = observe::OutputFolder::IfExists;
  return request.resume ? IfExists::resume : request.overwrite ? IfExists::overwrite : IfExists::refuse;
}

std::string output_of(const CellRequest &request, const LoadedCase &loaded)
{
  return request.output.empty() ? "out/" + loaded.name : request.output;
}

std::string mesh_line(const Case &c, MPI_Comm communicator)
{
  const double estimate = estimate_cells(c);
  char         text[160];
  if (estimate > most_counted_cells)
    std::snprintf(text, sizeof text, "about %.1g cells at the start; some %.1g GB of memory in all", estimate,
                  estimate * memory_per_node_in_MB / 1000);
  else
  {
    const Forecast size = forecast(c, communicator);
    std::snprintf(text, sizeof text, "%llu cells, %llu nodes at the start; %.0f MB of memory per rank",
                  static_cast<unsigned long long>(size.n_cells), static_cast<unsigned long long>(size.n_nodes),
                  size.memory_in_MB);
  }
  return text;
}

std::string program_line(const Case &c)
{
  if (c.task == Task::steady)
    return "steady state at " + display_quantity(c.steady_voltage, "V");
  if (c.task == Task::curve)
    return "steady current-voltage curve to " + display_quantity(c.curve.voltage, "V") + " or " +
           display_quantity(c.curve.current, "uA");
  const solver::Program program(c.program);
  if (c.task == Task::verify)
    return std::to_string(program.pulses().size()) + " pulses, then at most " + std::to_string(c.verify.most_pulses) +
           " more until " + display_quantity(c.verify.target, "uS", 5) + " +- " +
           display_quantity(c.verify.tolerance, "uS", 5);
  const auto count = [](std::size_t n, const char *thing) {
    return std::to_string(n) + " " + thing + (n == 1 ? ", " : "s, ");
  };
  return count(program.pulses().size(), "pulse") + count(program.reads().size(), "read") + "ends at " +
         display_quantity(double(program.end()), program.end() < 1 * units::s ? "ns" : "s", 6);
}

std::string files_line(const Case &c)
{
  std::string files =
      "results.json results.h5 series.csv nuclei.csv log.txt case_resolved.prm case_defaults.prm run.pvd fields/";
  if (c.output.maps)
    files += " maps/";
  if (c.task == Task::verify || (c.task == Task::program && c.program.last_read > 0))
    files += " reads.csv";
  if (c.task == Task::curve)
    files += " curve.csv";
  if (!c.output.insitu_script.empty())
    files += " insitu/";
  return files + " checkpoint/";
}

std::string check_script(const std::string &script, const Output &output, const std::string &symmetry)
{
  if (script.empty())
    return "none";
  observe::InSituOptions options;
  options.script   = fs::absolute(script).string();
  options.arrays   = insitu_fields(output);
  options.required = output.insitu_required;
  options.symmetry = symmetry;
  observe::check_insitu(options);
  return script + " works";
}

RunRequest run_request(const CellRequest &request, const LoadedCase &loaded)
{
  RunRequest run;
  run.case_name      = loaded.name;
  run.case_directory = loaded.directory;
  run.case_text      = loaded.text;
  run.case_defaults  = loaded.defaults;
  run.command_line   = request.command_line;
  run.output         = output_of(request, loaded);
  run.if_exists      = if_exists(request);
  return run;
}

ExitCode check_case(const CellRequest &request, const LoadedCase &loaded, MPI_Comm communicator)
{
  const Case       &c      = loaded.content;
  const std::string output = output_of(request, loaded);
  if (is_locked(lock_file(output)))
    throw InputError(output, "is in use by another run", "", "Wait for it, or choose another folder with --output");
  const std::string folder = plan_folder(run_request(request, loaded)).words;
  const std::string mesh   = mesh_line(c, communicator);
  int               rank   = 0;
  MPI_Comm_rank(communicator, &rank);
  if (rank != 0)
    return ExitCode::done;
  const std::string script =
      c.output.insitu_script.empty() ? "" : (fs::path(loaded.directory) / c.output.insitu_script).string();
  const std::string insitu = check_script(script, c.output, in_words(meshes::make_cell(c.geometry).symmetry));
  std::cout << request.path << ": no errors\n"
            << "  mesh     " << mesh << "\n"
            << "  program  " << program_line(c) << "\n"
            << "  output   " << output << " " << folder << "\n"
            << "  files    " << files_line(c) << "\n"
            << "  in situ  " << insitu << "\n"
            << "  sha256   " << loaded.sha256 << "\n";
  flush_output();
  return ExitCode::done;
}
} // namespace

int run_or_check(const std::string &subcommand, const std::vector<std::string> &words)
{
  const std::string name = "quench " + subcommand;
  const auto is_here     = [&](const char *word) { return std::find(words.begin(), words.end(), word) != words.end(); };
  if (is_here("--help") || is_here("-h") || is_here("--input-only"))
    return run_program(name, [&] { return without_mpi(read_request(subcommand, words)); });
  return run_parallel(name, [&]() -> ParallelBody {
    const CellRequest request = read_request(subcommand, words);
    const LoadedCase  loaded  = load_case(request.path, request.overrides);
    if (subcommand == "run")
      return
          [=](MPI_Comm communicator) { return simulate(loaded.content, run_request(request, loaded), communicator); };
    return [=](MPI_Comm communicator) { return check_case(request, loaded, communicator); };
  });
}

ExitCode check_points(const std::vector<std::string> &words)
{
  const std::vector<std::string> files  = CommandLine("quench-cell check-points", words, {}).words({"CASE", "POINTS"});
  const Json                     points = Json::read(files[1]);
  Json                           answer = Json::array();
  for (std::size_t i = 0; i < JsonView(points, files[1]).size(); ++i)
    try
    {
      answer.push_back(
          Json::object().set("sha256", load_case(files[0], JsonView(points, files[1])[i].as_strings()).sha256));
    }
    catch (const InputError &error)
    {
      answer.push_back(Json::object().set("error", error.what()));
    }
  std::cout << answer.dump() << "\n";
  return ExitCode::done;
}

ExitCode probe_insitu(const std::vector<std::string> &words)
{
  const CommandLine line("quench insitu-probe", words, {{"--symmetry", "SYMMETRY"}});
  if (line.wants_help())
  {
    std::cout << "quench insitu-probe SCRIPT.py [--symmetry SYMMETRY]\n\nTries a ParaView Catalyst script on a small "
                 "mesh with the fields of a run. SYMMETRY of the\ncell is axisymmetric (default), planar or "
                 "three-dimensional.\n";
    return ExitCode::done;
  }
  const std::string symmetry = line.has("--symmetry") ? line.values("--symmetry").back() : "axisymmetric";
  if (symmetry != "axisymmetric" && symmetry != "planar" && symmetry != "three-dimensional")
    throw InputError("--symmetry", "\"" + symmetry + "\"", "axisymmetric, planar or three-dimensional");
  std::cout << check_script(line.words({"SCRIPT.py"})[0], Output(), symmetry) << "\n";
  return ExitCode::done;
}
} // namespace quench::cases
