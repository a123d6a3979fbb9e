#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Small operations on text that the readers share.
namespace quench
{
/// `text` without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// `text` trimmed and with every inner run of spaces and tabs made one space.
std::string condensed(std::string_view text);

/// Parts between the separators, each trimmed; an empty text has no parts.
std::vector<std::string> split(std::string_view text, char separator);

std::string join(const std::vector<std::string> &parts, std::string_view separator);

/// Position of the first byte that is not well-formed UTF-8 (RFC 3629) or is a control character other than
/// tab; npos if there is none.
std::size_t find_invalid_character(std::string_view text);

/// A text file as UTF-8 without a byte order mark: UTF-16 is converted, by its mark or by the zero in its first
/// character. An unpaired surrogate becomes U+FFFD.
std::string decoded(std::string text);

/// Text as a typewriter has it: no-break and other typographic spaces are blanks, invisible characters are left out, a
/// minus sign or dash at the start of a number ("−5 K", "1e−9") is -.
std::string typewritten(std::string_view text);

/// A word as a message shows it: in quotes, at most 60 bytes, characters that a terminal would act on as "?".
std::string shown(std::string_view word);

/// Number of insertions, deletions, replacements and swaps of neighbours that make b out of a.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate closest to `word` (letter case ignored) if it is close enough to be meant: at most two edits, or a
/// third of the word; "" if none is.
std::string nearest(std::string_view word, const std::vector<std::string> &candidates);

/// `Did you mean "x"?` for the nearest candidate, else "".
std::string did_you_mean(std::string_view word, const std::vector<std::string> &candidates);
} // namespace quench
