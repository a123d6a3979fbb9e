#pragma once

#include <physics/material_card.h>

#include <string>
#include <string_view>
#include <vector>

/// The material cards built into the program: the files cases/materials/*.prm, embedded by CMake.
namespace quench::physics
{
struct EmbeddedCard
{
  std::string_view name; ///< e.g. "GST225"
  std::string_view text; ///< what stands in NAME.prm
};

/// All shipped cards, by name.
const std::vector<EmbeddedCard> &embedded_cards();

/// Their names.
std::vector<std::string> card_names();
} // namespace quench::physics
