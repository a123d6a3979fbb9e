#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace quench::meshes
{
/// The words of a Gmsh mesh, line by line. Every reader throws InputError with file and line for what it cannot use.
class MshWords
{
public:
  /// Both must stay where they are.
  MshWords(const std::string &text, const std::string &path) : text_(text), path_(path) {}

  /// Whether nothing but blanks is left.
  bool at_end();
  /// Whether the next word starts a section or ends one: "$...".
  bool at_mark();
  /// Whether no word is left in this line.
  bool at_line_end();

  /// Go to the next line that holds a word.
  void next_line();
  /// The next word, in this line or a later one.
  std::string_view word();
  /// The next words; of the same line, which ends early where there are none.
  double       number();       ///< finite
  std::int64_t whole();        ///< a tag or number
  int          small_number(); ///< a dimension, a type, how many words follow
  /// How many items follow; no more than the rest of the file could hold.
  std::size_t count();
  /// A name in double quotes to the last quote of the line, or one word; blanks condensed.
  std::string name();

  void skip(std::int64_t n_words);
  /// The rest of the line must be empty; `what` was read.
  void end_line(const std::string &what);

  [[noreturn]] void fail(const std::string &what) const;

private:
  std::string_view word_of_line();
  void             skip_blanks(bool lines_too);

  const std::string &text_;
  const std::string &path_;
  std::size_t        at_ = 0;
};
} // namespace quench::meshes
