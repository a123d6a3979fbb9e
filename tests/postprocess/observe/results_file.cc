#include <postprocess/observe/results_file.h>

#include <postprocess/observe/hdf5.h>
#include <tests/postprocess/observe/scratch.h>

#include <cmath>
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>

using namespace quench;
using namespace quench::observe;

namespace
{
const Table series     = {"series",
                          {{"time", "ns"}, {"current", "uA", "through the cell"}, {"energy", "pJ"}, {"temperature", "K"}},
                          "current",
                          "time"};
const Table rejections = {"events/step_rejections", {{"time", "ns"}, {"dt", "ns"}}, "dt", "time", "reason"};

CaseRecord record()
{
  CaseRecord record;
  record.provenance = make_provenance("quench run reset.prm");
  record.sha256     = "abc";
  record.text       = "set a = 20 nm\n";
  record.json       = "{}";
  record.ranks      = 2;
  record.libraries  = {{"deal.II", "9.4.1"}};
  return record;
}

void add(ResultsFile &file, double i) { file.append_row("series", std::vector<double>{i, 2 * i, 3 * i, 300}); }

std::vector<double> read_column(const hdf5::Handle &file, const std::string &name)
{
  const hdf5::Handle  column = hdf5::open_dataset(file, name);
  std::vector<double> values(hdf5::length(column));
  hdf5::check(H5Dread(column.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), name, "read");
  return values;
}

template <class T>
std::vector<T> read_attribute(const hdf5::Handle &object, const std::string &name, hid_t type)
{
  const hdf5::Handle attribute(H5Aopen(object.id(), name.c_str(), H5P_DEFAULT), H5Aclose, name, "open");
  const hdf5::Handle space(H5Aget_space(attribute.id()), H5Sclose, name, "get the size of");
  std::vector<T>     values(H5Sget_simple_extent_npoints(space.id()));
  hdf5::check(H5Aread(attribute.id(), type, values.data()), name, "read");
  return values;
}

int complete(const std::string &path)
{
  return read_attribute<int>(hdf5::open_file(path), "complete", H5T_NATIVE_INT).front();
}
} // namespace

BOOST_AUTO_TEST_SUITE(results_file)

BOOST_AUTO_TEST_CASE(rows_and_units_read_back)
{
  const test::Scratch scratch;
  const std::string   path = scratch.path("results.h5");
  ResultsFile         file(path, record(), {series, rejections});
  add(file, 1.0 / 3.0);
  add(file, 2);
  file.append_row("events/step_rejections", std::vector<double>{1, 0.5}, "dT too large");
  file.add_fallback("direct solver");
  BOOST_TEST(file.rows().at("series") == 2);
  file.finish();

  BOOST_TEST(complete(path) == 1);
  const hdf5::Handle h5 = hdf5::open_file(path);
  BOOST_TEST(read_column(h5, "series/time") == (std::vector<double>{1.0 / 3.0, 2}), boost::test_tools::per_element());
  BOOST_TEST(hdf5::length(hdf5::open_dataset(h5, "events/step_rejections/reason")) == 1);
  BOOST_TEST(hdf5::length(hdf5::open_dataset(h5, "case/fallbacks")) == 1);
}

// L M T I theta N J of uA, pJ and K, and their factors to SI.
BOOST_AUTO_TEST_CASE(units_are_there_for_programs)
{
  const test::Scratch scratch;
  ResultsFile         file(scratch.path("r.h5"), record(), {series});
  file.finish();
  const hdf5::Handle h5   = hdf5::open_file(scratch.path("r.h5"));
  const auto         unit = [&](const char *name, double factor, const std::vector<double> &powers) {
    const hdf5::Handle column = hdf5::open_dataset(h5, name);
    BOOST_TEST(read_attribute<double>(column, "unitSI", H5T_NATIVE_DOUBLE).front() == factor,
                       boost::test_tools::tolerance(1e-14));
    BOOST_TEST(read_attribute<double>(column, "unitDimension", H5T_NATIVE_DOUBLE) == powers,
                       boost::test_tools::per_element());
  };
  unit("series/time", 1e-9, {0, 0, 1, 0, 0, 0, 0});
  unit("series/current", 1e-6, {0, 0, 0, 1, 0, 0, 0});
  unit("series/energy", 1e-12, {2, 1, -2, 0, 0, 0, 0});
  unit("series/temperature", 1, {0, 0, 0, 0, 1, 0, 0});
}

