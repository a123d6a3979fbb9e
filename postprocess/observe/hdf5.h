#pragma once

#include <hdf5.h>

#include <cstdint>
#include <string>
#include <vector>

/// What results_file.cc needs of HDF5's C interface, with every call checked. Errors are IoErrors with the path of the
/// file and the innermost reason on HDF5's error stack; HDF5 itself prints nothing while a `Quiet` lives.
namespace quench::observe::hdf5
{
/// Suspends HDF5's own printing of errors.
class Quiet
{
public:
  Quiet();
  ~Quiet();
  Quiet(const Quiet &)            = delete;
  Quiet &operator=(const Quiet &) = delete;

private:
  H5E_auto2_t function_;
  void       *data_;
};

/// An open HDF5 object (file, group, dataset, type, space, list), closed at the end of its life. `path` is the file's.
class Handle
{
public:
  Handle() = default;
  /// Take over `id`; throws IoError "path: cannot `what`: reason" if it is negative.
  Handle(hid_t id, herr_t (*closer)(hid_t), const std::string &path, const std::string &what);
  Handle(Handle &&other) noexcept;
  Handle &operator=(Handle &&other) noexcept;
  ~Handle();

  hid_t              id() const { return id_; }
  const std::string &path() const { return path_; }
  /// Close now, checked.
  void close();

private:
  hid_t id_               = -1;
  herr_t (*close_)(hid_t) = nullptr;
  std::string path_;
};

/// Throw IoError "path: cannot `what`: reason" if `status` is negative.
void check(herr_t status, const std::string &path, const std::string &what);

/// Whether HDF5 still has something open in this process, as after a file could not be closed.
bool has_open_objects();

/// Files are opened without HDF5's lock, so that others can read them meanwhile; that one process writes is for the
/// caller to see to (FolderLock).
Handle create_file(const std::string &path);
Handle open_file(const std::string &path);
/// Make the group `name` ("events/step_rejections") and what is missing above it.
Handle create_group(const Handle &file, const std::string &name);
Handle open_dataset(const Handle &file, const std::string &name);

void write_attribute(const Handle &object, const std::string &name, const std::string &value);
void write_attribute(const Handle &object, const std::string &name, const std::vector<std::string> &values);
void write_attribute(const Handle &object, const std::string &name, const std::vector<double> &values);
void write_attribute(const Handle &object, const std::string &name, const std::vector<int> &values);
/// A scalar number; replaces an older attribute of this name in place.
void write_attribute(const Handle &object, const std::string &name, double value);
void write_attribute(const Handle &object, const std::string &name, int value);

/// A dataset that holds one string.
void write_string(const Handle &group, const std::string &name, const std::string &value);

/// An empty extendible 1-D dataset of doubles (or of strings), chunked by `chunk` entries.
Handle create_column(const Handle &group, const std::string &name, hsize_t chunk, bool text);
/// Put `value` behind the last of `rows` entries.
void append(const Handle &column, hsize_t rows, double value);
void append(const Handle &column, hsize_t rows, const std::string &value);
/// Number of entries; set it (only downwards, for resuming).
hsize_t length(const Handle &column);
void    set_length(const Handle &column, hsize_t rows);
} // namespace quench::observe::hdf5
