/// quench-report: one self-contained HTML page from what runs, sweeps and arrays left in a folder.

#include <physics/base/files.h>
#include <physics/base/program.h>
#include <physics/base/provenance.h>
#include <postprocess/report/report.h>

#include <iostream>

namespace
{
using namespace quench;

constexpr const char *usage =
    R"(quench-report DIR [-o report.html] [--overwrite]

  DIR          the folder of a run, a sweep or an array study, or a folder of such folders and of compact models,
               which are shown side by side
  -o FILE      where the page goes (default: DIR/report.html)
  --overwrite  replace an existing file

The page needs no network and no other files. Exit codes: 0 done, 1 internal error, 2 input, 4 files.
)";

struct Arguments
{
  std::string directory, output;
  bool        overwrite = false, help = false;
};

Arguments parse(int argc, char **argv)
{
  Arguments arguments;
  arguments.help = argc < 2;
  for (int i = 1; i < argc; ++i)
  {
    const std::string word = argv[i];
    if (word == "--help" || word == "-h")
      arguments.help = true;
    else if (word == "--overwrite")
      arguments.overwrite = true;
    else if (word == "-o" && i + 1 < argc)
      arguments.output = argv[++i];
    else if (word[0] != '-' && arguments.directory.empty())
      arguments.directory = word;
    else
      throw InputError("command line", "\"" + word + "\"", "one folder, -o FILE or --overwrite",
                       "See quench-report --help");
  }
  if (arguments.output.empty())
    arguments.output = arguments.directory + "/report.html";
  return arguments;
}

void run(const Arguments &arguments, const Provenance &provenance)
{
  if (!arguments.overwrite && file_exists(arguments.output))
    throw InputError(arguments.output, "exists", "nothing is overwritten unasked", "Add --overwrite to replace it");
  report::Page page = report::make_page(arguments.directory);
  page.origins.push_back({"this page", provenance.software + " " + provenance.version + "; commit " +
                                           provenance.git_commit + "; " + provenance.date + "; " +
                                           provenance.command_line});
  write_file_atomically(arguments.output, report::html(page));
  for (const report::Missing &item : page.missing)
    std::cerr << "warning: not shown: " << item.what << ": " << item.why << "\n";
  std::cout << "result figures = " << page.n_figures() << " 1\nwrote " << arguments.output << "\n";
}
} // namespace

int main(int argc, char **argv)
{
  return run_program("quench-report", [&] {
    const Arguments arguments = parse(argc, argv);
    if (arguments.help)
      std::cout << usage;
    else
      run(arguments, make_provenance(argc, argv));
    return ExitCode::done;
  });
}
