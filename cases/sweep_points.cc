#include <cases/sweep_points.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/key_place.h>
#include <physics/base/parameters.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>
#include <solver/drive/program.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace quench::cases
{
namespace
{
constexpr std::size_t most_points  = 10000;
constexpr std::size_t longest_part = 40; ///< of a folder's name, per axis
constexpr const char *pulses_key   = "program/pulses";
constexpr const char *range_form   = "FIRST to LAST by STEP, or FIRST to LAST in NUMBER [logarithmic]";

/// An axis, worked out. `place` starts messages about it.
struct WorkedAxis
{
  std::string              key, name, place;
  std::vector<std::string> short_values, texts;
};

/// `text` at the first `separator`; nothing if it is not there.
bool split_at(const std::string &text, const std::string &separator, std::string &before, std::string &after)
{
  const std::size_t at = text.find(separator);
  if (at == std::string::npos)
    return false;
  const std::string whole = text;
  before                  = trimmed(whole.substr(0, at));
  after                   = trimmed(whole.substr(at + separator.size()));
  return true;
}

std::string with_unit(double number, const std::string &unit)
{
  char text[40];
  std::snprintf(text, sizeof text, "%.12g", number);
  return text + (unit.empty() ? "" : " " + unit);
}

int count_of(const std::string &text)
{
  int        count = 0;
  const auto end   = std::from_chars(text.data(), text.data() + text.size(), count);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || count < 2 || std::size_t(count) > most_points)
    throw InputError("\"" + text + "\"", "a whole number from 2 to " + std::to_string(most_points) + " is needed");
  return count;
}

/// Numbers of `first to last in count`, in a unit.
std::vector<double> spaced(double first, double last, std::string count, const std::string &item)
{
  const bool logarithmic = count.ends_with(" logarithmic");
  if (logarithmic)
    count = trimmed(count.substr(0, count.rfind(' ')));
  if (logarithmic && !(first > 0 && last > 0))
    throw InputError("\"" + item + "\"", "a logarithmic range lies above 0");
  const int           n = count_of(count);
  std::vector<double> numbers;
  for (int i = 0; i < n; ++i)
    numbers.push_back(logarithmic ? first * std::pow(last / first, double(i) / (n - 1))
                                  : first + (last - first) * i / (n - 1));
  return numbers;
}

/// Numbers of `first to last by step`, in a unit.
std::vector<double> stepped(double first, double last, double step, const std::string &item)
{
  const double n = (last - first) / step, whole = std::round(n);
  if (!(whole >= 1 && whole < double(most_points)) || std::abs(n - whole) > 1e-6)
    throw InputError("\"" + item + "\"",
                     "the steps must lead from the first to the last value, in at most " + std::to_string(most_points));
  std::vector<double> numbers;
  for (int i = 0; i <= int(whole); ++i)
    numbers.push_back(first + step * i);
  return numbers;
}

/// Values of one item between |.
std::vector<std::string> expand_item(const std::string &item)
{
  std::string first, rest, last, step;
  if (!split_at(item, " to ", first, rest))
    return {item};
  const bool by = split_at(rest, " by ", last, step);
  if (!by && !split_at(rest, " in ", last, step))
    throw InputError("\"" + item + "\"", range_form);
  const std::string unit   = unit_part(first);
  const std::string parsed = unit.empty() ? "1" : unit;
  const double      one    = unit.empty() ? 1 : unit_value(unit);
  const auto        number = [&](const std::string &text) { return parse_quantity(text, parsed) / one; };
  const auto        numbers =
      by ? stepped(number(first), number(last), number(step), item) : spaced(number(first), number(last), step, item);
  std::vector<std::string> values;
  for (const double x : numbers)
    values.push_back(with_unit(x, unit));
  return values;
}

/// Text of characters that are safe in the name of a folder: "heater-radius", "20nm".
std::string safe(const std::string &text, bool keep_words)
{
  std::string result;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '+' || c == '-')
      result += c;
    else if ((c != ' ' || keep_words) && !result.empty() && result.back() != '-')
      result += '-';
  while (result.ends_with('-'))
    result.pop_back();
  return result.substr(0, longest_part);
}

std::string with_value(const std::string &text, const std::string &value)
{
  std::string       result = text;
  const std::size_t at     = result.find('@');
  return result.replace(at, 1, value);
}

/// The points of a sampled sweep, axis by axis.
class Draw
{
public:
  /// Throws InputError for keys that do not go with the mode.
  Draw(const SweepCase &sweep, const PrmTree &tree);

  /// Values of the next axis: those that `values` lists, or as many as points are drawn.
  std::vector<std::string> next_values(const std::string &values, Distribution distribution)
  {
    if (points_.empty())
      return expand_values(values);
    const AxisDistribution   drawn(distribution, values);
    std::vector<std::string> texts;
    for (const std::vector<double> &point : points_)
      texts.push_back(drawn.value(point[axis_]));
    ++axis_;
    return texts;
  }

private:
  std::vector<std::vector<double>> points_; ///< [point][axis]; empty: nothing is drawn
  std::size_t                      axis_ = 0;
};

