#include <physics/base/parameters.h>

#include <physics/base/error.h>
#include <physics/base/json.h>
#include <physics/base/parameter_value.h>
#include <physics/base/text.h>

#include <algorithm>
#include <tuple>

namespace quench
{
namespace
{
constexpr std::size_t max_reported_errors = 20;

struct Problem
{
  Place       place;
  std::string message; ///< without the place
};

/// Walks a section and its part of the case file side by side, fills the members and collects the problems.
class SectionReader
{
public:
  explicit SectionReader(std::vector<Problem> &problems) : problems_(problems) {}

  void read(const ParameterSection &section, const PrmTree &tree, const std::string &path, bool preset_above)
  {
    const bool preset_taken = take_preset(section, tree, path, preset_above);
    for (const ParameterEntry &entry : section.entries)
      if (const auto found = tree.entries.find(entry.key); found != tree.entries.end())
        read_entry(entry, found->second, path);
    report_unknown(section, tree, path);

    for (const ParameterSection &child : section.sections)
    {
      const auto found = tree.sections.find(child.name);
      PrmTree    empty;
      empty.place     = tree.place;
      empty.directory = tree.directory;
      read(child, found == tree.sections.end() ? empty : found->second, path + child.name + "/",
           preset_above || preset_taken);
    }
  }

private:
  /// Start the struct from the preset that is set or the default; true if it was.
  bool take_preset(const ParameterSection &section, const PrmTree &tree, const std::string &path, bool preset_above)
  {
    if (!section.preset_key)
      return false;
    const std::string     key   = section.preset_key;
    const ParameterEntry *entry = find_entry(section, key);
    PrmEntry              chosen{entry ? value_text(*entry) : "", tree.place, tree.directory};
    if (const auto found = tree.entries.find(key); found != tree.entries.end())
      chosen = found->second;
    else if (preset_above)
      return false;
    if (chosen.text.empty())
      return false;
    try
    {
      section.start_from_preset(section.object, chosen.text, chosen.directory);
      if (entry)
        set_value(*entry, chosen.text);
    }
    catch (const Error &error)
    {
      if (error.code() != ExitCode::input && error.code() != ExitCode::io)
        throw;
      problems_.push_back({chosen.place, path + key + " = \"" + chosen.text + "\": " + error.what()});
    }
    return true;
  }

  static const ParameterEntry *find_entry(const ParameterSection &section, const std::string &key)
  {
    for (const ParameterEntry &entry : section.entries)
      if (entry.key == key)
        return &entry;
    return nullptr;
  }

  void read_entry(const ParameterEntry &entry, const PrmEntry &given, const std::string &path)
  {
    try
    {
      set_value(entry, given.text);
    }
    catch (const QuantityError &error)
    {
      const std::string key = path + entry.key + " = \"" + given.text + "\": ";
      problems_.push_back({given.place, key + error.problem + (error.hint.empty() ? "" : ". " + error.hint)});
    }
  }

  void report_unknown(const ParameterSection &section, const PrmTree &tree, const std::string &path)
  {
    std::vector<std::string> keys, names;
    for (const ParameterEntry &entry : section.entries)
      keys.push_back(entry.key);
    if (section.preset_key && !find_entry(section, section.preset_key))
      keys.insert(keys.begin(), section.preset_key);
    for (const ParameterSection &child : section.sections)
      names.push_back(child.name);
    for (const auto &[key, entry] : tree.entries)
      if (std::find(keys.begin(), keys.end(), key) == keys.end())
        problems_.push_back({entry.place, path + key + " = \"" + entry.text + "\": unknown key" +
                                              advice(key, "keys", keys, "subsections", names)});
    for (const auto &[name, child] : tree.sections)
      if (std::find(names.begin(), names.end(), name) == names.end())
        problems_.push_back(
            {child.place, path + name + ": unknown subsection" + advice(name, "subsections", names, "keys", keys)});
  }

