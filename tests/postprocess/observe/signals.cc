#include <postprocess/observe/signals.h>

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <string>

using namespace quench::observe;

BOOST_AUTO_TEST_SUITE(signals)

BOOST_AUTO_TEST_CASE(schedulers_and_terminals_ask_for_a_stop)
{
  for (const auto &[signal, name] : {std::pair{SIGTERM, "SIGTERM"}, std::pair{SIGUSR1, "SIGUSR1"},
                                     std::pair{SIGINT, "SIGINT"}, std::pair{SIGHUP, "SIGHUP"}})
  {
    const StopSignals listening;
    BOOST_TEST(!stop_requested());
    BOOST_TEST(std::string(stop_reason()) == "");
    std::raise(signal);
    if (signal != SIGINT) // of which a second one ends the process
      std::raise(signal);
    BOOST_TEST(stop_requested());
    BOOST_TEST(std::string(stop_reason()) == name);
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

BOOST_AUTO_TEST_CASE(what_is_ignored_from_the_start_stays_ignored)
{
  const auto old = std::signal(SIGHUP, SIG_IGN); // nohup
  {
    const StopSignals listening;
    std::raise(SIGHUP);
    BOOST_TEST(!stop_requested());
  }
  std::signal(SIGHUP, old);
}

BOOST_AUTO_TEST_CASE(a_closed_pipe_is_no_reason_to_stop)
{
  const StopSignals listening;
  std::raise(SIGPIPE);
  BOOST_TEST(!stop_requested());
}

BOOST_AUTO_TEST_SUITE_END()
