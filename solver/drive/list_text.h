#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Words of the lists that a case file may hold in one key (pulses, ambient program), each knowing where it stands.
namespace quench::solver
{
/// A part of the list that knows where it stands.
struct Text
{
  std::string_view words;
  std::size_t      at = 0; ///< characters before it

  Text part(std::size_t begin, std::size_t length = std::string_view::npos) const
  {
    return {words.substr(begin, length), at + begin};
  }
};

/// A mistake, and the character at which it stands.
struct Mistake
{
  std::size_t at;
  std::string message;
};

/// Throws the Mistake that `text` is.
[[noreturn]] void refuse_text(const Text &text, const std::string &problem, const std::string &allowed);

Text trim(const Text &text);

/// Parts between separators that stand in no parentheses, trimmed. Throws Mistake, which says what is `allowed`.
std::vector<Text> split(const Text &text, char separator, const std::string &allowed);

/// What stands around a word that may not be there.
struct Halves
{
  Text left, right;
  bool found;
};
Halves split_at(const Text &text, std::string_view word);

/// Takes a word off the front; false where the text does not start with it.
bool take(Text &text, std::string_view word);

/// A number with a unit of this dimension, and a time of at least 0 ns. They throw Mistake.
double quantity(const Text &text, const char *unit);
double duration(const Text &text, bool may_vanish);

/// Throws the InputError of a mistake: item of the list, and character.
[[noreturn]] void throw_mistake(const std::string &text, const char *list, const Mistake &mistake);

/// What `parse` makes of a list (throw_mistake()).
template <class Parse>
auto read_list(const std::string &text, const char *list, const Parse &parse)
{
  try
  {
    return parse(Text{text});
  }
  catch (const Mistake &mistake)
  {
    throw_mistake(text, list, mistake);
  }
}
} // namespace quench::solver
