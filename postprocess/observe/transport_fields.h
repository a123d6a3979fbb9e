#pragma once

#include <postprocess/observe/field_snapshot.h>
#include <solver/run/state.h>
#include <solver/transport/electro_thermal.h>

#include <vector>

namespace quench::observe
{
/// Current density [A/m2], Joule heat -J . grad V [W/m3] and heat flux [W/m2] at the centre of each cell of this rank
/// (eqs. C1 to C17, H1 to H9; physics/transport.h), as cell arrays `current_density_A_m2`, `joule_heat_W_m3`,
/// `heat_flux_W_m2`; vectors have three components, in two dimensions (x or r, z, 0) like the coordinates. A cell that
/// a front passes has the laws of its mean crystallinity; deviations by disorder and the displacement current are left
/// out. No communication.
template <int dim>
std::vector<FieldSnapshot::Array> transport_arrays(const solver::Discretization<dim> &space,
                                                   const solver::Materials &materials, const solver::State &state);
} // namespace quench::observe
