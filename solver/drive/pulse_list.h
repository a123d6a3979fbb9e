#pragma once

#include <solver/drive/waveform.h>

#include <string>
#include <vector>

namespace quench::solver
{
/// Reads a pulse list (docs/circuit.md):
///
///   list   = item; item; ...
///   item   = [N x] wave[, rest TIME]                  each repetition is a pulse
///          | [N x] (list)[, rest TIME]                nested to any depth
///   wave   = LEVELS for WIDTH[, rise TIME][, fall TIME]
///          | spike AMPLITUDE for WIDTH, tail AMPLITUDE over TIME[, after TIME][, rise TIME][, fall TIME]
///   LEVELS = AMPLITUDE                                one plateau
///          | AMPLITUDE to AMPLITUDE[ to ...] in N steps     a staircase, up, down or both, as one pulse
///          | AMPLITUDE to AMPLITUDE[ to ...] in N pulses    the same levels as separate pulses
///
/// An amplitude is a voltage or a current. Rise and fall default to 1 ns, rest to that of the program. `after` makes a
/// pair of spikes at both contacts of the cell (eq. E6). Throws InputError with item and character of what is wrong.
std::vector<Pulse> parse_pulses(const std::string &text);
} // namespace quench::solver
