#include <postprocess/array/update_parameters.h>

#include <postprocess/array/device_parameters.h>
#include <postprocess/compact/compact_model.h>

namespace quench::array
{
std::unique_ptr<const UpdateModel> make_update(const UpdateParameters &parameters, const std::string &folder)
{
  if (parameters.model == "nandakumar2018")
    return std::make_unique<NandakumarUpdate>(parameters.nandakumar);
  const std::string file = find_model_file(parameters.model, folder, "programming/update/model", {"nandakumar2018"});
  return std::make_unique<ExtractedUpdate>(compact::read_model(file), parameters.relative_sigma, parameters.nandakumar);
}
} // namespace quench::array
