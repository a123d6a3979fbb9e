#pragma once

#include <postprocess/report/png.h>

#include <string>

namespace quench::report
{
/// Cold (0, near white) to hot (1, dark): yellow, orange, red, purple. Lightness falls linearly, so equal steps look
/// equal, also in grey and to colour-blind readers; light where it is cold suits paper.
Colour heat_colour(double fraction);

/// From glass (0) to crystal (1).
Colour crystallinity_colour(double fraction);

inline constexpr Colour glass_colour{43, 96, 160}, crystal_colour{240, 226, 190}, liquid_colour{214, 84, 48};

/// Greys for the materials that do not change, in the order they appear.
Colour material_colour(std::size_t index);

/// "#rrggbb".
std::string hex(const Colour &colour);
} // namespace quench::report
