#pragma once

#include <physics/base/random.h>
#include <tests/verification/variational/double_well.h>

#include <algorithm>
#include <cmath>
#include <vector>

/// PFHub benchmark 8: round seeds of crystal in a uniform driving force.
namespace quench::tests
{
struct Seed
{
  double           time;
  dealii::Point<2> centre;
};

/// Solid fraction and free energy over time.
struct Course
{
  std::vector<double> time, fraction, energy;

  double fraction_at(double t) const
  {
    const auto        at = std::lower_bound(time.begin(), time.end(), t) - time.begin();
    const std::size_t i  = std::clamp<std::size_t>(at, 1, time.size() - 1);
    return std::lerp(fraction[i - 1], fraction[i], (t - time[i - 1]) / (time[i] - time[i - 1]));
  }

  /// Slope of log10(-log10(1 - Y)) against log10(t) by least squares where the former is within -2 and 0, the window
  /// of the benchmark; every point counts as much as the length of log10(t) it stands for.
  double avrami_slope() const
  {
    double sum = 0, sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0;
    for (std::size_t i = 1; i < time.size(); ++i)
      if (const double y = std::log10(-std::log10(1 - std::min(fraction[i], 1 - 1e-15))); y > -2 && y < 0)
      {
        const double x = std::log10(time[i]), weight = std::log10(time[i] / std::max(time[i - 1], 0.5 * time[i]));
        sum += weight;
        sum_x += weight * x;
        sum_y += weight * y;
        sum_xx += weight * x * x;
        sum_xy += weight * x * y;
      }
    return (sum * sum_xy - sum_x * sum_y) / (sum * sum_xx - sum_x * sum_x);
  }
};

/// A square in which seeds of one radius appear and grow.
class Nucleation
{
public:
  Nucleation(const solver::FrontMesh::Parameters &p, double driving, double radius)
    : mesh(MPI_COMM_WORLD, p), well(mesh, {.driving = driving}), phi(mesh.make_field()), radius_(radius)
  {}

  /// Runs to `end`; seeds appear at the step nearest to their time, and make way for their profile in the mesh.
  Course run(std::vector<Seed> seeds, double end, double dt)
  {
    std::sort(seeds.begin(), seeds.end(), [](const Seed &a, const Seed &b) { return a.time < b.time; });
    Course    course;
    auto      next    = seeds.begin();
    const int n_steps = static_cast<int>(std::lround(end / dt));
    for (int step = 0;; ++step)
    {
      auto last = next;
      while (last != seeds.end() && last->time < (step + 0.5) * dt)
        ++last;
      add({next, last});
      next = last;
      if (course.time.empty() || step * dt >= course.time.back() + 1 - 1e-9)
        record(step * dt, course);
      if (step == n_steps)
        return course;
      well.advance(phi, dt);
    }
  }

  solver::FrontMesh  mesh;
  solver::DoubleWell well;
  solver::Vector     phi;

private:
  /// To the nearest copy of a seed.
  double distance(const dealii::Point<2> &x, const Seed &seed) const
  {
    dealii::Tensor<1, 2> way = x - seed.centre;
    if (mesh.parameters.periodic)
      for (int d = 0; d < 2; ++d)
        way[d] -= mesh.parameters.extent * std::round(way[d] / mesh.parameters.extent);
    return way.norm();
  }

  void adapt(const std::vector<Seed> &seeds)
  {
    constexpr double room = 10; // beyond the radius, several widths of the profile
    for (int level = 0; level < mesh.parameters.levels; ++level)
    {
      solver::Fields fields{phi, mesh.interpolate([&](const dealii::Point<2> &x) {
                              return std::any_of(seeds.begin(), seeds.end(),
                                                 [&](const Seed &seed) { return distance(x, seed) < radius_ + room; });
                            })};
      const bool     changed = mesh.adapt(fields, {0.01, 0.5});
      phi                    = std::move(fields[0]);
      if (!changed)
        return;
    }
  }

  void add(const std::vector<Seed> &seeds)
  {
    if (seeds.empty())
      return;
    adapt(seeds);
    for (unsigned int i = 0; i < mesh.positions.size(); ++i)
      for (const Seed &seed : seeds)
        phi.local_element(i) =
            std::min(1.0, phi.local_element(i) + well.profile(distance(mesh.positions[i], seed) - radius_));
  }

  void record(double time, Course &course)
  {
    if (mesh.parameters.levels > 0 && static_cast<int>(time) % 2 == 0)
      adapt({});
    const double volume = mesh.parameters.extent * mesh.parameters.extent;
    course.time.push_back(time);
    course.fraction.push_back(mesh.integral(phi) / volume);
    course.energy.push_back(well.energy(phi));
  }

  const double radius_;
};

/// Places, and times up to `latest`, drawn anew for each number of the run; ranks draw the same.
inline std::vector<Seed> random_seeds(int n, double extent, double latest, int run)
{
  std::vector<Seed> seeds;
  for (int k = 0; k < n; ++k)
  {
    RandomStream stream(8, 1, k, run);
    const double x = extent * stream.uniform(), y = extent * stream.uniform();
    seeds.push_back({latest * stream.uniform(), {x, y}});
  }
  return seeds;
}
} // namespace quench::tests
