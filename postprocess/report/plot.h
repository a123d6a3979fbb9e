#pragma once

#include <postprocess/report/axis.h>
#include <postprocess/report/svg.h>

#include <string>
#include <vector>

namespace quench::report
{
/// Colours that stay apart for colour-blind readers and in grey: Okabe and Ito 2008, black last.
namespace palette
{
inline const std::string blue = "#0072B2", vermilion = "#D55E00", green = "#009E73", orange = "#E69F00",
                         purple = "#B5568C", sky = "#56B4E9", grey = "#8A8A8A", black = "#222222";
}

/// A set of points drawn as line, markers or both.
struct Curve
{
  std::string         label; ///< in the legend; empty: not listed
  std::vector<double> x{}, y{};
  std::vector<double> error{}; ///< half length of the error bars in y; empty: none
  std::string         colour = palette::blue;
  bool                line = true, markers = false;
  double              width = 1.8; ///< of the line [px]
  std::string         dash{};
  bool                bars = false; ///< bars from 0, on a logarithmic axis from its lower end
};

/// The area between two curves.
struct Band
{
  std::string         label;
  std::vector<double> x{}, lower{}, upper{};
  std::string         colour = palette::blue;
};

/// A horizontal line with a name, e.g. the melting point.
struct Guide
{
  double      y = 0;
  std::string label;
};

struct Plot
{
  std::string        title; ///< says what a screen reader reads; not drawn
  std::string        panel; ///< "a", "b": drawn at the upper left if not empty
  Axis               x, y;
  std::vector<Band>  bands; ///< drawn first
  std::vector<Curve> curves;
  std::vector<Guide> guides;
  double             width = 640, height = 340; ///< [px], with labels and legend
  bool               room_above = false; ///< keep the room of a factor on the axis, to stand level with a neighbour
};

/// Everything a plot shows along an axis, error bars included: what its limits are found from.
std::vector<double> x_data(const Plot &plot);
std::vector<double> y_data(const Plot &plot);

/// The plots with the same limits in x; only the last shows numbers and label there.
std::vector<Plot> on_common_axis(std::vector<Plot> plots);

/// One plot as inline SVG. The legend stands above the axes and never covers data.
std::string render(const Plot &plot);

/// Plots with one common x axis, one above the other; only the lowest shows its numbers and label.
std::string render_stack(std::vector<Plot> plots);
} // namespace quench::report
