#pragma once

#include <postprocess/array/dataset.h>
#include <postprocess/array/random_streams.h>

#include <boost/test/unit_test.hpp>

#include <zlib.h>

#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

namespace quench::array::testing
{
/// All handwritten digits of 8 x 8 pixels: E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits (1998),
/// UCI Machine Learning Repository, doi 10.24432/C50P49, CC BY 4.0; the 1797 images of its test set, one per line, 64
/// values from 0 to 16 and the label.
inline Dataset all_digits()
{
  constexpr int n    = 1797;
  gzFile        file = gzopen((std::string(QUENCH_SOURCE_DIR) + "/tests/data/optdigits.csv.gz").c_str(), "rb");
  Dataset       data;
  data.images.resize(n, 64);
  char line[1000];
  for (int row = 0; row < n && gzgets(file, line, sizeof line); ++row)
  {
    char *next = line;
    for (int k = 0; k < 64; ++k, ++next)
      data.images(row, k) = static_cast<float>(std::strtod(next, &next) / 16);
    data.labels.push_back(static_cast<std::uint8_t>(std::strtod(next, nullptr)));
  }
  gzclose(file);
  BOOST_REQUIRE_EQUAL(data.labels.size(), static_cast<std::size_t>(n));
  data.height = data.width = 8;
  return data;
}

/// Images [first, last) in a random order, the same for every run.
inline Dataset digits(const Dataset &all, std::size_t first, std::size_t last, std::uint64_t order_seed = 1)
{
  std::vector<int> order(all.labels.size());
  std::iota(order.begin(), order.end(), 0);
  shuffle(order, {order_seed, Purpose::image_order, 0, 0});
  Dataset data;
  data.images.resize(static_cast<Eigen::Index>(last - first), all.images.cols());
  for (std::size_t k = first; k < last; ++k)
  {
    data.images.row(static_cast<Eigen::Index>(k - first)) = all.images.row(order[k]);
    data.labels.push_back(all.labels[static_cast<std::size_t>(order[k])]);
  }
  return data;
}
} // namespace quench::array::testing
