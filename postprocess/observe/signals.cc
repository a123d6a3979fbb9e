#include <postprocess/observe/signals.h>

#include <csignal>

namespace quench::observe
{
namespace
{
volatile std::sig_atomic_t received = 0;
struct sigaction           former_terminate, former_user;

extern "C" void note_stop(int signal) { received = signal; }
} // namespace

StopSignals::StopSignals()
{
  received                = 0;
  struct sigaction action = {};
  action.sa_handler       = note_stop;
  action.sa_flags         = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGTERM, &action, &former_terminate);
  sigaction(SIGUSR1, &action, &former_user);
}

StopSignals::~StopSignals()
{
  sigaction(SIGTERM, &former_terminate, nullptr);
  sigaction(SIGUSR1, &former_user, nullptr);
  received = 0;
}

bool stop_requested() { return received != 0; }

const char *stop_reason() { return received == SIGTERM ? "SIGTERM" : received == SIGUSR1 ? "SIGUSR1" : ""; }
} // namespace quench::observe
