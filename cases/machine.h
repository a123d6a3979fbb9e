#pragma once

#include <string>

namespace quench::cases
{
/// What this machine, or the part of it that a job was given, has and has left.
struct Machine
{
  double cores        = 1; ///< that this process may use (affinity, quota of the control group)
  double load         = 0; ///< processes that ran on average in the last minute
  double memory_MB    = 0; ///< in all, or the limit of the control group
  double available_MB = 0; ///< that can be had now
};

/// Of Linux: sched_getaffinity, /proc/loadavg, /proc/meminfo, cgroup v2 (proc(5), cgroups(7)). Never fails: what cannot
/// be found out is one core, or memory without end.
Machine this_machine();

/// As this_machine, with the files of /proc and of the control group below `root`.
Machine read_machine(const std::string &root, double cores);

/// How many processes of one core and at most `memory_MB` each can be added: at least 1.
int free_jobs(const Machine &machine, double memory_MB);
} // namespace quench::cases
