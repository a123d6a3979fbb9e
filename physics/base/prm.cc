#include <physics/base/prm.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/text.h>

#include <filesystem>
#include <vector>

namespace quench
{
namespace
{
constexpr std::size_t max_file_size     = 1 << 20;
constexpr std::size_t max_line_length   = 4096;
constexpr std::size_t max_depth         = 32;
constexpr std::size_t max_include_depth = 8;
constexpr std::size_t max_includes      = 64;

constexpr std::string_view command_line = "command line";

std::string parent_directory(const std::string &file) { return std::filesystem::path(file).parent_path().string(); }

void check_characters(std::string_view line, const Place &place)
{
  if (line.size() > max_line_length)
    throw InputError(place.text(), "the line is too long", "at most 4096 bytes are allowed", "Continue it with \\");
  const std::size_t at = find_invalid_character(line);
  if (at != std::string_view::npos)
    throw InputError(place.text(), "column " + std::to_string(at + 1) + " holds a control character or broken UTF-8",
                     "a case file is plain text", "Remove it or save the file as UTF-8");
}

/// Reads one file; another one for each include. The open sections are shared.
class PrmReader
{
public:
  PrmReader(PrmTree &root, const std::string &file) : open_{{&root, "", {}}}, files_{file} {}

  void read_text(std::string_view text)
  {
    if (text.size() > max_file_size)
      throw InputError(files_.back(), "the file is too long", "at most 1 MiB is allowed");
    const std::string readable = decoded(std::string(text));
    text                       = readable;
    const std::size_t depth    = open_.size();
    std::string       statement;
    Place             place{files_.back(), 0};
    int               line_number = 0;
    bool              continued   = false;
    while (!text.empty())
    {
      const std::string_view line = take_line(text);
      ++line_number;
      const Place here{files_.back(), line_number};
      check_characters(line, here);
      const std::string typed = typewritten(line);
      if (!continued)
        place = here;
      continued = append(statement, typed, continued);
      if (statement.size() > max_line_length)
        throw InputError(place.text(), "the continued line is too long", "at most 4096 bytes are allowed");
      if (continued)
        continue;
      execute(statement, place, depth);
      statement.clear();
    }
    if (continued)
      throw InputError(place.text(), "the line ends in \\ but no line follows", "", "Remove the \\");
    if (open_.size() > depth)
      throw InputError(open_.back().place.text(), "subsection \"" + open_.back().name + "\" has no end",
                       "every subsection is closed by a line \"end\"", "Add the missing end");
  }

private:
  struct OpenSection
  {
    PrmTree    *tree;
    std::string name;
    Place       place;
  };

  static std::string_view take_line(std::string_view &text)
  {
    const std::size_t end  = text.find('\n');
    std::string_view  line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    return line;
  }

  /// Add a line without its comment to the statement; true if the statement goes on in the next line.
  static bool append(std::string &statement, std::string_view line, bool continued)
  {
    const std::size_t comment = line.find('#');
    std::string_view  content = trimmed(line.substr(0, comment));
    if (continued && content.empty() && comment != std::string_view::npos)
      return true; // a comment between two continued lines
    const bool goes_on = content.ends_with('\\');
    if (goes_on)
      content.remove_suffix(1);
    statement += content;
    return goes_on;
  }

  void execute(const std::string &text, const Place &place, std::size_t depth)
  {
    const std::string statement = condensed(text);
    if (statement.empty())
      return;
    const std::size_t space = statement.find(' ');
    const std::string word  = statement.substr(0, space);
    const std::string rest  = space == std::string::npos ? "" : statement.substr(space + 1);
    if (word == "subsection" || word == "SUBSECTION")
      open_section(rest, place);
    else if (word == "end" || word == "END")
      close_section(rest, place, depth);
    else if (word == "set" || word == "SET")
      set(rest, place);
    else if (word == "include" || word == "INCLUDE")
      include(rest, place);
    else
      throw InputError(place.text(), "\"" + statement + "\" is not a statement",
                       "a line is: subsection NAME, end, set KEY = VALUE, include FILE or # comment",
                       statement.find('=') != std::string::npos ? "Write \"set " + statement + "\""
                                                                : did_you_mean(word, {"subsection", "set", "include"}));
  }

  void open_section(const std::string &name, const Place &place)
  {
    if (name.empty() || name.find('/') != std::string::npos)
      throw InputError(place.text(), "subsection \"" + name + "\"", "a name without \"/\" is needed");
    if (open_.size() > max_depth)
      throw InputError(place.text(), "subsection \"" + name + "\" is too deep", "at most 32 levels are allowed");
    const auto [found, is_new] = open_.back().tree->sections.try_emplace(name);
    if (is_new)
    {
      found->second.place     = place;
      found->second.directory = parent_directory(place.file);
    }
    open_.push_back({&found->second, name, place});
  }

