#pragma once

#include <physics/base/program.h>

#include <string>
#include <vector>

/// The programs Quench consists of lie in one folder; the front finds the others beside itself.
namespace quench::cases
{
/// Path of a program of ours, beside the running one. Throws IoError if it is not there or cannot be run.
std::string part_path(const std::string &program);

/// Become that program with these arguments (after its name). Returns only by an IoError.
[[noreturn]] void become(const std::string &program, const std::vector<std::string> &arguments);
} // namespace quench::cases
