#pragma once

#include <meshes/library.h>
#include <physics/base/prm.h>

#include <vector>

namespace quench::cases
{
/// Keys in the sections of other cells than the one of the case that were given another value than their default: they
/// would be dead. A resolved case has them all, with their defaults.
std::vector<meshes::BrokenRule> keys_of_other_cells(const meshes::CellParameters &geometry, const PrmTree &tree);
} // namespace quench::cases
