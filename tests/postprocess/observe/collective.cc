#include <postprocess/observe/collective.h>

#include <tests/postprocess/observe/scratch.h>

using namespace quench;
using namespace quench::observe;

BOOST_AUTO_TEST_SUITE(collective)

BOOST_AUTO_TEST_CASE(texts_of_all_ranks_arrive_in_order)
{
  const int  rank = rank_of(MPI_COMM_WORLD);
  const auto all  = gather_on_root(std::string(static_cast<std::size_t>(rank) * 1000, 'a' + rank), MPI_COMM_WORLD);
  BOOST_TEST(all.empty() == (rank != 0));
  for (std::size_t r = 0; r < all.size(); ++r)
    BOOST_TEST(all[r] == std::string(r * 1000, static_cast<char>('a' + r)));
}

BOOST_AUTO_TEST_CASE(an_error_on_the_root_stops_all_ranks_with_the_same_code)
{
  const std::string words = rank_of(MPI_COMM_WORLD) == 0 ? "disk: full" : "rank 0";
  int               calls = 0;
  on_root(MPI_COMM_WORLD, [&] { ++calls; });
  BOOST_TEST(calls == (rank_of(MPI_COMM_WORLD) == 0 ? 1 : 0));
  BOOST_CHECK_EXCEPTION(on_root(MPI_COMM_WORLD, [] { throw IoError("disk", "full"); }), Error,
                        test::complains(ExitCode::io, words));
  BOOST_CHECK_THROW(on_root(MPI_COMM_WORLD, [] { throw std::logic_error("bug"); }), std::exception);
}

BOOST_AUTO_TEST_SUITE_END()
