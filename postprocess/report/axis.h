#pragma once

#include <optional>
#include <string>
#include <vector>

namespace quench::report
{
enum class Scale
{
  linear,
  logarithmic
};

/// A labelled place on an axis; an empty label makes it a minor tick.
struct Tick
{
  double      value = 0;
  std::string label;
};

/// What an axis should show; unset limits are found from the data.
struct Axis
{
  std::string              label; ///< quantity and unit, "Resistance (Ω)"
  Scale                    scale = Scale::linear;
  std::optional<double>    lower, upper;
  std::vector<Tick>        ticks;             ///< own ticks instead of the automatic ones
  std::vector<std::string> categories;        ///< names of the places 0, 1, ..: an axis of words instead of numbers
  std::vector<Tick>        marks;             ///< second scale on the far side, e.g. "1 d" on a time axis
  bool                     show_label = true; ///< false inside a stack: neither numbers nor label
};

/// An axis with its limits fixed: places values and ticks.
class AxisScale
{
public:
  /// Limits from the axis where set, else from the data with some room (linear) or whole small steps (logarithmic).
  AxisScale(const Axis &axis, const std::vector<double> &data);

  double lower() const { return lower_; }
  double upper() const { return upper_; }

  /// 0 at the lower end, 1 at the upper end. A logarithmic axis wants value > 0.
  double place(double value) const;
  bool   holds(double value) const { return value >= lower_ && value <= upper_; }

  /// Major ticks have labels, minor ones none.
  std::vector<Tick> ticks() const;

  /// The labels of a linear axis are in units of ten to this power, so that they stay short.
  int exponent() const;

private:
  std::vector<Tick> linear_ticks() const;
  std::vector<Tick> decade_ticks() const;

  Axis   axis_;
  double lower_ = 0, upper_ = 1;
};

/// A number as a person writes it: "0.01", "250", "1.6×10^{5}"; at most `digits` significant ones.
std::string readable(double value, int digits = 4);

/// Value and standard error with as many digits as the error has meaning: "0.1104 ± 0.0012"; of
/// tiny errors the value to six digits: "0.109949 ± 2.1×10^{−8}".
std::string with_error(double value, double sigma);

/// With a prefix of the SI that leaves 1 to 999: "8.2 kΩ", "1 µs".
std::string with_prefix(double value, const std::string &unit, int digits = 3);

/// 1 s, 1 min, 1 h, 1 d, 30 d, 1 y, 10 y: marks for a time axis in seconds, those inside [lower, upper].
std::vector<Tick> time_marks(double lower_s, double upper_s);
} // namespace quench::report
