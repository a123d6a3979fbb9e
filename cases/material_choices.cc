#include <cases/material_choices.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

namespace quench::cases
{
MaterialChoices MaterialChoices::of(const std::vector<meshes::MaterialSlot> &slots)
{
  MaterialChoices choices;
  for (const meshes::MaterialSlot &slot : slots)
  {
    MaterialCard none;
    none.card.clear();
    choices.cards.emplace_back(slot.name, slot.card.empty() ? none : MaterialCard::preset(slot.card, ""));
  }
  return choices;
}

const MaterialCard &MaterialChoices::operator[](const std::string &slot) const
{
  std::vector<std::string> known;
  for (const auto &[name, card] : cards)
  {
    if (name == slot)
      return card;
    known.push_back(name);
  }
  throw InputError("materials", "there is no material \"" + slot + "\"", "known are " + join(known, ", "));
}

const MaterialCard &MaterialChoices::phase_change() const
{
  for (const auto &[name, card] : cards)
    if (card.glass_forming)
      return card;
  for (const auto &[name, card] : cards)
    if (name == "phase change layer")
      return card;
  return cards.front().second;
}
} // namespace quench::cases
