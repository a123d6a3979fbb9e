#include <postprocess/array/case_data.h>

#include <physics/base/error.h>
#include <postprocess/array/case_files.h>
#include <postprocess/array/network_file.h>
#include <postprocess/array/study_table.h>

#include <utility>

namespace quench::array
{
namespace
{
void require_images(const Dataset &training, int needed, const std::string &key)
{
  if (training.images.rows() < needed)
    throw InputError(key, std::to_string(needed),
                     "at most the training images, " + std::to_string(training.images.rows()));
}
} // namespace

Dataset read_training_data(const ArrayCase &c, const std::string &folder)
{
  const DatasetParameters &p = c.data_set;
  if (p.file.empty())
    return read_dataset(p.folder, "train", p.training_images);
  const std::string path = find_case_file(p.file, folder, "data set/file");
  Dataset           data = read_npz_dataset(read_npz(path), "train", p.training_images, path);
  if (!c.periphery.is_ideal() && uses(study_of(c.study), "periphery/calibration images"))
    require_images(data, c.periphery.calibration_images, "periphery/calibration images");
  if (c.network.file.empty())
    require_images(data, c.network.batch, "network/batch size");
  return data;
}

CaseData read_case_data(const ArrayCase &c, const std::string &folder)
{
  const DatasetParameters &p        = c.data_set;
  Dataset                  training = read_training_data(c, folder);
  if (p.file.empty())
    return {std::move(training), read_dataset(p.folder, "t10k", p.test_images)};
  const std::string path = find_case_file(p.file, folder, "data set/file");
  Dataset           test = read_npz_dataset(read_npz(path), "test", p.test_images, path);
  if (test.images.cols() != training.images.cols())
    throw InputError(path + ": x_test", std::to_string(test.images.cols()) + " numbers per image",
                     std::to_string(training.images.cols()) + " as in x_train");
  return {std::move(training), std::move(test)};
}

Network case_network(const ArrayCase &c, const Dataset &training, const DeviceModel &device, const std::string &folder)
{
  if (c.network.file.empty())
    return train(training, c.network, hardware_of(c, device));
  if (c.network.file.ends_with(".onnx"))
    throw InputError("network/file", c.network.file,
                     std::string("an NPZ file for the study `") + study_of(c.study).name + "`",
                     "The study `accuracy` takes ONNX files");
  const std::string path    = find_case_file(c.network.file, folder, "network/file");
  Network           network = network_from(read_npz(path), path);
  require_fit(network, training, path);
  return network;
}
} // namespace quench::array
