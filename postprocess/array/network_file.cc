#include <postprocess/array/network_file.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>

namespace quench::array
{
namespace
{
using Named = std::pair<std::string, NumpyArray>;

std::string shape_text(const NumpyArray &array)
{
  std::string text = "shape (";
  for (std::size_t k = 0; k < array.shape.size(); ++k)
    text += (k ? ", " : "") + std::to_string(array.shape[k]);
  return text + ")";
}

const NumpyArray *find(const NumpyArchive &archive, const std::string &name)
{
  const auto found =
      std::find_if(archive.begin(), archive.end(), [&](const Named &named) { return named.first == name; });
  return found == archive.end() ? nullptr : &found->second;
}

const NumpyArray &required(const NumpyArchive &archive, const std::string &name, const std::string &where)
{
  const NumpyArray *array = find(archive, name);
  if (array == nullptr)
    throw InputError(where, "no array " + name, "x_train, y_train, x_test and y_test");
  return *array;
}

void require_finite(const Named &named, const std::string &where)
{
  if (!std::all_of(named.second.values.begin(), named.second.values.end(), [](double x) { return std::isfinite(x); }))
    throw InputError(where + ": " + named.first, "holds a number that is not finite", "finite numbers");
}

Layer layer_of(const Named &weight, const NumpyArray *bias, const std::string &where)
{
  const auto &[name, w] = weight;
  if (w.shape.size() != 2 || w.values.empty())
    throw InputError(where + ": " + name, shape_text(w), "(outputs, inputs): networks of files are fully connected");
  Layer layer;
  layer.weights = Eigen::Map<const DeviceMatrix>(w.values.data(), static_cast<Eigen::Index>(w.shape[0]),
                                                 static_cast<Eigen::Index>(w.shape[1]))
                      .cast<float>();
  layer.bias = RowVector::Zero(layer.weights.rows());
  if (bias != nullptr && (bias->shape.size() != 1 || bias->shape[0] != w.shape[0]))
    throw InputError(where + ": bias of " + name, shape_text(*bias), "(" + std::to_string(w.shape[0]) + ",)");
  for (Eigen::Index k = 0; bias != nullptr && k < layer.bias.size(); ++k)
    layer.bias[k] = static_cast<float>(bias->values[static_cast<std::size_t>(k)]);
  return layer;
}
} // namespace

Network network_from(const NumpyArchive &archive, const std::string &where)
{
  const std::string ending = "weight";
  Network           network;
  for (const Named &named : archive)
  {
    require_finite(named, where);
    const std::string &name = named.first;
    if (!name.ends_with(ending))
    {
      if (!name.ends_with("bias") || find(archive, name.substr(0, name.size() - 4) + ending) == nullptr)
        throw InputError(where + ": " + name, "belongs to no layer", "NAME.weight and NAME.bias");
      continue;
    }
    Layer layer = layer_of(named, find(archive, name.substr(0, name.size() - ending.size()) + "bias"), where);
    if (!network.layers.empty() && network.layers.back().weights.rows() != layer.weights.cols())
      throw InputError(where + ": " + name, std::to_string(layer.weights.cols()) + " inputs",
                       std::to_string(network.layers.back().weights.rows()) + ", the outputs of the layer before");
    network.layers.push_back(std::move(layer));
  }
  if (network.layers.empty())
    throw InputError(where, "no layer", "arrays NAME.weight and NAME.bias");
  return network;
}

NumpyArchive archive_of(const Network &network)
{
  NumpyArchive archive;
  for (std::size_t l = 0; l < network.layers.size(); ++l)
  {
    const Layer      &layer = network.layers[l];
    const std::string name  = "layer_" + std::to_string(l + 1);
    const auto        rows  = static_cast<std::size_t>(layer.weights.rows());
    NumpyArray        weight{{rows, static_cast<std::size_t>(layer.weights.cols())}, {}};
    if (const auto &c = layer.convolution)
      weight.shape = {rows, std::size_t(c->kernel), std::size_t(c->kernel), std::size_t(c->channels)};
    weight.values.assign(layer.weights.data(), layer.weights.data() + layer.weights.size());
    NumpyArray bias{{rows}, {}};
    bias.values.assign(layer.bias.data(), layer.bias.data() + layer.bias.size());
    archive.emplace_back(name + ".weight", std::move(weight));
    archive.emplace_back(name + ".bias", std::move(bias));
  }
  return archive;
}

void require_fit(const Network &network, const Dataset &data, const std::string &where)
{
  if (network.layers.front().weights.cols() != data.images.cols())
    throw InputError(where, std::to_string(network.layers.front().weights.cols()) + " inputs of the first layer",
                     std::to_string(data.images.cols()) + ", the numbers of an image of the data set");
  if (network.layers.back().weights.rows() < data.n_classes)
    throw InputError(where, std::to_string(network.layers.back().weights.rows()) + " outputs of the last layer",
                     "one for each of the " + std::to_string(data.n_classes) + " classes of the data set");
}

Dataset read_npz_dataset(const NumpyArchive &archive, const std::string &part, int count, const std::string &where)
{
  const NumpyArray &x = required(archive, "x_" + part, where), &y = required(archive, "y_" + part, where);
  require_finite({"x_" + part, x}, where);
  const std::size_t n_all = x.shape.empty() ? 0 : x.shape[0];
  if (x.shape.size() < 2 || x.values.empty())
    throw InputError(where + ": x_" + part, shape_text(x), "(images, ...), at least one image");
  if (y.values.size() != n_all)
    throw InputError(where + ": y_" + part, shape_text(y), "a label for each of " + std::to_string(n_all) + " images");
  const std::size_t n = std::min(n_all, static_cast<std::size_t>(count)), size = x.values.size() / n_all;
  const double      white = x.is_bytes ? 255 : 1;
  Dataset           data;
  data.images.resize(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(size));
  for (std::size_t k = 0; k < n * size; ++k)
    data.images.data()[k] = static_cast<float>(x.values[k] / white);
  data.height = static_cast<int>(x.shape.size() > 2 ? x.shape[1] : 1);
  data.width  = static_cast<int>(size) / data.height;
  for (std::size_t k = 0; k < n_all; ++k)
  {
    const double label = y.values[k];
    if (!(label >= 0 && label <= 255 && label == std::floor(label)))
      throw InputError(where + ": y_" + part, "label " + std::to_string(label), "a class, 0 to 255");
    if (k < n)
      data.labels.push_back(static_cast<std::uint8_t>(label));
  }
  const NumpyArray &all = required(archive, "y_train", where);
  data.n_classes        = 1 + static_cast<int>(*std::max_element(all.values.begin(), all.values.end()));
  if (*std::max_element(data.labels.begin(), data.labels.end()) >= data.n_classes)
    throw InputError(where + ": y_" + part, "a class that y_train does not hold", "the classes of y_train");
  return data;
}
} // namespace quench::array
