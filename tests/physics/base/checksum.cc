#include <physics/base/checksum.h>

#include <physics/base/error.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

using namespace quench;

// Vectors: NIST, "Descriptions of SHA-256" and the CAVP byte vectors.
BOOST_AUTO_TEST_CASE(agrees_with_the_published_vectors)
{
  BOOST_CHECK_EQUAL(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  BOOST_CHECK_EQUAL(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_CHECK_EQUAL(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  BOOST_CHECK_EQUAL(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmn"
                           "opqrsmnopqrstnopqrstu"),
                    "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  BOOST_CHECK_EQUAL(sha256(std::string(1000000, 'a')),
                    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

BOOST_AUTO_TEST_CASE(pieces_give_the_sum_of_the_whole)
{
  const std::string data(1000, 'q');
  for (const std::size_t size : {1u, 55u, 56u, 63u, 64u, 65u, 999u})
  {
    Sha256 sum;
    for (std::size_t at = 0; at < data.size(); at += size)
      sum.add(std::string_view(data).substr(at, size));
    BOOST_CHECK_EQUAL(sum.hex(), sha256(data));
    BOOST_CHECK_EQUAL(sum.hex(), sha256(data)); // reading does not change it
  }
}

BOOST_AUTO_TEST_CASE(reads_files)
{
  const std::string folder = std::string(QUENCH_BINARY_DIR) + "/tests/files/checksum";
  std::filesystem::create_directories(folder);
  const std::string data(200000, '\0');
  std::ofstream(folder + "/data", std::ios::binary) << data;
  BOOST_CHECK_EQUAL(sha256_of_file(folder + "/data"), sha256(data));
  BOOST_CHECK_THROW(sha256_of_file(folder + "/none"), IoError);
  BOOST_CHECK_THROW(sha256_of_file(folder), IoError);
}
