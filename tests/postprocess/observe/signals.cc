#include <postprocess/observe/signals.h>

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <string>

using namespace quench::observe;

BOOST_AUTO_TEST_SUITE(signals)

BOOST_AUTO_TEST_CASE(terminate_and_user_signal_ask_for_a_stop)
{
  for (const int signal : {SIGTERM, SIGUSR1})
  {
    const StopSignals listening;
    BOOST_TEST(!stop_requested());
    BOOST_TEST(std::string(stop_reason()) == "");
    std::raise(signal);
    std::raise(signal); // again does no harm
    BOOST_TEST(stop_requested());
    BOOST_TEST(std::string(stop_reason()) == (signal == SIGTERM ? "SIGTERM" : "SIGUSR1"));
  }
}

BOOST_AUTO_TEST_CASE(the_former_handlers_come_back)
{
  static volatile std::sig_atomic_t mine = 0;
  const auto                        old  = std::signal(SIGUSR1, [](int) { mine = mine + 1; });
  {
    const StopSignals listening;
    std::raise(SIGUSR1);
    BOOST_TEST(mine == 0);
  }
  std::raise(SIGUSR1);
  BOOST_TEST(mine == 1);
  BOOST_TEST(!stop_requested());
  std::signal(SIGUSR1, old);
}

BOOST_AUTO_TEST_SUITE_END()
