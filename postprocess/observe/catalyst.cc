#include <postprocess/observe/catalyst.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <postprocess/observe/catalyst_backend.h>
#include <postprocess/observe/collective.h>
#include <postprocess/observe/insitu_probe.h>

#include <cstdlib>
#include <filesystem>

namespace quench::observe
{
namespace
{
namespace fs = std::filesystem;

constexpr const char *first_line       = "# script-version: 2.0";
constexpr unsigned    failures_to_stop = 3;
constexpr int         most_trials      = 3;
constexpr const char *probe_name       = "quench-insitu-probe";

/// The probe program beside our own.
std::string own_probe() { return (fs::read_symlink("/proc/self/exe").parent_path() / probe_name).string(); }

void check_text(const std::string &script)
{
  const std::string text    = read_file(script);
  const std::string channel = insitu_channel;
  if (text.rfind(first_line, 0) != 0)
    throw InputError(script, "is not a ParaView Catalyst script of version 2",
                     std::string("its first line must be \"") + first_line + "\"",
                     "Save it from ParaView with File > Save Catalyst State");
  if (text.find("'" + channel + "'") == std::string::npos && text.find('"' + channel + '"') == std::string::npos)
    throw InputError(script, "does not mention the channel '" + channel + "'", "",
                     "Name the source in ParaView \"" + channel + "\", or write TrivialProducer(registrationName='" +
                         channel + "')");
}
} // namespace

void check_insitu(const InSituOptions &options)
{
  if (!insitu_available())
    start_catalyst(options.script, options.folder, MPI_COMM_SELF); // says what is missing
  if (!regular_file_exists(options.script))
    throw InputError(options.script, "there is no such in-situ script");
  check_text(options.script);
  const std::string program = options.probe.empty() ? own_probe() : options.probe;
  ::setenv("QUENCH_SYMMETRY", options.symmetry.c_str(), 1);
  ProbeResult result = probe_script(program, options.script, options.arrays);
  for (int trial = 1; trial < most_trials && result.died(); ++trial)
    result = probe_script(program, options.script, options.arrays);
  if (const std::string complaint = probe_complaint(result); !complaint.empty())
    throw InputError(options.script, complaint);
}

InSitu::InSitu(const InSituOptions &options, MPI_Comm communicator) : options_(options), communicator_(communicator)
{
  on_root(communicator, [&] {
    check_insitu(options);
    std::error_code error;
    fs::create_directories(options.folder, error);
    if (error)
      throw IoError(options.folder, "the folder cannot be made: " + error.message());
  });
  ::setenv("QUENCH_SYMMETRY", options.symmetry.c_str(), 1);
  backend_ = start_catalyst(fs::absolute(options.script).string(), fs::absolute(options.folder).string(), communicator);
}

InSitu::~InSitu() = default;

std::vector<std::string> InSitu::process(const FieldSnapshot &snapshot, double time_ns, unsigned step)
{
  if (!active_)
    return {};
  int good = backend_->process(snapshot, time_ns, step);
  MPI_Allreduce(MPI_IN_PLACE, &good, 1, MPI_INT, MPI_MIN, communicator_);
  if (good)
  {
    failures_in_row_ = 0;
    return {};
  }
  ++failures_;
  const std::string where =
      options_.script + " at " + std::to_string(time_ns) + " ns (step " + std::to_string(step) + ")";
  if (options_.required)
    throw InputError(where, "the in-situ script failed, and the case says that it is required");
  std::vector<std::string> messages;
  if (failures_ == 1)
    messages.push_back("in-situ: " + where + " failed; ParaView's reason is on the terminal. The run goes on");
  if (++failures_in_row_ == failures_to_stop)
  {
    active_ = false;
    messages.push_back("in-situ: switched off after " + std::to_string(failures_to_stop) + " failures in a row");
  }
  return messages;
}
} // namespace quench::observe
