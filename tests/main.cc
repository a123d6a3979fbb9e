#define BOOST_TEST_MODULE quench
#include <boost/test/unit_test.hpp>
