#pragma once

#include <cases/case.h>
#include <meshes/library.h>
#include <physics/base/prm.h>

#include <vector>

namespace quench::cases
{
/// What is wrong with the section `output`: keys without effect, unknown fields, a script that is not there.
std::vector<meshes::BrokenRule> broken_output_rules(const Output &output, const PrmTree &tree);
} // namespace quench::cases
