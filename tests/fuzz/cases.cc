// Mutated case files through all of what `quench run` does with a case before it computes: each is a case, or refused
// with its places. QUENCH_FUZZ_INPUTS files (default 2000); the one that was read last lies in QUENCH_BINARY_DIR/fuzz.
#include <tests/fuzz/mutation.h>
#include <tests/reliability.h>

#include <cases/case_file.h>
#include <physics/base/error.h>
#include <physics/base/files.h>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <ctime>
#include <regex>
#include <sstream>

using namespace quench;
namespace fs = std::filesystem;

namespace
{
constexpr std::uint64_t        seed    = 20261201;
const std::vector<std::string> shipped = {
    "mushroom/reset",      "mushroom/seeds", "confined/reset",     "line/reset",     "projected/lateral",
    "superlattice/layers", "disturb/reset",  "physics/transistor", "physics/verify", "physics/incubation"};

int n_inputs()
{
  const char *text = std::getenv("QUENCH_FUZZ_INPUTS");
  return text ? std::atoi(text) : 2000;
}

std::string folder()
{
  const std::string path = std::string(QUENCH_BINARY_DIR) + "/fuzz/cases";
  make_folder(path);
  return path;
}

/// The shipped case with what it includes in it.
std::string text_of(const std::string &name)
{
  const std::string  path = std::string(QUENCH_SOURCE_DIR) + "/cases/" + name + ".prm";
  std::istringstream lines(read_file(path));
  std::string        text;
  for (std::string line; std::getline(lines, line);)
    text += line.starts_with("include ") ? read_file(fs::path(path).parent_path() / line.substr(8)) : line + "\n";
  return text;
}

std::string write(const std::string &text)
{
  const std::string path = folder() + "/case.prm";
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

/// The message of a refusal, "" where the text is a case. Any other end is a fault.
std::string refusal(const std::string &text)
{
  try
  {
    const cases::LoadedCase loaded = cases::load_case(write(text), {});
    const cases::LoadedCase again  = cases::load_case(write(loaded.text), {});
    BOOST_TEST(again.text == loaded.text, "the resolved text of a case is another case");
    write(text);
    return "";
  }
  catch (const InputError &error)
  {
    return error.what();
  }
}
} // namespace

BOOST_AUTO_TEST_CASE(mutated_cases_are_cases_or_refused_with_their_place)
{
  std::vector<std::string> texts;
  for (const std::string &name : shipped)
    texts.push_back(text_of(name));
  fuzz::Mutation mutation(texts,
                          {"set", "end", "subsection", "include", "=", "20 nm", "1 V", "1e30 V for 1 ns", "true",
                           "geometry", "off", "seeds", "steady", "film", "planar", "-5 K", "1e-30 nm", "1e9 ns"},
                          seed);
  // file and line, or the part of the case that a rule is about
  const std::regex place(R"(case\.prm(:\d+)?: |command line: )");
  int              n_cases = 0, n_refused = 0, n_wrong = 0;
  double           longest = 0;
  for (int i = 0; i < n_inputs(); ++i)
  {
    const std::string text   = mutation.next();
    const auto        before = std::clock();
    std::string       message, fault;
    try
    {
      message = refusal(text);
    }
    catch (const std::exception &error)
    {
      fault = error.what();
    }
    longest = std::max(longest, double(std::clock() - before) / CLOCKS_PER_SEC);
    if (fault.empty() && !message.empty() && !std::regex_search(message, place))
      fault = "no place: " + message;
    BOOST_TEST(fault.empty(), "input " << i << ": " << fault);
    if (!fault.empty())
      write_file_atomically(folder() + "/wrong_" + std::to_string(++n_wrong) + ".prm", text);
    ++(message.empty() ? n_cases : n_refused);
  }
  BOOST_TEST(n_cases > n_inputs() / 50);
  BOOST_TEST(n_refused > n_inputs() / 50);
  char told[200];
  std::snprintf(told, sizeof told,
                "%d mutated cases: %d accepted, %d refused, %d faults; at most %.1f s of processor time", n_inputs(),
                n_cases, n_refused, n_wrong, longest);
  test::record_reliability("R1", "mutated cases", told, n_wrong == 0);
}

/// Every line of every case with its key misspelt, and twice.
BOOST_AUTO_TEST_CASE(no_case_with_an_unknown_or_doubled_key_is_accepted)
{
  int n_tried = 0, n_refused = 0;
  for (const std::string &name : shipped)
  {
    const std::string text = text_of(name);
    const std::regex  line(R"((\n *set )([A-Za-z ]*?)( *=[^\n]*))");
    for (auto set = std::sregex_iterator(text.begin(), text.end(), line); set != std::sregex_iterator(); ++set)
      for (const std::string &other : {set->str(1) + set->str(2) + "q" + set->str(3), set->str() + set->str()})
      {
        const auto at      = static_cast<std::size_t>(set->position());
        const bool refused = !refusal(text.substr(0, at) + other + text.substr(at + set->str().size())).empty();
        BOOST_TEST(refused, name << ": " << other);
        ++n_tried;
        n_refused += refused;
      }
  }
  BOOST_TEST(n_tried > 100);
  test::record_reliability("R1", "unknown and doubled keys",
                           std::to_string(n_refused) + " of " + std::to_string(n_tried) + " refused",
                           n_refused == n_tried);
}
