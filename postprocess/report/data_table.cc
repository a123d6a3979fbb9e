#include <postprocess/report/data_table.h>

#include <postprocess/report/words.h>

#include <cmath>
#include <cstdio>

namespace quench::report
{
namespace
{
std::string place_on(const Axis &axis, double value)
{
  const auto index = std::size_t(std::max(0.0, std::round(value)));
  return index < axis.categories.size() ? axis.categories[index] : number_text(value);
}

/// A column of numbers over the x of its plot.
struct Column
{
  std::string                name;
  const std::vector<double> *x, *y;
};

std::string column_name(const std::string &label, const std::string &axis)
{
  return plain(label.empty() ? axis : label + ": " + axis);
}

std::vector<Column> columns_of(const Plot &plot)
{
  std::vector<Column> columns;
  for (const Curve &curve : plot.curves)
  {
    columns.push_back({column_name(curve.label, plot.y.label), &curve.x, &curve.y});
    if (!curve.error.empty())
      columns.push_back({columns.back().name + ", standard error", &curve.x, &curve.error});
  }
  for (const Band &band : plot.bands)
  {
    columns.push_back({column_name(band.label, plot.y.label) + ", lower", &band.x, &band.lower});
    columns.push_back({column_name(band.label, plot.y.label) + ", upper", &band.x, &band.upper});
  }
  return columns;
}

bool share_x(const std::vector<Plot> &plots, const std::vector<Column> &columns)
{
  for (const Plot &plot : plots)
    if (plot.x.label != plots.front().x.label)
      return false;
  for (const Column &column : columns)
    if (*column.x != *columns.front().x)
      return false;
  return true;
}

DataTable wide(const Axis &x, const std::vector<Column> &columns)
{
  DataTable table;
  table.header.push_back(plain(x.label));
  for (const Column &column : columns)
    table.header.push_back(column.name);
  for (std::size_t i = 0; i < columns.front().x->size(); ++i)
  {
    std::vector<std::string> row{place_on(x, (*columns.front().x)[i])};
    for (const Column &column : columns)
      row.push_back(number_text((*column.y)[i]));
    table.rows.push_back(row);
  }
  return table;
}

DataTable tall(const Plot &plot, const std::vector<Column> &columns)
{
  DataTable table{{"curve", plain(plot.x.label), plain(plot.y.label)}, {}};
  for (const Column &column : columns)
    for (std::size_t i = 0; i < column.x->size(); ++i)
      table.rows.push_back({column.name, place_on(plot.x, (*column.x)[i]), number_text((*column.y)[i])});
  return table;
}
} // namespace

std::string number_text(double value)
{
  if (!std::isfinite(value))
    return "";
  char text[40];
  std::snprintf(text, sizeof text, "%.10g", value);
  return text;
}

std::vector<DataTable> tables_of(const std::vector<Plot> &plots)
{
  std::vector<Column> all;
  for (const Plot &plot : plots)
    for (const Column &column : columns_of(plot))
      all.push_back(column);
  if (all.empty())
    return {};
  if (share_x(plots, all))
    return {wide(plots.front().x, all)};
  std::vector<DataTable> tables;
  for (const Plot &plot : plots)
  {
    const auto columns = columns_of(plot);
    if (!columns.empty())
      tables.push_back(share_x({plot}, columns) ? wide(plot.x, columns) : tall(plot, columns));
  }
  return tables;
}

std::string csv(const DataTable &table)
{
  const auto line = [](const std::vector<std::string> &cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i)
      text += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    return text + "\n";
  };
  std::string text = line(table.header);
  for (const auto &row : table.rows)
    text += line(row);
  return text;
}
} // namespace quench::report
