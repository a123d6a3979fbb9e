#include <physics/base/terminal_line.h>

#include <cstdio>
#include <ostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace quench
{
namespace
{
constexpr std::size_t usual_width = 80;

std::size_t terminal_width()
{
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual_width;
}
} // namespace

void TerminalLine::show(const std::string &text)
{
  if (!is_terminal_ || text == shown_)
    return;
  out_ << "\r\033[K" << text.substr(0, terminal_width() - 1) << std::flush;
  shown_ = text;
}

void TerminalLine::clear()
{
  if (!shown_.empty())
    out_ << "\r\033[K" << std::flush;
  shown_.clear();
}

bool is_terminal_output() { return ::isatty(STDOUT_FILENO) == 1; }

std::string rough_duration(double seconds)
{
  struct Scale
  {
    double      length, limit;
    const char *name, *form;
  };
  constexpr Scale scales[] = {{1, 90, "s", "%.0f %s"},
                              {60, 90 * 60, "min", "%.0f %s"},
                              {3600, 48 * 3600, "h", "%.1f %s"},
                              {86400, 1e300, "d", "%.1f %s"}};
  const Scale    *scale    = scales;
  while (seconds >= scale->limit)
    ++scale;
  char text[32];
  std::snprintf(text, sizeof text, scale->form, seconds / scale->length, scale->name);
  return text;
}
} // namespace quench
