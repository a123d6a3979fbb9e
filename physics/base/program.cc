#include <physics/base/program.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <sstream>

namespace quench
{
namespace
{
constexpr std::size_t longest_line = 1000;

/// A line with at most `longest_line` bytes, not cut within a character.
std::string shortened(const std::string &line)
{
  if (line.size() <= longest_line)
    return line;
  const auto  continues = [&](std::size_t at) { return (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80; };
  std::size_t end = longest_line / 2, begin = line.size() - longest_line / 4;
  while (continues(end))
    --end;
  while (begin < line.size() && continues(begin))
    ++begin;
  return line.substr(0, end) + " ... (" + std::to_string(begin - end) + " bytes left out) ... " + line.substr(begin);
}

std::string escaped(const std::string &line)
{
  std::string text;
  char        code[8];
  for (const char c : line)
    if (const auto byte = static_cast<unsigned char>(c); (byte < 0x20 && c != '\t') || byte == 0x7F)
    {
      std::snprintf(code, sizeof code, "\\x%02x", byte);
      text += code;
    }
    else
      text += c;
  return text;
}

std::string in_words(const std::filesystem::filesystem_error &error)
{
  return (error.path1().empty() ? "a file" : error.path1().string()) + ": " + error.code().message();
}
} // namespace

std::string printable(const std::string &message)
{
  std::istringstream lines(message);
  std::string        text, line;
  while (std::getline(lines, line))
    text += (text.empty() ? "" : "\n") + shortened(escaped(line));
  return text;
}

Ending ending_of(const std::function<ExitCode()> &body)
{
  std::signal(SIGXFSZ, SIG_IGN);
  try
  {
    return {static_cast<int>(body()), ""};
  }
  catch (const Error &error)
  {
    return {static_cast<int>(error.code()), printable(error.what())};
  }
  catch (const std::filesystem::filesystem_error &error)
  {
    return {static_cast<int>(ExitCode::io), printable(in_words(error))};
  }
  catch (const std::exception &error)
  {
    return {static_cast<int>(ExitCode::internal), printable(std::string("internal error: ") + error.what())};
  }
}

void flush_output()
{
  errno = 0;
  std::cout.flush();
  if (!std::cout)
    throw IoError("standard output",
                  std::string("cannot be written") + (errno == 0 ? "" : std::string(": ") + std::strerror(errno)));
}

int run_program(const std::string &name, const std::function<ExitCode()> &body)
{
  const Ending ending = ending_of([&] {
    const ExitCode code = body();
    flush_output();
    return code;
  });
  if (!ending.message.empty())
    std::cerr << name << ": " << ending.message << std::endl;
  return ending.code;
}
} // namespace quench
