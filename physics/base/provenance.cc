#include <physics/base/provenance.h>

#include <physics/base/text.h>

#include <quench_version.h>

#include <ctime>
#include <unistd.h>

namespace quench
{
namespace
{
std::string utc_date()
{
  const std::time_t now = std::time(nullptr);
  std::tm           utc{};
  gmtime_r(&now, &utc);
  char buffer[32];
  std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return buffer;
}

/// Words from outside may hold any byte; a file we write holds text only.
std::string as_text(std::string text)
{
  for (std::size_t at = 0; (at = find_invalid_character(text)) != std::string::npos;)
    text[at] = '?';
  return text;
}

std::string host_name()
{
  char buffer[256] = "";
  return ::gethostname(buffer, sizeof buffer - 1) == 0 ? as_text(buffer) : "unknown";
}

/// The word as a shell would need it.
std::string shell_quoted(const std::string &word)
{
  constexpr const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos)
    return word;
  std::string quoted = "'";
  for (const char c : word)
    quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}
} // namespace

Provenance make_provenance(int argc, const char *const *argv)
{
  std::vector<std::string> words;
  for (int i = 0; i < argc; ++i)
    words.push_back(shell_quoted(argv[i]));
  return make_provenance(join(words, " "));
}

Provenance make_provenance(const std::string &command_line)
{
  return {"Quench", QUENCH_VERSION, QUENCH_GIT_COMMIT, utc_date(), host_name(), as_text(command_line)};
}

Json to_json(const Provenance &provenance)
{
  Json json = Json::object();
  json.set("software", provenance.software);
  json.set("version", provenance.version);
  json.set("git commit", provenance.git_commit);
  json.set("date", provenance.date);
  json.set("host", provenance.host);
  json.set("command line", provenance.command_line);
  return json;
}

Provenance provenance_from_json(const JsonView &json)
{
  return {json["software"].as_string(), json["version"].as_string(), json["git commit"].as_string(),
          json["date"].as_string(),     json["host"].as_string(),    json["command line"].as_string()};
}
} // namespace quench
