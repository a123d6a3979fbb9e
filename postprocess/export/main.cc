// quench-export: a compact model in the format of another tool.

#include <physics/base/command_line.h>
#include <physics/base/files.h>
#include <physics/base/program.h>
#include <physics/base/quantity.h>
#include <physics/base/units.h>
#include <postprocess/export/exporter.h>

#include <filesystem>
#include <iostream>

namespace
{
using namespace quench;

const std::vector<std::string> sources{"model", "published", "none"};

Option source_of(const char *name, const char *what)
{
  return {name, "SOURCE", std::string(what) + ", as in quench array: model (default), published or none",
          "",   false,    sources};
}

Command command()
{
  std::vector<std::string> names;
  std::string              table = "Tools:";
  for (const exports::Tool &tool : exports::tools())
  {
    names.emplace_back(tool.name);
    table += "\n  " + names.back() + std::string(12 - names.back().size(), ' ') + tool.what;
  }
  return {
      "quench export",
      "A compact model in the format of another tool, converted to its origin of time, with a README of the lines a "
      "user types (docs/exports.md).",
      {{"MODEL.json", "of quench extract"}},
      {{"--to", "TOOL", "what to write for; needed", "", false, names},
       options::output("DIR", "the folder; made if it is not there; needed"),
       {"--t0", "TIME", "time after programming at which conductances are given; default: that of the model"},
       source_of("--programming-noise", "deviation of programmed conductances"),
       source_of("--drift-spread", "deviation of exponents, relative to the exponent of the state"),
       source_of("--read-noise", "noise of a read"),
       options::overwrite("replace files that are there")},
      table + "\n\nExit codes: 0 done, 1 internal error, 2 wrong input, 4 file error."};
}

double seconds(const std::string &text)
{
  try
  {
    return parse_quantity(text, "s") / units::s;
  }
  catch (const InputError &error)
  {
    throw InputError("command line: --t0", error.what(), "", "Write for example \"20 s\"");
  }
}

exports::Statistics statistics(const CommandLine &line, const std::string &option)
{
  const std::string name = line.value(option, sources.front());
  return name == "published" ? exports::Statistics::published
         : name == "none"    ? exports::Statistics::none
                             : exports::Statistics::model;
}

/// Value of an option without which nothing can be done.
std::string needed(const CommandLine &line, const std::string &option, const char *form)
{
  if (!line.has(option))
    throw InputError(line.where(), "no " + option, std::string(form) + " is needed", "See quench export --help");
  return line.value(option, "");
}

void run(const CommandLine &line)
{
  namespace fs                = std::filesystem;
  const exports::Tool &tool   = exports::find_tool(needed(line, "--to", "--to TOOL"));
  const std::string    folder = needed(line, "--output", "-o DIR");
  exports::CardOptions options;
  if (line.has("--t0"))
    options.t0_s = seconds(line.value("--t0", ""));
  options.programming                    = statistics(line, "--programming-noise");
  options.drift_spread                   = statistics(line, "--drift-spread");
  options.read_noise                     = statistics(line, "--read-noise");
  const exports::Card              card  = exports::make_card(compact::read_model(line.words()[0]), options);
  const std::vector<exports::File> files = exports::export_to(tool, card);
  for (const exports::File &file : files)
    if (!line.has("--overwrite") && file_exists(fs::path(folder) / file.name))
      throw InputError((fs::path(folder) / file.name).string(), "exists", "nothing is overwritten unasked",
                       "Choose another folder, or add --overwrite");
  make_folder(folder);
  for (const exports::File &file : files)
  {
    write_file_atomically((fs::path(folder) / file.name).string(), file.text);
    std::cout << "wrote " << (fs::path(folder) / file.name).string() << "\n";
  }
  for (const std::string &assumption : card.assumptions)
    std::cout << "assumed: " << assumption << "\n";
}
} // namespace

int main(int argc, char **argv)
{
  return run_program("quench export", [&] {
    const CommandLine line(command(), {argv + 1, argv + argc});
    if (!line.answer(std::cout))
      run(line);
    return ExitCode::done;
  });
}
