#include <tests/physics/base/sample_parameters.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <random>

using namespace quench;
using namespace quench::sample;

namespace
{
/// The keys of a mutated text must be known and unique; found by a second, naive reader.
bool has_only_known_keys(const PrmTree &tree, const std::string &path, const std::map<std::string, int> &known)
{
  for (const auto &[key, entry] : tree.entries)
    if (!known.contains(path + key))
      return false;
  for (const auto &[name, section] : tree.sections)
    if (!has_only_known_keys(section, path + name + "/", known))
      return false;
  return true;
}

std::size_t count_of_set_lines(const std::string &text)
{
  std::size_t n = 0;
  for (std::size_t at = 0; at < text.size();)
  {
    const std::size_t end  = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    const std::size_t word = line.find_first_not_of(" \t");
    if (word != std::string::npos && (line.compare(word, 4, "set ") == 0 || line.compare(word, 4, "set\t") == 0 ||
                                      line.compare(word, 4, "SET ") == 0 || line.compare(word, 4, "SET\t") == 0))
      ++n;
    at = end + 1;
  }
  return n;
}

std::size_t count_of_entries(const PrmTree &tree)
{
  std::size_t n = tree.entries.size();
  for (const auto &[name, section] : tree.sections)
    n += count_of_entries(section);
  return n;
}

/// Some edits as a slipping hand or a broken disk would make.
std::string mutated(std::string text, std::mt19937_64 &random)
{
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
  for (std::size_t n = 1 + below(4); n > 0; --n)
  {
    const std::size_t at = below(text.size()), other = below(text.size());
    const auto        line_begin = [&](std::size_t i) { return i == 0 ? 0 : text.rfind('\n', i - 1) + 1; };
    switch (below(6))
    {
    case 0:
      text.insert(at, 1, static_cast<char>(below(256)));
      break;
    case 1:
      text.erase(at, 1 + below(5));
      break;
    case 2:
      text[at] = static_cast<char>(' ' + below(95));
      break;
    case 3:
      text.insert(line_begin(at), text.substr(line_begin(other), 1 + below(60)) + "\n");
      break;
    case 4:
      text.insert(at, text.substr(other, below(20)));
      break;
    default:
      text.resize(text.size() - below(text.size() / 20 + 1));
      break;
    }
    if (text.empty())
      text = "\n";
  }
  return text;
}
} // namespace

BOOST_AUTO_TEST_CASE(mutated_case_files_are_read_or_refused_cleanly)
{
  std::map<std::string, int> known;
  for (const EntryInfo &info : entry_infos<Everything>())
    known[info.path] = 1;
  const std::string whole = write_prm(Everything{});
  std::mt19937_64   random(20240601);
  int               n_accepted = 0;
  for (int i = 0; i < 20000; ++i)
  {
    const std::string text = mutated(whole, random);
    try
    {
      const PrmTree tree = parse_prm(text, "case.prm");
      if (text.find('\\') == std::string::npos)
        BOOST_REQUIRE_MESSAGE(count_of_set_lines(text) == count_of_entries(tree), text);
      read_parameters<Everything>(tree);
      BOOST_REQUIRE_MESSAGE(has_only_known_keys(tree, "", known), text);
      ++n_accepted;
    }
    catch (const InputError &error)
    {
      const std::string what = error.what();
      BOOST_REQUIRE_MESSAGE(what.starts_with("case.prm:"), what);
    }
  }
  BOOST_TEST_MESSAGE(n_accepted << " of 20000 accepted");
  BOOST_CHECK_GT(n_accepted, 100); // both outcomes are exercised
  BOOST_CHECK_LT(n_accepted, 19000);
}
