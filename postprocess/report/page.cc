#include <postprocess/report/page.h>

#include <postprocess/report/assets.h>
#include <postprocess/report/live.h>
#include <postprocess/report/png.h>
#include <postprocess/report/svg.h>
#include <postprocess/report/words.h>

#include <algorithm>
#include <map>
#include <sstream>

namespace quench::report
{
namespace
{
constexpr std::size_t most_rows  = 200;                  ///< of a table in the page; its CSV has all
constexpr std::size_t most_facts = 16, most_origins = 8; ///< that are unfolded

std::string fact_table(const FactGroup &group)
{
  const bool  one     = group.columns.size() == 1;
  const bool  is_long = group.facts.size() > most_facts;
  std::string out     = "<div><h3>" + marked(group.title) + "</h3>";
  if (is_long)
    out += "<details><summary>" + std::to_string(group.facts.size()) + " numbers</summary>";
  out += "<table><thead><tr><th>Quantity</th>";
  for (const std::string &column : group.columns)
    out += "<th class=\"value\">" + (one ? "Value" : escaped(column)) + "</th>";
  out += "<th>Unit</th></tr></thead><tbody>\n";
  for (const Fact &fact : group.facts)
  {
    out += "<tr><td>" + marked(fact.name) + "</td>";
    for (const std::string &value : fact.values)
      out += "<td class=\"value\">" + marked(value) + "</td>";
    out += "<td>" + marked(fact.unit) + "</td></tr>\n";
  }
  return out + "</tbody></table>" + (is_long ? "</details>" : "") + "</div>\n";
}

std::string facts_html(const Page &page)
{
  if (page.facts.empty())
    return "";
  std::string out = "<h2 id=\"key-numbers\">Key numbers</h2>\n<div class=\"tables\">";
  for (const FactGroup &group : page.facts)
    out += fact_table(group);
  return out + "</div>\n";
}

std::string case_table(const CaseTable &table, bool is_open)
{
  const bool  has_usual = !table.usual.empty();
  std::string out = std::string("<details") + (is_open ? " open" : "") + "><summary>" + escaped(table.title) + ": " +
                    std::to_string(table.entries.size()) + (has_usual ? " keys" : " parts") +
                    "</summary><table><thead><tr><th>" + (has_usual ? "Key" : "Part") + "</th><th>Value</th>" +
                    (has_usual ? "<th>" + escaped(table.usual) + "</th>" : "") +
                    "<th>Source</th></tr></thead><tbody>\n";
  for (const CaseEntry &entry : table.entries)
    out += "<tr><td class=\"key\">" + escaped(entry.key) + "</td><td>" + escaped(entry.value) + "</td>" +
           (has_usual ? "<td>" + escaped(entry.usual) + "</td>" : "") + "<td class=\"note\">" + escaped(entry.source) +
           "</td></tr>\n";
  return out + "</tbody></table></details>\n";
}

std::string cases_html(const Page &page)
{
  if (page.cases.empty())
    return "";
  std::string out = "<h2 id=\"cases\">Cases and devices</h2>\n";
  for (const CaseTable &table : page.cases)
    out += case_table(table, page.cases.size() == 1 && table.entries.size() <= 12);
  return out;
}

std::string table_html(const DataTable &table)
{
  std::string out = "<div class=\"scroll\"><table><thead><tr>";
  for (const std::string &name : table.header)
    out += "<th>" + escaped(name) + "</th>";
  out += "</tr></thead><tbody>\n";
  for (std::size_t i = 0; i < std::min(most_rows, table.rows.size()); ++i)
  {
    out += "<tr>";
    for (const std::string &cell : table.rows[i])
      out += "<td>" + escaped(cell) + "</td>";
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

/// The numbers of a figure to look at and to take away.
std::string data_html(const Figure &figure)
{
  const auto tables = figure.tables.empty() ? tables_of(figure.plots) : figure.tables;
  if (tables.empty())
    return "";
  std::string body, links;
  for (std::size_t i = 0; i < tables.size(); ++i)
  {
    const std::string file = figure.name + (tables.size() > 1 ? "-" + std::to_string(i + 1) : "") + ".csv";
    links += (i == 0 ? "" : ", ") + ("<a download=\"" + escaped(file)) + "\" href=\"data:text/csv;base64," +
             encode_base64(csv(tables[i])) + "\">" + escaped(file) + "</a>";
    body += table_html(tables[i]);
    if (tables[i].rows.size() > most_rows)
      body += "<p>The first " + std::to_string(most_rows) + " of " + std::to_string(tables[i].rows.size()) +
              " rows; the CSV file has all.</p>\n";
  }
  return "<div class=\"data\">Numbers: " + links + "<details><summary>Table</summary>" + body + "</details></div>\n";
}

std::string live_html(const Figure &figure)
{
  const std::string begin = "\"><script type=\"application/json\">", end = "</script></div>\n";
  if (!figure.maps.empty())
    return "<div class=\"live maps" + begin + figure.maps + end;
  return figure.plots.empty() ? "" : "<div class=\"live plots" + begin + live_json(figure.plots) + end;
}

std::string figure_html(const Figure &figure, std::size_t number)
{
  const std::string live = live_html(figure);
  return "<figure id=\"" + escaped(figure.name) + "\"" + (live.empty() ? "" : " class=\"has-live\"") +
         "><div class=\"drawings\">" + figure.drawings + "</div>" + live + "<figcaption><b>Figure " +
         std::to_string(number) + ".</b> " + marked(figure.caption) + "</figcaption>" + data_html(figure) +
         "</figure>\n";
}

std::string sections_html(const Page &page)
{
  std::string out    = page.n_figures() > 0 ? "<h2 id=\"figures\">Figures</h2>\n" : "";
  std::size_t number = 0;
  for (const Section &section : page.sections)
  {
    if (!section.title.empty() && !section.figures.empty())
      out += "<h3>" + marked(section.title) + "</h3>\n";
    for (const Figure &figure : section.figures)
      out += figure_html(figure, ++number);
  }
  return out;
}

std::string contents_html(const Page &page)
{
  const auto item = [](const std::string &target, const std::string &words) {
    return "<li><a href=\"#" + escaped(target) + "\">" + marked(words) + "</a></li>\n";
  };
  std::string out    = "<nav aria-label=\"contents\"><ul>\n";
  std::size_t number = 0;
  if (!page.facts.empty())
    out += item("key-numbers", "Key numbers");
  if (!page.cases.empty())
    out += item("cases", "Cases and devices");
  for (const Section &section : page.sections)
  {
    if (section.figures.empty())
      continue;
    out += "<li>" + marked(section.title.empty() ? "Figures" : section.title) + "<ul>\n";
    for (const Figure &figure : section.figures)
      out += item(figure.name, std::to_string(++number) + ". " + (figure.title.empty() ? figure.name : figure.title));
    out += "</ul></li>\n";
  }
  if (!page.missing.empty() || !page.notes.empty())
    out += item("missing", "What this page does not show");
  return out + item("origins", "Where the numbers come from") + "</ul></nav>\n";
}

std::string missing_html(const Page &page)
{
  if (page.missing.empty() && page.notes.empty())
    return "";
  std::string out = "<h2 id=\"missing\">What this page does not show</h2>\n<ul class=\"missing\">\n";
  for (const Missing &item : page.missing)
    out += "<li><b>" + marked(item.what) + "</b>: " + marked(item.why) + "</li>\n";
  for (const std::string &note : page.notes)
    out += "<li>" + marked(note) + "</li>\n";
  return out + "</ul>\n";
}

std::string footer_html(const std::vector<Origin> &origins)
{
  std::string out = "<footer id=\"origins\"><p>Where the numbers come from</p>";
  out += std::string("<details") + (origins.size() > most_origins ? "" : " open") + "><summary>" +
         std::to_string(origins.size()) + " sources</summary><table>\n";
  for (const Origin &origin : origins)
    out += "<tr><td>" + escaped(origin.what) + "</td><td>" + escaped(origin.details) + "</td></tr>\n";
  return out + "</table></details></footer>\n";
}
} // namespace

std::string readable_unit(const std::string &unit)
{
  static const std::map<std::string, std::string> names{
      {"1", ""}, {"uA", "µA"}, {"uS", "µS"}, {"uW", "µW"}, {"nm3", "nm^{3}"}, {"nm2", "nm^{2}"}, {"ohm", "Ω"}};
  const auto found = names.find(unit);
  return found == names.end() ? unit : found->second;
}

std::size_t Page::n_figures() const
{
  std::size_t n = 0;
  for (const Section &section : sections)
    n += section.figures.size();
  return n;
}

std::string html(const Page &page)
{
  std::ostringstream out;
  out << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      << "<title>" << escaped(page.title) << "</title>\n<style>" << assets::style << "</style></head>\n<body>\n<h1>"
      << escaped(page.title) << "</h1>\n<p class=\"summary\">" << marked(page.summary) << "</p>\n"
      << contents_html(page) << facts_html(page) << cases_html(page) << sections_html(page) << missing_html(page)
      << footer_html(page.origins) << "<script>" << assets::library << "</script>\n<script>" << assets::map_script
      << "</script>\n<script>" << assets::page_script << "</script>\n</body></html>\n";
  return out.str();
}
} // namespace quench::report
