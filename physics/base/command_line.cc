#include <physics/base/command_line.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>

namespace quench
{
namespace
{
const std::vector<Option> for_all{{"--help", "", "this text", "-h"},
                                  {"--version", "", "version and commit"},
                                  {"--grammar", "", "this command's words and options as JSON, for other programs"}};

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

/// The option that the word at the end of the line asks a value for.
const Option *last_option(const std::vector<Option> &options, const std::string &word)
{
  const auto found = std::find_if(options.begin(), options.end(), [&](const Option &option) {
    return !option.value.empty() && (option.name == word || (!option.letter.empty() && option.letter == word));
  });
  return found == options.end() ? nullptr : &*found;
}

void must_be_choice(const std::string &where, const std::string &what, const std::string &given,
                    const std::vector<std::string> &choices)
{
  if (!choices.empty() && std::find(choices.begin(), choices.end(), given) == choices.end())
    throw InputError(where, what + " \"" + given + "\"", "known are " + join(choices, ", "),
                     did_you_mean(given, choices));
}
} // namespace

bool asks_about(const std::vector<std::string> &words)
{
  return std::any_of(words.begin(), words.end(), [](const std::string &word) {
    return word == "-h" || std::any_of(for_all.begin(), for_all.end(), [&](const Option &o) { return o.name == word; });
  });
}

CommandLine::CommandLine(Command command, const std::vector<std::string> &words) : command_(std::move(command))
{
  parse(words);
  if (std::any_of(for_all.begin(), for_all.end(), [&](const Option &option) { return has(option.name); }))
    return;
  check_options();
  check_words();
}

void CommandLine::parse(const std::vector<std::string> &words)
{
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<Option> all = command_.options;
  all.insert(all.end(), for_all.begin(), for_all.end());
  std::vector<CLI::Option *> known;
  for (const Option &option : all)
  {
    const std::string names = option.letter.empty() ? option.name : option.letter + "," + option.name;
    known.push_back(option.value.empty() ? app.add_flag(names)->disable_flag_override() : app.add_option(names));
    known.back()->take_all();
    if (!option.value.empty())
      known.back()->type_size(1)->expected(1)->allow_extra_args(false);
  }
  try
  {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend())); // CLI11 takes them from the back
  }
  catch (const CLI::ParseError &error)
  {
    const Option *last = words.empty() ? nullptr : last_option(all, words.back());
    if (last)
      throw InputError(where(), "\"" + words.back() + "\" at the end", last->name + " " + last->value + " is needed");
    throw InputError(where(), error.what(), "an option without a value takes none", "See " + command_.name + " --help");
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    if (known[i]->count() > 0)
      values_[all[i].name] = known[i]->results();
  words_           = app.remaining();
  const auto files = std::find(words_.begin(), words_.end(), "--");
  const auto dashed =
      std::find_if(words_.begin(), files, [](const std::string &word) { return word.size() > 1 && word[0] == '-'; });
  if (dashed != files)
    throw InputError(where(), "\"" + *dashed + "\" is unknown", list_of(command_.options),
                     did_you_mean(dashed->substr(0, dashed->find('=')), names_of(command_.options)));
  if (files != words_.end())
    words_.erase(files);
}

void CommandLine::check_options() const
{
  for (const Option &option : command_.options)
    if (has(option.name))
    {
      if (values(option.name).size() > 1 && !option.repeated)
        throw InputError(where(), "\"" + option.name + "\" is given twice", "once is allowed");
      if (!option.value.empty())
        for (const std::string &given : values(option.name))
          must_be_choice(where(), option.name, given, option.choices);
    }
}

void CommandLine::check_words() const
{
  std::size_t n_needed = 0, n_allowed = command_.words.size();
  for (const Word &word : command_.words)
  {
    n_needed += word.count != Word::Count::optional;
    if (word.count == Word::Count::several)
      n_allowed = std::max(n_allowed, words_.size());
  }
  if (words_.size() < n_needed)
    throw InputError(where(), command_.words[words_.size()].name + " is missing", usage_line(command_),
                     "See " + command_.name + " --help");
  if (words_.size() > n_allowed)
    throw InputError(where(), "\"" + words_[n_allowed] + "\" is one word too many", usage_line(command_),
                     "Put values with blanks between quotes");
  for (std::size_t i = 0; i < words_.size(); ++i)
  {
    const Word &word = command_.words[std::min(i, command_.words.size() - 1)];
    must_be_choice(where(), word.name, words_[i], word.choices);
  }
}

bool CommandLine::answer(std::ostream &out) const
{
  if (has("--help"))
    out << help_text(command_);
  else if (has("--version"))
    out << version_line();
  else if (has("--grammar"))
    out << grammar(command_);
  else
    return false;
  return true;
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
} // namespace quench
