#pragma once

#include <postprocess/export/card.h>

#include <string>
#include <vector>

namespace quench::exports
{
/// One file of an export; the text may be binary.
struct File
{
  std::string name, text;
};

/// The files of one tool. Each exporter throws InputError naming what the model lacks if it cannot write anything
/// useful.
std::vector<File> to_aihwkit(const Card &card);
std::vector<File> to_crosssim(const Card &card);
std::vector<File> to_neurosim(const Card &card);
std::vector<File> to_memtorch(const Card &card);
std::vector<File> to_verilog_a(const Card &card);
std::vector<File> to_ngspice(const Card &card);
std::vector<File> to_csv(const Card &card);
std::vector<File> to_hdf5(const Card &card);
std::vector<File> to_json_card(const Card &card);

/// A tool, what it gets, and how.
struct Tool
{
  const char *name, *what;
  std::vector<File> (*write)(const Card &);
};

/// All tools, in the order of the help.
const std::vector<Tool> &tools();

/// Throws InputError listing the tools, with the nearest name.
const Tool &find_tool(const std::string &name);

/// The files of a tool and README.md: the lines a user types, what was assumed.
std::vector<File> export_to(const Tool &tool, const Card &card);

/// The card, the module that reads it, and one that makes a device of it for a tool.
std::vector<File> python_files(const Card &card, const std::string &module);

/// A shipped text of postprocess/export/templates.
const std::string &template_text(const std::string &name);

/// The same with every @NAME@ replaced.
std::string filled(const std::string &name, const std::vector<std::pair<std::string, std::string>> &values);

/// A number so that it reads back to the same double; `short_number` has six digits.
std::string exact_number(double value);
std::string short_number(double value);
} // namespace quench::exports
