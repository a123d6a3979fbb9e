#pragma once

namespace quench::observe
{
/// Turns SIGTERM, SIGUSR1, SIGINT and SIGHUP into a wish to stop, for the lifetime of the object; the former handlers
/// come back afterwards. Schedulers send the first two before the wall time ends, a terminal the others. Those that the
/// process was started to ignore (nohup) stay ignored; a second SIGINT ends the process at once. A reader of the output
/// that goes away (SIGPIPE) is no reason to stop.
///
/// The handler only sets a flag, however often a signal comes (schedulers and mpirun may both send it). The wish
/// is local: all ranks must agree by a reduction of `stop_requested()` before anyone stops.
class StopSignals
{
public:
  /// `says`: where the error stream is a terminal, the handler says there that the signal was taken and what happens.
  explicit StopSignals(bool says = false);
  ~StopSignals();
  StopSignals(const StopSignals &)            = delete;
  StopSignals &operator=(const StopSignals &) = delete;
};

/// Whether a stop signal has reached this process since the StopSignals object was made.
bool stop_requested();
/// The signal that did ("SIGTERM", "SIGUSR1", "SIGINT", "SIGHUP"), or "".
const char *stop_reason();
} // namespace quench::observe