Draw::Draw(const SweepCase &sweep, const PrmTree &tree)
{
  const bool               is_drawn = sweep.mode != Combination::grid && sweep.mode != Combination::list;
  std::size_t              n_axes   = !sweep.pulse_amplitudes.empty();
  std::vector<std::string> drawing{"points", "seed"};
  for (std::size_t a = 0; a < sweep.axes().size(); ++a)
  {
    n_axes += !sweep.axes()[a].key.empty();
    drawing.push_back("axis " + std::to_string(a + 1) + "/distribution");
  }
  for (const std::string &key : drawing)
    if (!is_drawn && find_entry(tree, key))
      throw InputError(place_of(tree, key), "has no effect with mode = grid or list",
                       "it goes with latin hypercube, sobol and random");
  if (!is_drawn)
    return;
  if (sweep.points == 0)
    throw InputError(place_of(tree, "points"), "is not set", "a mode that draws points needs their number");
  const Sampling sampling = sweep.mode == Combination::sobol    ? Sampling::sobol
                            : sweep.mode == Combination::random ? Sampling::random
                                                                : Sampling::latin_hypercube;
  points_                 = unit_sample(sampling, static_cast<std::size_t>(sweep.points), n_axes, sweep.seed);
}

/// Axis `number` of the file.
WorkedAxis work_out(const SweepAxis &axis, int number, const PrmTree &tree, Draw &draw)
{
  const std::string section = "axis " + std::to_string(number) + "/";
  WorkedAxis        worked{axis.key, axis.name, place_of(tree, section + "values"), {}, {}};
  if (axis.values.empty())
    throw InputError(worked.place, "no value", "an axis with a key needs values");
  if (std::count(axis.text.begin(), axis.text.end(), '@') != 1)
    throw InputError(place_of(tree, section + "text"), "\"" + axis.text + "\"",
                     "must hold one @, which stands for the value");
  if (worked.name.empty())
    worked.name = axis.key.substr(axis.key.rfind('/') + 1);
  worked.short_values = draw.next_values(axis.values, axis.distribution);
  for (const std::string &value : worked.short_values)
    worked.texts.push_back(with_value(axis.text, value));
  return worked;
}

/// The axis of `pulse amplitudes`, made of the pulses of the case.
WorkedAxis amplitude_axis(const SweepCase &sweep, const std::string &case_path, const PrmTree &tree, Draw &draw)
{
  const PrmTree     base   = read_prm(case_path);
  const PrmEntry   *pulses = find_entry(base, pulses_key);
  const std::string text   = pulses ? pulses->text : solver::Program::Parameters{}.pulses;
  WorkedAxis        worked{pulses_key,
                    "amplitude",
                    place_of(tree, "pulse amplitudes"),
                    draw.next_values(sweep.pulse_amplitudes, Distribution::uniform),
                    {}};
  for (const std::string &amplitude : worked.short_values)
  {
    parse_quantity(amplitude, "V");
    worked.texts.push_back(with_amplitude(text, amplitude));
  }
  return worked;
}

/// `action()`, with `place` put before the message of what it throws.
template <class Action>
auto at_place(const std::string &place, const Action &action)
{
  try
  {
    return action();
  }
  catch (const Error &error)
  {
    if (std::string(error.what()).starts_with(place))
      throw;
    throw InputError(place, error.what());
  }
}

