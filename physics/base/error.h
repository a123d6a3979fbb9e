#pragma once

#include <stdexcept>
#include <string>

namespace quench
{
/// What the process returns; documented in docs/exit_codes.md and tested.
enum class ExitCode : int
{
  done          = 0,
  internal      = 1, ///< our own bug
  input         = 2, ///< something the user wrote
  not_converged = 3, ///< a solve failed
  io            = 4, ///< a file could not be read or written
  stopped       = 5  ///< stopped by a signal, checkpoint written
};

/// An error of the world (input, files, divergence), as opposed to a bug of ours.
///
/// The message is `where: got: allowed. hint`, e.g.
/// `reset.prm:14: heater radius = "20": a length with a unit is needed, in (0, inf). Write "20 nm".`
class Error : public std::runtime_error
{
public:
  /// @param where   file and line, key path, or equation and time
  /// @param got     what was read or what happened
  /// @param allowed what would have been right (may be empty)
  /// @param hint    what to do (may be empty)
  Error(ExitCode code, const std::string &where, const std::string &got, const std::string &allowed = "",
        const std::string &hint = "")
    : std::runtime_error(compose(where, got, allowed, hint)), code_(code)
  {}

  ExitCode code() const { return code_; }

private:
  static std::string compose(const std::string &where, const std::string &got, const std::string &allowed,
                             const std::string &hint)
  {
    std::string text = where + ": " + got;
    if (!allowed.empty())
      text += ": " + allowed;
    if (!hint.empty())
      text += ". " + hint;
    return text;
  }

  ExitCode code_;
};

/// Something the user wrote is wrong (exit code 2).
struct InputError : Error
{
  InputError(const std::string &where, const std::string &got, const std::string &allowed = "",
             const std::string &hint = "")
    : Error(ExitCode::input, where, got, allowed, hint)
  {}
};

/// A nonlinear or linear solve failed for good (exit code 3).
struct ConvergenceError : Error
{
  ConvergenceError(const std::string &where, const std::string &got, const std::string &allowed = "",
                   const std::string &hint = "")
    : Error(ExitCode::not_converged, where, got, allowed, hint)
  {}
};

/// A file could not be read or written (exit code 4).
struct IoError : Error
{
  IoError(const std::string &where, const std::string &got, const std::string &allowed = "",
          const std::string &hint = "")
    : Error(ExitCode::io, where, got, allowed, hint)
  {}
};
} // namespace quench
