/// quench-report: one self-contained HTML page from what runs, sweeps and arrays left in a folder.

#include <physics/base/command_line.h>
#include <physics/base/files.h>
#include <physics/base/program.h>
#include <physics/base/provenance.h>
#include <postprocess/report/report.h>

#include <iostream>

namespace
{
using namespace quench;

Command command()
{
  return {"quench report",
          "One page with plots of what a folder holds; it needs no network and no other files.",
          {{"DIR", "the folder of a run, a sweep or an array study, or a folder of such folders and of compact models, "
                   "which are shown "
                   "side by side"}},
          {options::output("FILE", "where the page goes; default DIR/report.html"),
           options::overwrite("replace an existing file")},
          "Exit codes: 0 done, 1 internal error, 2 input, 4 files."};
}

void run(const CommandLine &line, const Provenance &provenance)
{
  const std::string &directory = line.words()[0], output = line.value("--output", directory + "/report.html");
  if (!line.has("--overwrite") && file_exists(output))
    throw InputError(output, "exists", "nothing is overwritten unasked", "Add --overwrite to replace it");
  report::Page page = report::make_page(directory);
  page.origins.push_back({"this page", provenance.software + " " + provenance.version + "; commit " +
                                           provenance.git_commit + "; " + provenance.date + "; " +
                                           provenance.command_line});
  write_file_atomically(output, report::html(page));
  for (const report::Missing &item : page.missing)
    std::cerr << "warning: not shown: " << item.what << ": " << item.why << "\n";
  std::cout << "result figures = " << page.n_figures() << " 1\nwrote " << output << "\n";
}
} // namespace

int main(int argc, char **argv)
{
  return run_program("quench report", [&] {
    const CommandLine line(command(), {argv + 1, argv + argc});
    if (!line.answer(std::cout))
      run(line, make_provenance(argc, argv));
    return ExitCode::done;
  });
}
