#include <cases/cell_commands.h>

#include <cases/case_file.h>
#include <cases/command_line.h>
#include <meshes/sketch.h>
#include <physics/base/files.h>

#include <iostream>

namespace quench::cases
{
ExitCode sketch(const std::vector<std::string> &words)
{
  const CommandLine line("quench sketch", words, {{"--set", "KEY=VALUE"}, {"--overwrite"}});
  if (line.wants_help())
  {
    std::cout << "quench sketch CASE.prm FILE.svg [--set KEY=VALUE] [--overwrite]\n\nDraws the cell of a case to "
                 "scale: regions, "
                 "contacts, faces with resistances (dashed), points of the finest mesh.\n";
    return ExitCode::done;
  }
  const std::vector<std::string> given = line.words({"CASE.prm", "FILE.svg"});
  if (regular_file_exists(given[1]) && !line.has("--overwrite"))
    throw InputError(given[1], "exists", "nothing is overwritten unasked", "Choose another name, or add --overwrite");
  const LoadedCase           loaded = load_case(given[0], line.values("--set"));
  const meshes::CellGeometry cell   = geometry_of(loaded.content);
  std::string                title  = loaded.content.geometry.section();
  title.erase(0, title.find('/') + 1);
  write_file_atomically(given[1], meshes::sketch_svg(cell, title));
  std::cout << "wrote " << given[1] << "\n";
  return ExitCode::done;
}
} // namespace quench::cases
