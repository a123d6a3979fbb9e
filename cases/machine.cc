#include <cases/machine.h>

#include <physics/base/error.h>
#include <physics/base/files.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sched.h>
#include <sstream>

namespace quench::cases
{
namespace
{
constexpr double endless     = std::numeric_limits<double>::infinity();
constexpr double bytes_of_MB = 1e6;
constexpr double spared      = 0.9; ///< of the memory that can be had: what is estimated is not known to better

std::string text_of(const std::string &path)
{
  try
  {
    return read_file(path);
  }
  catch (const IoError &)
  {
    return "";
  }
}

/// The number after `key` in a file of /proc [kB], in MB.
double entry_of(const std::string &text, const std::string &key)
{
  const std::size_t  at = text.find(key);
  std::istringstream words(at == std::string::npos ? "" : text.substr(at + key.size()));
  double             kB = 0;
  return words >> kB ? kB * 1024 / bytes_of_MB : endless;
}

/// A file that holds one number of bytes, or `max`.
double bytes_in(const std::string &path)
{
  std::istringstream words(text_of(path));
  double             bytes = 0;
  return words >> bytes ? bytes / bytes_of_MB : endless;
}

/// The folder of this process's control group; that of all where there is none.
std::string control_group(const std::string &root)
{
  std::istringstream lines(text_of(root + "/proc/self/cgroup"));
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("0::"))
      return root + "/sys/fs/cgroup" + line.substr(3);
  return root + "/sys/fs/cgroup";
}

double usable_cores()
{
  cpu_set_t set;
  CPU_ZERO(&set);
  return ::sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}
} // namespace

Machine read_machine(const std::string &root, double cores)
{
  const std::string group   = control_group(root);
  const std::string meminfo = text_of(root + "/proc/meminfo");
  Machine           machine{cores, 0, entry_of(meminfo, "MemTotal:"), entry_of(meminfo, "MemAvailable:")};
  std::istringstream(text_of(root + "/proc/loadavg")) >> machine.load;
  const double limit = bytes_in(group + "/memory.max"), used = bytes_in(group + "/memory.current");
  machine.memory_MB = std::min(machine.memory_MB, limit);
  if (std::isfinite(limit) && std::isfinite(used))
    machine.available_MB = std::min(machine.available_MB, std::max(0.0, limit - used));
  double quota = 0, period = 0;
  if (std::istringstream(text_of(group + "/cpu.max")) >> quota >> period && period > 0)
    machine.cores = std::min(machine.cores, std::max(1.0, quota / period));
  return machine;
}

Machine this_machine() { return read_machine("", usable_cores()); }

int free_jobs(const Machine &machine, double memory_MB)
{
  const double by_cores  = std::floor(machine.cores - machine.load + 0.5);
  const double by_memory = memory_MB > 0 ? std::floor(spared * machine.available_MB / memory_MB) : endless;
  return static_cast<int>(std::clamp(std::min(by_cores, by_memory), 1.0, 1024.0));
}
} // namespace quench::cases
