#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

/// The one grammar of every program's command line, by CLI11: files in order, options anywhere, `--output DIR`,
/// `--output=DIR`, `-o DIR` or `-oDIR`; after `--` everything is a file. A command is declared once: the parser,
/// --help, the man page and the completion of shells come from it.
namespace quench
{
/// A word that is no option: a file, a folder, a name.
struct Word
{
  enum class Count
  {
    one,
    optional, ///< one or none; behind those that are needed
    several   ///< one or more; the last
  };

  std::string              name; ///< as shown: "CASE.prm"
  std::string              meaning;
  Count                    count   = Count::one;
  std::vector<std::string> choices = {}; ///< what it may be; empty: anything
};

/// An option, `--output DIR` or `--overwrite`.
struct Option
{
  std::string              name;  ///< with its dashes
  std::string              value; ///< what follows, as shown: "DIR"; "" for a flag
  std::string              meaning;
  std::string              letter   = "";    ///< short form, "-o"; "" for none
  bool                     repeated = false; ///< may be given more than once
  std::vector<std::string> choices  = {};    ///< what the value may be; empty: anything
};

/// What is known about a command.
struct Command
{
  std::string         name; ///< as typed: "quench run"
  std::string         summary;
  std::vector<Word>   words;
  std::vector<Option> options;
  std::string         notes = ""; ///< paragraphs behind the options
};

/// The words after a command, checked against its declaration. --help (-h), --version and --grammar (the declaration
/// as JSON) are known to all.
class CommandLine
{
public:
  /// Throws InputError for an unknown option (with the nearest), a missing value, a value that is none of the choices,
  /// an option that is given twice, and a word too few or too many.
  CommandLine(Command command, const std::vector<std::string> &words);

  /// True if help, version or grammar was asked for; it is printed then, and the rest was not checked.
  bool answer(std::ostream &out) const;

  bool                            has(const std::string &option) const { return values_.contains(option); }
  std::string                     value(const std::string &option, const std::string &otherwise) const;
  const std::vector<std::string> &values(const std::string &option) const; ///< in order; empty if not given

  /// The words that are no options, in the order of the declaration; the optional one may be missing.
  const std::vector<std::string> &words() const { return words_; }

  /// Throws InputError if both are given.
  void not_both(const std::string &option, const std::string &other) const;

  /// Value of `--jobs N` and the like. Throws InputError if it is not a whole number in [lower, upper].
  int number(const std::string &option, int lower, int upper, int otherwise) const;

  std::string where() const { return "command line: " + command_.name; }

private:
  void parse(const std::vector<std::string> &words);
  void check_options() const;
  void check_words() const;

  Command                                         command_;
  std::map<std::string, std::vector<std::string>> values_; ///< a flag has none
  std::vector<std::string>                        words_;
};

/// True if `words` ask for help, version or grammar.
bool asks_about(const std::vector<std::string> &words);

/// The line of a command: "quench run CASE.prm [options]".
std::string usage_line(const Command &command);

/// What --help prints.
std::string help_text(const Command &command);

/// The declaration as JSON: name, summary, notes, words and options.
std::string grammar(const Command &command);

/// What --version prints: version and commit.
std::string version_line();

/// Options that mean the same everywhere.
namespace options
{
Option output(const std::string &value, const std::string &meaning);
Option set(const std::string &meaning);
Option overwrite(const std::string &meaning);
} // namespace options
} // namespace quench
