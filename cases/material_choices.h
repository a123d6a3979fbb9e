#pragma once

#include <meshes/cell_geometry.h>
#include <physics/material_card.h>

#include <string>
#include <utility>
#include <vector>

namespace quench::cases
{
using physics::MaterialCard;

/// The material of each of a cell's material slots, in their order. A case file has a section `materials/NAME` for
/// each.
struct MaterialChoices
{
  std::vector<std::pair<std::string, MaterialCard>> cards;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry.subsections(&MaterialChoices::cards);
  }

  /// The cards that the cell proposes. Where it proposes none the card's name is empty: the case must give one.
  static MaterialChoices of(const std::vector<meshes::MaterialSlot> &slots);

  /// Card of a slot; throws InputError naming the known ones.
  const MaterialCard &operator[](const std::string &slot) const;
  /// The material that the cell is about: the first that forms glass; else of the first such name, or the first at all.
  const MaterialCard &phase_change() const;
};
} // namespace quench::cases
