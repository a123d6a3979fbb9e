#pragma once

#include <physics/base/error.h>

#include <string>
#include <vector>

/// The man page and the completion of shells, from the declarations that the parsers and --help use: each command is
/// asked for its --grammar.
namespace quench::cases
{
/// `quench man`: the man page quench(1), as groff reads it.
ExitCode print_manual(const std::vector<std::string> &words);

/// `quench completion bash|zsh`: a script that the shell reads.
ExitCode print_completion(const std::vector<std::string> &words);
} // namespace quench::cases
