#pragma once

#include <physics/base/error.h>
#include <physics/base/parameters.h>
#include <physics/base/units.h>

/// Described structs for the tests of parameters: every kind of entry, presets, subsections.
namespace quench::sample
{
enum class Shape
{
  round,
  square
};

struct Layer
{
  double      thickness    = 10 * units::nm;
  double      conductivity = 0.1 * units::W / units::m / units::K;
  std::string card         = "plain";

  static constexpr const char *preset_key = "card";

  static Layer preset(const std::string &name, const std::string &directory)
  {
    if (name == "plain")
      return {};
    if (name == "thick")
      return {100 * units::nm, 0.2 * units::W / units::m / units::K, name};
    throw InputError(directory + "/" + name, "no such card", "plain, thick");
  }

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("card", &Layer::card, "material card to start from", "choice");
    entry("thickness", &Layer::thickness, "nm", positive, "layer thickness", "choice");
    entry("thermal conductivity", &Layer::conductivity, "W/(m K)", Range{0.1, 10}, "across", "Somebody 2020");
  }
};

/// The preset key is no entry and has no default.
struct Heater
{
  double radius = 20 * units::nm;
  double length = 30 * units::nm;

  static constexpr const char *preset_key = "kind";

  static Heater preset(const std::string &name, const std::string &)
  {
    if (name != "wide")
      throw InputError("heater", "kind " + name, "wide");
    return {40 * units::nm, 50 * units::nm};
  }

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("heater radius", &Heater::radius, "nm", positive, "radius", "choice");
    entry("heater length", &Heater::length, "nm", positive, "length", "choice");
  }
};

struct Stack
{
  Layer  layer;
  Heater heater;

  static constexpr const char *preset_key = "stack";

  static Stack preset(const std::string &, const std::string &)
  {
    Stack stack;
    stack.layer.thickness = 77 * units::nm;
    return stack;
  }

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry.subsection("layer", &Stack::layer);
    entry.subsection("heater", &Stack::heater);
  }
};

struct Everything
{
  double                   energy = 0.3 * units::eV;
  double                   part   = 0.5;
  double                   offset = 0;
  int                      count  = 3;
  unsigned                 levels = 4;
  std::uint64_t            seed   = 1;
  bool                     on     = true;
  std::string              title  = "untitled";
  Shape                    shape  = Shape::square;
  std::vector<double>      times  = {1 * units::s, 2 * units::s};
  std::vector<int>         ids    = {1, 2};
  std::vector<std::string> names  = {"a", "b c"};
  Stack                    stack;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("activation energy", &Everything::energy, "eV", positive, "energy", "choice");
    entry("part", &Everything::part, "1", fraction, "part", "choice");
    entry("offset", &Everything::offset, "V", any_value, "offset", "choice");
    entry("count", &Everything::count, Range{1, 20}, "count", "choice");
    entry("levels", &Everything::levels, any_value, "levels", "choice");
    entry("seed", &Everything::seed, any_value, "seed", "choice");
    entry("on", &Everything::on, "switch", "choice");
    entry("title", &Everything::title, "title", "choice");
    entry("shape", &Everything::shape, {{"round", Shape::round}, {"square", Shape::square}}, "shape", "choice");
    entry("times", &Everything::times, "s", non_negative, "times", "choice");
    entry("ids", &Everything::ids, Range{0, 9}, "ids", "choice");
    entry("names", &Everything::names, "names", "choice");
    entry.subsection("stack", &Everything::stack);
  }
};

struct Radius
{
  double radius = 20 * units::nm;
};

/// A struct may describe what it inherits.
struct Derived : Radius
{
  Shape shape = Shape::round;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("heater radius", &Derived::radius, "nm", positive, "radius", "choice");
    entry("shape", &Derived::shape, {{"round", Shape::round}, {"square", Shape::square}}, "shape", "choice");
  }
};
} // namespace quench::sample
