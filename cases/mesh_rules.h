#pragma once

#include <cases/case.h>

#include <string>

/// Rules about cells from mesh files.
namespace quench::cases
{
/// Throws InputError if no conductor joins the driven contacts of a mesh file with another contact. Other cells, and
/// regions without a card, which other rules refuse, pass.
void check_conducting_path(const Case &c);

/// Size of the cell for people: "100 nm x 20 nm, 40 nm deep". For a mesh file whose size no cell has, with the length
/// unit that was probably meant.
std::string cell_size(const Case &c);
} // namespace quench::cases
