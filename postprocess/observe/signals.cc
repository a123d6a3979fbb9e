#include <postprocess/observe/signals.h>

#include <array>
#include <csignal>
#include <string_view>
#include <unistd.h>

namespace quench::observe
{
namespace
{
struct StopSignal
{
  int         number;
  const char *name;
  int         flags;
};

constexpr std::array stop_signals = {StopSignal{SIGTERM, "SIGTERM", SA_RESTART},
                                     StopSignal{SIGUSR1, "SIGUSR1", SA_RESTART},
                                     StopSignal{SIGINT, "SIGINT", SA_RESTART | static_cast<int>(SA_RESETHAND)},
                                     StopSignal{SIGHUP, "SIGHUP", SA_RESTART}};

volatile std::sig_atomic_t                        received = 0; // all a handler may touch
std::array<struct sigaction, stop_signals.size()> former;
struct sigaction                                  former_pipe;

constexpr std::string_view answer  = "\nstopping: the step under way is finished, then a checkpoint is written; Ctrl-C "
                                     "now ends the run at once, without one\n";
volatile std::sig_atomic_t says_it = 0;

extern "C" void note_stop(int signal)
{
  if (says_it != 0 && received == 0) // write(2) is async-signal-safe; that it failed may be ignored
      [[maybe_unused]]
    const auto ignored = ::write(STDERR_FILENO, answer.data(), answer.size());
  received = signal;
}
} // namespace

StopSignals::StopSignals(bool says)
{
  received = 0;
  says_it  = says && ::isatty(STDERR_FILENO) == 1;
  for (std::size_t i = 0; i < stop_signals.size(); ++i)
  {
    struct sigaction action = {};
    action.sa_handler       = note_stop;
    action.sa_flags         = stop_signals[i].flags;
    sigaction(stop_signals[i].number, &action, &former[i]);
    if (former[i].sa_handler == SIG_IGN)
      sigaction(stop_signals[i].number, &former[i], nullptr);
  }
  struct sigaction ignore = {};
  ignore.sa_handler       = SIG_IGN;
  sigaction(SIGPIPE, &ignore, &former_pipe);
}

StopSignals::~StopSignals()
{
  for (std::size_t i = 0; i < stop_signals.size(); ++i)
    sigaction(stop_signals[i].number, &former[i], nullptr);
  sigaction(SIGPIPE, &former_pipe, nullptr);
  received = 0;
}

bool stop_requested() { return received != 0; }

const char *stop_reason()
{
  for (const StopSignal &signal : stop_signals)
    if (signal.number == received)
      return signal.name;
  return "";
}
} // namespace quench::observe
