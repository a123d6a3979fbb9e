#include <solver/circuit/netlist.h>

#include <physics/base/quantity.h>
#include <solver/drive/list_text.h>

#include <algorithm>
#include <cctype>

namespace quench::solver
{
namespace
{
constexpr const char *form = "NAME NODE NODE VALUE, e.g. R1 source a 2 kohm. Names begin with R, C, L, V or I, or with "
                             "M (gate=, k=, VT=, VC=) or S (I0=, V0=)";

/// A number of an element: its value, or what stands behind KEY=.
struct Number
{
  std::string key; ///< empty: the value
  const char *unit;
  Range       range; ///< in that unit
  double     *target;
  bool        needed = true;
};

bool is_word(std::string_view text)
{
  const auto belongs = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
  return !text.empty() && std::all_of(text.begin(), text.end(), belongs);
}

/// Takes the next word off the front.
Text take_word(Text &text, const char *what)
{
  const auto end  = std::min(text.words.find_first_of(" \t"), text.words.size());
  const Text word = text.part(0, end);
  if (!is_word(word.words))
    refuse_text(word, std::string("is not the name of ") + what + ", of letters, digits and _", form);
  text = trim(text.part(end));
  return word;
}

/// Takes KEY=VALUE off the front; VALUE ends where the next KEY= begins.
std::pair<Text, Text> take_pair(Text &text)
{
  const auto equals = text.words.find('=');
  const Text key    = trim(text.part(0, std::min(equals, text.words.size())));
  if (equals == std::string_view::npos || !is_word(key.words))
    refuse_text(text, "is not KEY=VALUE", form);
  const Text rest = trim(text.part(equals + 1));
  auto       end  = rest.words.find('=');
  if (end != std::string_view::npos)
  {
    end = rest.words.find_last_not_of(" \t", end - 1);
    end = rest.words.find_last_of(" \t", end);
    if (end == std::string_view::npos)
      refuse_text(rest, "stands where the value of " + std::string(key.words) + " must stand", form);
  }
  else
    end = rest.words.size();
  const Text value = trim(rest.part(0, end));
  text             = trim(rest.part(end));
  return {key, value};
}

void read_number(const Text &text, const Number &number)
{
  *number.target     = quantity(text, number.unit);
  const double unit  = parse_quantity(std::string("1 ") + number.unit, number.unit);
  const double value = *number.target / unit;
  const auto  &range = number.range;
  if (value < range.lower || value > range.upper || (range.open_lower && value == range.lower))
    refuse_text(text, "is out of range",
                (range.open_lower ? "above " : "from ") + display_quantity(range.lower * unit, number.unit, 3) +
                    " to " + display_quantity(range.upper * unit, number.unit, 3));
}

/// What an element of that kind is made of.
std::vector<Number> numbers_of(Element &e)
{
  switch (e.kind)
  {
  case ElementKind::resistor:
    return {{"", "ohm", {0, 1e15, true}, &e.value}};
  case ElementKind::capacitor:
    return {{"", "F", {0, 1e-6, true}, &e.value}};
  case ElementKind::inductor:
    return {{"", "H", {0, 1, true}, &e.value}};
  case ElementKind::voltage_source:
    return {{"", "V", {-100, 100}, &e.value}};
  case ElementKind::current_source:
    return {{"", "A", {-0.1, 0.1}, &e.value}};
  case ElementKind::transistor:
    return {{"gate", "V", {-10, 10}, &e.transistor.gate_voltage},
            {"k", "uA/V^2", {0, 1e9, true}, &e.transistor.transconductance},
            {"VT", "V", {-10, 10}, &e.transistor.threshold_voltage, false},
            {"VC", "V", {1e-3, 1e6}, &e.transistor.critical_voltage, false}};
  default:
    return {{"I0", "uA", {0, 1e6, true}, &e.selector.current}, {"V0", "V", {1e-3, 10}, &e.selector.voltage}};
  }
}

ElementKind kind_of(const Text &name)
{
  constexpr std::string_view letters = "RCLVIMS"; // in the order of ElementKind
  const auto at = letters.find(static_cast<char>(std::toupper(static_cast<unsigned char>(name.words.front()))));
  if (at == std::string_view::npos)
    refuse_text(name, "is no kind of element", form);
  return static_cast<ElementKind>(at);
}

void read_pairs(Text text, const std::vector<Number> &numbers)
{
  std::vector<bool> read(numbers.size(), false);
  const Text        all = text;
  while (!text.words.empty())
  {
    const auto [key, value] = take_pair(text);
    const auto found        = std::find_if(numbers.begin(), numbers.end(),
                                           [&, &name = key](const Number &number) { return number.key == name.words; });
    if (found == numbers.end())
      refuse_text(key, "is no key of this element", form);
    const auto k = static_cast<std::size_t>(found - numbers.begin());
    if (read[k])
      refuse_text(key, "is set twice", "once");
    read[k] = true;
    read_number(value, *found);
  }
  for (std::size_t k = 0; k < numbers.size(); ++k)
    if (numbers[k].needed && !read[k])
      refuse_text(all, "lacks " + numbers[k].key + "=", form);
}

void add_element(Netlist &netlist, Text text)
{
  const Text all  = text;
  const Text name = take_word(text, "an element"), from = take_word(text, "a node"), to = take_word(text, "a node");
  Element    e{kind_of(name), std::string(name.words), netlist.add_node(std::string(from.words)),
            netlist.add_node(std::string(to.words))};
  for (const Element &other : netlist.elements)
    if (other.name == e.name)
      refuse_text(name, "is there twice", "a name of its own for each element");
  if (e.from == e.to)
    refuse_text(all, "has both ends at one node", "two nodes");
  const std::vector<Number> numbers = numbers_of(e);
  if (!numbers.front().key.empty())
    read_pairs(text, numbers);
  else
    read_number(text, numbers.front());
  if (e.kind == ElementKind::transistor && e.transistor.gate_voltage <= e.transistor.threshold_voltage)
    refuse_text(all, "blocks", "gate above VT");
  netlist.elements.push_back(std::move(e));
}
} // namespace

int Netlist::node(const std::string &name) const
{
  const auto found = std::find(nodes.begin(), nodes.end(), name == "0" ? "ground" : name);
  return found == nodes.end() ? -1 : static_cast<int>(found - nodes.begin());
}

int Netlist::add_node(const std::string &name)
{
  if (const int known = node(name); known >= 0)
    return known;
  nodes.push_back(name);
  return static_cast<int>(nodes.size()) - 1;
}

Netlist parse_netlist(const std::string &text)
{
  return read_list(text, "netlist", [](const Text &all) {
    Netlist netlist;
    for (const Text &item : split(all, ';', form))
      if (!item.words.empty()) // a last ';' closes the list
        add_element(netlist, item);
    return netlist;
  });
}
} // namespace quench::solver
