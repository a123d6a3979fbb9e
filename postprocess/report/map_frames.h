#pragma once

#include <postprocess/report/raster.h>

#include <optional>
#include <string>
#include <vector>

namespace quench::report
{
/// A map at one time.
struct MapFrame
{
  std::string label; ///< "at the peak, 56 ns"
  Raster      raster;
};

/// What maps.js shows: the rasters of one cell at several times, as JSON that may stand inside a <script> element.
/// Temperature (16 bit between the extremes of all frames) and crystallinity (8 bit) of a frame are the colours of a
/// picture, the regions another one. Frames on another raster than the first are left out. Frames must not be empty.
std::string maps_json(const std::vector<MapFrame> &frames, std::optional<double> melting_K,
                      const std::vector<std::string> &phase_change);
} // namespace quench::report
