#pragma once

#include <memory>
#include <string>

#include <physics/base/described.h>
#include <postprocess/array/update_model.h>

namespace quench::array
{
/// What pulses do to the devices of a case.
struct UpdateParameters
{
  std::string          model          = "nandakumar2018";
  double               relative_sigma = 0;
  NandakumarParameters nandakumar;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = UpdateParameters;
    entry("model", &P::model, "nandakumar2018, or the JSON file of a compact model with a SET train", "choice");
    entry("relative spread", &P::relative_sigma, "1", non_negative,
          "standard deviation of a step of an extracted train in units of its mean",
          "choice: a train of one cell has no spread of its own");
    entry.subsection("nandakumar2018", &P::nandakumar);
  }
};

/// The update model the parameters name; a relative path is looked for in `folder`, then in the current folder.
/// Throws InputError.
std::unique_ptr<const UpdateModel> make_update(const UpdateParameters &parameters, const std::string &folder);
} // namespace quench::array
