#pragma once

#include <map>
#include <string>
#include <string_view>

/// Reader of case files in deal.II's .prm grammar:
///
///     # comment                        subsection geometry
///     include ../common.prm              set heater radius = 20 nm     # keys may contain spaces
///     set title = a \                  end
///                 long text
///
/// UTF-8, or UTF-16 by its first bytes. Runs of blanks count as one; typographic spaces and minus signs are read as
/// those of a typewriter (text.h). Includes are relative to the including file. Unlike in deal.II a key set
/// twice is an error, and every value knows its place.
namespace quench
{
/// Where something was written.
struct Place
{
  std::string file;     ///< as shown to the user; "command line" for --set
  int         line = 0; ///< from 1; 0: the whole file or the command line

  std::string text() const { return line == 0 ? file : file + ":" + std::to_string(line); }
};

struct PrmEntry
{
  std::string text;      ///< the value, blanks condensed
  Place       place;     ///< of the `set`
  std::string directory; ///< folder of the file that set it (of the case file for --set), "" for the current one
};

/// A section of a case file with all that was set in it. The root has no name.
struct PrmTree
{
  Place                           place; ///< where it was first opened
  std::string                     directory;
  std::map<std::string, PrmEntry> entries;
  std::map<std::string, PrmTree>  sections;
};

/// Parse a text; `file` names it in messages and is the base of relative includes.
/// Throws InputError with file and line for anything that is not the grammar above, for a key set twice, bytes
/// that are not UTF-8 text, lines > 4 KiB, sections > 32 deep, files > 1 MiB, includes > 8 deep or in a circle.
PrmTree parse_prm(std::string_view text, const std::string &file);

/// Read and parse a file. Throws IoError if it cannot be read, and what parse_prm throws.
PrmTree read_prm(const std::string &path);

/// Set "section/sub/key=value" as from the command line; replaces what a file or an earlier override set.
/// Throws InputError if it is not of this form.
void apply_override(PrmTree &root, std::string_view assignment);
} // namespace quench
