#pragma once

#include <iosfwd>
#include <string>

namespace quench
{
/// The last line of a terminal, written anew again and again. Where the stream is no terminal nothing is shown.
class TerminalLine
{
public:
  explicit TerminalLine(std::ostream &out, bool is_terminal) : out_(out), is_terminal_(is_terminal) {}
  ~TerminalLine() { clear(); }
  TerminalLine(const TerminalLine &)            = delete;
  TerminalLine &operator=(const TerminalLine &) = delete;

  bool is_terminal() const { return is_terminal_; }

  /// Replaces the line; what does not fit is cut.
  void show(const std::string &text);
  /// Takes it away, so that something that stays can be written.
  void clear();

private:
  std::ostream &out_;
  bool          is_terminal_;
  std::string   shown_; ///< empty: nothing
};

/// Whether the standard output is a terminal.
bool is_terminal_output();

/// A duration [s] for people: "45 s", "3 min", "2.5 h", "4.2 d".
std::string rough_duration(double seconds);
} // namespace quench
