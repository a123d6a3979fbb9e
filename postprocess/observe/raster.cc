#include <postprocess/observe/raster.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <postprocess/observe/collective.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace quench::observe
{
namespace
{
constexpr double tolerance = 1e-6; ///< of a spacing: nearer to a border is on it
constexpr int    digits    = 9;

/// One sample on its way to rank 0. A lower priority wins: 0 inside or on the upper border of a cell,
/// 1 on its lower r border, 2 on its lower z border, 3 on both.
struct Sample
{
  std::uint64_t point;
  std::int32_t  priority, region;
};

/// What the section shows of a cell: its edges in r (or x), z and y, and for each corner of its rectangle,
/// counter-clockwise, the two nodes between which the plane passes. In 2-D y is 0 and both are the same node.
struct Cut
{
  std::array<double, 3>                      lower, upper;
  std::array<std::array<std::int64_t, 2>, 4> nodes;
};

Cut cut_of(const FieldSnapshot &snapshot, std::size_t cell)
{
  const std::int64_t *n  = &snapshot.connectivity[snapshot.nodes_per_cell() * cell];
  const auto          at = [&](std::int64_t node) { return &snapshot.points[3 * node]; };
  if (snapshot.dim == 2)
    return {{at(n[0])[0], at(n[0])[1], 0},
            {at(n[2])[0], at(n[2])[1], 0},
            {{{n[0], n[0]}, {n[1], n[1]}, {n[2], n[2]}, {n[3], n[3]}}}};
  return {{at(n[0])[0], at(n[0])[2], at(n[0])[1]},
          {at(n[6])[0], at(n[6])[2], at(n[6])[1]},
          {{{n[0], n[3]}, {n[1], n[2]}, {n[5], n[6]}, {n[4], n[7]}}}};
}

/// The raster over the box of all meshes: origin, spacing, number of points; the plane halves the box.
RasterMap empty_raster(const FieldSnapshot &snapshot, double spacing, MPI_Comm communicator)
{
  constexpr double      infinity = std::numeric_limits<double>::infinity();
  std::array<double, 6> bounds; // lower r, z, y; minus upper r, z, y
  bounds.fill(infinity);
  for (std::size_t cell = 0; cell < snapshot.n_cells(); ++cell)
  {
    const Cut cut = cut_of(snapshot, cell);
    for (int d = 0; d < 3; ++d)
    {
      bounds[d]     = std::min(bounds[d], cut.lower[d]);
      bounds[d + 3] = std::min(bounds[d + 3], -cut.upper[d]);
    }
  }
  MPI_Allreduce(MPI_IN_PLACE, bounds.data(), 6, MPI_DOUBLE, MPI_MIN, communicator);
  RasterMap map;
  map.spacing = spacing;
  map.plane   = 0.5 * (bounds[2] - bounds[5]);
  for (int d = 0; d < 2; ++d)
  {
    map.origin[d] = bounds[d];
    map.n[d]      = 1 + static_cast<std::size_t>(std::floor((-bounds[d + 3] - bounds[d]) / spacing + tolerance));
  }
  return map;
}

/// Raster lines of one direction in a cell: the first on its lower border counts as such.
struct Lines
{
  std::size_t begin, end; ///< half open
  bool        begins_on_border;
};

Lines lines_in(const RasterMap &map, const Cut &cut, int d)
{
  const double lower = (cut.lower[d] - map.origin[d]) / map.spacing,
               upper = (cut.upper[d] - map.origin[d]) / map.spacing;
  const double first = std::ceil(lower - tolerance), last = std::floor(upper + tolerance);
  return {static_cast<std::size_t>(std::max(first, 0.0)), std::min(static_cast<std::size_t>(last + 1), map.n[d]),
          first - lower <= tolerance};
}

/// The samples of this rank: heads, and the values of all fields behind each other.
struct Samples
{
  std::vector<Sample> heads;
  std::vector<double> values;
};

class Sampler
{
public:
  Sampler(const FieldSnapshot &snapshot, const RasterContent &content, const RasterMap &map)
    : snapshot_(snapshot), map_(map), region_(required(snapshot.cell_arrays, content.region))
  {
    for (const std::string &name : content.fields)
      fields_.push_back(required(snapshot.point_arrays, name));
  }

  Samples sample()
  {
    for (std::size_t cell = 0; cell < snapshot_.n_cells(); ++cell)
      fill(cell);
    return std::move(samples_);
  }

private:
  static const double *required(const std::vector<FieldSnapshot::Array> &arrays, const std::string &name)
  {
    const FieldSnapshot::Array *array = find_array(arrays, name);
    if (array == nullptr || array->components != 1)
      throw Error(ExitCode::internal, "raster map", "there is no scalar field \"" + name + "\"");
    return array->values.data();
  }

  /// How far the plane is from the nearer to the farther wall of the cell; negative if it does not pass through. A
  /// plane on a border shows the cell on its lower side.
  double part_of(const Cut &cut) const
  {
    if (snapshot_.dim == 2)
      return 0;
    const double part = (map_.plane - cut.lower[2]) / (cut.upper[2] - cut.lower[2]);
    return part > tolerance && part <= 1 + tolerance ? std::min(part, 1.0) : -1;
  }

  void fill(std::size_t cell)
  {
    const Cut    cut  = cut_of(snapshot_, cell);
    const double part = part_of(cut);
    if (part < 0)
      return;
    const Lines in_r = lines_in(map_, cut, 0), in_z = lines_in(map_, cut, 1);
    for (std::size_t j = in_z.begin; j < in_z.end; ++j)
      for (std::size_t i = in_r.begin; i < in_r.end; ++i)
      {
        const int priority =
            (in_r.begins_on_border && i == in_r.begin ? 1 : 0) + (in_z.begins_on_border && j == in_z.begin ? 2 : 0);
        samples_.heads.push_back({j * map_.n[0] + i, priority, static_cast<std::int32_t>(region_[cell])});
        const double x = fraction(cut, 0, i), y = fraction(cut, 1, j);
        for (const double *field : fields_)
        {
          const auto at = [&](int k) { return (1 - part) * field[cut.nodes[k][0]] + part * field[cut.nodes[k][1]]; };
          samples_.values.push_back((1 - y) * ((1 - x) * at(0) + x * at(1)) + y * ((1 - x) * at(3) + x * at(2)));
        }
      }
  }

  double fraction(const Cut &cut, int d, std::size_t line) const
  {
    const double x = map_.origin[d] + static_cast<double>(line) * map_.spacing;
    return std::clamp((x - cut.lower[d]) / (cut.upper[d] - cut.lower[d]), 0.0, 1.0);
  }

  const FieldSnapshot        &snapshot_;
  const RasterMap            &map_;
  const double               *region_;
  std::vector<const double *> fields_;
  Samples                     samples_;
};

std::string pack(const Samples &samples)
{
  const std::size_t heads = samples.heads.size() * sizeof(Sample), values = samples.values.size() * sizeof(double);
  std::string       bytes(heads + values, '\0');
  if (!bytes.empty())
  {
    std::memcpy(bytes.data(), samples.heads.data(), heads);
    std::memcpy(bytes.data() + heads, samples.values.data(), values);
  }
  return bytes;
}

/// Put the samples of one rank into the map where they win.
void merge(const std::string &bytes, std::size_t n_fields, RasterMap &map, std::vector<int> &priority)
{
  const std::size_t n      = bytes.size() / (sizeof(Sample) + n_fields * sizeof(double));
  const char       *values = bytes.data() + n * sizeof(Sample);
  for (std::size_t k = 0; k < n; ++k)
  {
    Sample head;
    std::memcpy(&head, bytes.data() + k * sizeof(Sample), sizeof(Sample));
    if (head.priority >= priority[head.point])
      continue;
    priority[head.point]   = head.priority;
    map.region[head.point] = head.region;
    for (std::size_t f = 0; f < n_fields; ++f)
      std::memcpy(&map.values[f][head.point], values + (k * n_fields + f) * sizeof(double), sizeof(double));
  }
}

void add_number(std::string &text, double value)
{
  char       buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof(buffer), value, std::chars_format::general, digits).ptr;
  text.append(buffer, end);
  text += ',';
}

std::string as_csv(const RasterMap &map, const RasterContent &content)
{
  std::string text = "r_nm,z_nm,";
  for (const std::string &name : content.fields)
    text += name + ",";
  text += content.region + "\n";
  for (std::size_t point = 0; point < map.region.size(); ++point)
  {
    const std::size_t index[2] = {point % map.n[0], point / map.n[0]};
    for (int d = 0; d < 2; ++d)
      add_number(text, map.origin[d] + static_cast<double>(index[d]) * map.spacing);
    for (const std::vector<double> &field : map.values)
      add_number(text, field[point]);
    text += std::to_string(map.region[point]) + "\n";
  }
  return text;
}
} // namespace

