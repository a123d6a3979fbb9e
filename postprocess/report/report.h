#pragma once

#include <postprocess/report/page.h>

#include <string>

namespace quench::report
{
/// Everything that can be shown of a run, a sweep, or a folder of both with model and array results. What is
/// missing is listed on the page with the reason. Throws InputError if there is nothing to show.
Page make_page(const std::string &directory);
} // namespace quench::report
