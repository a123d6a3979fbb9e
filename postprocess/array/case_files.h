#pragma once

#include <string>

namespace quench::array
{
/// A file that a key of a case names: looked for in the folder of the case, then in the current folder.
/// Throws InputError naming the key where there is none.
std::string find_case_file(const std::string &name, const std::string &folder, const std::string &key);
} // namespace quench::array
