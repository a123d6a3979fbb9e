#include <cases/command_line.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <algorithm>
#include <charconv>

namespace quench::cases
{
namespace
{
std::string list_of(const std::vector<Option> &options)
{
  std::vector<std::string> texts;
  for (const Option &option : options)
    texts.push_back(option.name + (option.value.empty() ? "" : " " + option.value));
  return texts.empty() ? "there are no options" : "known options are " + join(texts, ", ");
}

std::vector<std::string> names_of(const std::vector<Option> &options)
{
  std::vector<std::string> names{"--help"};
  for (const Option &option : options)
    names.push_back(option.name);
  return names;
}
} // namespace

CommandLine::CommandLine(const std::string &command, const std::vector<std::string> &words,
                         const std::vector<Option> &options)
  : command_(command)
{
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == "--help" || words[i] == "-h")
      values_["--help"];
    else if (words[i].size() > 1 && words[i][0] == '-')
      add_option(words, i, options);
    else
      words_.push_back(words[i]);
}

void CommandLine::add_option(const std::vector<std::string> &words, std::size_t &i, const std::vector<Option> &options)
{
  const std::size_t equals = words[i].find('=');
  const std::string name   = words[i].substr(0, equals);
  const auto known = std::find_if(options.begin(), options.end(), [&](const Option &o) { return o.name == name; });
  if (known == options.end())
    throw InputError(where(), "\"" + words[i] + "\" is unknown", list_of(options),
                     did_you_mean(name, names_of(options)));
  if (has(name) && name != "--set")
    throw InputError(where(), "\"" + name + "\" is given twice", "once is allowed");
  std::vector<std::string> &given = values_[name];
  if (known->value.empty())
  {
    if (equals != std::string::npos)
      throw InputError(where(), "\"" + words[i] + "\"", name + " takes no value");
    return;
  }
  if (equals == std::string::npos && i + 1 == words.size())
    throw InputError(where(), "\"" + name + "\" at the end", name + " " + known->value + " is needed");
  given.push_back(equals == std::string::npos ? words[++i] : words[i].substr(equals + 1));
}

std::string CommandLine::value(const std::string &option, const std::string &otherwise) const
{
  return has(option) ? values(option).back() : otherwise;
}

const std::vector<std::string> &CommandLine::values(const std::string &option) const
{
  static const std::vector<std::string> none;
  const auto                            found = values_.find(option);
  return found == values_.end() ? none : found->second;
}

std::vector<std::string> CommandLine::words(const std::vector<std::string> &names, std::size_t n_optional) const
{
  const std::string form = command_ + " " + join(names, " ");
  if (words_.size() + n_optional < names.size())
    throw InputError(where(), names[words_.size()] + " is missing", form, "See " + command_ + " --help");
  if (words_.size() > names.size())
    throw InputError(where(), "\"" + words_[names.size()] + "\" is one word too many", form,
                     "Put values with blanks between quotes");
  return words_;
}

void CommandLine::not_both(const std::string &option, const std::string &other) const
{
  if (has(option) && has(other))
    throw InputError(where(), option + " and " + other, "only one of them can be asked for");
}

int CommandLine::number(const std::string &option, int lower, int upper, int otherwise) const
{
  if (!has(option))
    return otherwise;
  const std::string text   = value(option, "");
  int               result = 0;
  const auto [end, error]  = std::from_chars(text.data(), text.data() + text.size(), result);
  if (error != std::errc() || end != text.data() + text.size() || result < lower || result > upper)
    throw InputError(where(), option + " \"" + text + "\"",
                     "a whole number from " + std::to_string(lower) + " to " + std::to_string(upper) + " is needed");
  return result;
}
} // namespace quench::cases
