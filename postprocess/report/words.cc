#include <postprocess/report/words.h>

#include <postprocess/report/svg.h>

#include <cctype>
#include <functional>
#include <map>

namespace quench::report
{
namespace
{
/// The text with every `^{..}` and `_{..}` replaced by shift(mark, content) and what stands between by keep(part).
std::string replaced(const std::string &text, const std::function<std::string(const std::string &)> &keep,
                     const std::function<std::string(char, const std::string &)> &shift)
{
  std::string out, part;
  for (std::size_t i = 0; i < text.size(); ++i)
  {
    const bool shifted = (text[i] == '^' || text[i] == '_') && i + 1 < text.size() && text[i + 1] == '{';
    const auto close   = shifted ? text.find('}', i) : std::string::npos;
    if (close == std::string::npos)
    {
      part += text[i];
      continue;
    }
    out += keep(part) + shift(text[i], text.substr(i + 2, close - i - 2));
    part.clear();
    i = close;
  }
  return out + keep(part);
}

/// Digits and signs raised or lowered; "" if the content holds anything else.
std::string shifted_digits(char mark, const std::string &content)
{
  static const std::map<std::string, std::string> raised{{"0", "⁰"}, {"1", "¹"}, {"2", "²"}, {"3", "³"},
                                                         {"4", "⁴"}, {"5", "⁵"}, {"6", "⁶"}, {"7", "⁷"},
                                                         {"8", "⁸"}, {"9", "⁹"}, {"−", "⁻"}, {"-", "⁻"}};
  static const std::map<std::string, std::string> lowered{{"0", "₀"}, {"1", "₁"}, {"2", "₂"}, {"3", "₃"}, {"4", "₄"},
                                                          {"5", "₅"}, {"6", "₆"}, {"7", "₇"}, {"8", "₈"}, {"9", "₉"}};
  const auto                                     &digits = mark == '^' ? raised : lowered;
  std::string                                     out;
  for (std::size_t i = 0; i < content.size();)
  {
    const std::size_t length = content.compare(i, 3, "−") == 0 ? 3 : 1;
    const auto        found  = digits.find(content.substr(i, length));
    if (found == digits.end())
      return "";
    out += found->second;
    i += length;
  }
  return out;
}
} // namespace

std::string plain(const std::string &text)
{
  return replaced(
      text, [](const std::string &part) { return part; },
      [](char mark, const std::string &content) {
        const std::string digits = shifted_digits(mark, content);
        return digits.empty() ? mark + content : digits;
      });
}

std::string marked(const std::string &text)
{
  return replaced(text, escaped, [](char mark, const std::string &content) {
    const std::string tag = mark == '^' ? "sup" : "sub";
    return "<" + tag + ">" + escaped(content) + "</" + tag + ">";
  });
}

std::string csv_cell(const std::string &text)
{
  if (text.find_first_of(",\"\n\r") == std::string::npos)
    return text;
  std::string out = "\"";
  for (const char c : text)
    out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string anchor(const std::string &text)
{
  std::string out;
  for (const char c : text)
    out += std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' ? c : '-';
  return out;
}
} // namespace quench::report