  void close_section(const std::string &rest, const Place &place, std::size_t depth)
  {
    if (!rest.empty())
      throw InputError(place.text(), "\"end " + rest + "\"", "\"end\" stands alone", "Use # for a comment");
    if (open_.size() <= depth)
      throw InputError(place.text(), "this end closes no subsection of this file", "", "Remove it");
    open_.pop_back();
  }

  void set(const std::string &rest, const Place &place)
  {
    const std::size_t equals = rest.find('=');
    if (equals == std::string::npos)
      throw InputError(place.text(), "\"set " + rest + "\" has no =", "set KEY = VALUE is needed");
    const std::string key(trimmed(std::string_view(rest).substr(0, equals)));
    const std::string value(trimmed(std::string_view(rest).substr(equals + 1)));
    if (key.empty() || key.find('/') != std::string::npos)
      throw InputError(place.text(), "\"set " + rest + "\"", "a key without \"/\" is needed before the =");
    const PrmEntry entry{value, place, parent_directory(place.file)};
    const auto [found, is_new] = open_.back().tree->entries.try_emplace(key, entry);
    if (!is_new)
      throw InputError(place.text(), key_path(key) + " = \"" + value + "\" is set twice",
                       "it is already \"" + found->second.text + "\" at " + found->second.place.text(),
                       "Remove one of the two");
  }

  std::string key_path(const std::string &key) const
  {
    std::string path;
    for (std::size_t i = 1; i < open_.size(); ++i)
      path += open_[i].name + "/";
    return path + key;
  }

  void include(const std::string &name, const Place &place)
  {
    if (name.empty())
      throw InputError(place.text(), "include without a file name", "include FILE is needed");
    const std::string file = (std::filesystem::path(parent_directory(place.file)) / name).lexically_normal().string();
    for (const std::string &open_file : files_)
      if (std::filesystem::path(open_file).lexically_normal() == file)
        throw InputError(place.text(), "include \"" + name + "\" goes in a circle", "the file is being read already");
    if (files_.size() > max_include_depth || ++n_includes_ > max_includes)
      throw InputError(place.text(), "include \"" + name + "\" is one too many",
                       "at most 8 levels and 64 files are allowed");
    files_.push_back(file);
    read_text(included_text(file, place));
    files_.pop_back();
  }

  static std::string included_text(const std::string &file, const Place &place)
  {
    try
    {
      return read_file(file, max_file_size);
    }
    catch (const IoError &error)
    {
      throw InputError(place.text(), "include: " + std::string(error.what()), "",
                       "The path is relative to the folder of the including file");
    }
  }

  std::vector<OpenSection> open_;  ///< from the root to the innermost section
  std::vector<std::string> files_; ///< from the case file to the innermost include
  std::size_t              n_includes_ = 0;
};
} // namespace

PrmTree parse_prm(std::string_view text, const std::string &file)
{
  PrmTree root;
  root.place     = {file, 0};
  root.directory = parent_directory(file);
  PrmReader(root, file).read_text(text);
  return root;
}

PrmTree read_prm(const std::string &path) { return parse_prm(read_file(path, max_file_size), path); }

void apply_override(PrmTree &root, std::string_view typed)
{
  const Place place{std::string(command_line), 0};
  check_characters(typed, place);
  const std::string      text = typewritten(typed);
  const std::string_view assignment(text);
  const std::size_t      equals = assignment.find('=');
  const std::string      path   = condensed(assignment.substr(0, equals));
  const auto             keys   = split(path, '/');
  bool                   valid  = equals != std::string_view::npos && !keys.empty() && keys.size() <= max_depth &&
               assignment.find('#') == std::string_view::npos;
  for (const std::string &key : keys)
    valid = valid && !key.empty();
  if (!valid)
    throw InputError(place.text(), "--set \"" + std::string(assignment) + "\"",
                     "section/sub/key=value is needed, without #");

  PrmTree *section = &root;
  for (std::size_t i = 0; i + 1 < keys.size(); ++i)
  {
    const auto [found, is_new] = section->sections.try_emplace(keys[i]);
    section                    = &found->second;
    if (is_new)
    {
      section->place     = place;
      section->directory = root.directory;
    }
  }
  section->entries[keys.back()] = {condensed(assignment.substr(equals + 1)), place, root.directory};
}
} // namespace quench
