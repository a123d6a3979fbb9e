#include <meshes/sketch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace quench::meshes
{
namespace
{
constexpr double width = 460, margin = 46, key_width = 210, line = 18; ///< of the drawing, in its own units

/// Fill colours; the phase-change material is the one that stands out.
constexpr std::array  solids{"#8d99a6", "#c9b79c", "#a3b8a0", "#b9a7c4", "#9fb6c9"};
constexpr std::array  phase_changes{"#e8963a", "#d9643a", "#f0c05a"};
constexpr const char *insulator = "#eef1f4", *ground = "#1f6fb5", *drive = "#c22f3d", *ink = "#333333";

std::string text_of(const char *format, double a, double b = 0, double c = 0, double d = 0)
{
  std::array<char, 160> buffer;
  std::snprintf(buffer.data(), buffer.size(), format, a, b, c, d);
  return buffer.data();
}

/// A step of 1, 2 or 5 times a power of ten that divides the length into about five parts.
double round_step(double length)
{
  const double power = std::pow(10.0, std::floor(std::log10(length / 5)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (length / (factor * power) <= 6)
      return factor * power;
  return 10 * power;
}

class Sketch
{
public:
  explicit Sketch(const CellGeometry &geometry) : cell(geometry), all(cell.extent())
  {
    mirrored       = cell.symmetry == Symmetry::axisymmetric;
    left           = mirrored ? -all.upper[0] : all.lower[0];
    scale          = std::min(width / (all.upper[0] - left), width / (all.upper[2] - all.lower[2]));
    height         = (all.upper[2] - all.lower[2]) * scale;
    int conductors = 0, changing = 0;
    for (const MaterialSlot &slot : cell.materials)
      colours.push_back(slot.role == Role::insulator      ? insulator
                        : slot.role == Role::phase_change ? phase_changes[changing++ % phase_changes.size()]
                                                          : solids[conductors++ % solids.size()]);
  }

  std::string draw(const std::string &title)
  {
    regions();
    for (const Region &region : cell.regions)
      if (region.own_vertices && cell.elements.empty())
        box(region.box, "fill=\"none\" stroke=\"" + std::string(ink) + "\" stroke-dasharray=\"3 2\"");
    const std::vector<int> nodes = cell.nodes();
    for (std::size_t k = 0; k < cell.contacts.size(); ++k)
    {
      contact(cell.contacts[k].face, nodes[k]);
      for (const Box &face : cell.contacts[k].more_faces)
        contact(face, nodes[k]);
    }
    for (const Box &edge : cell.singular_edges)
      dot(edge);
    axes();
    key();
    const double tall = std::max(height, line * static_cast<double>(cell.materials.size() + 5)) + 2 * margin;
    const double wide = (all.upper[0] - left) * scale + 2 * margin + key_width;
    return text_of("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" "
                   "font-family=\"sans-serif\" font-size=\"11\">\n",
                   wide, tall, wide, tall) +
           "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n" + "<text x=\"" + text_of("%.0f", margin) +
           "\" y=\"20\" font-size=\"14\" fill=\"" + ink + "\">" + title + "</text>\n" + out + "</svg>\n";
  }

private:
  double x_of(double x) const { return margin + (x - left) * scale; }
  double y_of(double z) const { return margin + height - (z - all.lower[2]) * scale; }

  void rectangle(double x_low, double x_high, double z_low, double z_high, const std::string &style)
  {
    out += text_of("<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" ", x_of(x_low), y_of(z_high),
                   (x_high - x_low) * scale, (z_high - z_low) * scale) +
           style + "/>\n";
  }
  void box(const Box &b, const std::string &style)
  {
    rectangle(mirrored && b.lower[0] == 0 ? -b.upper[0] : b.lower[0], b.upper[0], b.lower[2], b.upper[2], style);
    if (mirrored && b.lower[0] > 0)
      rectangle(-b.upper[0], -b.lower[0], b.lower[2], b.upper[2], style);
  }

  bool is_cut_by_section(const Box &b) const
  {
    return cell.symmetry != Symmetry::none || (b.lower[1] <= 0 && b.upper[1] > 0);
  }

  const std::string &colour(int region) const
  {
    for (std::size_t m = 0; m < cell.materials.size(); ++m)
      if (cell.materials[m].name == cell.regions[static_cast<std::size_t>(region)].slot())
        return colours[m];
    return colours.front();
  }

  void regions()
  {
    const std::string thin = "\" stroke=\"" + std::string(ink) + "\" stroke-width=\"0.5\"";
    for (std::size_t r = 0; r < cell.regions.size() && cell.elements.empty(); ++r)
      if (is_cut_by_section(cell.regions[r].box))
        box(cell.regions[r].box, "fill=\"" + colour(static_cast<int>(r)) + thin);
    for (std::size_t r = 0; r < cell.regions.size() && !cell.elements.empty(); ++r)
      out += "<path fill=\"" + colour(static_cast<int>(r)) + "\" stroke=\"" + ink + "\" stroke-width=\"0.2\" d=\"" +
             element_outlines(static_cast<int>(r)) + "\"/>\n";
  }

  /// The elements of a region as one path, on both sides of the axis where the cell is mirrored.
  std::string element_outlines(int region) const
  {
    std::string path;
    for (const Element &element : cell.elements)
      if (element.region == region && is_cut_by_section(element.box))
        for (const double side : mirrored ? std::vector<double>{-1, 1} : std::vector<double>{1})
        {
          const Box &b = element.box;
          path += text_of("M%.1f %.1fH%.1fV%.1f", x_of(side * b.lower[0]), y_of(b.upper[2]), x_of(side * b.upper[0]),
                          y_of(b.lower[2])) +
                  text_of("H%.1fz", x_of(side * b.lower[0]));
        }
    return path;
  }

  void contact(const Box &face, int node)
  {
    if (!is_cut_by_section(face))
      return;
    const std::string style =
        "stroke-linecap=\"square\" stroke-width=\"4\" stroke=\"" + std::string(node == 0 ? ground : drive) + "\"";
    for (const double side : mirrored ? std::vector<double>{-1, 1} : std::vector<double>{1})
      out += text_of("<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" ", x_of(side * face.lower[0]),
                     y_of(face.lower[2]), x_of(side * face.upper[0]), y_of(face.upper[2])) +
             style + "/>\n";
  }

  void dot(const Box &edge)
  {
    for (const double side : mirrored ? std::vector<double>{-1, 1} : std::vector<double>{1})
      out += text_of("<circle cx=\"%.2f\" cy=\"%.2f\" r=\"2\" fill=\"#111111\"/>\n", x_of(side * edge.lower[0]),
                     y_of(edge.lower[2]));
  }

  void label(double x, double y, const char *anchor, const std::string &text)
  {
    out += text_of("<text x=\"%.1f\" y=\"%.1f\" ", x, y) + "text-anchor=\"" + anchor + "\" fill=\"" + ink + "\">" +
           text + "</text>\n";
  }

  void axes()
  {
    const double right = all.upper[0], step = round_step(right - left), rise = round_step(all.upper[2] - all.lower[2]);
    for (double x = std::ceil(left / step) * step; x <= right + 1e-9; x += step)
      label(x_of(x), margin + height + 16, "middle", text_of("%g", std::abs(x) < 1e-9 ? 0 : x));
    for (double z = std::ceil(all.lower[2] / rise) * rise; z <= all.upper[2] + 1e-9; z += rise)
      label(margin - 6, y_of(z) + 4, "end", text_of("%g", z));
    label(x_of(right), margin + height + 32, "end", mirrored ? "r (nm)" : "x (nm)");
    label(margin - 6, margin - 10, "end", "z (nm)");
  }

  void key()
  {
    const double x     = x_of(all.upper[0]) + 24;
    double       y     = margin + 4;
    const auto   entry = [&](const std::string &mark, const std::string &text) {
      out += mark;
      label(x + 24, y + 10, "start", text);
      y += line;
    };
    const auto patch = [&](const std::string &fill) {
      return text_of("<rect x=\"%.1f\" y=\"%.1f\" width=\"16\" height=\"11\" ", x, y) + "fill=\"" + fill +
             "\" stroke=\"" + ink + "\" stroke-width=\"0.5\"/>\n";
    };
    for (std::size_t m = 0; m < cell.materials.size(); ++m)
      entry(patch(colours[m]),
            cell.materials[m].name + (cell.materials[m].card.empty() ? "" : " (" + cell.materials[m].card + ")"));
    const std::vector<int> nodes = cell.nodes();
    for (std::size_t k = 0; k < cell.contacts.size(); ++k)
      entry(patch(nodes[k] == 0 ? ground : drive),
            std::string(nodes[k] == 0 ? "grounded, ambient: " : "driven, ambient: ") + cell.contacts[k].name);
    if (cell.symmetry == Symmetry::planar)
      label(x, y + 12, "start", text_of("depth %g nm", cell.depth));
    if (cell.symmetry == Symmetry::none)
      label(x, y + 12, "start", text_of("section at y = 0 of %g nm in y", all.upper[1] - all.lower[1]));
  }

  const CellGeometry      &cell;
  const Box                all;
  bool                     mirrored = false;
  double                   left = 0, scale = 1, height = 0;
  std::vector<std::string> colours;
  std::string              out;
};
} // namespace

std::string sketch_svg(const CellGeometry &cell, const std::string &title) { return Sketch(cell).draw(title); }
} // namespace quench::meshes