RasterMap sample_raster(const FieldSnapshot &snapshot, const RasterContent &content, double spacing,
                        MPI_Comm communicator)
{
  if (!(spacing > 0))
    throw Error(ExitCode::internal, "raster map", "needs a positive spacing");
  RasterMap     map     = empty_raster(snapshot, spacing, communicator);
  const Samples samples = Sampler(snapshot, content, map).sample();
  const auto    all     = gather_on_root(pack(samples), communicator);
  if (all.empty())
    return RasterMap{{map.origin[0], map.origin[1]}, map.plane, spacing, {0, 0}, {}, {}};
  const std::size_t n_points = map.n[0] * map.n[1];
  map.values.assign(content.fields.size(), std::vector<double>(n_points, 0.0));
  map.region.assign(n_points, -1);
  std::vector<int> priority(n_points, std::numeric_limits<int>::max());
  for (const std::string &bytes : all)
    merge(bytes, content.fields.size(), map, priority);
  return map;
}

void write_raster_map(const std::string &path, const FieldSnapshot &snapshot, const RasterContent &content,
                      double spacing, MPI_Comm communicator)
{
  const RasterMap map = sample_raster(snapshot, content, spacing, communicator);
  on_root(communicator, [&] { write_file_atomically(path, as_csv(map, content)); });
}
} // namespace quench::observe
