#pragma once

#include <postprocess/report/data_table.h>
#include <postprocess/report/plot.h>

#include <string>
#include <vector>

namespace quench::report
{
/// A line of a table of key numbers: a value per column, "" where a column has none.
struct Fact
{
  std::string              name, unit;
  std::vector<std::string> values;
};

/// Key numbers of one kind, a column per run, model or array.
struct FactGroup
{
  std::string              title;
  std::vector<std::string> columns; ///< one: its name is not shown
  std::vector<Fact>        facts;
};

/// A numbered figure. Captions and values may use `^{..}` and `_{..}`.
struct Figure
{
  std::string            name;     ///< short, in lower case; anchor of the figure in the page and name of its CSV files
  std::string            drawings; ///< inline SVG, one or several side by side; for print and where no script runs
  std::string            caption;  ///< what is drawn and what to see
  std::string            title{};  ///< a few words for the contents
  std::vector<Plot>      plots{};  ///< what is drawn, for the interactive charts and the tables
  std::string            maps{};   ///< maps_json(); empty: none
  std::vector<DataTable> tables{}; ///< the numbers; empty: tables_of(plots)
};

/// Figures that belong together: of a run, of a sweep, of the arrays.
struct Section
{
  std::string         title;
  std::vector<Figure> figures;
};

/// A key of a case that differs from its default, or a part of a device and where it comes from.
struct CaseEntry
{
  std::string key, value, usual, source;
};

/// What one run, model or array was made of.
struct CaseTable
{
  std::string            title;
  std::string            usual; ///< heading of the third column: "Default"; empty: there is none
  std::vector<CaseEntry> entries;
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
  std::vector<FactGroup>   facts;
  std::vector<CaseTable>   cases;
  std::vector<Section>     sections;
  std::vector<Missing>     missing;
  std::vector<std::string> notes; ///< warnings about the data themselves
  std::vector<Origin>      origins;

  std::size_t n_figures() const;
};

/// The page as one HTML file that needs nothing else: no network, no files. A charting library and the scripts that use
/// it stand in the page.
std::string html(const Page &page);

/// "uA" -> "µA", "nm3" -> "nm^{3}", "ohm" -> "Ω", "1" -> "".
std::string readable_unit(const std::string &unit);
} // namespace quench::report
