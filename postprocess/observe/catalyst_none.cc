#include <postprocess/observe/catalyst.h>
#include <postprocess/observe/catalyst_backend.h>

#include <physics/base/error.h>

namespace quench::observe
{
bool insitu_available() { return false; }

std::unique_ptr<CatalystBackend> start_catalyst(const std::string &script, const std::string &, MPI_Comm)
{
  throw InputError(script, "this program was built without ParaView Catalyst", "",
                   "Install paraview-dev, python3-paraview and libpython3-dev, then build again with "
                   "-DQUENCH_CATALYST=ON");
}
} // namespace quench::observe