std::vector<WorkedAxis> worked_axes(const SweepCase &sweep, const std::string &case_path, const PrmTree &tree)
{
  std::vector<WorkedAxis> axes;
  int                     number = 0;
  Draw                    draw(sweep, tree);
  for (const SweepAxis &axis : sweep.axes())
  {
    const std::string section = "axis " + std::to_string(++number);
    if (!axis.key.empty())
      axes.push_back(at_place(place_of(tree, section + "/values"), [&] { return work_out(axis, number, tree, draw); }));
    else if (!axis.values.empty() || !axis.name.empty())
      throw InputError(place_of(tree, section + "/key"), "is not set", "an axis needs the key it varies");
  }
  if (!sweep.pulse_amplitudes.empty())
    axes.push_back(
        at_place(place_of(tree, "pulse amplitudes"), [&] { return amplitude_axis(sweep, case_path, tree, draw); }));
  if (axes.empty())
    throw InputError(tree.place.text(), "nothing to vary", "set \"pulse amplitudes\", or key and values of \"axis 1\"");
  for (std::size_t i = 0; i < axes.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (axes[i].key == axes[j].key)
        throw InputError(axes[i].place, "varies " + axes[i].key, "another axis varies that key already");
  return axes;
}

/// Index of the value of each axis, for each point.
std::vector<std::vector<std::size_t>> combinations(const std::vector<WorkedAxis> &axes, Combination mode,
                                                   const std::string &file)
{
  std::vector<std::vector<std::size_t>> points;
  std::size_t                           n_grid = 1;
  for (const WorkedAxis &axis : axes)
  {
    const std::size_t n = axis.texts.size();
    if (mode != Combination::grid && n != axes[0].texts.size())
      throw InputError(axis.place, std::to_string(n) + " values",
                       "with mode = list every axis has as many as the first, " + std::to_string(axes[0].texts.size()));
    n_grid = std::min(n_grid, most_points + 1) * n;
  }
  const std::size_t n_points = mode != Combination::grid ? axes[0].texts.size() : n_grid;
  if (n_points > most_points)
    throw InputError(file, std::to_string(n_points) + " points",
                     "at most " + std::to_string(most_points) + " are allowed");
  for (std::size_t point = 0; point < n_points; ++point)
  {
    std::vector<std::size_t> index(axes.size(), point);
    if (mode == Combination::grid)
    {
      std::size_t rest = point;
      for (std::size_t a = axes.size(); a-- > 0; rest /= axes[a].texts.size())
        index[a] = rest % axes[a].texts.size();
    }
    points.push_back(index);
  }
  return points;
}

std::string path_of_case(const SweepCase &sweep, const PrmTree &tree)
{
  if (sweep.base.empty())
    throw InputError(tree.place.text(), "\"case\" is not set", "the case file that is varied is needed",
                     "Write \"set case = FILE.prm\"");
  const std::filesystem::path folder = find_entry(tree, "case")->directory;
  const std::string           path   = (folder / sweep.base).lexically_normal().string();
  if (!file_exists(path))
    throw InputError(place_of(tree, "case") + " = " + sweep.base, "there is no file " + path, "",
                     "The path is relative to the folder of the sweep file");
  return path;
}
} // namespace

std::vector<std::string> expand_values(const std::string &text)
{
  const char               separator = text.find('|') == std::string::npos ? ',' : '|';
  std::vector<std::string> values;
  for (const std::string &item : split(text, separator))
  {
    if (item.empty())
      throw InputError("\"" + text + "\"", "a value is missing between two " + std::string(1, separator));
    for (const std::string &value : expand_item(item))
      values.push_back(value);
  }
  if (values.size() > most_points)
    throw InputError(std::to_string(values.size()) + " values", "at most " + std::to_string(most_points));
  return values;
}

std::string with_amplitude(const std::string &pulses, const std::string &amplitude)
{
  const std::size_t word = pulses.find(" for ");
  if (word == std::string::npos || pulses.find(';') != std::string::npos)
    throw InputError("program/pulses of the case = \"" + pulses + "\"", "must be one item with an amplitude",
                     "For several items write an axis with key = program/pulses");
  const std::size_t digits = pulses.find_first_not_of("0123456789");
  const std::size_t mark   = pulses.find_first_not_of(' ', digits);
  std::string       repeats;
  if (digits > 0 && mark < word && pulses[mark] == 'x')
    repeats = pulses.substr(0, mark + 1) + " ";
  return repeats + amplitude + pulses.substr(word);
}

std::vector<std::string> Sweep::settings(std::size_t point) const
{
  std::vector<std::string> texts;
  for (std::size_t a = 0; a < keys.size(); ++a)
    texts.push_back(keys[a] + "=" + points[point].values[a]);
  return texts;
}

Sweep read_sweep(const std::string &path, const std::vector<std::string> &overrides)
{
  if (!regular_file_exists(path))
    throw InputError(path, "there is no such file", "a sweep file is needed");
  PrmTree tree = read_prm(path);
  for (const std::string &assignment : overrides)
    apply_override(tree, assignment);
  const auto              file = read_parameters<SweepCase>(tree);
  Sweep                   sweep{path_of_case(file, tree), {}, {}, {}};
  std::vector<WorkedAxis> axes = worked_axes(file, sweep.case_path, tree);
  for (const WorkedAxis &axis : axes)
  {
    sweep.keys.push_back(axis.key);
    sweep.names.push_back(axis.name);
  }
  const auto points = combinations(axes, file.mode, path);
  const auto digits = std::max<std::size_t>(2, std::to_string(points.size()).size());
  for (const auto &index : points)
  {
    std::string number = std::to_string(sweep.points.size() + 1);
    SweepPoint  point{std::string(digits - number.size(), '0') + number, {}, {}};
    for (std::size_t a = 0; a < axes.size(); ++a)
    {
      point.name += "_" + safe(axes[a].name, true) + "=" + safe(axes[a].short_values[index[a]], false);
      point.values.push_back(axes[a].texts[index[a]]);
      point.short_values.push_back(axes[a].short_values[index[a]]);
    }
    sweep.points.push_back(point);
  }
  return sweep;
}
} // namespace quench::cases
