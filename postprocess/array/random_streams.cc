#include <postprocess/array/random_streams.h>

#include <physics/base/random.h>

#include <numbers>
#include <utility>

namespace quench::array
{
namespace
{
RandomStream stream(const StreamKey &key)
{
  return {key.seed, static_cast<std::uint32_t>(key.purpose), key.cell, key.step};
}

template <class M>
void fill_normal_in_order(M &values, const StreamKey &key)
{
  RandomStream numbers = stream(key);
  for (Eigen::Index k = 0; k < values.size(); ++k)
    values.data()[k] = static_cast<typename M::Scalar>(numbers.normal());
}
} // namespace

void fill_normal(Matrix &values, const StreamKey &key) { fill_normal_in_order(values, key); }
void fill_normal(DeviceMatrix &values, const StreamKey &key) { fill_normal_in_order(values, key); }

void fill_normal_rows(Matrix &values, const StreamKey &key)
{
  using Pairs          = Eigen::Array<float, 1, Eigen::Dynamic>;
  const Eigen::Index n = values.cols(), n_pairs = (n + 1) / 2;
  constexpr float    ulp = 0x1p-32F, turn = 2 * std::numbers::pi_v<float>;
  Pairs              u(n_pairs), angle(n_pairs), radius(n_pairs);
  for (Eigen::Index i = 0; i < values.rows(); ++i)
  {
    RandomStream numbers = stream({key.seed, key.purpose, key.cell + static_cast<std::uint64_t>(i), key.step});
    for (Eigen::Index k = 0; k < n_pairs; ++k)
    {
      u[k]     = ulp * (static_cast<float>(numbers.bits()) + 0.5F);
      angle[k] = turn * ulp * static_cast<float>(numbers.bits());
    }
    radius                                  = (-2 * u.min(1.0F).log()).sqrt();
    values.row(i).head(n_pairs).array()     = radius * angle.cos();
    values.row(i).tail(n - n_pairs).array() = (radius * angle.sin()).head(n - n_pairs);
  }
}

void fill_normal_per_cell(DeviceMatrix &values, const StreamKey &key)
{
  for (Eigen::Index k = 0; k < values.size(); ++k)
    values.data()[k] = stream({key.seed, key.purpose, key.cell + static_cast<std::uint64_t>(k), key.step}).normal();
}

void fill_uniform(DeviceMatrix &values, const StreamKey &key)
{
  RandomStream numbers = stream(key);
  for (Eigen::Index k = 0; k < values.size(); ++k)
    values.data()[k] = 2 * numbers.uniform() - 1;
}

void shuffle(std::vector<int> &values, const StreamKey &key)
{
  RandomStream numbers = stream(key);
  for (std::size_t i = values.size(); i > 1; --i) // uniform() < 1
    std::swap(values[i - 1], values[static_cast<std::size_t>(numbers.uniform() * static_cast<double>(i))]);
}
} // namespace quench::array
