// A command's declaration in words: the line of its form, --help, --grammar.
#include <physics/base/command_line.h>

#include <physics/base/json.h>
#include <physics/base/provenance.h>

#include <algorithm>

namespace quench
{
namespace
{
constexpr std::size_t width = 110; ///< of a line of help

const Option help_option{"--help", "", "this text", "-h"}, version_option{"--version", "", "version and commit"};

std::string shown(const Word &word)
{
  return word.count == Word::Count::optional  ? "[" + word.name + "]"
         : word.count == Word::Count::several ? word.name + "..."
                                              : word.name;
}

std::string shown(const Option &option)
{
  return (option.letter.empty() ? "" : option.letter + ", ") + option.name +
         (option.value.empty() ? "" : " " + option.value);
}

/// Words in lines of at most `width` characters; lines but the first are indented.
std::string wrapped(const std::string &text, std::size_t indent, std::size_t used)
{
  std::string result;
  std::size_t at = used;
  for (std::size_t begin = 0; begin < text.size();)
  {
    const std::size_t end  = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (at > indent && at + 1 + word.size() > width)
    {
      result += "\n" + std::string(indent, ' ');
      at = indent;
    }
    const bool first = result.empty() || at == indent;
    result += (first ? "" : " ") + word;
    at += word.size() + !first;
    begin = end + 1;
  }
  return result;
}

std::string row(const std::string &left, const std::string &meaning, std::size_t column)
{
  return "  " + left + std::string(column - left.size(), ' ') + wrapped(meaning, column + 2, column + 2) + "\n";
}

/// Paragraphs; a line that starts with a blank stays as it is.
std::string paragraphs(const std::string &text)
{
  std::string result;
  for (std::size_t begin = 0; begin < text.size();)
  {
    const std::size_t end  = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    result += (line.starts_with(" ") ? line : wrapped(line, 0, 0)) + "\n";
    begin = end + 1;
  }
  return result;
}

} // namespace

std::string usage_line(const Command &command)
{
  std::string line = command.name;
  for (const Word &word : command.words)
    line += " " + shown(word);
  return line + (command.options.empty() ? "" : " [options]");
}

std::string help_text(const Command &command)
{
  std::vector<Option> all = command.options;
  all.insert(all.end(), {help_option, version_option});
  std::size_t column = 0;
  for (const Word &word : command.words)
    column = std::max(column, word.name.size() + 2);
  for (const Option &option : all)
    column = std::max(column, shown(option).size() + 2);
  const auto choices = [](const std::vector<std::string> &list) {
    std::string text;
    for (const std::string &choice : list)
      text += (text.empty() ? ": " : ", ") + choice;
    return text;
  };
  std::string text = usage_line(command) + "\n\n" + paragraphs(command.summary) + "\n";
  for (const Word &word : command.words)
    text += row(word.name, word.meaning + choices(word.choices), column);
  text += command.words.empty() ? "" : "\n";
  for (const Option &option : all)
    text += row(shown(option), option.meaning + choices(option.choices), column);
  return text + (command.notes.empty() ? "" : "\n" + paragraphs(command.notes));
}

std::string grammar(const Command &command)
{
  Json words = Json::array(), options = Json::array();
  for (const Word &word : command.words)
    words.push_back(Json::object()
                        .set("name", word.name)
                        .set("meaning", word.meaning)
                        .set("shown", shown(word))
                        .set("choices", Json(word.choices)));
  std::vector<Option> all = command.options;
  all.insert(all.end(), {help_option, version_option});
  for (const Option &option : all)
    options.push_back(Json::object()
                          .set("name", option.name)
                          .set("letter", option.letter)
                          .set("value", option.value)
                          .set("meaning", option.meaning)
                          .set("choices", Json(option.choices)));
  return Json::object()
             .set("name", command.name)
             .set("usage", usage_line(command))
             .set("summary", command.summary)
             .set("notes", command.notes)
             .set("words", words)
             .set("options", options)
             .dump() +
         "\n";
}

std::string version_line()
{
  const Provenance provenance = make_provenance();
  return "quench " + provenance.version + " (commit " + provenance.git_commit + ")\n";
}

namespace options
{
Option output(const std::string &value, const std::string &meaning) { return {"--output", value, meaning, "-o"}; }

Option set(const std::string &meaning) { return {"--set", "KEY=VALUE", meaning, "", true}; }

Option overwrite(const std::string &meaning) { return {"--overwrite", "", meaning}; }
} // namespace options
} // namespace quench
