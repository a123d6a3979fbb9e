#pragma once

#include <physics/base/json.h>
#include <postprocess/compact/estimate.h>

#include <optional>
#include <string>
#include <vector>

/// Numbers with units in a compact model's file: {"value": ..., "sigma": ..., "unit": ...}.
/// The readers throw InputError with the place for another unit, another key, or lists of unequal length.
namespace quench::compact
{
Json quantity(double value, const char *unit);
Json quantity(const Estimate &estimate, const char *unit);
Json quantities(const std::vector<double> &values, const char *unit);
Json quantities(const std::vector<int> &values, const char *unit);
Json quantities(const std::vector<Estimate> &estimates, const char *unit);

double                number(const JsonView &view, const char *unit);
Estimate              estimate(const JsonView &view, const char *unit);
std::vector<double>   numbers(const JsonView &view, const char *unit);
std::vector<int>      whole_numbers(const JsonView &view, const char *unit);
std::vector<Estimate> estimates(const JsonView &view, const char *unit);

/// A part (postprocess/compact/device_parts.h) as an object, by its list of members.
class PartWriter
{
public:
  Json json = Json::object();

  void operator()(const char *name, double value, const char *unit) { json.set(name, quantity(value, unit)); }
  void operator()(const char *name, const Estimate &value, const char *unit) { json.set(name, quantity(value, unit)); }
  void operator()(const char *name, int value, const char *unit) { json.set(name, quantity(double(value), unit)); }
  void operator()(const char *name, const std::optional<Estimate> &value, const char *unit)
  {
    if (value)
      json.set(name, quantity(*value, unit));
  }
  template <class Number>
  void operator()(const char *name, const std::vector<Number> &values, const char *unit)
  {
    if (!values.empty())
      json.set(name, quantities(values, unit));
  }
};

class PartReader
{
public:
  explicit PartReader(const JsonView &view) : view_(view) {}

  void operator()(const char *name, double &value, const char *unit) { value = number(known(name), unit); }
  void operator()(const char *name, Estimate &value, const char *unit) { value = estimate(known(name), unit); }
  void operator()(const char *name, int &value, const char *unit);
  void operator()(const char *name, std::optional<Estimate> &value, const char *unit)
  {
    if (has(name))
      value = estimate(view_[name], unit);
  }
  void operator()(const char *name, std::vector<double> &values, const char *unit)
  {
    if (has(name))
      values = numbers(view_[name], unit);
  }
  void operator()(const char *name, std::vector<int> &values, const char *unit)
  {
    if (has(name))
      values = whole_numbers(view_[name], unit);
  }
  void operator()(const char *name, std::vector<Estimate> &values, const char *unit)
  {
    if (has(name))
      values = estimates(view_[name], unit);
  }

  /// Refuses what no member read.
  void finish() const { view_.allow_only(names_); }

private:
  JsonView known(const char *name)
  {
    names_.push_back(name);
    return view_[name];
  }
  bool has(const char *name)
  {
    names_.push_back(name);
    return view_.has(name);
  }

  JsonView                 view_;
  std::vector<std::string> names_;
};

template <class Part>
Json part_json(const Part &part)
{
  PartWriter writer;
  Part::members(writer, part);
  return writer.json;
}

template <class Part>
Part read_part(const JsonView &view)
{
  Part       part;
  PartReader reader(view);
  Part::members(reader, part);
  reader.finish();
  return part;
}
} // namespace quench::compact
