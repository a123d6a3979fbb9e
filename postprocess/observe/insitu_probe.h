#pragma once

#include <string>
#include <vector>

namespace quench::observe
{
/// Outcome of a program run in a child process.
struct ProbeResult
{
  bool        exited = false; ///< by itself (else: killed by a signal, or by us after the time limit)
  int         code   = 0;     ///< exit code or signal
  bool        late   = false; ///< it was ended after the time limit
  std::string output;         ///< what it printed
  std::size_t n_files = 0;    ///< regular files it left in its folder

  /// Ended by a signal of its own, or without a display: worth another trial.
  bool died() const;
};

/// How to start quench where there is no display. Without `-noreset` the X server starts anew, and may refuse, when
/// the trial's window closes.
inline constexpr const char *display_command = "xvfb-run -a -s '-screen 0 1280x1024x24 -noreset'";

/// Try a Catalyst script on a small mesh with these fields, in a child process and an empty temporary folder: if
/// ParaView aborts (no display), it is the child that dies. The child is no part of our MPI job. `program` is the
/// path of quench-insitu-probe. Throws IoError if it cannot be started.
ProbeResult probe_script(const std::string &program, const std::string &script, const std::vector<std::string> &arrays);

/// What to tell the user about a probe that failed; "" if it went well.
std::string probe_complaint(const ProbeResult &result);
} // namespace quench::observe
