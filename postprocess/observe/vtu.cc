#include <postprocess/observe/vtu.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <postprocess/observe/collective.h>

#include <zlib.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace quench::observe
{
namespace
{
// Cell types of VTK.
constexpr std::uint8_t vtk_quad = 9, vtk_hexahedron = 12;

std::string base64(std::string_view bytes)
{
  constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string    text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3)
  {
    const std::size_t   left = bytes.size() - i;
    const auto          byte = [&](std::size_t k) { return k < left ? std::uint32_t(std::uint8_t(bytes[i + k])) : 0u; };
    const std::uint32_t word = byte(0) << 16 | byte(1) << 8 | byte(2);
    text += letters[word >> 18];
    text += letters[word >> 12 & 63];
    text += left > 1 ? letters[word >> 6 & 63] : '=';
    text += left > 2 ? letters[word & 63] : '=';
  }
  return text;
}

template <class T>
std::string_view bytes_of(const std::vector<T> &values)
{
  return {reinterpret_cast<const char *>(values.data()), values.size() * sizeof(T)};
}

/// VTK's compressed inline form: one block, its sizes before it.
std::string encode(std::string_view data)
{
  uLongf      size = compressBound(data.size());
  std::string packed(size, '\0');
  if (compress2(reinterpret_cast<Bytef *>(packed.data()), &size, reinterpret_cast<const Bytef *>(data.data()),
                data.size(), Z_BEST_SPEED) != Z_OK)
    throw Error(ExitCode::internal, "zlib", "compression failed");
  packed.resize(size);
  const std::vector<std::uint64_t> head = {1, data.size(), data.size(), size};
  return base64(bytes_of(head)) + base64(packed);
}

std::string data_array(const std::string &type, const std::string &name, int components, std::string_view data)
{
  return "<DataArray type=\"" + type + "\" Name=\"" + name + "\" NumberOfComponents=\"" + std::to_string(components) +
         "\" format=\"binary\">" + encode(data) + "</DataArray>\n";
}

std::string data_arrays(const std::string &tag, const std::vector<FieldSnapshot::Array> &arrays)
{
  std::string text = "<" + tag + ">\n";
  for (const FieldSnapshot::Array &array : arrays)
    text += data_array("Float64", array.name, array.components, bytes_of(array.values));
  return text + "</" + tag + ">\n";
}

/// The field array `region_names`: VTK writes texts as the codes of their bytes, each text ended by 0.
std::string names_of_regions(const std::vector<std::string> &names)
{
  if (names.empty())
    return "";
  std::string text = "<FieldData>\n<Array type=\"String\" Name=\"region_names\" NumberOfTuples=\"" +
                     std::to_string(names.size()) + "\" format=\"ascii\">\n";
  for (const std::string &name : names)
  {
    for (const char c : name)
      text += std::to_string(static_cast<unsigned char>(c)) + " ";
    text += "0\n";
  }
  return text + "</Array>\n</FieldData>\n";
}

/// The cells of one rank; "" if it has none.
std::string piece(const FieldSnapshot &snapshot)
{
  if (snapshot.n_cells() == 0)
    return "";
  std::vector<std::int64_t> offsets(snapshot.n_cells());
  for (std::size_t i = 0; i < offsets.size(); ++i)
    offsets[i] = static_cast<std::int64_t>((i + 1) * snapshot.nodes_per_cell());
  const std::vector<std::uint8_t> types(snapshot.n_cells(), snapshot.dim == 2 ? vtk_quad : vtk_hexahedron);
  return "<Piece NumberOfPoints=\"" + std::to_string(snapshot.n_points()) + "\" NumberOfCells=\"" +
         std::to_string(snapshot.n_cells()) + "\">\n<Points>\n" +
         data_array("Float64", "points_nm", 3, bytes_of(snapshot.points)) + "</Points>\n<Cells>\n" +
         data_array("Int64", "connectivity", 1, bytes_of(snapshot.connectivity)) +
         data_array("Int64", "offsets", 1, bytes_of(offsets)) + data_array("UInt8", "types", 1, bytes_of(types)) +
         "</Cells>\n" + data_arrays("PointData", snapshot.point_arrays) +
         data_arrays("CellData", snapshot.cell_arrays) + "</Piece>\n";
}

/// Value of the attribute `name` in one line of our own XML, "" if it has none.
std::string attribute(const std::string &line, const std::string &name)
{
  const std::string mark  = " " + name + "=\"";
  const auto        begin = line.find(mark);
  if (begin == std::string::npos)
    return "";
  const auto value = begin + mark.size();
  return line.substr(value, line.find('"', value) - value);
}
} // namespace

void write_vtu(const std::string &path, const FieldSnapshot &snapshot, MPI_Comm communicator)
{
  check(snapshot);
  const std::vector<std::string> pieces = gather_on_root(piece(snapshot), communicator);
  on_root(communicator, [&] {
    std::string text = "<?xml version=\"1.0\"?>\n<!-- Quench; coordinates in nm -->\n"
                       "<VTKFile type=\"UnstructuredGrid\" version=\"1.0\" byte_order=\"LittleEndian\" "
                       "header_type=\"UInt64\" compressor=\"vtkZLibDataCompressor\">\n<UnstructuredGrid>\n";
    text += names_of_regions(snapshot.region_names);
    for (const std::string &one : pieces)
      text += one;
    write_file_atomically(path, text + "</UnstructuredGrid>\n</VTKFile>\n");
  });
}

void write_pvd(const std::string &path, std::span<const PvdEntry> entries)
{
  std::string text = "<?xml version=\"1.0\"?>\n<!-- Quench; times in ns -->\n"
                     "<VTKFile type=\"Collection\" version=\"0.1\">\n<Collection>\n";
  char        time[32];
  for (const PvdEntry &entry : entries)
  {
    std::snprintf(time, sizeof(time), "%.17g", entry.time_ns);
    text += "<DataSet timestep=\"" + std::string(time) + "\" part=\"0\" file=\"" + entry.file + "\"/>\n";
  }
  write_file_atomically(path, text + "</Collection>\n</VTKFile>\n");
}

std::vector<PvdEntry> read_pvd(const std::string &path)
{
  std::vector<PvdEntry> entries;
  if (!file_exists(path))
    return entries;
  const std::string text = read_file(path);
  for (std::size_t begin = 0; begin < text.size();)
  {
    const std::size_t end  = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    if (line.rfind("<DataSet", 0) == 0)
      entries.push_back({std::strtod(attribute(line, "timestep").c_str(), nullptr), attribute(line, "file")});
    begin = end + 1;
  }
  return entries;
}
} // namespace quench::observe
