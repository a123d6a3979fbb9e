#include <postprocess/report/raster.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <postprocess/compact/table.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>

namespace quench::report
{
namespace
{
namespace fs = std::filesystem;

/// Crystallinity may be blank or "nan" outside the phase-change material.
std::vector<double> optional_numbers(const compact::Table &table, const std::string &column)
{
  std::vector<double> values;
  for (const std::string &cell : table.text(column))
  {
    char        *end   = nullptr;
    const double value = std::strtod(cell.c_str(), &end);
    values.push_back(cell.empty() || *end != '\0' ? std::nan("") : value);
  }
  return values;
}

void clear_outside(Raster &raster)
{
  for (std::size_t k = 0; k < raster.region.size(); ++k)
    if (raster.region[k] == outside)
      raster.temperature_K[k] = raster.crystallinity[k] = std::nan("");
}

/// Numbers of regions become names where a table gives them.
void name_regions(Raster &raster, const fs::path &path)
{
  std::map<std::string, std::string> names;
  if (file_exists(path))
  {
    const compact::Table table(path.string());
    const auto           number = table.text("region"), name = table.text("name");
    for (std::size_t i = 0; i < table.n_rows(); ++i)
      names[number[i]] = name[i];
    if (table.has("forms_glass"))
    {
      const auto forms_glass = table.text("forms_glass");
      for (std::size_t i = 0; i < table.n_rows(); ++i)
        if (forms_glass[i] == "1")
          raster.phase_change.push_back(name[i]);
    }
  }
  for (std::string &region : raster.region)
    if (const auto found = names.find(region); found != names.end())
      region = found->second;
}

void check_regular(const compact::Table &table, const Raster &raster, const std::vector<double> &r,
                   const std::vector<double> &z)
{
  const std::size_t n_r = raster.n_r();
  if (n_r < 2 || raster.n_z() < 2 || r.size() != n_r * raster.n_z())
    throw InputError(table.path(), std::to_string(r.size()) + " points",
                     "a full raster of at least 2 x 2 points with r fastest is needed");
  for (std::size_t k = 0; k < r.size(); ++k)
    if (std::abs(r[k] - raster.r_nm[k % n_r]) > 1e-6 * raster.step_r() + 1e-9 ||
        std::abs(z[k] - raster.z_nm[k / n_r]) > 1e-6 * std::abs(raster.step_z()) + 1e-9)
      throw InputError(table.where(k), "this point is not on the raster", "r runs fastest, rows repeat the same r");
}

/// Pieces between two points.
using Segments = std::vector<std::pair<Point, Point>>;

/// A point as a key: equal up to a millionth of a nanometre.
std::pair<long long, long long> key_of(const Point &p) { return {std::llround(p.x * 1e6), std::llround(p.y * 1e6)}; }

/// Pieces that share ends, strung together as long as they go.
Lines joined(const Segments &segments)
{
  std::multimap<std::pair<long long, long long>, std::size_t> at;
  for (std::size_t k = 0; k < segments.size(); ++k)
  {
    at.emplace(key_of(segments[k].first), k);
    at.emplace(key_of(segments[k].second), k);
  }
  std::vector<bool> used(segments.size(), false);
  const auto        extend = [&](std::vector<Point> &line) {
    for (bool grown = true; grown;)
    {
      grown                    = false;
      const auto [first, last] = at.equal_range(key_of(line.back()));
      for (auto place = first; place != last && !grown; ++place)
        if (const std::size_t k = place->second; !used[k])
        {
          const auto &[a, b] = segments[k];
          line.push_back(key_of(a) == key_of(line.back()) ? b : a);
          used[k] = grown = true;
        }
    }
  };
  Lines lines;
  for (std::size_t k = 0; k < segments.size(); ++k)
    if (!used[k])
    {
      used[k] = true;
      std::vector<Point> line{segments[k].second, segments[k].first};
      extend(line);
      std::reverse(line.begin(), line.end());
      extend(line);
      lines.push_back(line);
    }
  return lines;
}

/// Where the level lies between two corners.
Point between(const Point &a, const Point &b, double value_a, double value_b, double level)
{
  const double f = (level - value_a) / (value_b - value_a);
  return {a.x + f * (b.x - a.x), a.y + f * (b.y - a.y)};
}

/// One square of four corners in turn: two crossings make a piece, four (a saddle) two.
void add_square(const std::array<Point, 4> &corner, const std::array<double, 4> &value, double level, Segments &out)
{
  std::vector<Point> crossings;
  for (int k = 0; k < 4; ++k)
  {
    const int next = (k + 1) % 4;
    if ((value[k] < level) != (value[next] < level))
      crossings.push_back(between(corner[k], corner[next], value[k], value[next], level));
  }
  for (std::size_t k = 0; k + 1 < crossings.size(); k += 2)
    if (key_of(crossings[k]) != key_of(crossings[k + 1])) // a level that only touches a corner
      out.emplace_back(crossings[k], crossings[k + 1]);
}
} // namespace

Raster read_raster(const std::string &path)
{
  const compact::Table table(path);
  const auto           r = table.numbers("r_nm"), z = table.numbers("z_nm");
  Raster               raster;
  for (std::size_t k = 0; k < r.size() && (k == 0 || r[k] > r[k - 1]); ++k)
    raster.r_nm.push_back(r[k]);
  for (std::size_t k = 0; k < z.size(); k += std::max<std::size_t>(1, raster.n_r()))
    raster.z_nm.push_back(z[k]);
  check_regular(table, raster, r, z);
  raster.temperature_K = table.numbers("temperature_K");
  raster.crystallinity = optional_numbers(table, "crystallinity");
  raster.region        = table.text("region");
  clear_outside(raster);
  name_regions(raster, fs::path(path).parent_path() / "regions.csv");
  return raster;
}

Lines contour(const Raster &raster, const std::vector<double> &field, double level)
{
  Segments pieces;
  for (std::size_t j = 0; j + 1 < raster.n_z(); ++j)
    for (std::size_t i = 0; i + 1 < raster.n_r(); ++i)
    {
      const std::array<double, 4> value{field[raster.index(i, j)], field[raster.index(i + 1, j)],
                                        field[raster.index(i + 1, j + 1)], field[raster.index(i, j + 1)]};
      if (std::none_of(value.begin(), value.end(), [](double v) { return std::isnan(v); }))
        add_square({Point{raster.r_nm[i], raster.z_nm[j]},
                    {raster.r_nm[i + 1], raster.z_nm[j]},
                    {raster.r_nm[i + 1], raster.z_nm[j + 1]},
                    {raster.r_nm[i], raster.z_nm[j + 1]}},
                   value, level, pieces);
    }
  return joined(pieces);
}

Lines region_borders(const Raster &raster)
{
  Lines        out;
  const double half_r = raster.step_r() / 2, half_z = raster.step_z() / 2;
  const auto   differ = [&](std::size_t i, std::size_t j, std::size_t k, std::size_t l) {
    return raster.region[raster.index(i, j)] != raster.region[raster.index(k, l)];
  };
  for (std::size_t j = 0; j + 1 < raster.n_z(); ++j)
    for (std::size_t i = 0, first = 0; i < raster.n_r(); first = ++i)
    {
      while (i < raster.n_r() && differ(i, j, i, j + 1))
        ++i;
      if (i > first)
        out.push_back({{raster.is_whole() ? raster.r_nm[first] - half_r : std::max(0.0, raster.r_nm[first] - half_r),
                        raster.z_nm[j] + half_z},
                       {raster.r_nm[i - 1] + half_r, raster.z_nm[j] + half_z}});
    }
  for (std::size_t i = 0; i + 1 < raster.n_r(); ++i)
    for (std::size_t j = 0, first = 0; j < raster.n_z(); first = ++j)
    {
      while (j < raster.n_z() && differ(i, j, i + 1, j))
        ++j;
      if (j > first)
        out.push_back({{raster.r_nm[i] + half_r, raster.z_nm[first] - half_z},
                       {raster.r_nm[i] + half_r, raster.z_nm[j - 1] + half_z}});
    }
  return out;
}

std::vector<std::string> region_names(const Raster &raster)
{
  std::vector<std::string> names;
  for (const std::string &name : raster.region)
    if (name != outside && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(name);
  return names;
}

std::vector<std::string> phase_change_regions(const Raster &raster)
{
  if (!raster.phase_change.empty())
    return raster.phase_change;
  constexpr double many = 0.2; // of the points that vary in the region that varies most
  struct Count
  {
    double crystal = 0, glass = 0;
    double varying() const { return std::min(crystal, glass); }
  };
  std::map<std::string, Count> counts;
  for (std::size_t k = 0; k < raster.region.size(); ++k)
    if (!std::isnan(raster.crystallinity[k]))
      (raster.crystallinity[k] >= 0.5 ? counts[raster.region[k]].crystal : counts[raster.region[k]].glass) += 1;
  double most = 0;
  for (const auto &[name, count] : counts)
    most = std::max(most, count.varying());
  std::vector<std::string> names;
  for (const auto &[name, count] : counts)
    if (count.varying() > 0 && count.varying() >= many * most)
      names.push_back(name);
  return names;
}
} // namespace quench::report
