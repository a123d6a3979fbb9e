#pragma once

#include <physics/base/error.h>

#include <string>
#include <vector>

namespace quench::cases
{
/// `quench doctor`: tries every program, library and helper of Quench on this machine and says which Debian package
/// gives what is missing. Returns ExitCode::io if something that is needed is missing.
ExitCode doctor(const std::vector<std::string> &words);
} // namespace quench::cases
