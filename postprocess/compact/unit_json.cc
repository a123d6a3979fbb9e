#include <postprocess/compact/unit_json.h>

#include <cmath>

namespace quench::compact
{
namespace
{
void require_unit(const JsonView &view, const char *unit)
{
  if (view["unit"].as_string() != unit)
    view["unit"].fail("\"" + view["unit"].as_string() + "\"", std::string("\"") + unit + "\" is needed");
}

int whole_number(const JsonView &view, double value)
{
  if (value != std::floor(value) || std::abs(value) > 1e9)
    view.fail(std::to_string(value), "whole numbers are needed");
  return int(value);
}
} // namespace

Json quantity(double value, const char *unit) { return Json::object().set("value", value).set("unit", unit); }

Json quantity(const Estimate &estimate, const char *unit)
{
  return Json::object().set("value", estimate.value).set("sigma", estimate.sigma).set("unit", unit);
}

Json quantities(const std::vector<double> &values, const char *unit)
{
  return Json::object().set("value", values).set("unit", unit);
}

Json quantities(const std::vector<int> &values, const char *unit)
{
  return quantities(std::vector<double>(values.begin(), values.end()), unit);
}

Json quantities(const std::vector<Estimate> &list, const char *unit)
{
  std::vector<double> value, sigma;
  for (const Estimate &entry : list)
  {
    value.push_back(entry.value);
    sigma.push_back(entry.sigma);
  }
  return Json::object().set("value", value).set("sigma", sigma).set("unit", unit);
}

double number(const JsonView &view, const char *unit)
{
  view.allow_only({"value", "unit"});
  require_unit(view, unit);
  return view["value"].as_double();
}

std::vector<double> numbers(const JsonView &view, const char *unit)
{
  view.allow_only({"value", "unit"});
  require_unit(view, unit);
  return view["value"].as_doubles();
}

std::vector<int> whole_numbers(const JsonView &view, const char *unit)
{
  std::vector<int> list;
  for (const double value : numbers(view, unit))
    list.push_back(whole_number(view, value));
  return list;
}

Estimate estimate(const JsonView &view, const char *unit)
{
  view.allow_only({"value", "sigma", "unit"});
  require_unit(view, unit);
  return {view["value"].as_double(), view["sigma"].as_double()};
}

std::vector<Estimate> estimates(const JsonView &view, const char *unit)
{
  view.allow_only({"value", "sigma", "unit"});
  require_unit(view, unit);
  const auto value = view["value"].as_doubles(), sigma = view["sigma"].as_doubles();
  if (value.size() != sigma.size())
    view["sigma"].fail(std::to_string(sigma.size()) + " entries", "one per value is needed");
  std::vector<Estimate> list;
  for (std::size_t i = 0; i < value.size(); ++i)
    list.push_back({value[i], sigma[i]});
  return list;
}

void PartReader::operator()(const char *name, int &value, const char *unit)
{
  const JsonView view = known(name);
  value               = whole_number(view, number(view, unit));
}
} // namespace quench::compact