BOOST_AUTO_TEST_CASE(a_resumed_file_has_no_duplicate_rows)
{
  const test::Scratch scratch;
  const std::string   path = scratch.path("results.h5");
  ResultsFile::Rows   checkpoint;
  {
    ResultsFile file(path, record(), {series, rejections});
    add(file, 1);
    checkpoint = file.rows();
    add(file, 2);
    file.append_row("events/step_rejections", std::vector<double>{1, 0.5}, "later");
    file.finish();
  }
  {
    ResultsFile file(path, {series, rejections}, checkpoint);
    BOOST_TEST((file.rows() == checkpoint));
    add(file, 5);
  }
  BOOST_TEST(complete(path) == 0);
  const hdf5::Handle h5 = hdf5::open_file(path);
  BOOST_TEST(read_column(h5, "series/time") == (std::vector<double>{1, 5}), boost::test_tools::per_element());
  BOOST_TEST(hdf5::length(hdf5::open_dataset(h5, "events/step_rejections/reason")) == 0);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_continued_is_refused)
{
  const test::Scratch scratch;
  const std::string   path = scratch.path("results.h5");
  BOOST_CHECK_EXCEPTION(ResultsFile(path, {series}, {{"series", 0}}), Error,
                        test::complains(ExitCode::io, "No such file or directory"));
  ResultsFile(path, record(), {series}).finish();
  BOOST_CHECK_EXCEPTION(ResultsFile(path, {series}, {{"series", 1}, {"case", 0}}), Error,
                        test::complains(ExitCode::io, "has 0 rows"));
  BOOST_CHECK_EXCEPTION(ResultsFile(path, {rejections}, {{"events/step_rejections", 0}, {"case", 0}}), Error,
                        test::complains(ExitCode::io, "events/step_rejections"));
  write_file_atomically(path, "not HDF5");
  BOOST_CHECK_EXCEPTION(ResultsFile(path, {series}, {{"series", 0}, {"case", 0}}), Error,
                        test::complains(ExitCode::io, "cannot open the file"));
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_is_refused_and_not_written)
{
  const test::Scratch scratch;
  ResultsFile         file(scratch.path("r.h5"), record(), {series});
  BOOST_CHECK_EXCEPTION(add(file, std::nan("")), Error, test::complains(ExitCode::internal, "series/time"));
  BOOST_CHECK_EXCEPTION(file.append_row("series", std::vector<double>{1}), Error,
                        test::complains(ExitCode::internal, "1 values"));
  BOOST_CHECK_EXCEPTION(file.append_row("reads", std::vector<double>{1}), Error,
                        test::complains(ExitCode::internal, "\"reads\""));
  BOOST_TEST(file.rows().at("series") == 0);
}

/// Write rows until killed; the parent kills at a time that falls anywhere in a row.
BOOST_AUTO_TEST_CASE(the_file_is_readable_after_sigkill)
{
  const test::Scratch scratch;
  const std::string   path = scratch.path("results.h5");
  for (int trial = 0; trial < 10; ++trial)
  {
    int progress[2];
    BOOST_REQUIRE(::pipe(progress) == 0);
    const pid_t child = ::fork();
    if (child == 0)
    {
      ResultsFile file(path, record(), {series});
      for (int i = 1;; ++i)
      {
        add(file, i);
        if (::write(progress[1], &i, sizeof(i)) != sizeof(i))
          ::_exit(1);
      }
    }
    int written = 0;
    while (written < 200 + 37 * trial)
      BOOST_REQUIRE(::read(progress[0], &written, sizeof(written)) == sizeof(written));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(progress[0]);
    ::close(progress[1]);

    ResultsFile        again(path, {series}, {{"series", written}, {"case", 0}});
    const hdf5::Handle h5   = hdf5::open_file(path);
    const auto         time = read_column(h5, "series/time");
    BOOST_TEST(time.size() == static_cast<std::size_t>(written));
    BOOST_TEST(time.back() == written);
  }
}

BOOST_AUTO_TEST_CASE(flushing_can_be_made_rarer)
{
  const test::Scratch scratch;
  ResultsFile         file(scratch.path("r.h5"), record(), {series}, {100, std::chrono::hours(1)});
  const auto          before = read_file(scratch.path("r.h5"));
  for (int i = 0; i < 99; ++i)
    add(file, i);
  BOOST_TEST((read_file(scratch.path("r.h5")) == before));
  add(file, 99);
  BOOST_TEST((read_file(scratch.path("r.h5")) != before));
}

// In a child process: a limit on the file size stands for a full disk.
BOOST_AUTO_TEST_CASE(a_file_that_cannot_grow_is_an_error)
{
  const test::Scratch scratch;
  const pid_t         child = ::fork();
  if (child == 0)
  {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {65536, 65536};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try
    {
      ResultsFile file(scratch.path("results.h5"), record(), {series});
      for (int i = 0; i < 100000; ++i)
        add(file, i);
    }
    catch (const IoError &error)
    {
      ::_exit(std::string(error.what()).find("File too large") != std::string::npos ? 4 : 1);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(WIFEXITED(status));
  BOOST_TEST(WEXITSTATUS(status) == 4);
}

BOOST_AUTO_TEST_SUITE_END()
