#include <physics/base/error.h>
#include <postprocess/export/exporter.h>

#include <hdf5.h>

/// The card as HDF5, made in memory by the plain C library (no MPI). Objects become groups, lists datasets, nested
/// lists two-dimensional datasets, single values attributes.
namespace quench::exports
{
namespace
{
/// An HDF5 handle that closes itself; a negative one is an error of the library.
class Handle
{
public:
  Handle(hid_t id, herr_t (*close)(hid_t), const char *what) : id_(id), close_(close)
  {
    if (id < 0)
      throw IoError("HDF5", what, "the library refused it");
  }
  ~Handle() { close_(id_); }
  Handle(const Handle &)            = delete;
  Handle &operator=(const Handle &) = delete;

  operator hid_t() const { return id_; }

private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

void require(herr_t status, const char *what)
{
  if (status < 0)
    throw IoError("HDF5", what, "the library refused it");
}

void write_number(hid_t parent, const std::string &name, double value)
{
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose, "a scalar");
  const Handle attribute(H5Acreate2(parent, name.c_str(), H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                         "an attribute");
  require(H5Awrite(attribute, H5T_NATIVE_DOUBLE, &value), "writing an attribute");
}

void write_text(hid_t parent, const std::string &name, const std::string &value)
{
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "a type");
  require(H5Tset_size(type, value.size() + 1), "the size of a text");
  require(H5Tset_cset(type, H5T_CSET_UTF8), "the character set of a text");
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose, "a scalar");
  const Handle attribute(H5Acreate2(parent, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                         "an attribute");
  require(H5Awrite(attribute, type, value.c_str()), "writing an attribute");
}

void write_numbers(hid_t parent, const std::string &name, const std::vector<double> &values,
                   const std::vector<hsize_t> &shape)
{
  const Handle space(H5Screate_simple(int(shape.size()), shape.data(), nullptr), H5Sclose, "a shape");
  const Handle set(H5Dcreate2(parent, name.c_str(), H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                   H5Dclose, "a dataset");
  require(H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "writing a dataset");
}

void write_array(hid_t parent, const std::string &name, const Json::Array &array)
{
  std::vector<double>  flat;
  std::vector<hsize_t> shape{array.size()};
  for (const Json &entry : array)
    if (entry.is_array())
    {
      shape.resize(2);
      shape[1] = entry.as_array().size();
      for (const Json &value : entry.as_array())
        flat.push_back(value.as_double());
    }
    else
      flat.push_back(entry.as_double());
  write_numbers(parent, name, flat, shape);
}

/// Lists that are no numbers: one attribute each, numbered.
void write_list(hid_t parent, const std::string &name, const Json::Array &array)
{
  for (std::size_t i = 0; i < array.size(); ++i)
    write_text(parent, name + "_" + std::to_string(i + 1),
               array[i].is_string() ? array[i].as_string() : array[i].dump());
}

bool is_numeric(const Json::Array &array)
{
  return !array.empty() && (array.front().is_number() || array.front().is_array());
}

void write_object(hid_t parent, const Json &object)
{
  for (const auto &[name, value] : object.as_object())
    if (value.is_object())
    {
      const Handle group(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose, "a group");
      write_object(group, value);
    }
    else if (value.is_array() && is_numeric(value.as_array()))
      write_array(parent, name, value.as_array());
    else if (value.is_array())
      write_list(parent, name, value.as_array());
    else if (value.is_number())
      write_number(parent, name, value.as_double());
    else if (value.is_string())
      write_text(parent, name, value.as_string());
}
} // namespace

std::vector<File> to_hdf5(const Card &card)
{
  constexpr std::size_t growth = 1 << 20; // bytes by which the image grows
  const Handle          access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "an access list");
  require(H5Pset_fapl_core(access, growth, 0), "a file in memory");
  const Handle file(H5Fcreate("card.h5", H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose, "a file in memory");
  write_object(file, card_json(card));
  require(H5Fflush(file, H5F_SCOPE_GLOBAL), "flushing");
  const ssize_t size = H5Fget_file_image(file, nullptr, 0);
  require(size < 0 ? -1 : 0, "the size of the file");
  std::string image(std::size_t(size), '\0');
  require(H5Fget_file_image(file, image.data(), image.size()) < 0 ? -1 : 0, "the file's bytes");
  return {{"card.h5", image}};
}
} // namespace quench::exports
