#include <solver/drive/list_text.h>

#include <physics/base/error.h>
#include <physics/base/quantity.h>

namespace quench::solver
{
void refuse_text(const Text &text, const std::string &problem, const std::string &allowed)
{
  throw Mistake{text.at, "\"" + std::string(text.words) + "\" " + problem + ": " + allowed};
}

Text trim(const Text &text)
{
  const auto first = text.words.find_first_not_of(" \t");
  return first == std::string_view::npos ? text.part(text.words.size())
                                         : text.part(first, text.words.find_last_not_of(" \t") - first + 1);
}

std::vector<Text> split(const Text &text, char separator, const std::string &allowed)
{
  std::vector<Text> parts;
  std::size_t       begin = 0, opened = 0;
  int               depth = 0;
  for (std::size_t i = 0; i < text.words.size(); ++i)
  {
    const char c = text.words[i];
    if (c == '(' && depth == 0)
      opened = i;
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth < 0)
      refuse_text(text.part(i), "closes what was not opened", allowed);
    if (c == separator && depth == 0)
    {
      parts.push_back(trim(text.part(begin, i - begin)));
      begin = i + 1;
    }
  }
  if (depth > 0)
    refuse_text(text.part(opened), "lacks a closing parenthesis", allowed);
  parts.push_back(trim(text.part(begin)));
  return parts;
}

Halves split_at(const Text &text, std::string_view word)
{
  const auto at = text.words.find(word);
  if (at == std::string_view::npos)
    return {text, text.part(text.words.size()), false};
  return {trim(text.part(0, at)), trim(text.part(at + word.size())), true};
}

bool take(Text &text, std::string_view word)
{
  if (!text.words.starts_with(word))
    return false;
  text = trim(text.part(word.size()));
  return true;
}

double quantity(const Text &text, const char *unit)
{
  try
  {
    return parse_quantity(text.words, unit);
  }
  catch (const QuantityError &error)
  {
    throw Mistake{text.at, error.what()};
  }
}

double duration(const Text &text, bool may_vanish)
{
  const double value = quantity(text, "ns");
  if (!(value >= 0) || (!may_vanish && value == 0))
    refuse_text(text, "is not a duration", may_vanish ? "at least 0 ns" : "above 0 ns");
  return value;
}

namespace
{
/// Number of the item of the whole list in which a character stands.
std::size_t item_at(const std::string &text, std::size_t character)
{
  std::size_t number = 1;
  int         depth  = 0;
  for (const char c : text.substr(0, character))
  {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    number += c == ';' && depth == 0 ? 1 : 0;
  }
  return number;
}
} // namespace

void throw_mistake(const std::string &text, const char *list, const Mistake &mistake)
{
  throw InputError("item " + std::to_string(item_at(text, mistake.at)) + " of the " + list + ", character " +
                       std::to_string(mistake.at + 1),
                   mistake.message);
}
} // namespace quench::solver
