#pragma once

#include <string_view>

/// Files that CMake embeds in the program.
namespace quench::report::assets
{
extern const std::string_view style;       ///< page.css
extern const std::string_view library;     ///< Chart.js, MIT licence
extern const std::string_view page_script; ///< page.js
extern const std::string_view map_script;  ///< maps.js
extern const std::string_view keys;        ///< docs/case_reference.md
} // namespace quench::report::assets
