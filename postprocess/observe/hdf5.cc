#include <postprocess/observe/hdf5.h>

#include <physics/base/error.h>

#include <algorithm>
#include <utility>

namespace quench::observe::hdf5
{
namespace
{
/// HDF5's stack walker, innermost entry first: keep the first description.
herr_t keep_first(unsigned depth, const H5E_error2_t *error, void *text)
{
  if (depth == 0 && error->desc != nullptr)
    *static_cast<std::string *>(text) = error->desc;
  return 0;
}

/// The innermost reason; of a system error only the system's words.
std::string reason()
{
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &text);
  H5Eclear2(H5E_DEFAULT);
  const std::string mark  = "error message = '";
  const auto        begin = text.find(mark);
  if (begin != std::string::npos)
    text = text.substr(begin + mark.size(), text.find('\'', begin + mark.size()) - begin - mark.size());
  return text.empty() ? "unknown reason" : text;
}

[[noreturn]] void fail(const std::string &path, const std::string &what)
{
  throw IoError(path, "cannot " + what + ": " + reason());
}

Handle scalar_space(const std::string &path)
{
  return Handle(H5Screate(H5S_SCALAR), H5Sclose, path, "make a data space");
}

Handle vector_space(const std::string &path, hsize_t size)
{
  return Handle(H5Screate_simple(1, &size, nullptr), H5Sclose, path, "make a data space");
}

Handle string_type(const std::string &path)
{
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, path, "make a string type");
  check(H5Tset_size(type.id(), H5T_VARIABLE), path, "set the string size");
  check(H5Tset_cset(type.id(), H5T_CSET_UTF8), path, "set the character set");
  return type;
}

void write_attribute(const Handle &object, const std::string &name, hid_t type, const Handle &space, const void *data)
{
  const std::string what = "write the attribute " + name;
  if (H5Aexists(object.id(), name.c_str()) > 0)
  {
    const Handle old(H5Aopen(object.id(), name.c_str(), H5P_DEFAULT), H5Aclose, object.path(), what);
    check(H5Awrite(old.id(), type, data), object.path(), what);
    return;
  }
  const Handle attribute(H5Acreate2(object.id(), name.c_str(), type, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                         object.path(), what);
  check(H5Awrite(attribute.id(), type, data), object.path(), what);
}

void append(const Handle &column, hsize_t rows, hid_t type, const void *value)
{
  const std::string &path = column.path();
  const hsize_t      one = 1, size = rows + 1;
  check(H5Dset_extent(column.id(), &size), path, "extend a column");
  const Handle target(H5Dget_space(column.id()), H5Sclose, path, "read the size of a column");
  check(H5Sselect_hyperslab(target.id(), H5S_SELECT_SET, &rows, nullptr, &one, nullptr), path, "select a row");
  const Handle source = vector_space(path, 1);
  check(H5Dwrite(column.id(), type, source.id(), target.id(), H5P_DEFAULT, value), path, "write a value");
}
} // namespace

Quiet::Quiet()
{
  H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Quiet::~Quiet() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

Handle::Handle(hid_t id, herr_t (*closer)(hid_t), const std::string &path, const std::string &what)
  : id_(id), close_(closer), path_(path)
{
  if (id < 0)
    fail(path, what);
}

Handle::Handle(Handle &&other) noexcept
  : id_(std::exchange(other.id_, -1)), close_(other.close_), path_(std::move(other.path_))
{}

Handle &Handle::operator=(Handle &&other) noexcept
{
  std::swap(id_, other.id_);
  std::swap(close_, other.close_);
  std::swap(path_, other.path_);
  return *this;
}

Handle::~Handle()
{
  if (id_ >= 0)
    close_(id_);
}

void Handle::close()
{
  if (id_ >= 0)
    check(close_(std::exchange(id_, -1)), path_, "close an object");
}

void check(herr_t status, const std::string &path, const std::string &what)
{
  if (status < 0)
    fail(path, what);
}

bool has_open_objects() { return H5Fget_obj_count(static_cast<hid_t>(H5F_OBJ_ALL), H5F_OBJ_ALL) > 0; }

namespace
{
/// Access without HDF5's lock: its lock of a writer would keep every reader out until the run ends.
Handle access_without_lock(const std::string &path)
{
  Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, path, "make an access list");
  check(H5Pset_file_locking(access.id(), false, true), path, "do without a lock");
  return access;
}
} // namespace

Handle create_file(const std::string &path)
{
  const Handle access = access_without_lock(path);
  return Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.id()), H5Fclose, path, "create the file");
}

