#include <solver/drive/pulse_list.h>

#include <physics/base/quantity.h>
#include <solver/drive/list_text.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
namespace
{
constexpr std::size_t most_pulses = 100000;
constexpr int         most_steps  = 10000;
constexpr const char *grammar =
    "[N x] AMPLITUDE for WIDTH[, rise TIME][, fall TIME][, rest TIME]; ... A staircase: 1 V "
    "to 2 V in 5 steps for 10 ns. A group: 3 x (1 V for 10 ns; 50 uA for 5 ns), rest 1 us";

[[noreturn]] void refuse(const Text &text, const std::string &problem, const std::string &allowed = grammar)
{
  refuse_text(text, problem, allowed);
}

int count_of(const Text &text, int least, int most)
{
  const bool digits = !text.words.empty() && text.words.size() <= 6 &&
                      text.words.find_first_not_of("0123456789") == std::string_view::npos;
  const int count = digits ? std::stoi(std::string(text.words)) : -1;
  if (count < least || count > most)
    refuse(text, "is not a number of times", std::to_string(least) + " to " + std::to_string(most));
  return count;
}

/// Takes `N x` off the front of an item; 1 without it.
int take_repeats(Text &item)
{
  const auto digits = std::min(item.words.find_first_not_of("0123456789"), item.words.size());
  const Text rest   = trim(item.part(digits));
  if (digits == 0 || !rest.words.starts_with('x'))
    return 1;
  const int count = count_of(item.part(0, digits), 1, 999999);
  item            = trim(rest.part(1));
  return count;
}

/// A voltage or a current.
SourceValue amplitude(const Text &text)
{
  bool is_current = false;
  try
  {
    is_current = dimension_of(unit_part(text.words)) == dimension_of("A");
  }
  catch (const QuantityError &)
  {} // said better below
  return {quantity(text, is_current ? "uA" : "V"), is_current ? SourceKind::current : SourceKind::voltage};
}

/// Options of a wave; each at most once.
struct Options
{
  std::optional<double>      rise, fall, rest, after;
  std::optional<SourceValue> tail;
  double                     decay = 0; ///< of the tail [ns]

