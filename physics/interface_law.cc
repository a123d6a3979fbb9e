#include <physics/interface_law.h>

#include <physics/base/error.h>
#include <physics/base/quantity.h>
#include <physics/conduction/bounded.h>

#include <algorithm>

namespace quench::physics
{
namespace
{
bool is_ascending(const std::vector<double> &values)
{
  return std::adjacent_find(values.begin(), values.end(), std::greater_equal<>()) == values.end();
}

/// Interval of an ascending table in which x lies, and how far x is through it, held between 0 and 1.
struct Place
{
  std::size_t lower, upper;
  Scalar      part;
};

Place place_in(const std::vector<double> &table, const Scalar &x)
{
  const auto above = std::upper_bound(table.begin(), table.end(), x.v);
  if (above == table.begin())
    return {0, 0, 0.0};
  const std::size_t lower = static_cast<std::size_t>(above - table.begin()) - 1;
  if (above == table.end())
    return {lower, lower, 0.0};
  return {lower, lower + 1, (x - table[lower]) / (table[lower + 1] - table[lower])};
}

Scalar linear(const std::vector<double> &temperatures, const std::vector<double> &values, const Scalar &T)
{
  if (values.size() == 1)
    return values[0];
  const Place at = place_in(temperatures, T);
  return values[at.lower] + at.part * (values[at.upper] - values[at.lower]);
}

bool any_above_zero(const std::vector<double> &values)
{
  return std::any_of(values.begin(), values.end(), [](double value) { return value > 0; });
}

void check_thermal(const InterfaceParameters &p, const std::string &where)
{
  if (p.temperatures.empty() || !is_ascending(p.temperatures))
    throw InputError(where + "/temperatures", "must be one or more that ascend");
  for (const auto *R : {&p.thermal_resistance, &p.glass_thermal_resistance})
  {
    const std::string key = where + (R == &p.thermal_resistance ? "/thermal resistance" : "/glass thermal resistance");
    if (R->empty() && R == &p.glass_thermal_resistance)
      continue;
    if (R->size() != 1 && R->size() != p.temperatures.size())
      throw InputError(key + ": " + std::to_string(R->size()) + " values",
                       "one, or one for each of the " + std::to_string(p.temperatures.size()) + " temperatures");
    for (const double value : *R)
      if (any_above_zero(p.thermal_resistance) && value < 0.1e-9 * units::m * units::m * units::K / units::W)
        throw InputError(key + " = " + display_quantity(value, "m2K/GW", 6),
                         "a boundary that resists has at least 0.1 m2K/GW at every temperature and in both phases");
  }
  if (any_above_zero(p.glass_thermal_resistance) && !any_above_zero(p.thermal_resistance))
    throw InputError(where + "/thermal resistance = 0 m2K/GW",
                     "glass thermal resistance needs that of crystal beside it");
}

void check_table(const InterfaceParameters &p, const std::string &where)
{
  const std::size_t n_V = p.voltages.size(), n_T = p.table_temperatures.size();
  const auto        rest = std::find(p.voltages.begin(), p.voltages.end(), 0.0);
  if (n_V < 2 || !is_ascending(p.voltages) || rest == p.voltages.end() || p.voltages.back() <= 0)
    throw InputError(where + "/contact voltages", "must be two or more that ascend through, or from, 0 V");
  if (n_T < 1 || !is_ascending(p.table_temperatures))
    throw InputError(where + "/contact temperatures", "must be one or more that ascend");
  if (p.currents.size() != n_V * n_T)
    throw InputError(where + "/contact currents: " + std::to_string(p.currents.size()) + " values",
                     std::to_string(n_V) + " voltages at " + std::to_string(n_T) + " temperatures need " +
                         std::to_string(n_V * n_T));
  for (std::size_t k = 0; k < p.currents.size(); ++k)
  {
    const std::string where_k = where + "/contact currents = " + display_quantity(p.currents[k], "A/m2", 6);
    if (k % n_V > 0 && p.currents[k] <= p.currents[k - 1])
      throw InputError(where_k, "must rise with the voltage");
    if (p.voltages[k % n_V] == 0 && p.currents[k] != 0)
      throw InputError(where_k, "must be 0 A/m2 at 0 V");
  }
}
} // namespace

void validate(const InterfaceParameters &p, const std::string &where)
{
  check_thermal(p, where);
  if (p.contact == ContactLaw::table)
    return check_table(p, where);
  if (p.contact == ContactLaw::sinh && p.contact_resistance == 0)
    throw InputError(where + "/contact resistance = 0 ohm m2", "must be above 0 ohm m2 with contact = sinh");
  if (p.contact == ContactLaw::sinh && p.voltage == 0)
    throw InputError(where + "/contact voltage = 0 V", "must be above 0 V with contact = sinh");
}

InterfaceLaw::InterfaceLaw(double thermal_resistance, double contact_resistance)
  : InterfaceLaw([&] {
      InterfaceParameters constant;
      constant.thermal_resistance = {thermal_resistance};
      constant.contact_resistance = contact_resistance;
      return constant;
    }())
{}

InterfaceLaw::InterfaceLaw(const InterfaceParameters &parameters)
  : p(parameters), resists_heat_(any_above_zero(p.thermal_resistance)),
    resists_current_(p.contact == ContactLaw::table || p.contact_resistance > 0)
{
  if (p.glass_thermal_resistance.empty())
    p.glass_thermal_resistance = p.thermal_resistance;
  for (std::size_t t = 0; p.contact == ContactLaw::table && t < p.table_temperatures.size(); ++t)
  {
    const auto first = p.currents.begin() + static_cast<std::ptrdiff_t>(t * p.voltages.size());
    curves_.emplace_back(p.voltages,
                         std::vector<double>(first, first + static_cast<std::ptrdiff_t>(p.voltages.size())));
  }
}

Scalar InterfaceLaw::thermal_resistance(const Scalar &T, double c) const
{
  const Scalar crystal = linear(p.temperatures, p.thermal_resistance, T);
  if (c >= 1)
    return crystal;
  return c * crystal + (1 - c) * linear(p.temperatures, p.glass_thermal_resistance, T);
}

Scalar InterfaceLaw::current(const Scalar &T, const Scalar &V) const
{
  if (p.contact == ContactLaw::table)
    return sign_ * from_table(T, sign_ * V);
  Scalar conductance = 1 / p.contact_resistance;
  if (p.activation_energy != 0)
    conductance =
        conductance * bounded_exp_minus(p.activation_energy / units::kB * (1.0 / T - 1.0 / reference_temperature));
  if (p.contact == ContactLaw::ohmic)
    return conductance * V;
  return conductance * V * bounded_sinhc((V.v < 0 ? -V : V) / p.voltage);
}

Scalar InterfaceLaw::from_table(const Scalar &T, const Scalar &V) const
{
  const Place at    = place_in(p.table_temperatures, T);
  const bool  odd   = p.voltages.front() == 0 && V.v < 0;
  const auto  value = [&](std::size_t t) { return odd ? -curves_[t](-V) : curves_[t](V); };
  if (at.lower == at.upper)
    return value(at.lower);
  return value(at.lower) + at.part * (value(at.upper) - value(at.lower));
}

InterfaceLaw InterfaceLaw::without_contact_resistance(bool tight) const
{
  InterfaceParameters heat = p;
  heat.contact             = ContactLaw::ohmic;
  heat.contact_resistance  = 0;
  InterfaceLaw law(heat);
  law.is_tight_ = law.resists_current_ = tight;
  return law;
}

InterfaceLaw InterfaceLaw::turned() const
{
  InterfaceLaw other = *this;
  other.sign_        = -sign_;
  return other;
}
} // namespace quench::physics
