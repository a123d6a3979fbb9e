/// quench-compact: from run and sweep folders to a compact model.

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

constexpr const char *usage =
    R"(quench-compact extract RESULTS... -o MODEL.json [options]

  RESULTS          run folders (results.json, reads.csv) and sweep folders (status.csv)
  -o FILE          where the model goes
  --t0 TIME        time at which conductances are given (default "20 s", as aihwkit)
  --t-min TIME     first time that is fitted (default "1 s"; never before ten onset times)
  --t-max TIME     last time that is fitted (default: all)
  --temperature T  temperature of the drift table (default: that of most states); others show the dependence on it
  --id NAME        name of the model (default: the case of the first run)
  --overwrite      replace an existing file

Exit codes: 0 done, 1 internal error, 2 input, 4 files.
)";

struct Arguments
{
  std::vector<std::string> results;
  std::string              output;
  Provenance               provenance;
  bool                     overwrite = false, help = false;
  compact::ExtractOptions  options;
};

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

/// One option with a value; false if it is none of these.
bool set_option(Arguments &arguments, const std::string &option, const std::string &value)
{
  compact::DriftOptions &drift = arguments.options.drift;
  if (option == "-o")
    arguments.output = value;
  else if (option == "--t0")
    drift.t0_s = seconds(option, value);
  else if (option == "--t-min")
    drift.window.t_min_s = seconds(option, value);
  else if (option == "--t-max")
    drift.window.t_max_s = seconds(option, value);
  else if (option == "--temperature")
    arguments.options.temperature_K = kelvins(value);
  else if (option == "--id")
  {
    if (find_invalid_character(value) != std::string::npos)
      throw InputError("command line: --id", "\"" + value + "\"", "a name of one line is needed");
    arguments.options.model_id = value;
  }
  else
    return false;
  return true;
}

Arguments parse(int argc, char **argv)
{
  Arguments arguments;
  arguments.provenance = make_provenance(argc, argv);
  arguments.help       = argc < 2 || std::string(argv[1]) == "--help" || std::string(argv[1]) == "-h";
  if (!arguments.help && std::string(argv[1]) != "extract")
    throw InputError("command line", std::string("\"") + argv[1] + "\"", "the subcommand is extract");
  for (int i = 2; i < argc; ++i)
  {
    const std::string word = argv[i];
    if (word == "--help" || word == "-h")
      arguments.help = true;
    else if (word == "--overwrite")
      arguments.overwrite = true;
    else if (word[0] != '-')
      arguments.results.push_back(word);
    else if (i + 1 == argc || !set_option(arguments, word, argv[i + 1]))
      throw InputError("command line", "\"" + word + "\"",
                       "-o, --t0, --t-min, --t-max, --temperature and --id with a value, or --overwrite",
                       "See quench-compact --help");
    else
      ++i;
  }
  return arguments;
}

void check(const Arguments &arguments)
{
  if (arguments.results.empty())
    throw InputError("command line", "no results", "at least one run or sweep folder is needed");
  if (arguments.output.empty())
    throw InputError("command line", "no output file", "-o MODEL.json is needed");
  if (!arguments.overwrite && file_exists(arguments.output))
    throw InputError(arguments.output, "exists", "nothing is overwritten unasked", "Add --overwrite to replace it");
}

void run(const Arguments &arguments)
{
  check(arguments);
  std::vector<compact::ResultSet> sets;
  for (const std::string &directory : arguments.results)
  {
    sets.push_back(compact::read_result_set(directory));
    for (const std::string &skipped : sets.back().skipped)
      std::cerr << "warning: " << directory << ": point skipped: " << skipped << "\n";
  }
  compact::ExtractOptions options = arguments.options;
  options.left_out                = [](const std::string &why) { std::cerr << "warning: left out: " << why << "\n"; };
  compact::CompactModel model     = compact::extract(sets, options);
  model.provenance.program        = arguments.provenance;
  compact::write_model(model, arguments.output);
  std::cout << compact::summary(model) << "wrote " << arguments.output << "\n";
}
} // namespace

int main(int argc, char **argv)
{
  return run_program("quench-compact", [&] {
    const Arguments arguments = parse(argc, argv);
    if (arguments.help)
      std::cout << usage;
    else
      run(arguments);
    return ExitCode::done;
  });
}
