#include <cases/cell_commands.h>

#include <cases/case_file.h>
#include <meshes/sketch.h>
#include <physics/base/command_line.h>
#include <physics/base/files.h>

#include <iostream>

namespace quench::cases
{
ExitCode sketch(const std::vector<std::string> &words)
{
  const CommandLine line(
      {"quench sketch",
       "Draws the cell of a case to scale: regions, contacts, faces with resistances (dashed), points "
       "of the finest mesh.",
       {{"CASE.prm", "the case"}, {"FILE.svg", "where the drawing goes"}},
       {options::set("change a key; may be repeated"), options::overwrite("replace FILE.svg")}},
      words);
  if (line.answer(std::cout))
    return ExitCode::done;
  const std::vector<std::string> &given = line.words();
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
