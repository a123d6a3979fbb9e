#include <postprocess/array/random_streams.h>

#include <physics/base/random.h>

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