  static std::string advice(const std::string &word, const std::string &kind, const std::vector<std::string> &known,
                            const std::string &other_kind, const std::vector<std::string> &others)
  {
    const std::string suggestion = did_you_mean(word, known);
    const auto        list       = [](const std::string &title, const std::vector<std::string> &names) {
      return names.empty() ? "; there are no " + title + " here" : "; known " + title + " here: " + join(names, ", ");
    };
    std::string text = list(kind, known);
    if (known.empty())
      text += list(other_kind, others);
    return text + (suggestion.empty() ? "" : ". " + suggestion);
  }

  std::vector<Problem> &problems_;
};

[[noreturn]] void report(std::vector<Problem> &problems, const std::string &main_file)
{
  const auto in_reading_order = [&](const Problem &a, const Problem &b) {
    const bool a_other = a.place.file != main_file, b_other = b.place.file != main_file;
    return std::tie(a_other, a.place.file, a.place.line) < std::tie(b_other, b.place.file, b.place.line);
  };
  std::stable_sort(problems.begin(), problems.end(), in_reading_order);
  std::string text = problems[0].message;
  for (std::size_t i = 1; i < std::min(problems.size(), max_reported_errors); ++i)
    text += "\n" + problems[i].place.text() + ": " + problems[i].message;
  if (problems.size() > max_reported_errors)
    text += "\n... and " + std::to_string(problems.size() - max_reported_errors) + " more errors";
  throw InputError(problems[0].place.text(), text);
}

void append_prm(std::string &text, const ParameterSection &section, const std::string &indent)
{
  for (const ParameterEntry &entry : section.entries)
  {
    const std::string value = value_text(entry);
    if (condensed(value) != value || value.find_first_of("#\n\r") != std::string::npos || value.ends_with('\\') ||
        find_invalid_character(value) != std::string::npos)
      throw Error(ExitCode::internal, entry.key + " = \"" + value + "\"", "no case file can hold this text");
    text += indent + "set " + entry.key + " =" + (value.empty() ? "" : " ") + value + "\n";
  }
  for (const ParameterSection &child : section.sections)
  {
    text += indent + "subsection " + child.name + "\n";
    append_prm(text, child, indent + "  ");
    text += indent + "end\n";
  }
}

Json to_json(const ParameterSection &section)
{
  Json object = Json::object();
  for (const ParameterEntry &entry : section.entries)
    object.set(entry.key, value_json(entry));
  for (const ParameterSection &child : section.sections)
    object.set(child.name, to_json(child));
  return object;
}
} // namespace

void fill_from_prm(const ParameterSection &section, const PrmTree &tree, const std::string &path)
{
  std::vector<Problem> problems;
  SectionReader(problems).read(section, tree, path.empty() || path.ends_with('/') ? path : path + "/", false);
  if (!problems.empty())
    report(problems, tree.place.file);
}

void fill_with_defaults(const ParameterSection &section)
{
  PrmTree nothing;
  nothing.place.file = "defaults";
  fill_from_prm(section, nothing, "");
}

std::string prm_text(const ParameterSection &section)
{
  std::string text;
  append_prm(text, section, "");
  return text;
}

std::string json_text(const ParameterSection &section) { return to_json(section).dump() + "\n"; }

std::vector<EntryInfo> entry_infos(const ParameterSection &section, const std::string &path)
{
  const std::string      prefix = path.empty() || path.ends_with('/') ? path : path + "/";
  std::vector<EntryInfo> infos;
  bool                   preset_described = section.preset_key == nullptr;
  for (const ParameterEntry &entry : section.entries)
  {
    infos.push_back({prefix + entry.key, type_name(entry), entry.unit, entry.range, range_text(entry),
                     displayed_text(entry), entry.meaning, entry.source, choice_names(entry)});
    preset_described = preset_described || entry.key == section.preset_key;
  }
  if (!preset_described)
    infos.insert(infos.begin(), {prefix + section.preset_key,
                                 "text",
                                 "",
                                 any_value,
                                 "",
                                 "",
                                 "preset to start from; the other keys of this section override it",
                                 "choice",
                                 {}});
  for (const ParameterSection &child : section.sections)
    for (EntryInfo &info : entry_infos(child, prefix + child.name))
      infos.push_back(std::move(info));
  return infos;
}
} // namespace quench