  Edges edges() const { return {rise.value_or(Edges{}.rise), fall.value_or(Edges{}.fall)}; }
};

void read_option(const Text &whole, Options &options)
{
  Text       text = whole;
  const auto set  = [&](auto &option, const auto &value) {
    if (option)
      refuse(whole, "is given twice");
    option = value;
  };
  if (take(text, "rise "))
    set(options.rise, duration(text, true));
  else if (take(text, "fall "))
    set(options.fall, duration(text, true));
  else if (take(text, "rest "))
    set(options.rest, duration(text, true));
  else if (take(text, "after "))
    set(options.after, quantity(text, "ns"));
  else if (take(text, "tail "))
  {
    const Halves parts = split_at(text, " over ");
    if (!parts.found)
      refuse(whole, "lacks its time constant", "tail AMPLITUDE over TIME");
    set(options.tail, amplitude(parts.left));
    options.decay = duration(parts.right, false);
  }
  else
    refuse(whole, "is not understood");
}

/// Levels of A to B to C: the given number on each leg, a turning point once.
std::vector<double> make_levels(const std::vector<SourceValue> &turns, int n)
{
  std::vector<double> levels{turns[0].value};
  for (std::size_t leg = 0; leg + 1 < turns.size(); ++leg)
    for (int i = 1; i < n; ++i)
      levels.push_back(turns[leg].value + (turns[leg + 1].value - turns[leg].value) * i / (n - 1));
  return levels;
}

/// `A to B in N steps` or `... pulses`, each level as long as `width`.
std::vector<Pulse> parse_stairs(const Text &text, double width, const Edges &edges)
{
  const Halves parts  = split_at(text, " in ");
  const Halves pulses = split_at(parts.right, " pulses"), steps = split_at(parts.right, " steps");
  if (!parts.found || pulses.found == steps.found || !(pulses.found ? pulses : steps).right.words.empty())
    refuse(text, "does not say in how many steps or pulses", "1 V to 2 V in 5 steps for 10 ns");
  std::vector<SourceValue> turns;
  for (Halves rest = split_at(parts.left, " to ");; rest = split_at(rest.right, " to "))
  {
    turns.push_back(amplitude(rest.left));
    if (turns.back().kind != turns[0].kind)
      refuse(parts.left, "mixes voltages and currents");
    if (!rest.found)
      break;
  }
  const auto levels = make_levels(turns, count_of((pulses.found ? pulses : steps).left, 2, most_steps));
  if (steps.found)
    return {staircase(turns[0].kind, levels, width, edges)};
  std::vector<Pulse> train;
  for (const double level : levels)
    train.push_back(trapezoid(turns[0].kind, level, width, edges));
  return train;
}

Pulse parse_spike(const Text &text, const SourceValue &head, double width, const Options &options)
{
  if (!options.tail)
    refuse(text, "lacks its tail", "spike AMPLITUDE for WIDTH, tail AMPLITUDE over TIME");
  if (head.kind == SourceKind::current || options.tail->kind == SourceKind::current)
    refuse(text, "is a spike of current", "spikes are voltages at both contacts of the cell");
  const Pulse one = spike(head.value, width, options.edges(), options.tail->value, options.decay);
  if (options.after && *options.after == 0)
    refuse(text, "is a pair without a difference", "after 0 ns, both contacts see the same");
  return options.after ? spike_pair(one, *options.after) : one;
}

std::vector<Pulse> parse_wave(const std::vector<Text> &parts)
{
  Options options;
  for (std::size_t i = 1; i < parts.size(); ++i)
    read_option(parts[i], options);
  Text         text     = parts[0];
  const bool   is_spike = take(text, "spike ");
  const Halves wave     = split_at(text, " for ");
  if (!wave.found)
    refuse(parts[0], "has no \" for \" between amplitude and width");
  if (!is_spike && (options.tail || options.after))
    refuse(parts[0], "has a tail or a time difference, which only a spike may have");
  const double       width = duration(wave.right, false);
  std::vector<Pulse> pulses;
  if (is_spike)
    pulses = {parse_spike(parts[0], amplitude(wave.left), width, options)};
  else if (split_at(wave.left, " to ").found)
    pulses = parse_stairs(wave.left, width, options.edges());
  else if (const SourceValue level = amplitude(wave.left); true)
    pulses = {trapezoid(level.kind, level.value, width, options.edges())};
  for (Pulse &pulse : pulses)
    pulse.rest = options.rest;
  return pulses;
}

std::vector<Pulse> parse_list(const Text &text);

/// `(list)[, rest TIME]`: the rest follows the last pulse of each repetition.
std::vector<Pulse> parse_group(const std::vector<Text> &parts)
{
  const Text &group = parts[0];
  if (group.words.back() != ')')
    refuse(group, "has something behind its parenthesis", "(...)[, rest TIME]");
  std::vector<Pulse> pulses = parse_list(group.part(1, group.words.size() - 2));
  if (parts.size() == 1)
    return pulses;
  Text option = parts[1];
  if (parts.size() > 2 || !take(option, "rest "))
    refuse(parts[1], "is not understood", "a group has no option but rest TIME");
  if (pulses.back().rest)
    refuse(parts[1], "contradicts the rest of the last item within the group", "one of the two");
  pulses.back().rest = duration(option, true);
  return pulses;
}

std::vector<Pulse> parse_item(Text item)
{
  const int                repeats = take_repeats(item);
  const std::vector<Text>  parts   = split(item, ',', grammar);
  const std::vector<Pulse> once    = parts[0].words.starts_with('(') ? parse_group(parts) : parse_wave(parts);
  if (once.size() * static_cast<std::size_t>(repeats) > most_pulses)
    refuse(item, "makes too many pulses", "at most 100000 in all");
  std::vector<Pulse> pulses;
  for (int i = 0; i < repeats; ++i)
    pulses.insert(pulses.end(), once.begin(), once.end());
  return pulses;
}

std::vector<Pulse> parse_list(const Text &text)
{
  std::vector<Pulse> pulses;
  for (const Text &item : split(text, ';', grammar))
  {
    const std::vector<Pulse> more = parse_item(item);
    if (pulses.size() + more.size() > most_pulses)
      refuse(item, "makes too many pulses", "at most 100000 in all");
    pulses.insert(pulses.end(), more.begin(), more.end());
  }
  return pulses;
}
} // namespace

std::vector<Pulse> parse_pulses(const std::string &text)
{
  return read_list(text, "pulse list",
                   [](const Text &list) { return trim(list).words.empty() ? std::vector<Pulse>() : parse_list(list); });
}
} // namespace quench::solver
