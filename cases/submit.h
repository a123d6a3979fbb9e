#pragma once

#include <physics/base/error.h>

#include <string>
#include <vector>

namespace quench::cases
{
/// `quench submit SWEEP.prm`: writes a batch script for Slurm that computes a sweep as a job array. The number of tasks
/// and the memory of each come from the sweep and from `quench check` of its points.
ExitCode submit(const std::vector<std::string> &words);

/// The shipped template, scripts/cluster/array.sbatch.
const char *array_batch_script();
} // namespace quench::cases
