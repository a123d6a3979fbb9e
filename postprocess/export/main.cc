// quench-export: a compact model in the format of another tool.
//
//   quench-export MODEL.json --to TOOL -o DIR [--t0 TIME] [--overwrite]
//
// Reads and checks the model, converts it to the tool's origin of time, and writes the tool's files with a README of
// the lines a user types.

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

std::string usage()
{
  std::string text = "usage: quench-export MODEL.json --to TOOL -o DIR [--t0 TIME] [--overwrite]\n\n"
                     "  --to TOOL     what to write for:\n";
  for (const exports::Tool &tool : exports::tools())
    text += "                  " + std::string(tool.name) + std::string(12 - std::string(tool.name).size(), ' ') +
            tool.what + "\n";
  return text + "  -o DIR        the folder; made if it is not there\n"
                "  --t0 TIME     time after programming at which conductances are given (default: that of the model)\n"
                "  --overwrite   replace files that are there\n\n"
                "Exit codes: 0 done, 1 internal error, 2 wrong input, 4 file error.\n";
}

struct CommandLine
{
  std::string          model, tool, folder;
  exports::CardOptions options;
  bool                 may_overwrite = false, wants_help = false;
};

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

CommandLine read_command_line(const std::vector<std::string> &words)
{
  CommandLine command;
  for (std::size_t i = 0; i < words.size(); ++i)
  {
    const std::string &word  = words[i];
    const auto         value = [&] {
      if (i + 1 == words.size())
        throw InputError("command line", word + " at the end", "a value after it");
      return words[++i];
    };
    if (word == "--help" || word == "-h")
      command.wants_help = true;
    else if (word == "--to")
      command.tool = value();
    else if (word == "-o")
      command.folder = value();
    else if (word == "--t0")
      command.options.t0_s = seconds(value());
    else if (word == "--overwrite")
      command.may_overwrite = true;
    else if (word.starts_with("-") || !command.model.empty())
      throw InputError("command line", word, "one model and the options of --help");
    else
      command.model = word;
  }
  return command;
}

void check(const CommandLine &command)
{
  if (command.model.empty())
    throw InputError("command line", "no model", "the JSON file of quench extract", "See quench export --help");
  if (command.tool.empty())
    throw InputError("command line", "no tool", "--to TOOL is needed", "See quench export --help");
  if (command.folder.empty())
    throw InputError("command line", "no folder", "-o DIR is needed");
}

void run(const CommandLine &command)
{
  namespace fs = std::filesystem;
  check(command);
  const exports::Tool             &tool  = exports::find_tool(command.tool);
  const exports::Card              card  = exports::make_card(compact::read_model(command.model), command.options);
  const std::vector<exports::File> files = exports::export_to(tool, card);
  for (const exports::File &file : files)
    if (!command.may_overwrite && file_exists(fs::path(command.folder) / file.name))
      throw InputError((fs::path(command.folder) / file.name).string(), "exists", "nothing is overwritten unasked",
                       "Choose another folder, or add --overwrite");
  make_folder(command.folder);
  for (const exports::File &file : files)
  {
    write_file_atomically((fs::path(command.folder) / file.name).string(), file.text);
    std::cout << "wrote " << (fs::path(command.folder) / file.name).string() << "\n";
  }
  for (const std::string &line : card.assumptions)
    std::cout << "assumed: " << line << "\n";
}
} // namespace

int main(int argc, char **argv)
{
  return run_program("quench-export", [&] {
    const CommandLine command = read_command_line({argv + 1, argv + argc});
    if (command.wants_help)
      std::cout << usage();
    else
      run(command);
    return ExitCode::done;
  });
}
