#include <postprocess/array/dataset.h>

#include <physics/base/error.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

BOOST_AUTO_TEST_CASE(reads_what_was_written)
{
  const TemporaryFolder folder;
  const Dataset         data = patterns(37, 5);
  write_idx(folder.path(), "train", data);
  const Dataset read = read_dataset(folder.path(), "train", 30);
  BOOST_CHECK_EQUAL(read.images.rows(), 30);
  BOOST_CHECK_EQUAL(read.images.cols(), 64);
  for (int i = 0; i < 30; ++i)
    BOOST_CHECK_EQUAL(int(read.labels[i]), i % 10);
  // grey values have 8 bits
  BOOST_CHECK_SMALL((read.images - data.images.topRows(30)).cwiseAbs().maxCoeff(), 0.5F / 255 + 1e-6F);
}

BOOST_AUTO_TEST_CASE(reads_fashion_mnist_of_debian)
{
  const Dataset test = read_dataset(DatasetParameters().folder, "t10k", 10000);
  BOOST_CHECK_EQUAL(test.images.cols(), 784);
  BOOST_CHECK_EQUAL(int(test.labels[0]), 9); // an ankle boot
  std::vector<int> count(10);
  for (const auto label : test.labels)
    ++count[label];
  for (const int n : count)
    BOOST_CHECK_EQUAL(n, 1000); // the data set is balanced
}

BOOST_AUTO_TEST_CASE(a_missing_file_names_the_package)
{
  const auto read = [] { read_dataset("no/such/folder", "train", 10); };
  BOOST_CHECK_THROW(read(), InputError);
  BOOST_CHECK(contains(message_of(read), "no/such/folder/train-labels-idx1-ubyte.gz"));
  BOOST_CHECK(contains(message_of(read), "apt-get install dataset-fashion-mnist"));
}

BOOST_AUTO_TEST_CASE(refuses_too_few_images)
{
  const TemporaryFolder folder;
  write_idx(folder.path(), "train", patterns(20, 5));
  const auto read = [&] { read_dataset(folder.path(), "train", 21); };
  BOOST_CHECK_THROW(read(), InputError);
  BOOST_CHECK(contains(message_of(read), "20 items"));
}

BOOST_AUTO_TEST_CASE(refuses_files_of_another_kind_or_cut_short)
{
  const TemporaryFolder folder;
  const Dataset         data = patterns(20, 5);
  write_idx(folder.path(), "train", data);
  const std::string labels = folder.path() + "/train-labels-idx1-ubyte.gz";
  const std::string images = folder.path() + "/train-images-idx3-ubyte.gz";

  std::vector<std::uint8_t> wrong_magic;
  append_big_endian(wrong_magic, 0x802);
  append_big_endian(wrong_magic, 20);
  write_bytes(labels, wrong_magic);
  BOOST_CHECK_THROW(read_dataset(folder.path(), "train", 20), InputError);

  write_idx(folder.path(), "train", data);
  std::vector<std::uint8_t> cut;
  for (const std::uint32_t x : {0x803U, 20U, 8U, 8U})
    append_big_endian(cut, x);
  cut.resize(cut.size() + 100);
  write_bytes(images, cut);
  BOOST_CHECK_THROW(read_dataset(folder.path(), "train", 20), IoError);

  Dataset eleven_classes   = data;
  eleven_classes.labels[3] = 10;
  write_idx(folder.path(), "train", eleven_classes);
  BOOST_CHECK_THROW(read_dataset(folder.path(), "train", 20), IoError);

  std::ofstream(labels) << "";
  BOOST_CHECK_THROW(read_dataset(folder.path(), "train", 20), IoError);
}
