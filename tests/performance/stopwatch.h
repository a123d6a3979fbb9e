#pragma once

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace quench::performance
{
/// Seconds of processor time of this thread.
inline double processor_time()
{
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Seconds of processor time per call: the least of `n_series` series, each as many calls as fill about 20 ms. The
/// least, because what else runs on the machine only adds. Work that is compared is measured in turns by alternate().
class Timing
{
public:
  explicit Timing(std::function<void()> work) : work_(std::move(work))
  {
    work_();
    const double once = series(1);
    n_calls_          = std::max(1, static_cast<int>(20e-3 / once));
  }

  void   repeat() { best_ = std::min(best_, series(n_calls_) / n_calls_); }
  double best() const { return best_; }

private:
  double series(int n) const
  {
    const double start = processor_time();
    for (int k = 0; k < n; ++k)
      work_();
    return processor_time() - start;
  }

  std::function<void()> work_;
  int                   n_calls_ = 1;
  double                best_    = 1e300;
};

inline void alternate(const std::vector<Timing *> &timings, int n_series = 15)
{
  for (int k = 0; k < n_series; ++k)
    for (Timing *timing : timings)
      timing->repeat();
}
/// Runs the parts named on the command line, all without a name; returns the exit code.
inline int run_chosen(int argc, char **argv, const std::vector<std::pair<std::string, void (*)()>> &parts)
{
  const std::vector<std::string> words(argv + 1, argv + argc);
  for (const std::string &word : words)
    if (std::none_of(parts.begin(), parts.end(), [&](const auto &part) { return part.first == word; }))
    {
      std::fprintf(stderr, "%s: unknown part \"%s\"; known:", argv[0], word.c_str());
      for (const auto &part : parts)
        std::fprintf(stderr, " %s", part.first.c_str());
      std::fputc('\n', stderr);
      return 2;
    }
  for (const auto &[name, work] : parts)
    if (words.empty() || std::find(words.begin(), words.end(), name) != words.end())
      work();
  return 0;
}
} // namespace quench::performance
