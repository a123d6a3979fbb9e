#pragma once

#include <postprocess/report/raster.h>

#include <optional>
#include <string>
#include <vector>

namespace quench::report
{
/// What a picture of the cell's cross section shows.
struct MapPicture
{
  std::string              title;            ///< above the picture
  std::string              panel;            ///< "a", "b"
  std::optional<double>    melting_K;        ///< draw T = T_m if known
  std::vector<std::string> phase_change;     ///< regions whose crystallinity is shown
  std::optional<double>    lower_K, upper_K; ///< of the temperature scale; unset: those of the map
};

/// Temperature with colour bar: both halves of the cross section, equal aspect, material outlines, melt contour
/// T = T_m (solid) and glass boundary crystallinity = 0.5 (dashed).
std::string render_temperature(const Raster &raster, const MapPicture &picture);

/// Crystal, glass and melt of the phase-change material, the other materials in grey, with a key.
std::string render_phase(const Raster &raster, const MapPicture &picture);
} // namespace quench::report
