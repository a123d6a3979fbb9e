#include <postprocess/observe/catalyst.h>
#include <postprocess/observe/catalyst_backend.h>

#include <physics/base/error.h>

#include <vtkCPDataDescription.h>
#include <vtkCPInputDataDescription.h>
#include <vtkCPProcessor.h>
#include <vtkCPPythonPipeline.h>
#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkCellType.h>
#include <vtkDoubleArray.h>
#include <vtkFieldData.h>
#include <vtkIdTypeArray.h>
#include <vtkMPI.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkSmartPointer.h>
#include <vtkStringArray.h>
#include <vtkUnstructuredGrid.h>

#include <algorithm>
#include <array>
#include <cfenv>
#include <csignal>
#include <filesystem>
#include <limits>

namespace quench::observe
{
namespace
{
/// Keeps what ParaView and Python would change for the rest of the program: floating-point environment (their
/// divisions by zero must not trap, their rounding must not stay), working directory, signal handlers.
class Sandbox
{
public:
  Sandbox() : folder_(std::filesystem::current_path())
  {
    std::feholdexcept(&environment_);
    for (std::size_t i = 0; i < signals.size(); ++i)
      sigaction(signals[i], nullptr, &actions_[i]);
  }
  ~Sandbox()
  {
    for (std::size_t i = 0; i < signals.size(); ++i)
      sigaction(signals[i], &actions_[i], nullptr);
    std::error_code ignored;
    std::filesystem::current_path(folder_, ignored);
    std::fesetenv(&environment_);
  }
  Sandbox(const Sandbox &)            = delete;
  Sandbox &operator=(const Sandbox &) = delete;

private:
  static constexpr std::array signals = {SIGINT,  SIGTERM, SIGUSR1, SIGPIPE, SIGXFSZ,
                                         SIGABRT, SIGBUS,  SIGFPE,  SIGILL,  SIGSEGV};

  std::filesystem::path                        folder_;
  std::fenv_t                                  environment_;
  std::array<struct sigaction, signals.size()> actions_;
};

/// A VTK array that copies ours: ParaView may keep it longer than we do.
vtkSmartPointer<vtkDoubleArray> as_vtk(const FieldSnapshot::Array &array)
{
  auto copy = vtkSmartPointer<vtkDoubleArray>::New();
  copy->SetName(array.name.c_str());
  copy->SetNumberOfComponents(array.components);
  copy->SetNumberOfTuples(static_cast<vtkIdType>(array.values.size() / array.components));
  std::copy(array.values.begin(), array.values.end(), copy->GetPointer(0));
  return copy;
}

vtkSmartPointer<vtkUnstructuredGrid> as_vtk(const FieldSnapshot &snapshot)
{
  auto              grid = vtkSmartPointer<vtkUnstructuredGrid>::New();
  vtkNew<vtkPoints> points;
  points->SetData(as_vtk(FieldSnapshot::Array{"points_nm", 3, snapshot.points}));
  grid->SetPoints(points);

  const auto             width = static_cast<vtkIdType>(snapshot.nodes_per_cell());
  vtkNew<vtkIdTypeArray> nodes;
  nodes->SetNumberOfValues(static_cast<vtkIdType>(snapshot.connectivity.size()));
  std::copy(snapshot.connectivity.begin(), snapshot.connectivity.end(), nodes->GetPointer(0));
  vtkNew<vtkCellArray> cells;
  cells->SetData(width, nodes);
  grid->SetCells(snapshot.dim == 2 ? VTK_QUAD : VTK_HEXAHEDRON, cells);

  for (const FieldSnapshot::Array &array : snapshot.point_arrays)
    grid->GetPointData()->AddArray(as_vtk(array));
  for (const FieldSnapshot::Array &array : snapshot.cell_arrays)
    grid->GetCellData()->AddArray(as_vtk(array));
  return grid;
}

vtkSmartPointer<vtkStringArray> names_of_regions(const FieldSnapshot &snapshot)
{
  auto names = vtkSmartPointer<vtkStringArray>::New();
  names->SetName("region_names");
  for (const std::string &name : snapshot.region_names)
    names->InsertNextValue(name);
  return names;
}

/// Lower and upper end of the mesh of all ranks in x, y, z [nm], for scripts that place a camera: a rank only knows
/// the bounds of its own part. Collective.
FieldSnapshot::Array global_bounds(const FieldSnapshot &snapshot, MPI_Comm communicator)
{
  constexpr double      infinity = std::numeric_limits<double>::infinity();
  std::array<double, 6> ends; // lower, minus upper
  ends.fill(infinity);
  for (std::size_t i = 0; i < snapshot.points.size(); ++i)
  {
    ends[i % 3]     = std::min(ends[i % 3], snapshot.points[i]);
    ends[i % 3 + 3] = std::min(ends[i % 3 + 3], -snapshot.points[i]);
  }
  MPI_Allreduce(MPI_IN_PLACE, ends.data(), static_cast<int>(ends.size()), MPI_DOUBLE, MPI_MIN, communicator);
  return {"bounds_nm", 1, {ends[0], -ends[3], ends[1], -ends[4], ends[2], -ends[5]}};
}

/// ParaView behind its own copy of the communicator.
class ParaView final : public CatalystBackend
{
public:
  ParaView(const std::string &script, const std::string &folder, MPI_Comm communicator)
  {
    const Sandbox sandbox;
    MPI_Comm_dup(communicator, &communicator_);
    vtkMPICommunicatorOpaqueComm opaque(&communicator_);
    if (processor_->Initialize(opaque, folder.c_str()) == 0)
      throw InputError(script, "ParaView Catalyst cannot be started in " + folder);
    const auto pipeline = vtkCPPythonPipeline::CreateAndInitializePipeline(script.c_str());
    if (pipeline == nullptr || processor_->AddPipeline(pipeline) == 0)
      throw InputError(script, "ParaView cannot use this script");
  }

  ~ParaView() override
  {
    const Sandbox sandbox;
    processor_->RemoveAllPipelines();
    processor_->Finalize();
    MPI_Comm_free(&communicator_);
  }

  bool process(const FieldSnapshot &snapshot, double time_ns, unsigned step) override
  {
    const FieldSnapshot::Array   bounds = global_bounds(snapshot, communicator_);
    const Sandbox                sandbox;
    vtkNew<vtkCPDataDescription> description;
    description->SetTimeData(time_ns, step);
    description->AddInput(insitu_channel);
    if (processor_->RequestDataDescription(description) == 0)
      return true; // the script wants nothing at this time
    const auto grid = as_vtk(snapshot);
    grid->GetFieldData()->AddArray(as_vtk(bounds));
    grid->GetFieldData()->AddArray(names_of_regions(snapshot));
    description->GetInputDescriptionByName(insitu_channel)->SetGrid(grid);
    return processor_->CoProcess(description) != 0;
  }

private:
  MPI_Comm               communicator_ = MPI_COMM_NULL;
  vtkNew<vtkCPProcessor> processor_;
};
} // namespace

bool insitu_available() { return true; }

std::unique_ptr<CatalystBackend> start_catalyst(const std::string &script, const std::string &folder,
                                                MPI_Comm communicator)
{
  static bool started = false; // ParaView aborts when it is started again
  if (started)
    throw Error(ExitCode::internal, script, "ParaView can be started once per process");
  started = true;
  return std::make_unique<ParaView>(script, folder, communicator);
}
} // namespace quench::observe
