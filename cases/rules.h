#pragma once

#include <cases/case.h>
#include <physics/base/prm.h>

namespace quench::cases
{
/// Every rule between the keys of a case, and between a case and the files it names. `tree` tells where keys were set.
/// Throws one InputError with all broken rules: file and line, key and value, what is allowed and which key says so.
void validate(const Case &c, const PrmTree &tree);

/// Number of cells of the mesh at the start to a factor of about two, without making it.
double estimate_cells(const Case &c);
} // namespace quench::cases
