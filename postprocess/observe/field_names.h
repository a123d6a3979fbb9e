#pragma once

#include <array>
#include <string>

namespace quench::observe
{
/// A field that runs hand to viewers and in-situ scripts; its name ends in its unit.
struct FieldName
{
  const char *name;
  int         components;
  bool        is_of_cells; ///< one value per cell, else one per node
};

/// All of them. Beside them every snapshot has the cell arrays `region` and `rank`.
inline constexpr std::array<FieldName, 9> field_names{{{"temperature_K", 1, false},
                                                       {"crystallinity", 1, false},
                                                       {"potential_V", 1, false},
                                                       {"relaxation", 1, false},
                                                       {"fictive_temperature_K", 1, false},
                                                       {"grain", 1, false},
                                                       {"current_density_A_m2", 3, true},
                                                       {"joule_heat_W_m3", 1, true},
                                                       {"heat_flux_W_m2", 3, true}}};

/// The field of that name, nullptr if there is none.
const FieldName *find_field(const std::string &name);
} // namespace quench::observe
