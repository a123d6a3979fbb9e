#include <postprocess/report/case_tables.h>

#include <physics/base/json.h>
#include <physics/base/prm.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>
#include <postprocess/report/axis.h>
#include <postprocess/report/reference.h>

#include <cmath>
#include <map>

namespace quench::report
{
namespace
{
using Values = std::map<std::string, std::string>;

void collect(const PrmTree &tree, const std::string &path, Values &values)
{
  for (const auto &[key, entry] : tree.entries)
    values[path + key] = entry.text;
  for (const auto &[name, section] : tree.sections)
    collect(section, path + name + "/", values);
}

Values values_in(const std::string &file)
{
  Values values;
  collect(read_prm(file), "", values);
  return values;
}

std::string text_of(const Json &json)
{
  if (json.is_string())
    return json.as_string();
  if (json.is_bool())
    return json.as_bool() ? "true" : "false";
  if (json.is_integer())
    return std::to_string(json.as_integer());
  if (!json.is_array())
    return json.is_null() ? "" : readable(json.as_double());
  std::vector<std::string> parts;
  for (const Json &part : json.as_array())
    parts.push_back(text_of(part));
  return join(parts, ", ");
}

void collect(const Json &object, const std::string &path, Values &values)
{
  for (const auto &[key, value] : object.as_object())
    if (value.is_object())
      collect(value, path + key + "/", values);
    else
      values[path + key] = text_of(value);
}

/// Rounded for reading: "5.999999999999999 uS" is "6 uS".
std::string display(const std::string &text)
{
  try
  {
    const std::string unit = unit_part(text);
    return display_quantity(parse_quantity(text, unit.empty() ? "1" : unit), unit.empty() ? "1" : unit, 6);
  }
  catch (const QuantityError &)
  {
    return text;
  }
}

/// The same quantity, or neither is one.
bool are_equal(const std::string &a, const std::string &b)
{
  if (a == b)
    return true;
  try
  {
    const std::string unit = unit_part(b).empty() ? "1" : unit_part(b);
    const double      x = parse_quantity(a, unit), y = parse_quantity(b, unit);
    return std::abs(x - y) <= 1e-12 * std::max(std::abs(x), std::abs(y));
  }
  catch (const QuantityError &)
  {
    return false;
  }
}

std::string source_of(const KeyInfo *info)
{
  return info == nullptr            ? ""
         : info->source == "choice" ? info->meaning
                                    : info->meaning + " [default: " + info->source + "]";
}
std::string source_of_card(const std::string &card)
{
  if (card.ends_with(".prm"))
    return "a file of the user";
  return "cases/materials/" + card + ".prm, with the source of each number";
}
} // namespace

bool say_the_same(const std::string &a, const std::string &b)
{
  const auto parts_a = split(a, ','), parts_b = split(b, ',');
  if (parts_a.size() != parts_b.size())
    return false;
  for (std::size_t i = 0; i < parts_a.size(); ++i)
    if (!are_equal(parts_a[i], parts_b[i]))
      return false;
  return true;
}

CaseTable case_of_run(const std::string &directory, const std::string &name)
{
  const Values values = values_in(directory + "/case_resolved.prm"),
               usual  = values_in(directory + "/case_defaults.prm");
  CaseTable table{name + ", keys that differ from their defaults, and cards of materials", "Default", {}};
  for (const auto &[key, value] : values)
  {
    const auto found   = usual.find(key);
    const bool is_card = key.starts_with("materials/") && key.ends_with("/card");
    if (!is_card && found != usual.end() && say_the_same(value, found->second))
      continue;
    if (is_card)
      table.entries.push_back({key, value, "", source_of_card(value)});
    else
      table.entries.push_back({key, display(value), found == usual.end() ? "" : display(found->second),
                               source_of(key_info(Stage::cell, key))});
  }
  return table;
}

CaseTable case_of_array(const std::string &directory, const std::string &name)
{
  const std::string path = directory + "/results.json";
  const Json        json = Json::read(path);
  CaseTable         table{name + ", keys that differ from their defaults", "Default", {}};
  Values            values;
  collect(JsonView(json, path)["case"].value(), "", values);
  for (const auto &[key, value] : values)
    if (const KeyInfo *info = key_info(Stage::array, key); info && !say_the_same(value, info->usual))
      table.entries.push_back({key, display(value), info->usual, source_of(info)});
  return table;
}

CaseTable devices_of_array(const std::string &directory, const std::string &name)
{
  const std::string path = directory + "/results.json";
  const Json        json = Json::read(path);
  const JsonView    root(json, path);
  CaseTable         table{name + ", devices and where their parts come from", "", {}};
  if (!root.has("device_models"))
    return table;
  for (std::size_t i = 0; i < root["device_models"].size(); ++i)
  {
    const JsonView    device = root["device_models"][i];
    const std::string label  = device["name"].as_string();
    if (device.has("g_min_uS") && device.has("g_max_uS"))
      table.entries.push_back(
          {label + ": conductances",
           readable(device["g_min_uS"].as_double()) + " to " + readable(device["g_max_uS"].as_double()) + " µS", "",
           ""});
    for (const auto &[part, source] : device["sources"].value().as_object())
      table.entries.push_back({label + ": " + part, "", "", text_of(source)});
  }
  return table;
}
} // namespace quench::report
