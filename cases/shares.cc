#include <cases/shares.h>

#include <cstdio>

namespace quench::cases
{
void Shares::add(const solver::StepReport &report)
{
  seconds[static_cast<std::size_t>(Part::assembly)] += report.electro_thermal.assembly_seconds;
  seconds[static_cast<std::size_t>(Part::linear)] += report.electro_thermal.linear_seconds;
  seconds[static_cast<std::size_t>(Part::phase)] += report.phase_seconds;
}

std::string Shares::in_words() const
{
  const char *const names[] = {"assembly", "linear solver", "phase field", "mesh", "reads", "files"};
  const double      all     = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  char              part[64];
  std::snprintf(part, sizeof part, "time: %.1f s", all);
  std::string words = part;
  double      rest  = all;
  for (std::size_t i = 0; i < seconds.size(); ++i)
  {
    std::snprintf(part, sizeof part, "%s %s %.0f %%", i == 0 ? ";" : ",", names[i], 100 * seconds[i] / all);
    words += part;
    rest -= seconds[i];
  }
  std::snprintf(part, sizeof part, ", rest %.0f %%", 100 * rest / all);
  return words + part;
}
} // namespace quench::cases
