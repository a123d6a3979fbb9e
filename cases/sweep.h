#pragma once

#include <physics/base/error.h>

#include <string>
#include <vector>

namespace quench::cases
{
/// `quench sweep WORDS...`: runs every point of a sweep file as `quench-cell run` in a folder of its own.
///
/// All points are checked before one is computed. A point that fails does not stop the others. Points that are done
/// are not repeated, and refused if the case has changed since. Returns the largest code of the points asked for.
ExitCode run_sweep(const std::vector<std::string> &words);
} // namespace quench::cases
