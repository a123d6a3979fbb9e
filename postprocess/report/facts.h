#pragma once

#include <postprocess/report/page.h>
#include <postprocess/report/sources.h>

#include <vector>

namespace quench::report
{
/// The reported numbers of all runs, models and arrays, grouped by what they are about; a column per run, model or
/// array study of a kind. A number whose standard error is another result (NAME_sigma, or NAME_std beside NAME_mean)
/// shows both.
std::vector<FactGroup> key_numbers(const Sources &sources);
} // namespace quench::report
