#include <cases/cell_commands.h>

#include <cases/case_file.h>
#include <cases/mesh_rules.h>
#include <cases/parallel.h>
#include <cases/program_parts.h>
#include <cases/rules.h>
#include <cases/run_folder.h>
#include <cases/simulation.h>
#include <cases/size.h>
#include <meshes/library.h>
#include <physics/base/command_line.h>
#include <physics/base/json.h>
#include <physics/base/quantity.h>
#include <postprocess/observe/catalyst.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace quench::cases
{
namespace
{
namespace fs = std::filesystem;

constexpr double most_counted_cells = 2e5; ///< larger meshes are not made just to be counted

/// `quench run`, and `quench check`, which takes the same options.
Command run_command()
{
  return {
      "quench run",
      "Simulates a case: pulses, quench, low-field reads. On several cores: mpirun -n 2 quench run CASE.prm",
      {{"CASE.prm", "the case"}},
      {options::set("change a key, e.g. --set \"program/pulses=2 V for 50 ns\"; may be repeated"),
       options::output("DIR", "folder of the results; default out/CASE"),
       {"--resume", "", "go on from a checkpoint in that folder, or fail"},
       options::overwrite("replace what Quench wrote there"),
       {"--every", "N", "in a file or pipe: a line per N steps; default 10. A terminal shows one that is rewritten"},
       {"--quiet", "", "nothing but the results; DIR/log.txt has every step in any case"}},
      "An interrupted run goes on by itself where case and folder agree; results that are complete are never "
      "overwritten unasked. SIGTERM, SIGUSR1, SIGHUP and Ctrl-C write a checkpoint and stop (a second Ctrl-C stops "
      "at once).\n\nEnds with one line per reported quantity, result NAME = VALUE UNIT."};
}

Command check_command()
{
  Command command = run_command();
  command.name    = "quench check";
  command.summary = "Finds everything that can be wrong without computing: keys, units, ranges, rules between keys, "
                    "files, the output folder. Says how large the run would be. Takes the options of quench run, and "
                    "--input-only.";
  command.notes   = "";
  command.options.push_back({"--input-only", "", "look at the case file alone: no mesh, no output folder"});
  return command;
}

/// What was asked for.
struct CellRequest
{
  std::string              subcommand, path, output, command_line;
  std::vector<std::string> overrides;
  int                      every = 10;
  bool                     quiet = false, resume = false, overwrite = false, input_only = false;
};

CellRequest read_request(const std::string &subcommand, const CommandLine &line, const std::vector<std::string> &words)
{
  CellRequest request;
  line.not_both("--resume", "--overwrite");
  request.subcommand = subcommand;
  request.path       = line.words()[0];
  request.output     = line.value("--output", "");
  request.overrides  = line.values("--set");
  request.resume     = line.has("--resume");
  request.overwrite  = line.has("--overwrite");
  request.input_only = line.has("--input-only");
  request.every      = line.number("--every", 1, 1000000, 10);
  request.quiet      = line.has("--quiet");
  line.not_both("--every", "--quiet");
  request.command_line = "quench " + subcommand;
  for (const std::string &word : words)
    request.command_line += word.find_first_of(" \t") == std::string::npos ? " " + word : " \"" + word + "\"";
  return request;
}

/// Help, or a look at the case file alone.
ExitCode without_mpi(const CommandLine &line)
{
  if (line.answer(std::cout))
    return ExitCode::done;
  const LoadedCase loaded = load_case(line.words()[0], line.values("--set"));
  std::cout << line.words()[0] << ": no errors in the case, sha256 " << loaded.sha256 << "\n";
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
                  expected_memory_MB(estimate) / 1000);
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

/// mpirun gives its ranks terminals of its own, whatever its output is: lines of steps then.
bool is_watched_terminal() { return is_terminal_output() && std::getenv("OMPI_COMM_WORLD_SIZE") == nullptr; }

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
  if (!request.quiet)
    run.echo = {&std::cout, is_watched_terminal(), static_cast<unsigned>(request.every)};
  return run;
}

ExitCode check_case(const CellRequest &request, const LoadedCase &loaded, MPI_Comm communicator)
{
  const Case       &c      = loaded.content;
  const std::string output = output_of(request, loaded);
  if (is_locked(lock_file(output)))
    throw InputError(output, "is in use by another run", "", "Wait for it, or choose another folder with --output");
  const std::string folder = plan_folder(run_request(request, loaded)).words;
  require_memory(c, communicator);
  const std::string mesh = mesh_line(c, communicator);
  int               rank = 0;
  MPI_Comm_rank(communicator, &rank);
  if (rank != 0)
    return ExitCode::done;
  const std::string script =
      c.output.insitu_script.empty() ? "" : (fs::path(loaded.directory) / c.output.insitu_script).string();
  const std::string insitu = check_script(script, c.output, in_words(meshes::make_cell(c.geometry).symmetry));
  std::cout << request.path << ": no errors\n"
            << "  cell     " << cell_size(c) << "\n"
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
  const auto read_line   = [&] { return CommandLine(subcommand == "run" ? run_command() : check_command(), words); };
  if (asks_about(words) || std::find(words.begin(), words.end(), "--input-only") != words.end())
    return run_program(name, [&] { return without_mpi(read_line()); });
  return run_parallel(name, [&]() -> ParallelBody {
    const CellRequest request = read_request(subcommand, read_line(), words);
    const LoadedCase  loaded  = load_case(request.path, request.overrides);
    if (subcommand == "run")
      return
          [=](MPI_Comm communicator) { return simulate(loaded.content, run_request(request, loaded), communicator); };
    return [=](MPI_Comm communicator) { return check_case(request, loaded, communicator); };
  });
}

ExitCode check_points(const std::vector<std::string> &words)
{
  const CommandLine line({"quench-cell check-points",
                          "For sweeps: checks a case with the settings of each point and prints JSON.",
                          {{"CASE.prm", "the case"}, {"POINTS.json", "[[\"KEY=VALUE\", ...], ...]"}},
                          {}},
                         words);
  if (line.answer(std::cout))
    return ExitCode::done;
  const std::vector<std::string> files  = line.words();
  const Json                     points = Json::read(files[1]);
  const JsonView                 view(points, files[1]);
  const char                    *separator = "[\n"; // a line of its own: quench sweep counts them meanwhile
  for (std::size_t i = 0; i < view.size(); ++i, separator = ",\n")
  {
    Json answer = Json::object();
    try
    {
      const LoadedCase loaded = load_case(files[0], view[i].as_strings());
      const double     cells  = estimate_cells(loaded.content);
      answer.set("sha256", loaded.sha256).set("memory_MB", Json(expected_memory_MB(cells)));
      answer.set("work", Json(cells * expected_steps(loaded.content)));
    }
    catch (const InputError &error)
    {
      answer.set("error", error.what());
    }
    std::cout << separator << answer.dump() << "\n" << std::flush;
  }
  std::cout << "]\n";
  return ExitCode::done;
}

ExitCode probe_insitu(const std::vector<std::string> &words)
{
  const CommandLine line({"quench insitu-probe",
                          "Tries a ParaView Catalyst script on a small mesh with the fields of a run.",
                          {{"SCRIPT.py", "the script"}},
                          {{"--symmetry",
                            "SYMMETRY",
                            "of the cell; default axisymmetric",
                            "",
                            false,
                            {"axisymmetric", "planar", "three-dimensional"}}}},
                         words);
  if (line.answer(std::cout))
    return ExitCode::done;
  std::cout << check_script(line.words()[0], Output(), line.value("--symmetry", "axisymmetric")) << "\n";
  return ExitCode::done;
}
} // namespace quench::cases
