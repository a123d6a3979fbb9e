// One tile for all studies: what a case takes is counted alike by accuracy, error and cost.

#include <postprocess/array/tiles/tiled_layer.h>

#include <physics/base/error.h>
#include <postprocess/array/published_device.h>
#include <postprocess/array/random_streams.h>
#include <tests/postprocess/array/case_text.h>
#include <tests/postprocess/array/outcome_value.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <set>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
constexpr double year = 31557600 * units::s;

Matrix normal(Eigen::Index rows, Eigen::Index columns, std::uint64_t seed)
{
  Matrix m(rows, columns);
  fill_normal(m, {seed, Purpose::reference_weights, 0, 0});
  return m;
}

PublishedParameters perfect()
{
  PublishedParameters p;
  p.programming.clear();
  p.nu_min = p.nu_max = 0.06;
  p.spread_min = p.spread_max = p.q_max = 0;
  return p;
}

PeripheryParameters ideal()
{
  PeripheryParameters p;
  p.dac_bits = p.adc_bits = 0;
  p.output_noise          = 0;
  return p;
}

MappingParameters tiles_of(int rows, int columns)
{
  MappingParameters p;
  p.weight_clip  = 0;
  p.tile.rows    = rows;
  p.tile.columns = columns;
  return p;
}

CompensationParameters with(const std::vector<std::string> &schemes)
{
  CompensationParameters p;
  p.schemes = schemes;
  return p;
}
} // namespace

BOOST_AUTO_TEST_CASE(parts_cover_a_matrix_once)
{
  const auto parts = tile_parts(7, 10, {4, 3});
  BOOST_REQUIRE_EQUAL(parts.size(), 9U); // 3 by 3
  Matrix seen = Matrix::Zero(7, 10);
  for (const TilePart &part : parts)
    seen.block(part.first_output, part.first_input, part.n_outputs, part.n_inputs).array() += 1;
  BOOST_CHECK((seen.array() == 1).all());
  BOOST_CHECK_EQUAL(parts.back().n_outputs, 1);
  BOOST_CHECK_EQUAL(parts.back().n_inputs, 2);
}

// Without converters and noise the digital sum of the tiles is the product, whatever their size: 1e-12.
BOOST_AUTO_TEST_CASE(ideal_tiles_sum_to_the_product)
{
  const PublishedDevice device(perfect(), 25 * units::uS);
  const DeviceMatrix    w = normal(50, 70, 1).cast<double>(), x = normal(9, 70, 2).cast<double>();
  for (const auto &[rows, columns] : {std::pair{512, 512}, std::pair{16, 50}, std::pair{9, 7}})
    for (const std::vector<double> &significances : {std::vector<double>{1}, std::vector<double>{3, 1}})
    {
      MappingParameters mapping      = tiles_of(rows, columns);
      mapping.encoding.significances = significances;
      const DeviceMatrix y = TiledArray(w, mapping, device, 1).multiply(x, 0), exact = x * w.transpose();
      BOOST_CHECK_SMALL((y - exact).norm() / exact.norm(), 1e-12);
    }
}

// The same through the converters' path, in single precision, and after a year of one exponent with every scheme.
BOOST_AUTO_TEST_CASE(compensated_tiles_give_the_product_after_a_year)
{
  const PublishedDevice device(perfect(), 25 * units::uS);
  const Matrix          w = normal(50, 70, 1), x = normal(9, 70, 2), exact = x * w.transpose();
  MappingParameters     mapping  = tiles_of(16, 20);
  mapping.encoding.significances = {3, 1};
  const auto       schemes       = with({"compensated", "columns", "slope", "reference cells"});
  const Hardware   hardware{device, mapping, ideal()};
  const TiledLayer layer(w, layer_range(w, x, 4, 1, mapping), hardware, schemes, 1);
  const AgedArray  aged = layer.at(year, 1);
  for (const Compensation scheme : schemes_of(schemes))
    BOOST_CHECK_SMALL((aged.sum(aged.convert(x, 0), scheme) - exact).norm() / exact.norm(), 2e-6F);
}

// Counted at the converters: the distinct levels of one output are those of two converters of two bits (three levels
// each) that are added.
BOOST_AUTO_TEST_CASE(every_tile_has_its_converter)
{
  const PublishedDevice device(perfect(), 25 * units::uS);
  PeripheryParameters   periphery = ideal();
  periphery.adc_bits              = 2;
  const Matrix w = Matrix::Ones(1, 2), x = normal(4000, 2, 3);
  const auto   levels = [&](int rows) {
    const Hardware   hardware{device, tiles_of(rows, 1), periphery};
    const TiledLayer layer(w, {4, 1, {}}, hardware, with({"raw"}), 1);
    const Matrix     y = layer.at(0, 1).multiply(x, 0);
    std::set<int>    found;
    for (Eigen::Index k = 0; k < y.size(); ++k)
      found.insert(static_cast<int>(std::lround(y(k))));
    return found.size();
  };
  BOOST_CHECK_EQUAL(levels(2), 3U); // -1, 0, 1
  BOOST_CHECK_EQUAL(levels(1), 5U); // -2 to 2
}

