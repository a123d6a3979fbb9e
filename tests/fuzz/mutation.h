#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

/// Broken input for readers, made of good input.
namespace quench::fuzz
{
/// What a slipping hand, a broken disk and an attacker do to a text: flipped, lost, doubled and moved bytes, lines and
/// words, words of the format in wrong places, numbers at the ends of their range, two files spliced.
class Mutation
{
public:
  /// @param seeds  good files, not empty
  /// @param words  of the format, for wrong places
  Mutation(std::vector<std::string> seeds, std::vector<std::string> words, std::uint64_t seed)
    : seeds_(std::move(seeds)), words_(std::move(words)), random_(seed)
  {
    for (const char *number : {"0", "-1", "1e999", "nan", "inf", "2147483648", "-9223372036854775808",
                               "18446744073709551616", "1e-320", "0.5", "4294967297",
                               "\xE2\x88\x92"
                               "1"})
      words_.push_back(number);
  }

  std::string next()
  {
    std::string text = seeds_[below(seeds_.size())];
    do
      change(text);
    while (below(2) == 0);
    return text;
  }

private:
  std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }

  void change(std::string &text)
  {
    const std::size_t at = below(text.size()), length = 1 + below(40);
    switch (below(9))
    {
    case 0:
      if (!text.empty())
        text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
      break;
    case 1:
      text.insert(at, 1, static_cast<char>(below(256)));
      break;
    case 2:
      text.erase(at, length);
      break;
    case 3:
      text.insert(at, text.substr(below(text.size()), length));
      break;
    case 4:
      text.insert(at, " " + words_[below(words_.size())] + " ");
      break;
    case 5:
      replace_word(text, at);
      break;
    case 6:
      move_line(text, at);
      break;
    case 7:
      text.resize(text.size() - below(text.size() / 4 + 1));
      break;
    default:
      const std::string &other = seeds_[below(seeds_.size())];
      text                     = text.substr(0, at) + other.substr(below(other.size()));
    }
  }

  void replace_word(std::string &text, std::size_t at)
  {
    const std::string blanks = " \t\n,;:\"";
    const std::size_t start  = text.find_first_not_of(blanks, at);
    if (start != std::string::npos)
      text.replace(start, std::min(text.find_first_of(blanks, start), text.size()) - start,
                   words_[below(words_.size())]);
  }

  /// A line once more, at another place, with or without the first.
  void move_line(std::string &text, std::size_t at)
  {
    const auto        start_of = [&](std::size_t i) { return i == 0 ? 0 : text.rfind('\n', i - 1) + 1; };
    const std::size_t start = start_of(at), end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(start, end - start) + "\n";
    if (below(2) == 0)
      text.erase(start, end - start);
    text.insert(start_of(below(text.size())), line);
  }

  std::vector<std::string> seeds_, words_;
  std::mt19937_64          random_;
};
} // namespace quench::fuzz
