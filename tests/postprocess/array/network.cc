#include <postprocess/array/network.h>

#include <boost/test/unit_test.hpp>

using namespace quench::array;

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