Handle open_file(const std::string &path)
{
  const Handle access = access_without_lock(path);
  return Handle(H5Fopen(path.c_str(), H5F_ACC_RDWR, access.id()), H5Fclose, path, "open the file");
}

Handle create_group(const Handle &file, const std::string &name)
{
  const std::string what = "make the group " + name;
  if (H5Lexists(file.id(), name.c_str(), H5P_DEFAULT) > 0)
    return Handle(H5Gopen2(file.id(), name.c_str(), H5P_DEFAULT), H5Gclose, file.path(), what);
  const Handle links(H5Pcreate(H5P_LINK_CREATE), H5Pclose, file.path(), what);
  check(H5Pset_create_intermediate_group(links.id(), 1), file.path(), what);
  return Handle(H5Gcreate2(file.id(), name.c_str(), links.id(), H5P_DEFAULT, H5P_DEFAULT), H5Gclose, file.path(), what);
}

Handle open_dataset(const Handle &file, const std::string &name)
{
  return Handle(H5Dopen2(file.id(), name.c_str(), H5P_DEFAULT), H5Dclose, file.path(), "open the column " + name);
}

void write_attribute(const Handle &object, const std::string &name, const std::string &value)
{
  const Handle type = string_type(object.path());
  const char  *data = value.c_str();
  write_attribute(object, name, type.id(), scalar_space(object.path()), &data);
}

void write_attribute(const Handle &object, const std::string &name, const std::vector<std::string> &values)
{
  const Handle              type = string_type(object.path());
  std::vector<const char *> data(values.size());
  std::transform(values.begin(), values.end(), data.begin(), [](const std::string &s) { return s.c_str(); });
  write_attribute(object, name, type.id(), vector_space(object.path(), data.size()), data.data());
}

void write_attribute(const Handle &object, const std::string &name, const std::vector<double> &values)
{
  write_attribute(object, name, H5T_NATIVE_DOUBLE, vector_space(object.path(), values.size()), values.data());
}

void write_attribute(const Handle &object, const std::string &name, const std::vector<int> &values)
{
  write_attribute(object, name, H5T_NATIVE_INT, vector_space(object.path(), values.size()), values.data());
}

void write_attribute(const Handle &object, const std::string &name, double value)
{
  write_attribute(object, name, H5T_NATIVE_DOUBLE, scalar_space(object.path()), &value);
}

void write_attribute(const Handle &object, const std::string &name, int value)
{
  write_attribute(object, name, H5T_NATIVE_INT, scalar_space(object.path()), &value);
}

void write_string(const Handle &group, const std::string &name, const std::string &value)
{
  const Handle      type  = string_type(group.path());
  const Handle      space = scalar_space(group.path());
  const std::string what  = "write " + name;
  const char       *data  = value.c_str();
  const Handle      dataset(
           H5Dcreate2(group.id(), name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Dclose,
           group.path(), what);
  check(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, &data), group.path(), what);
}

Handle create_column(const Handle &group, const std::string &name, hsize_t chunk, bool text)
{
  const std::string what = "make the column " + name;
  const hsize_t     none = 0, unlimited = H5S_UNLIMITED;
  const Handle      space(H5Screate_simple(1, &none, &unlimited), H5Sclose, group.path(), what);
  const Handle      layout(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, group.path(), what);
  check(H5Pset_chunk(layout.id(), 1, &chunk), group.path(), what);
  const Handle strings = text ? string_type(group.path()) : Handle();
  return Handle(H5Dcreate2(group.id(), name.c_str(), text ? strings.id() : H5T_IEEE_F64LE, space.id(), H5P_DEFAULT,
                           layout.id(), H5P_DEFAULT),
                H5Dclose, group.path(), what);
}

void append(const Handle &column, hsize_t rows, double value) { append(column, rows, H5T_NATIVE_DOUBLE, &value); }

void append(const Handle &column, hsize_t rows, const std::string &value)
{
  const Handle type = string_type(column.path());
  const char  *data = value.c_str();
  append(column, rows, type.id(), &data);
}

hsize_t length(const Handle &column)
{
  const Handle space(H5Dget_space(column.id()), H5Sclose, column.path(), "read the size of a column");
  return static_cast<hsize_t>(H5Sget_simple_extent_npoints(space.id()));
}

void set_length(const Handle &column, hsize_t rows)
{
  check(H5Dset_extent(column.id(), &rows), column.path(), "cut a column");
}
} // namespace quench::observe::hdf5
