// Boost.Test under MPI: one process group for the whole executable, failures on any rank fail the job.
#define BOOST_TEST_NO_MAIN
#define BOOST_TEST_ALTERNATIVE_INIT_API
#include <boost/test/unit_test.hpp>

#include <deal.II/base/mpi.h>

static bool init_tests() { return true; }

int main(int argc, char **argv)
{
  dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const int                                local = boost::unit_test::unit_test_main(&init_tests, argc, argv);
  return dealii::Utilities::MPI::max(local, MPI_COMM_WORLD);
}
