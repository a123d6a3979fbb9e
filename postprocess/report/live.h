#pragma once

#include <postprocess/report/plot.h>

#include <string>
#include <vector>

namespace quench::report
{
/// What page.js draws: an array with a chart per plot, as JSON that may stand inside a <script> element. Each has
/// `panel`, `title`, `width`, `height` [px], `x` and `y` (`label`, `log`, `min`, `max`, `ticks`, `categories`),
/// `curves` (`label`, `colour`, `dash`, `width`, `line`, `markers`, `bars`, `points` [x, y, standard error or null]),
/// `bands` (`label`, `colour`, `points` [x, lower, upper]) and `guides`. Values have 6 significant digits; a curve of
/// more than 4000 points keeps the extremes of groups of its points.
std::string live_json(const std::vector<Plot> &plots);

/// JSON that cannot end the <script> element it stands in.
std::string inside_script(std::string json);
} // namespace quench::report
