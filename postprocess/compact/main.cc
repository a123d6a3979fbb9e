/// quench-compact: from run and sweep folders to a compact model.

#include <physics/base/command_line.h>
#include <physics/base/files.h>
#include <physics/base/program.h>
#include <physics/base/provenance.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>
#include <physics/base/units.h>
#include <postprocess/compact/extract.h>

#include <cstdio>
#include <iostream>

namespace
{
using namespace quench;

Command command()
{
  return {
      "quench extract",
      "A compact model from runs and sweeps: drift of every state, RESET curve, SET train and what else was measured "
      "(docs/extraction.md).",
      {{"RESULTS", "run folders (results.json, reads.csv) and sweep folders (status.csv)", Word::Count::several}},
      {options::output("FILE", "where the model goes; needed"),
       {"--t0", "TIME", "time at which conductances are given; default \"20 s\", as aihwkit"},
       {"--t-min", "TIME", "first time that is fitted; default \"1 s\"; never before ten onset times"},
       {"--t-max", "TIME", "last time that is fitted; default: all"},
       {"--temperature", "T",
        "temperature of the drift table; default: that of most states; others show the "
        "dependence on it"},
       {"--id", "NAME", "name of the model; default: the case of the first run"},
       options::overwrite("replace an existing file")},
      "Exit codes: 0 done, 1 internal error, 2 input, 4 files."};
}

double seconds(const std::string &option, const std::string &text)
{
  try
  {
    const double value = parse_quantity(text, "s") / units::s;
    if (!(value > 0))
      throw InputError("\"" + text + "\"", "must be above 0");
    return value;
  }
  catch (const InputError &error)
  {
    throw InputError("command line: " + option, error.what(), "", "Write for example \"20 s\"");
  }
}

double kelvins(const std::string &text)
{
  try
  {
    return parse_quantity(text, "K") / units::K;
  }
  catch (const InputError &error)
  {
    throw InputError("command line: --temperature", error.what(), "", "Write for example \"300 K\"");
  }
}

compact::ExtractOptions extract_options(const CommandLine &line)
{
  compact::ExtractOptions options;
  if (line.has("--t0"))
    options.drift.t0_s = seconds("--t0", line.value("--t0", ""));
  if (line.has("--t-min"))
    options.drift.window.t_min_s = seconds("--t-min", line.value("--t-min", ""));
  if (line.has("--t-max"))
    options.drift.window.t_max_s = seconds("--t-max", line.value("--t-max", ""));
  if (line.has("--temperature"))
    options.temperature_K = kelvins(line.value("--temperature", ""));
  options.model_id = line.value("--id", options.model_id);
  if (find_invalid_character(options.model_id) != std::string::npos)
    throw InputError("command line: --id", "\"" + options.model_id + "\"", "a name of one line is needed");
  return options;
}

std::string output_file(const CommandLine &line)
{
  const std::string file = line.value("--output", "");
  if (file.empty())
    throw InputError(line.where(), "no output file", "-o MODEL.json is needed");
  if (!line.has("--overwrite") && file_exists(file))
    throw InputError(file, "exists", "nothing is overwritten unasked", "Add --overwrite to replace it");
  return file;
}

void run(const CommandLine &line, const Provenance &provenance)
{
  compact::ExtractOptions         options = extract_options(line);
  const std::string               output  = output_file(line);
  std::vector<compact::ResultSet> sets;
  for (const std::string &directory : line.words())
  {
    sets.push_back(compact::read_result_set(directory));
    for (const std::string &skipped : sets.back().skipped)
      std::cerr << "warning: " << directory << ": point skipped: " << skipped << "\n";
  }
  options.left_out            = [](const std::string &why) { std::cerr << "warning: left out: " << why << "\n"; };
  compact::CompactModel model = compact::extract(sets, options);
  model.provenance.program    = provenance;
  compact::write_model(model, output);
  std::cout << compact::summary(model) << "wrote " << output << "\n";
}
} // namespace

int main(int argc, char **argv)
{
  return run_program("quench extract", [&] {
    std::vector<std::string> words(argv + 1, argv + argc);
    if (!words.empty() && words[0] == "extract")
      words.erase(words.begin());
    const CommandLine line(command(), words);
    if (!line.answer(std::cout))
      run(line, make_provenance(argc, argv));
    return ExitCode::done;
  });
}
