#pragma once

#include <map>
#include <string>
#include <vector>

namespace quench::cases
{
/// An option of a subcommand, `--output DIR` or `--overwrite`.
struct Option
{
  std::string name;       ///< with its dashes
  std::string value = ""; ///< what follows, as shown to the user; "" for a flag
};

/// The words after a subcommand: files in order, options anywhere (`--output DIR` or `--output=DIR`).
class CommandLine
{
public:
  /// `command` names the subcommand in messages ("quench run"); --help is known to all. Throws InputError for an
  /// unknown option (with the nearest), a missing value, and any option but --set given twice.
  CommandLine(const std::string &command, const std::vector<std::string> &words, const std::vector<Option> &options);

  bool                            has(const std::string &option) const { return values_.contains(option); }
  std::string                     value(const std::string &option, const std::string &otherwise) const;
  const std::vector<std::string> &values(const std::string &option) const; ///< in order; empty if not given
  bool                            wants_help() const { return has("--help"); }

  /// The words that are no options: as many as `names`, the last `n_optional` of which may be missing. Throws
  /// InputError.
  std::vector<std::string> words(const std::vector<std::string> &names, std::size_t n_optional = 0) const;

  /// Throws InputError if both are given.
  void not_both(const std::string &option, const std::string &other) const;

  /// Value of `--jobs N` and the like. Throws InputError if it is not a whole number in [lower, upper].
  int number(const std::string &option, int lower, int upper, int otherwise) const;

  std::string where() const { return "command line: " + command_; }

private:
  void add_option(const std::vector<std::string> &words, std::size_t &i, const std::vector<Option> &options);

  std::string                                     command_;
  std::map<std::string, std::vector<std::string>> values_;
  std::vector<std::string>                        words_;
};
} // namespace quench::cases
