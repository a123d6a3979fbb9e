#pragma once

namespace quench::observe
{
/// Turns SIGTERM and SIGUSR1 into a wish to stop at the next step, for the lifetime of the object; the former
/// handlers come back afterwards. Schedulers send these before the wall time ends.
///
/// The handler only sets a flag, however often a signal comes (schedulers and mpirun may both send it). The wish
/// is local: all ranks must agree by a reduction of `stop_requested()` before anyone stops.
class StopSignals
{
public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals &)            = delete;
  StopSignals &operator=(const StopSignals &) = delete;
};

/// Whether a stop signal has reached this process since the StopSignals object was made.
bool stop_requested();
/// The signal that did ("SIGTERM", "SIGUSR1"), or "".
const char *stop_reason();
} // namespace quench::observe
