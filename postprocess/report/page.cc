#include <postprocess/report/page.h>

#include <postprocess/report/svg.h>

#include <map>
#include <sstream>

namespace quench::report
{
namespace
{
constexpr const char *style = R"(
:root { color-scheme: light; }
body { max-width: 940px; margin: 36px auto 60px; padding: 0 24px; color: #1a1a1a; background: #fff;
       font: 16px/1.55 Charter, Georgia, 'Liberation Serif', 'DejaVu Serif', serif; }
h1 { font-size: 29px; line-height: 1.2; margin: 0 0 6px; }
h2 { font-size: 19px; margin: 34px 0 8px; border-bottom: 1px solid #ccc; padding-bottom: 3px; }
p.summary { font-size: 17px; margin: 10px 0 18px; }
table { border-collapse: collapse; font-size: 15px; border-top: 1.5px solid #222; border-bottom: 1.5px solid #222; }
th { text-align: left; border-bottom: 1px solid #222; font-weight: 600; }
th, td { padding: 3px 18px 3px 4px; vertical-align: top; }
td.value { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
div.tables { display: flex; flex-wrap: wrap; gap: 10px 48px; align-items: flex-start; }
figure { margin: 30px 0 38px; break-inside: avoid; page-break-inside: avoid; }
figure div.drawings { display: flex; flex-wrap: wrap; gap: 6px 10px; justify-content: center; align-items: flex-start; }
figure svg { max-width: 100%; height: auto; }
figcaption { font-size: 14.5px; line-height: 1.45; color: #333; margin: 8px auto 0; max-width: 780px; }
figcaption b { color: #111; }
ul.missing { border: 1px solid #d9b25f; background: #fdf8ec; padding: 10px 14px 10px 32px; }
footer { margin-top: 40px; border-top: 1px solid #ccc; padding-top: 10px; font-size: 12.5px; color: #555; }
footer td { overflow-wrap: anywhere; font-size: 12.5px; }
footer td:first-child { white-space: nowrap; }
sup, sub { line-height: 0; font-size: 72%; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } }
)";

/// Escaped text with `^{..}` and `_{..}` as <sup> and <sub>.
std::string marked(const std::string &text)
{
  std::string out, plain;
  for (std::size_t i = 0; i < text.size(); ++i)
  {
    const bool shifted = (text[i] == '^' || text[i] == '_') && i + 1 < text.size() && text[i + 1] == '{';
    const auto close   = shifted ? text.find('}', i) : std::string::npos;
    if (close == std::string::npos)
    {
      plain += text[i];
      continue;
    }
    const std::string tag = text[i] == '^' ? "sup" : "sub";
    out += escaped(plain) + "<" + tag + ">" + escaped(text.substr(i + 2, close - i - 2)) + "</" + tag + ">";
    plain.clear();
    i = close;
  }
  return out + escaped(plain);
}

std::string fact_table(std::vector<Fact>::const_iterator first, std::vector<Fact>::const_iterator last)
{
  std::string out = "<table><thead><tr><th>Quantity</th><th>Value</th><th>Unit</th></tr></thead><tbody>\n";
  for (auto fact = first; fact != last; ++fact)
    out += "<tr><td>" + marked(fact->name) + "</td><td class=\"value\">" + marked(fact->value) + "</td><td>" +
           marked(fact->unit) + "</td></tr>\n";
  return out + "</tbody></table>\n";
}

/// Two tables side by side once there are many numbers.
std::string fact_tables(const std::vector<Fact> &facts)
{
  constexpr std::size_t one_column = 7;
  if (facts.empty())
    return "";
  const auto half = facts.begin() + std::ptrdiff_t(facts.size() > one_column ? (facts.size() + 1) / 2 : facts.size());
  return "<h2>Key numbers</h2>\n<div class=\"tables\">" + fact_table(facts.begin(), half) +
         (half == facts.end() ? "" : fact_table(half, facts.end())) + "</div>\n";
}

std::string figure_html(const Figure &figure, std::size_t number)
{
  return "<figure id=\"" + escaped(figure.name) + "\"><div class=\"drawings\">" + figure.drawings +
         "</div><figcaption><b>Figure " + std::to_string(number) + ".</b> " + marked(figure.caption) +
         "</figcaption></figure>\n";
}

std::string missing_html(const Page &page)
{
  if (page.missing.empty() && page.notes.empty())
    return "";
  std::string out = "<h2>What this page does not show</h2>\n<ul class=\"missing\">\n";
  for (const Missing &item : page.missing)
    out += "<li><b>" + marked(item.what) + "</b>: " + marked(item.why) + "</li>\n";
  for (const std::string &note : page.notes)
    out += "<li>" + marked(note) + "</li>\n";
  return out + "</ul>\n";
}

std::string footer_html(const std::vector<Origin> &origins)
{
  std::string out = "<footer><p>Where the numbers come from</p><table>\n";
  for (const Origin &origin : origins)
    out += "<tr><td>" + escaped(origin.what) + "</td><td>" + escaped(origin.details) + "</td></tr>\n";
  return out + "</table></footer>\n";
}
} // namespace

std::string readable_unit(const std::string &unit)
{
  static const std::map<std::string, std::string> names{
      {"1", ""}, {"uA", "µA"}, {"uS", "µS"}, {"uW", "µW"}, {"nm3", "nm^{3}"}, {"nm2", "nm^{2}"}, {"ohm", "Ω"}};
  const auto found = names.find(unit);
  return found == names.end() ? unit : found->second;
}

std::string html(const Page &page)
{
  std::ostringstream out;
  out << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" << escaped(page.title)
      << "</title>\n<style>" << style << "</style></head>\n<body>\n<h1>" << escaped(page.title)
      << "</h1>\n<p class=\"summary\">" << marked(page.summary) << "</p>\n"
      << fact_tables(page.facts);
  if (!page.figures.empty())
    out << "<h2>Figures</h2>\n";
  for (std::size_t i = 0; i < page.figures.size(); ++i)
    out << figure_html(page.figures[i], i + 1);
  out << missing_html(page) << footer_html(page.origins) << "</body></html>\n";
  return out.str();
}
} // namespace quench::report
