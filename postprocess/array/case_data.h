#pragma once

#include <string>

#include <postprocess/array/array_case.h>
#include <postprocess/array/network.h>

namespace quench::array
{
/// Training and test images of a case.
struct CaseData
{
  Dataset training, test;
};

/// The training images of the section `data set`, and both parts; a relative `file` is looked for in `folder`, then in
/// the current folder. Throws InputError, also where there are fewer training images than the case needs.
Dataset  read_training_data(const ArrayCase &array_case, const std::string &folder);
CaseData read_case_data(const ArrayCase &array_case, const std::string &folder);

/// The network of `network/file`, or one that is trained for `device`. Throws InputError if it does not fit the data.
Network case_network(const ArrayCase &array_case, const Dataset &training, const DeviceModel &device,
                     const std::string &folder);
} // namespace quench::array
