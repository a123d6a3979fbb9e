#include <cases/describe.h>

#include <cases/sweep_case.h>
#include <physics/base/command_line.h>
#include <physics/base/files.h>
#include <physics/base/reference.h>
#include <physics/base/text.h>
#include <postprocess/array/array_case.h>

#include <algorithm>
#include <iostream>

namespace quench::cases
{
namespace
{
/// A kind of case file.
struct Kind
{
  const char            *name;
  const char            *title;
  const char            *command;
  std::vector<EntryInfo> entries;
  /// Sections with the same keys: the reference shows those of the first, under `shown`.
  std::vector<std::string> alike;
  const char              *shown;
};

/// The sections `materials/NAME`; that of the phase-change layer is shown.
std::vector<std::string> material_sections(const std::vector<EntryInfo> &entries)
{
  std::vector<std::string> sections{"materials/phase change layer"};
  for (const EntryInfo &info : entries)
    if (info.path.starts_with("materials/"))
    {
      const std::string section = info.path.substr(0, info.path.find('/', std::string("materials/").size()));
      if (std::find(sections.begin(), sections.end(), section) == sections.end())
        sections.push_back(section);
    }
  return sections;
}

std::vector<Kind> kinds()
{
  const std::vector<EntryInfo> cell = cell_entries();
  return {{"cell", "Case of a cell", "quench run", cell, material_sections(cell), "materials/MATERIAL"},
          {"sweep",
           "Sweep",
           "quench sweep",
           entry_infos<SweepCase>(),
           {"axis 1", "axis 2", "axis 3", "axis 4"},
           "axis NUMBER"},
          {"array", "Case of an array", "quench array", entry_infos<array::ArrayCase>(), {}, ""}};
}

/// Whether the key lies in this section or below it.
bool lies_in(const EntryInfo &info, const std::string &section) { return info.path.starts_with(section + "/"); }

/// The entries without those of sections alike, and what is said about these.
std::vector<EntryInfo> shown_entries(const Kind &kind)
{
  std::vector<EntryInfo> shown;
  for (EntryInfo info : kind.entries)
  {
    const auto section =
        std::find_if(kind.alike.begin(), kind.alike.end(), [&](const std::string &s) { return lies_in(info, s); });
    if (section != kind.alike.end() && section != kind.alike.begin())
      continue;
    if (section != kind.alike.end())
      info.path = kind.shown + info.path.substr(section->size());
    shown.push_back(info);
  }
  return shown;
}

/// Defaults of the sections alike that differ, in one sentence.
std::string remark(const Kind &kind)
{
  if (kind.alike.empty())
    return "";
  std::vector<std::string> sections;
  for (const std::string &section : kind.alike)
  {
    const auto card = std::find_if(kind.entries.begin(), kind.entries.end(),
                                   [&](const EntryInfo &info) { return info.path == section + "/card"; });
    sections.push_back("`" + section + "`" +
                       (card == kind.entries.end() ? "" : " (card `" + card->default_text + "`)"));
  }
  return "\nThe sections " + join(sections, ", ") + " have the same keys; they are listed once, as `" + kind.shown +
         "`, with the defaults of the first.\n";
}

std::string page(const Kind &kind)
{
  const std::string title = std::string(kind.title) + " (`" + kind.command + "`)";
  std::string       text  = reference_markdown(title, shown_entries(kind));
  text.insert(text.find('\n') + 1, remark(kind));
  std::string lower; // headings one level down, below the title of the whole page
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
  {
    const std::string line = text.substr(at, text.find('\n', at) + 1 - at);
    lower += (line.starts_with("#") ? "#" : "") + line;
  }
  return lower;
}

std::string reference(const std::vector<Kind> &all)
{
  std::string text = "# Keys of case files\n\n"
                     "Written by `quench describe` from what the program itself reads; do not edit. Quantities are\n"
                     "written with a unit (`20 nm`, [units.md](units.md)); a key that is not set has its default.\n";
  for (const Kind &kind : all)
    text += "\n" + page(kind);
  return text;
}

/// The entry with just this path, if there is one: also one that the reference lists under another name.
std::vector<EntryInfo> exact(const std::vector<EntryInfo> &entries, const std::string &path)
{
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const EntryInfo &i) { return i.path == path; });
  return found == entries.end() ? std::vector<EntryInfo>{} : std::vector<EntryInfo>{*found};
}

std::vector<std::string> names_of_kinds()
{
  std::vector<std::string> names;
  for (const Kind &kind : kinds())
    names.emplace_back(kind.name);
  return names;
}

std::vector<std::string> names_of_cells()
{
  std::vector<std::string> cells;
  for (const CaseTemplate &shipped : case_templates())
    cells.emplace_back(shipped.cell);
  return cells;
}
} // namespace

ExitCode describe(const std::vector<std::string> &words)
{
  const CommandLine line({"quench describe",
                          "All keys of a case file with type, range, default, meaning and source: as Markdown "
                          "(docs/case_reference.md is this page), or as JSON schema of the resolved case.",
                          {{"KIND", "of case", Word::Count::optional, names_of_kinds()}},
                          {{"--json-schema", "", "JSON schema; without KIND that of cells"},
                           {"--markdown", "", "Markdown, as without it"}}},
                         words);
  if (line.answer(std::cout))
    return ExitCode::done;
  line.not_both("--json-schema", "--markdown");
  std::vector<Kind> all = kinds();
  if (!line.words().empty())
    std::erase_if(all, [&](const Kind &k) { return k.name != line.words()[0]; });
  std::cout << (line.has("--json-schema") ? json_schema(all[0].title, all[0].entries) : reference(all));
  return ExitCode::done;
}

ExitCode explain(const std::vector<std::string> &words)
{
  const CommandLine line({"quench explain",
                          "What a key of a case file means: unit, range, default, source.",
                          {{"KEY", "a path, its last part, or a word of it: quench explain \"heater radius\""}},
                          {}},
                         words);
  if (line.answer(std::cout))
    return ExitCode::done;
  const std::string     &key = line.words()[0];
  std::vector<EntryInfo> infos;
  for (const Kind &kind : kinds())
    for (const std::vector<EntryInfo> &entries : {exact(kind.entries, key), shown_entries(kind)})
      infos.insert(infos.end(), entries.begin(), entries.end());
  std::cout << quench::explain(infos, key);
  return ExitCode::done;
}

ExitCode new_case(const std::vector<std::string> &words)
{
  const CommandLine line({"quench new",
                          "A narrated case to start from, printed or written to a new file.",
                          {{"CELL", "one of", Word::Count::one, names_of_cells()},
                           {"FILE.prm", "where the case goes", Word::Count::optional}},
                          {}},
                         words);
  if (line.answer(std::cout))
    return ExitCode::done;
  const std::vector<std::string> &given = line.words(), cells = names_of_cells();
  const auto                      found = std::find(cells.begin(), cells.end(), given[0]);
  const char                     *text  = case_templates()[static_cast<std::size_t>(found - cells.begin())].text;
  if (given.size() == 1)
    std::cout << text;
  else if (file_exists(given[1]))
    throw InputError(given[1], "exists", "nothing is overwritten unasked", "Choose another name");
  else
  {
    write_file_atomically(given[1], text);
    std::cout << "wrote " << given[1] << "; try: quench check " << given[1] << "\n";
  }
  return ExitCode::done;
}
} // namespace quench::cases
