#pragma once

#include <string>
#include <vector>

namespace quench::report
{
/// A line of the table of key numbers.
struct Fact
{
  std::string name, value, unit;
};

/// A numbered figure. Captions and values may use `^{..}` and `_{..}`.
struct Figure
{
  std::string name;     ///< short, in lower case; anchor of the figure in the page
  std::string drawings; ///< inline SVG, one or several side by side
  std::string caption;  ///< what is drawn and what to see
};

/// Something the page would show but cannot.
struct Missing
{
  std::string what, why;
};

/// One source of the numbers, for the footer.
struct Origin
{
  std::string what, details;
};

struct Page
{
  std::string              title, summary;
  std::vector<Fact>        facts;
  std::vector<Figure>      figures;
  std::vector<Missing>     missing;
  std::vector<std::string> notes; ///< warnings about the data themselves
  std::vector<Origin>      origins;
};

/// The page as one HTML file that needs nothing else: no network, no files, no scripts.
std::string html(const Page &page);

/// "uA" -> "µA", "nm3" -> "nm^{3}", "ohm" -> "Ω", "1" -> "".
std::string readable_unit(const std::string &unit);
} // namespace quench::report
