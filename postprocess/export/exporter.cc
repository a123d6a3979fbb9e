#include <postprocess/export/exporter.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace quench::exports
{
namespace
{
std::string printed(const char *pattern, double value)
{
  char text[40];
  std::snprintf(text, sizeof text, pattern, value);
  return text;
}

/// A text that somebody chose, within a comment: what would end the comment, and other control characters, are blanks.
std::string one_line(std::string text)
{
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return text;
}

std::string readme(const Tool &tool, const Card &card)
{
  std::string assumptions;
  for (const std::string &line : card.assumptions)
    assumptions += "- " + line + "\n";
  return filled(std::string(tool.name) + ".md", {{"MODEL", card.model.model_id},
                                                 {"T0", short_number(card.t0_s)},
                                                 {"TEMPERATURE", short_number(card.temperature_K)},
                                                 {"G", short_number(std::sqrt(card.g_min_uS * card.g_max_uS))},
                                                 {"G_MIN", short_number(card.g_min_uS)},
                                                 {"G_MAX", short_number(card.g_max_uS)},
                                                 {"AGE_MAX", short_number(card.age_s.back())},
                                                 {"ASSUMPTIONS", assumptions}});
}
} // namespace

const std::vector<Tool> &tools()
{
  static const std::vector<Tool> list{
      {"aihwkit", "noise models for inference, a pulsed device for training", to_aihwkit},
      {"crosssim", "a device class; look-up tables for training with V2.0", to_crosssim},
      {"neurosim", "text blocks to paste, and command lines", to_neurosim},
      {"memtorch", "a memristor class and a retention model", to_memtorch},
      {"verilog-a", "a module with glass, relaxation and temperature as states", to_verilog_a},
      {"ngspice", "a cell to read and a cell to program, as subcircuits", to_ngspice},
      {"csv", "tables", to_csv},
      {"hdf5", "the card in one file for programs", to_hdf5},
      {"json", "the card", to_json_card}};
  return list;
}

const Tool &find_tool(const std::string &name)
{
  std::vector<std::string> known;
  for (const Tool &tool : tools())
  {
    if (tool.name == name)
      return tool;
    known.push_back(tool.name);
  }
  throw InputError("command line: --to", "\"" + name + "\"", "known are " + join(known, ", "),
                   did_you_mean(name, known));
}

std::vector<File> export_to(const Tool &tool, const Card &card)
{
  std::vector<File> files = tool.write(card);
  files.push_back({"README.md", readme(tool, card)});
  return files;
}

std::string filled(const std::string &name, const std::vector<std::pair<std::string, std::string>> &values)
{
  std::string text = template_text(name);
  for (const auto &[key, value] : values)
  {
    const std::string mark  = "@" + key + "@";
    const std::string shown = key == "MODEL" ? one_line(value) : value;
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += shown.size())
      text.replace(at, mark.size(), shown);
  }
  return text;
}

std::string exact_number(double value) { return printed("%.17g", value); }
std::string short_number(double value) { return printed("%.6g", value); }

std::vector<File> to_json_card(const Card &card) { return {{"card.json", card_json(card).dump()}}; }

std::vector<File> python_files(const Card &card, const std::string &module)
{
  return {{"card.json", card_json(card).dump()},
          {"quench_card.py", template_text("quench_card.py")},
          {module, template_text(module)}};
}

std::vector<File> to_aihwkit(const Card &card) { return python_files(card, "quench_aihwkit.py"); }
std::vector<File> to_memtorch(const Card &card) { return python_files(card, "quench_memtorch.py"); }
} // namespace quench::exports
