#include <postprocess/array/network.h>

#include <physics/base/error.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

BOOST_AUTO_TEST_CASE(learns_separable_patterns)
{
  const Network network = train(patterns(2000, 5), small_training());
  const Dataset test    = patterns(500, 6);
  BOOST_CHECK_GT(accuracy(forward(network, test.images), test.labels), 0.97);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_network)
{
  const Dataset      data = patterns(300, 5);
  TrainingParameters p    = small_training();
  const Network      a = train(data, p), b = train(data, p);
  p.seed          = 2;
  const Network c = train(data, p);
  for (std::size_t l = 0; l < a.layers.size(); ++l)
  {
    BOOST_CHECK(a.layers[l].weights == b.layers[l].weights);
    BOOST_CHECK(a.layers[l].bias == b.layers[l].bias);
    BOOST_CHECK(a.layers[l].weights != c.layers[l].weights);
  }
}

BOOST_AUTO_TEST_CASE(forward_is_affine_maps_and_rectifiers)
{
  Network network;
  network.layers.resize(2);
  network.layers[0].weights.resize(2, 2);
  network.layers[0].weights << 1, -2, 3, 1;
  network.layers[0].bias.resize(2);
  network.layers[0].bias << 0.5F, -1;
  network.layers[1].weights.resize(1, 2);
  network.layers[1].weights << 2, 4;
  network.layers[1].bias.resize(1);
  network.layers[1].bias << 1;
  Matrix x(1, 2);
  x << 1, 1; // hidden: relu(1 - 2 + 0.5) = 0, relu(3 + 1 - 1) = 3; output 4 * 3 + 1
  BOOST_CHECK_EQUAL(forward(network, x)(0, 0), 13.0F);
}

BOOST_AUTO_TEST_CASE(accuracy_counts_the_largest_logit)
{
  Matrix logits(3, 2);
  logits << 1, 2, 5, -1, 0, 3;
  BOOST_CHECK_CLOSE(accuracy(logits, {1, 0, 0}), 2.0 / 3, 1e-12);
}

BOOST_AUTO_TEST_CASE(a_diverging_training_is_an_error)
{
  TrainingParameters p = small_training();
  p.learning_rate      = 1e30;
  BOOST_CHECK_THROW(train(patterns(500, 5), p), ConvergenceError);
}
