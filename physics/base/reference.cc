#include <physics/base/reference.h>

#include <physics/base/error.h>
#include <physics/base/json.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

namespace quench
{
namespace
{
constexpr std::size_t most_explained = 8;

std::string section_of(const EntryInfo &info)
{
  const std::size_t slash = info.path.rfind('/');
  return slash == std::string::npos ? "" : info.path.substr(0, slash);
}

std::string key_of(const EntryInfo &info) { return info.path.substr(info.path.rfind('/') + 1); }

std::string allowed_text(const EntryInfo &info)
{
  if (!info.names.empty())
    return join(info.names, ", ");
  if (!info.range_text.empty())
    return info.range_text;
  const bool is_quantity = !info.unit.empty();
  if (is_quantity)
    return info.unit == "1" ? "any number" : "any, in " + info.unit;
  return info.type == "true or false" ? "true, false" : "any";
}

std::string in_table(const std::string &text)
{
  std::string cell;
  for (const char c : text)
    cell += c == '|' ? "\\|" : c == '\n' ? " " : std::string(1, c);
  return cell;
}

std::string lower_case(std::string text)
{
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

/// Schema of one value; `wrapped` for an element of a list.
Json value_schema(const EntryInfo &info)
{
  Json schema = Json::object();
  if (info.type.ends_with("whole number") || info.type.ends_with("whole numbers"))
  {
    schema.set("type", "integer");
    if (std::isfinite(info.range.lower))
      schema.set("minimum", static_cast<std::int64_t>(info.range.lower) + (info.range.open_lower ? 1 : 0));
    if (std::isfinite(info.range.upper))
      schema.set("maximum", static_cast<std::int64_t>(info.range.upper));
  }
  else if (info.type == "true or false")
    schema.set("type", "boolean");
  else
  {
    schema.set("type", "string");
    if (!info.unit.empty())
      schema.set("pattern", "^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?");
    if (!info.names.empty())
      schema.set("enum", Json(info.names));
  }
  return schema;
}

Json entry_schema(const EntryInfo &info)
{
  Json schema = Json::object();
  if (info.type.starts_with("list of"))
    schema.set("type", "array").set("items", value_schema(info));
  else
    schema = value_schema(info);
  schema.set("description", info.meaning + ". Allowed: " + allowed_text(info) + ". Default: " + info.default_text +
                                ". Source: " + info.source);
  return schema;
}

/// Schema of the section at `prefix` ("" or "a/b/") with its subsections.
Json section_schema(const std::vector<EntryInfo> &infos, const std::string &prefix)
{
  Json properties = Json::object();
  for (const EntryInfo &info : infos)
  {
    if (!info.path.starts_with(prefix))
      continue;
    const std::string rest = info.path.substr(prefix.size());
    const std::string name = rest.substr(0, rest.find('/'));
    if (name == rest)
      properties.set(name, entry_schema(info));
    else if (!properties.find(name))
      properties.set(name, section_schema(infos, prefix + name + "/"));
  }
  Json schema = Json::object();
  schema.set("type", "object").set("additionalProperties", false).set("properties", properties);
  return schema;
}

std::string explained(const EntryInfo &info)
{
  std::string text = info.path + "\n";
  text += "  meaning:  " + info.meaning + "\n";
  text += "  type:     " + info.type + (info.unit.empty() || info.unit == "1" ? "" : " in " + info.unit) + "\n";
  text += "  allowed:  " + allowed_text(info) + "\n";
  text += "  default:  " + (info.default_text.empty() ? "(empty)" : info.default_text) + "\n";
  text += "  source:   " + info.source + "\n";
  return text;
}

std::string explained(const std::vector<const EntryInfo *> &found)
{
  std::string text;
  for (const EntryInfo *info : found)
  {
    if (found.size() > most_explained)
      text += info->path + ": " + info->meaning + "\n";
    else
      (text += text.empty() ? "" : "\n") += explained(*info);
  }
  return text;
}

template <class Condition>
std::vector<const EntryInfo *> select(const std::vector<EntryInfo> &infos, const Condition &condition)
{
  std::vector<const EntryInfo *> found;
  for (const EntryInfo &info : infos)
    if (condition(info))
      found.push_back(&info);
  return found;
}

/// What is wrong with the unit or the default of one entry, "" if nothing.
std::string value_mistake(const EntryInfo &info)
{
  if (info.unit.empty())
    return "";
  try
  {
    dimension_of(info.unit);
    for (const std::string &text : split(info.default_text, ','))
    {
      const double value = parse_quantity(text, info.unit) / unit_value(info.unit);
      const Range &range = info.range;
      const double slack = 1e-12 * std::abs(value); // rounding of the division
      if (value < range.lower - slack || value > range.upper + slack || (value <= range.lower && range.open_lower))
        return "its default " + text + " is outside " + info.range_text;
    }
  }
  catch (const QuantityError &error)
  {
    return error.what();
  }
  return "";
}
} // namespace

std::string reference_markdown(const std::string &title, const std::vector<EntryInfo> &infos)
{
  std::string text = "# " + title + "\n";
  std::string section;
  bool        first = true;
  for (const EntryInfo &info : infos)
  {
    if (first || section_of(info) != section)
    {
      section = section_of(info);
      if (!section.empty())
        text += "\n## " + section + "\n";
      text += "\n| Key | Type | Allowed | Default | Meaning | Source |\n|---|---|---|---|---|---|\n";
    }
    first = false;
    text += "| `" + in_table(key_of(info)) + "` | " + info.type + " | " + in_table(allowed_text(info)) + " | ";
    text += (info.default_text.empty() ? "" : "`" + in_table(info.default_text) + "`") + " | ";
    text += in_table(info.meaning) + " | " + in_table(info.source) + " |\n";
  }
  return text;
}

std::string json_schema(const std::string &title, const std::vector<EntryInfo> &infos)
{
  Json schema = Json::object();
  schema.set("$schema", "http://json-schema.org/draft-07/schema#").set("title", title);
  const Json content = section_schema(infos, "");
  for (const auto &[key, value] : content.as_object())
    schema.set(key, value);
  return schema.dump() + "\n";
}

std::string explain(const std::vector<EntryInfo> &infos, const std::string &key)
{
  const std::string wanted = lower_case(condensed(key));
  auto              found  = select(infos, [&](const EntryInfo &info) { return lower_case(info.path) == wanted; });
  if (found.empty())
    found = select(infos, [&](const EntryInfo &info) { return lower_case(key_of(info)) == wanted; });
  if (found.empty() && !wanted.empty())
    found =
        select(infos, [&](const EntryInfo &info) { return lower_case(info.path).find(wanted) != std::string::npos; });
  if (!found.empty())
    return explained(found);

  std::vector<std::string> keys, paths, sections;
  for (const EntryInfo &info : infos)
  {
    keys.push_back(key_of(info));
    paths.push_back(info.path);
    if (std::find(sections.begin(), sections.end(), section_of(info)) == sections.end())
      sections.push_back(section_of(info));
  }
  const std::string near_key = nearest(wanted, keys), near_path = nearest(wanted, paths);
  found = select(infos, [&](const EntryInfo &info) {
    return (!near_key.empty() && key_of(info) == near_key) || (near_key.empty() && info.path == near_path);
  });
  if (found.empty())
    throw InputError("explain", "no key is called \"" + key + "\"", "the sections are " + join(sections, ", "));
  return "No key is called \"" + key + "\". Did you mean this?\n\n" + explained(found);
}

std::vector<std::string> mistakes(const std::vector<EntryInfo> &infos)
{
  std::vector<std::string> list;
  std::set<std::string>    paths;
  for (const EntryInfo &info : infos)
  {
    const auto require = [&](bool right, const std::string &what) {
      if (!right)
        list.push_back(info.path + ": " + what);
    };
    const std::string value = value_mistake(info);
    require(value.empty(), value);
    require(!info.meaning.empty(), "it has no meaning");
    require(!info.source.empty(), "it has no source");
    require(paths.insert(info.path).second, "the key is there twice");
    require(condensed(info.path) == info.path && info.path.find_first_of("#=\\") == std::string::npos,
            "the key cannot be written in a case file");
    require(info.type != "choice" || !info.names.empty(), "the choice has no names");
  }
  return list;
}
} // namespace quench
