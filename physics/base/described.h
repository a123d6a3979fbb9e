#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

/// Parameter structs that describe themselves.
///
/// A described struct P is an aggregate with default member values and one static template
///
///     template <class Entry> static void describe(Entry &&entry)
///     {
///       entry("heater radius", &P::heater_radius, "nm", positive, "meaning", "source");   // double with a unit
///       entry("levels",        &P::levels, Range{1, 20}, "meaning", "choice");             // int / unsigned / uint64
///       entry("enabled",       &P::enabled, "meaning", "choice");                          // bool: true | false
///       entry("title",         &P::title, "meaning", "choice");                            // std::string
///       entry("law",           &P::law, Names<Law>{{"ohmic", Law::ohmic}, ...}, "meaning", "choice"); // enum
///       entry("times",         &P::times, "s", non_negative, "meaning", "choice");         // std::vector<double>
///       entry("seeds",         &P::seeds, Range{..}, "meaning", "choice");                 // std::vector<int>
///       entry("labels",        &P::labels, "meaning", "choice");                           // std::vector<std::string>
///       entry.subsection("mushroom", &P::mushroom);                                        // nested described struct
///       entry.subsections(&P::cards);                      // std::vector<std::pair<std::string, described struct>>
///     }
///
/// The unit "1" stands for a dimensionless number. `source` is a citation, or the word "choice" for what is
/// ours to choose. One declaration feeds the case-file reader, JSON and its schema, the reference page, `explain`.
namespace quench
{
/// Closed or half-open interval of allowed values, in the unit of the entry.
struct Range
{
  double lower      = -std::numeric_limits<double>::infinity();
  double upper      = std::numeric_limits<double>::infinity();
  bool   open_lower = false; ///< the lower end itself is excluded
};

inline constexpr Range any_value{};
inline constexpr Range positive{0.0, std::numeric_limits<double>::infinity(), true};
inline constexpr Range non_negative{0.0, std::numeric_limits<double>::infinity(), false};
inline constexpr Range fraction{0.0, 1.0, false};

/// Names of the values of an enumeration, in the order shown to the user.
template <class Enum>
using Names = std::vector<std::pair<std::string, Enum>>;
} // namespace quench
