#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace quench
{
/// SHA-256 of data that arrives in pieces. Source: NIST FIPS 180-4, sections 5 and 6.2.
class Sha256
{
public:
  void add(std::string_view data);

  /// The digest of all data so far as 64 hexadecimal digits.
  std::string hex() const;

private:
  void add_block(const unsigned char *block);

  std::array<std::uint32_t, 8>  hash_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> block_{}; ///< not yet complete
  std::uint64_t                 n_bytes_ = 0;
};

/// SHA-256 of a buffer as 64 hexadecimal digits.
std::string sha256(std::string_view data);

/// SHA-256 of a file. Throws IoError if it cannot be read.
std::string sha256_of_file(const std::string &path);
} // namespace quench
