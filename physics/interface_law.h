#pragma once

#include <physics/base/described.h>
#include <physics/conduction/monotone_curve.h>

#include <string>
#include <vector>

namespace quench::physics
{
/// How a contact between two conductors answers a voltage.
enum class ContactLaw
{
  ohmic, ///< J = V / rho_c(T)
  sinh,  ///< J = (V_c / rho_c(T)) sinh(V / V_c)
  table  ///< J(V, T)
};

/// What two regions resist each other with (eqs. C20, H10). Without any number the fields are continuous.
struct InterfaceParameters
{
  std::vector<double> temperatures       = {300 * units::K};
  std::vector<double> thermal_resistance = {0.0}, glass_thermal_resistance;
  ContactLaw          contact            = ContactLaw::ohmic;
  double              contact_resistance = 0;
  double              activation_energy  = 0;
  double              voltage            = 0;
  std::vector<double> voltages, table_temperatures, currents;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P                 = InterfaceParameters;
    const char *const re10  = "Reifenberg et al., IEEE EDL 31, 56 (2010), abstract: TiN/GST 26 to 18 m2K/GW from 30 to "
                              "325 C";
    const char *const given = "choice: from the keys of the cell (geometry)";
    const char *const roy =
        "form: Roy et al., IEEE EDL 31, 1293 (2010), abstract: the contact of GST to TiW depends on "
        "bias, temperature and phase; numbers: choice";
    entry("temperatures", &P::temperatures, "K", positive,
          "where the thermal resistances hold, ascending: linear between them, constant outside (eq. H10)", re10);
    entry("thermal resistance", &P::thermal_resistance, "m2K/GW", Range{0, 1000},
          "at the temperatures, one for each or one for all; 0: none; of crystal where one side forms glass", given);
    entry("glass thermal resistance", &P::glass_thermal_resistance, "m2K/GW", Range{0, 1000},
          "the same where that side is glass or melt; empty: as that of crystal", "choice: as that of crystal");
    entry("contact", &P::contact,
          Names<ContactLaw>{{"ohmic", ContactLaw::ohmic}, {"sinh", ContactLaw::sinh}, {"table", ContactLaw::table}},
          "law of the current (eq. C20)", roy);
    entry("contact resistance", &P::contact_resistance, "ohm m2", Range{0, 1},
          "rho_c at 300 K and small voltages; 0: none (ohmic, sinh)", given);
    entry("contact activation energy", &P::activation_energy, "eV", Range{-2, 2},
          "of rho_c, which falls as exp(E/kT) (ohmic, sinh)", "choice: 0, no dependence");
    entry("contact voltage", &P::voltage, "V", non_negative, "V_c, from which the current rises exponentially (sinh)",
          roy);
    entry("contact voltages", &P::voltages, "V", any_value,
          "of the table, ascending; from 0 V on the current is odd in the voltage, else from below 0 V (table). The "
          "voltage is that of the region named first over the other",
          "choice");
    entry("contact temperatures", &P::table_temperatures, "K", positive,
          "of the table, ascending: linear between them, constant outside (table)", "choice");
    entry("contact currents", &P::currents, "A/m2", any_value,
          "of the table: all voltages at the first temperature, then at the next; rising with the voltage (table)",
          "choice");
  }
};

/// Rules between the numbers. Throws InputError that starts with `where`.
void validate(const InterfaceParameters &parameters, const std::string &where);

/// The law of a face, from side 0 to side 1.
class InterfaceLaw
{
public:
  /// Both fields are continuous.
  InterfaceLaw() = default;
  /// Constant resistances [K nm^2 ns/eV], [V nm^2 ns/e]; 0: none.
  InterfaceLaw(double thermal_resistance, double contact_resistance);
  explicit InterfaceLaw(const InterfaceParameters &parameters);

  bool resists_heat() const { return resists_heat_; }
  bool resists_current() const { return resists_current_; }
  /// Whether the potential is continuous but for a drop that only serves to know the current (tight_contact).
  bool is_tight() const { return is_tight_; }

  /// R(T, c) = c R_c(T) + (1 - c) R_g(T) [K nm^2 ns/eV] (eq. H10), T the mean of both sides, c the crystallinity of the
  /// side that forms glass.
  Scalar thermal_resistance(const Scalar &T, double c) const;

  /// J(V, T) [e/(ns nm^2)] (eq. C20), V the voltage of side 0 over side 1.
  Scalar current(const Scalar &T, const Scalar &V) const;

  /// The same for heat, without a contact resistance; `tight`: with a contact that is to conduct far better than what
  /// it joins.
  InterfaceLaw without_contact_resistance(bool tight) const;

  /// The same law seen from the other side.
  InterfaceLaw turned() const;

private:
  Scalar from_table(const Scalar &T, const Scalar &V) const;

  InterfaceParameters        p;
  std::vector<MonotoneCurve> curves_; ///< J(V) at each temperature of the table
  bool                       resists_heat_ = false, resists_current_ = false, is_tight_ = false;
  double                     sign_ = 1; ///< -1: side 1 is the region named first
};
} // namespace quench::physics