// A slice is converted before it is weighted: with significances 3 and 1 the levels of two bits are the sums of
// {-3, 0, 3} / 4 and {-1, 0, 1} / 4. Equal slices see the same weight, so the sums are -1, 0 and 1.
BOOST_AUTO_TEST_CASE(every_slice_has_its_converter)
{
  PublishedParameters noisy = perfect();
  noisy.q_max               = 0.2; // of fresh reads: slices differ
  const PublishedDevice device(noisy, 25 * units::uS);
  PeripheryParameters   periphery = ideal();
  periphery.adc_bits              = 2;
  MappingParameters mapping       = tiles_of(512, 512);
  mapping.encoding.significances  = {3, 1};
  const Matrix     w = Matrix::Ones(1, 1), x = Matrix::Constant(4000, 1, 0.5F);
  const TiledLayer layer(w, {4, 1, {}}, {device, mapping, periphery}, with({"raw"}), 1);
  const Matrix     y = layer.at(0, 1).multiply(x, 0);
  std::set<int>    quarters;
  for (Eigen::Index k = 0; k < y.size(); ++k)
    quarters.insert(static_cast<int>(std::lround(4 * y(k))));
  BOOST_CHECK((quarters == std::set<int>{0, 1, 3, 4})); // half a level on both sides: each slice rounds on its own
}

namespace
{
/// A case on an array of 20 inputs and 12 outputs of tiles of 8 by 5: 3 x 3 tiles.
std::string counted(const std::string &study, const std::string &more)
{
  return "set study = " + study + "\nset times = 1 h\nsubsection mapping\n subsection tile\n  set rows = 8\n" +
         "  set columns = 5\n end\n" + more;
}
const std::string two_slices = " subsection encoding\n  set significances = 2, 1\n  set devices = 2\n end\n";
} // namespace

// mvm error: 20 x 20 on tiles of 8 x 5 with two slices of two devices: ceil(20/8) = 3 by ceil(20/5) = 4 parts.
BOOST_AUTO_TEST_CASE(the_study_of_products_counts_its_tiles)
{
  const Outcome outcome = run_text(
      counted("mvm error", two_slices + "end\nsubsection mvm error\n set size = 20\n set matrices = 1\nend\n"));
  BOOST_CHECK_EQUAL(value_of(outcome, "tiles"), 3 * 4 * 2);
  BOOST_CHECK_EQUAL(value_of(outcome, "devices"), 20 * 20 * 2 * 2 * 2); // slices, devices, polarities
  BOOST_CHECK_EQUAL(value_of(outcome, "conversions"), 20 * 3 * 2);      // every output, row of tiles, slice
}

// One case of a network, by accuracy and by cost: 64-12-10 on tiles of 8 x 5.
BOOST_AUTO_TEST_CASE(accuracy_and_cost_of_one_case_agree)
{
  const TemporaryFolder folder;
  write_idx(folder.path(), "train", patterns(300, 5));
  write_idx(folder.path(), "t10k", patterns(100, 6));
  const auto network = [&](const std::string &test) {
    return "end\nsubsection data set\n set folder = " + folder.path() + "\n set training images = 300\n" + test +
           "end\nsubsection network\n set hidden layers = 12\n set epochs = 1\n"
           " set batch size = 50\nend\nsubsection periphery\n set calibration images = 100\nend\n";
  };
  const Outcome accuracy =
      run_text(counted("accuracy", two_slices + network(" set test images = 100\n")) + "set arrays = 1\n");
  const Outcome cost  = run_text(counted("layer cost", two_slices + network("")));
  const double  tiles = (8 * 3 + 2 * 2) * 2, devices = (64 * 12 + 12 * 10) * 8, conversions = (12 * 8 + 10 * 2) * 2;
  for (const Outcome *outcome : {&accuracy, &cost})
  {
    BOOST_CHECK_EQUAL(value_of(*outcome, "tiles"), tiles);
    BOOST_CHECK_EQUAL(value_of(*outcome, "devices"), devices);
    BOOST_CHECK_EQUAL(value_of(*outcome, "conversions"), conversions);
  }
}

BOOST_AUTO_TEST_CASE(other_studies_count_their_tiles)
{
  const Outcome block = run_text(
      counted("transformer", "end\nsubsection transformer\n set width = 16\n set heads = 2\n set inner width = 32\n"
                             " set tokens = 4\n set sequences = 1\nend\n"));
  BOOST_CHECK_EQUAL(value_of(block, "tiles"), 4 * 2 * 4 + 2 * 7 + 4 * 4);
  const Outcome range =
      run_text(counted("long range", "end\nsubsection long range\n set length = 32\n"
                                     " set key width = 20\n set features = 12\n set sequences = 2\nend\n"));
  BOOST_CHECK_EQUAL(value_of(range, "tiles"), 3 * 3);
  BOOST_CHECK_EQUAL(value_of(range, "conversions"), 12 * 3);
  const Outcome experts = run_text(counted("experts", "end\nsubsection experts\n set experts = 4\n set routed = 1\n"
                                                      " set width = 12\n set tokens = 8\nend\n"));
  BOOST_CHECK_EQUAL(value_of(experts, "tiles"), 4 * 2 * 3);
  BOOST_CHECK_EQUAL(value_of(experts, "conversions_1_of_4"), 12 * 2);
  BOOST_CHECK_EQUAL(value_of(experts, "conversions_4_of_4"), 4 * 12 * 2);
}

BOOST_AUTO_TEST_CASE(too_many_tiles_are_refused)
{
  const PublishedDevice device(perfect(), 25 * units::uS);
  BOOST_CHECK(
      contains(message_of([&] {
                 TiledLayer(normal(1100, 1100, 1), {1, 1, {}}, {device, tiles_of(1, 1), ideal()}, with({"raw"}), 1);
               }),
               "mapping/tile"));
}
