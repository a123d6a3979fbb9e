#pragma once

#include <postprocess/report/page.h>

#include <string>
#include <vector>

namespace quench::test
{
/// Of all sections of a page, in their order.
inline std::vector<std::string> figure_names(const report::Page &page)
{
  std::vector<std::string> names;
  for (const report::Section &section : page.sections)
    for (const report::Figure &figure : section.figures)
      names.push_back(figure.name);
  return names;
}
} // namespace quench::test
