#pragma once

#include <string_view>

#include <postprocess/array/array_case.h>

namespace quench::array
{
/// What a key needs to have an effect and does not find in the case, e.g. "`awareness = drift`"; nullptr where nothing
/// is in its way. `key` is "section/key".
const char *what_puts_out_of_action(std::string_view key, const ArrayCase &array_case);
} // namespace quench::array
