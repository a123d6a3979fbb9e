#pragma once

#include <cases/progress.h>
#include <cases/recorder.h>
#include <cases/shares.h>
#include <postprocess/observe/catalyst.h>
#include <postprocess/observe/field_output.h>
#include <solver/run/checkpoint_files.h>
#include <solver/run/measures.h>
#include <solver/space/adapt.h>

#include <chrono>

namespace quench::cases
{
/// A run of the cell stage with all its parts. The data flow is run() and step().
template <int dim>
class Simulation
{
public:
  Simulation(const Case &c, const RunRequest &request, MPI_Comm communicator);

  /// Pulses, quench and reads; stops with a checkpoint on a signal.
  ExitCode run();
  /// Steady state at one voltage.
  ExitCode solve_steady();
  /// Steady current-voltage curve at the phases of the start.
  ExitCode trace_curve();

private:
  /// All that a checkpoint holds, as it was at the last moment from which a resumed run repeats this one bit by bit:
  /// where nothing is kept between solves, at a multiple of solver::steps_between_restarts or on a new mesh.
  struct Kept
  {
    solver::State               state;
    solver::StepControl::Memory control;
    History                     history;
    Json                        files;
  };

  // one step of the program
  void                   rebuild_equations();
  bool                   adapt_mesh();
  solver::Moment         propose() const;
  bool                   try_step();
  bool                   plan_pulses();
  void                   watch(const solver::State &old, const solver::StepReport &report);
  void                   read_if_due();
  void                   write_if_due();
  void                   look_in();
  void                   start_insitu();
  observe::FieldSnapshot insitu_snapshot();
  void                   write_fields();
  void                   write_map(const std::string &name);
  // start and stop
  void                start();
  void                write_initial_fields();
  solver::SolveReport approach_steady_state();
  void                resume();
  void                keep(bool changed_mesh);
  bool                checkpoint_or_stop();
  void                write_checkpoint();
  /// Of the last checkpoint.
  std::vector<observe::Result> kept_results() const;

  double                           ambient_rise() const;
  std::vector<observe::NamedField> named_fields();
  std::vector<observe::Result>     steady_results(const solver::SolveReport &report) const;
  void                             add_sides_of_heater(std::vector<observe::Result> &results) const;

  const Case                                        c;
  const RunRequest                                  request;
  const MPI_Comm                                    communicator;
  Shares                                            shares; ///< before all that takes memory
  const meshes::CellGeometry                        geometry;
  const solver::Materials                           materials;
  solver::Program                                   program;
  solver::Verify::Verdict                           verdict = solver::Verify::Verdict::go_on; ///< task = verify
  solver::Discretization<dim>                       space;
  const solver::MeshPolicy<dim>                     policy;
  solver::StepControl                               control;
  std::unique_ptr<solver::TimeStep<dim>>            equations;
  std::unique_ptr<Recorder>                         recorder;
  std::unique_ptr<observe::InSitu>                  insitu;
  solver::State                                     state;
  solver::Vector                                    grains; ///< numbers of the grains, for output
  History                                           history;
  std::optional<Progress>                           progress;     ///< of the present program
  std::optional<solver::CheckpointDirectory::Found> resumed_from; ///< rank 0, until its first step is accepted
  bool                                  mesh_is_settled = false;  ///< of a checkpoint: not to be changed anew
  std::optional<Kept>                   kept;
  std::uint64_t                         checkpoint_step = 0; ///< of the last checkpoint, or of the start
  std::chrono::steady_clock::time_point checkpoint_time = std::chrono::steady_clock::now();
};

/// Names of the fields that the in-situ script gets, and what it learns of the cell: "axisymmetric".
std::vector<std::string> insitu_fields(const Output &output);
const char              *in_words(meshes::Symmetry symmetry);

/// Geometry's materials in the order of its regions.
solver::Materials make_materials(const meshes::CellGeometry &geometry, const MaterialChoices &choices);
} // namespace quench::cases
