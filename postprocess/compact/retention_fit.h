#pragma once

#include <postprocess/compact/device_parts.h>
#include <postprocess/compact/measurement.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// How long a state is kept, against temperature (eq. X11).
namespace quench::compact
{
/// From the runs that report `retention_time_50` and `hazard_half_time`, one for each temperature of their last reads:
/// the Arrhenius lines of both. Empty without such a run; with fewer than three temperatures as well, and `left_out` is
/// told.
std::optional<Retention> make_retention(const std::vector<ResultSet>                   &sets,
                                        const std::function<void(const std::string &)> &left_out);

/// Time [s] at T [K] on the Arrhenius line ln t = ln_time + activation / k (1/T - 1/reference) (eq. X11).
double arrhenius_time_s(const Estimate &ln_time_s, const Estimate &activation_eV, double reference_K, double T_K);

/// Probability that a device stored for t_s at T_K has lost its glass (eq. X11): 1 from the time of the fronts on,
/// before 1 - exp(-H) with the hazard H of nucleation. `glass`: its volume relative to that of the fitted state; H
/// grows with it, and the time of the fronts with its cube root.
double lost_part(const Retention &retention, double T_K, double t_s, double glass = 1);

/// Highest temperature [K] at which no more than `part` is lost after t_s.
double highest_storage_K(const Retention &retention, double t_s, double part);
} // namespace quench::compact
