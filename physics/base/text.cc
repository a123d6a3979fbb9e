#include <physics/base/text.h>

#include <algorithm>
#include <array>

namespace quench
{
namespace
{
constexpr std::string_view blanks = " \t";

bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

/// Length of the well-formed UTF-8 character at `at`, 0 if it is not one. RFC 3629, section 4.
std::size_t character_length(std::string_view text, std::size_t at)
{
  const auto          byte = [&](std::size_t i) -> unsigned char { return at + i < text.size() ? text[at + i] : 0; };
  const unsigned char b0 = byte(0), b1 = byte(1);
  if (b0 < 0x80)
    return 1;
  if (b0 >= 0xC2 && b0 <= 0xDF)
    return is_continuation(b1) ? 2 : 0;
  if (b0 >= 0xE0 && b0 <= 0xEF)
  {
    const bool overlong = b0 == 0xE0 && b1 < 0xA0, surrogate = b0 == 0xED && b1 > 0x9F;
    return is_continuation(b1) && is_continuation(byte(2)) && !overlong && !surrogate ? 3 : 0;
  }
  if (b0 >= 0xF0 && b0 <= 0xF4)
  {
    const bool overlong = b0 == 0xF0 && b1 < 0x90, too_high = b0 == 0xF4 && b1 > 0x8F;
    const bool continued = is_continuation(b1) && is_continuation(byte(2)) && is_continuation(byte(3));
    return continued && !overlong && !too_high ? 4 : 0;
  }
  return 0;
}

std::string lower_case(std::string_view text)
{
  std::string lower(text);
  for (char &c : lower)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return lower;
}
} // namespace

std::string_view trimmed(std::string_view text)
{
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string condensed(std::string_view text)
{
  std::string result;
  for (const char c : trimmed(text))
  {
    const bool blank = blanks.find(c) != std::string_view::npos;
    if (!blank)
      result += c;
    else if (result.back() != ' ')
      result += ' ';
  }
  return result;
}

std::vector<std::string> split(std::string_view text, char separator)
{
  std::vector<std::string> parts;
  if (trimmed(text).empty())
    return parts;
  for (std::size_t begin = 0; begin <= text.size();)
  {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.emplace_back(trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return parts;
}

std::string join(const std::vector<std::string> &parts, std::string_view separator)
{
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    (text += i ? separator : "") += parts[i];
  return text;
}

std::size_t find_invalid_character(std::string_view text)
{
  for (std::size_t at = 0; at < text.size();)
  {
    const unsigned char byte   = text[at];
    const std::size_t   length = character_length(text, at);
    if (length == 0 || (byte < 0x20 && byte != '\t') || byte == 0x7F)
      return at;
    at += length;
  }
  return std::string_view::npos;
}

namespace
{
void append_utf8(std::string &text, unsigned long code)
{
  if (code < 0x80)
    text += static_cast<char>(code);
  else if (code < 0x800)
    text += {static_cast<char>(0xC0 | code >> 6), static_cast<char>(0x80 | (code & 0x3F))};
  else if (code < 0x10000)
    text += {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
             static_cast<char>(0x80 | (code & 0x3F))};
  else
    text += {static_cast<char>(0xF0 | code >> 18), static_cast<char>(0x80 | (code >> 12 & 0x3F)),
             static_cast<char>(0x80 | (code >> 6 & 0x3F)), static_cast<char>(0x80 | (code & 0x3F))};
}

/// RFC 2781; `low` is where the low byte of a pair of bytes stands.
std::string from_utf16(std::string_view bytes, std::size_t low)
{
  const auto unit = [&](std::size_t i) -> unsigned long {
    return i + 1 < bytes.size() ? static_cast<unsigned char>(bytes[i + low]) |
                                      static_cast<unsigned long>(static_cast<unsigned char>(bytes[i + 1 - low])) << 8
                                : 0;
  };
  std::string text;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
  {
    const unsigned long first = unit(i), second = unit(i + 2);
    const bool          is_high = first >= 0xD800 && first < 0xDC00, is_low = first >= 0xDC00 && first < 0xE000;
    const bool          is_pair = is_high && second >= 0xDC00 && second < 0xE000;
    append_utf8(text, is_pair             ? 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
                      : is_high || is_low ? 0xFFFD
                                          : first);
    i += is_pair ? 2 : 0;
  }
  return text;
}
} // namespace

std::string decoded(std::string text)
{
  if (text.starts_with("\xEF\xBB\xBF"))
    return text.substr(3);
  if (text.starts_with("\xFF\xFE"))
    return from_utf16(std::string_view(text).substr(2), 0);
  if (text.starts_with("\xFE\xFF"))
    return from_utf16(std::string_view(text).substr(2), 1);
  if (text.size() > 1 && (text[0] == 0) != (text[1] == 0))
    return from_utf16(text, text[1] == 0 ? 0 : 1);
  return text;
}

std::string typewritten(std::string_view text)
{
  if (std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; }))
    return std::string(text);
  constexpr std::array<std::string_view, 14> spaces = {
      "\xC2\xA0",     "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85",
      "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xAF", "\xE3\x80\x80"};
  constexpr std::array<std::string_view, 3> invisible = {"\xE2\x80\x8B", "\xE2\x81\xA0", "\xEF\xBB\xBF"};
  constexpr std::array<std::string_view, 5> dashes    = {"\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92", "\xE2\x80\x93",
                                                         "\xE2\x88\x92"};
  const auto                                starts    = [](std::string_view rest, const auto &list) {
    const auto found = std::find_if(list.begin(), list.end(), [&](std::string_view c) { return rest.starts_with(c); });
    return found == list.end() ? std::size_t(0) : found->size();
  };
  constexpr std::string_view before_number = " \t=(,;^eE/";
  std::string                plain;
  for (std::size_t at = 0; at < text.size();)
  {
    const std::string_view rest = text.substr(at);
    std::size_t            size = starts(rest, spaces);
    if (size > 0)
      plain += ' ';
    else if ((size = starts(rest, invisible)) == 0)
    {
      size                  = starts(rest, dashes);
      const bool starts_one = size > 0 && (plain.empty() || before_number.find(plain.back()) != std::string::npos) &&
                              rest.size() > size && (rest[size] == '.' || (rest[size] >= '0' && rest[size] <= '9'));
      if (size == 0 || !starts_one)
        size = 1;
      plain += starts_one ? '-' : rest[0];
    }
    at += size;
  }
  return plain;
}

std::string shown(std::string_view word)
{
  constexpr std::size_t longest = 60;
  std::string           text(word.substr(0, longest));
  while (word.size() > longest && !text.empty() && is_continuation(static_cast<unsigned char>(word[text.size()])))
    text.pop_back();
  for (std::size_t at = find_invalid_character(text); at != std::string::npos; at = find_invalid_character(text))
    text[at] = '?';
  return "\"" + text + (word.size() > longest ? "..." : "") + "\"";
}

std::size_t edit_distance(std::string_view a, std::string_view b)
{
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
  {
    std::swap(before, above);
    std::swap(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j)
    {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string> &candidates)
{
  constexpr std::size_t longest = 200; // beyond that no key is meant, and the comparison would take long
  if (word.empty() || word.size() > longest)
    return "";
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string &candidate : candidates)
  {
    const std::size_t distance = edit_distance(lower_case(word), lower_case(candidate));
    if (distance < best_distance && distance < std::max(word.size(), candidate.size()))
    {
      best          = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string> &candidates)
{
  const std::string candidate = nearest(word, candidates);
  return candidate.empty() ? "" : "Did you mean \"" + candidate + "\"?";
}
} // namespace quench
