#include <postprocess/array/telegraph_noise.h>

#include <cmath>

namespace quench::array
{
double TelegraphNoise::probability_filled(bool is_filled, double dt) const
{
  const double decay = std::exp(-dt * (1 / p.capture_time + 1 / p.emission_time));
  return occupancy() + ((is_filled ? 1 : 0) - occupancy()) * decay;
}

double TelegraphNoise::deviation() const { return p.amplitude * std::sqrt(occupancy() * (1 - occupancy())); }
} // namespace quench::array
