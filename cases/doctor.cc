#include <cases/doctor.h>

#include <cases/child_process.h>
#include <cases/program_parts.h>
#include <physics/base/command_line.h>
#include <physics/base/files.h>
#include <physics/base/json.h>
#include <physics/base/text.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>
#include <sstream>
#include <thread>
#include <unistd.h>

namespace quench::cases
{
namespace
{
namespace fs = std::filesystem;

/// The Debian 12 package of a shared library, by the beginning of its name.
constexpr std::array<std::pair<const char *, const char *>, 11> library_packages = {
    {{"libdeal_II", "libdeal.ii-9.4.1"},
     {"libpetsc", "libpetsc-real3.18"},
     {"libslepc", "libslepc-real3.18"},
     {"libhdf5_openmpi", "libhdf5-openmpi-103-1"},
     {"libhdf5", "libhdf5-103-1"},
     {"libmpi", "libopenmpi3"},
     {"libp4est", "libp4est-2.2"},
     {"libceres", "libceres3"},
     {"libopenblas", "libopenblas0-pthread"},
     {"libpython3", "libpython3.11"},
     {"libvtk", "python3-paraview"}}};

std::string first_line(const std::string &text) { return text.substr(0, text.find('\n')); }

/// The path of a program of the system, or "".
std::string found(const std::string &program)
{
  const char        *path = std::getenv("PATH");
  std::istringstream folders(path ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (const std::string file = folder + "/" + program; ::access(file.c_str(), X_OK) == 0)
      return file;
  return "";
}

/// What was found, line by line.
class Findings
{
public:
  void good(const std::string &what, const std::string &detail) { print("ok", what, detail); }
  void noted(const std::string &what, const std::string &detail) { print("note", what, detail); }

  /// `packages`: of Debian; empty if none would help.
  void missing(bool needed, const std::string &what, const std::string &detail, const std::set<std::string> &packages)
  {
    n_needed_ += needed;
    print(needed ? "MISSING" : "without", what, detail);
    packages_.insert(packages.begin(), packages.end());
  }

  ExitCode verdict() const
  {
    std::cout << (n_needed_ == 0 ? "Everything that is needed is here.\n" : "Quench does not work as it is.\n");
    if (!packages_.empty())
      std::cout << "For what is missing: apt-get install --no-install-recommends "
                << join(std::vector<std::string>(packages_.begin(), packages_.end()), " ") << "\n";
    return n_needed_ == 0 ? ExitCode::done : ExitCode::io;
  }

private:
  static void print(const std::string &verdict, const std::string &what, const std::string &detail)
  {
    const auto padded = [](std::string text, std::size_t width) {
      text.resize(std::max(width, text.size() + 1), ' ');
      return text;
    };
    std::cout << padded(verdict, 9) << padded(what, 21) << detail << std::endl;
  }

  std::set<std::string> packages_;
  int                   n_needed_ = 0;
};

/// Libraries that a program asks for and the system does not have.
std::vector<std::string> lacking_libraries(const std::string &program)
{
  std::vector<std::string> lacking;
  const std::string        ldd = found("ldd");
  std::istringstream       lines(ldd.empty() ? "" : said_by({ldd, program}).text);
  for (std::string line; std::getline(lines, line);)
    if (line.find("not found") != std::string::npos)
      lacking.emplace_back(trimmed(line.substr(0, line.find("=>"))));
  return lacking;
}

std::set<std::string> packages_of(const std::vector<std::string> &libraries)
{
  std::set<std::string> packages;
  for (const std::string &library : libraries)
    for (const auto &[beginning, package] : library_packages)
      if (library.starts_with(beginning))
      {
        packages.insert(package);
        break;
      }
  return packages;
}

/// Returns whether it works.
bool look_at_program(const std::string &name, const char *purpose, bool needed, Findings &findings)
{
  const std::string path    = (fs::path(part_path("quench")).parent_path() / name).string();
  const bool        there   = ::access(path.c_str(), X_OK) == 0;
  const auto        lacking = there ? lacking_libraries(path) : std::vector<std::string>{};
  std::string       fault   = there ? "" : std::string(purpose) + ": not beside this program";
  if (!lacking.empty())
    fault = "needs " + join(lacking, ", ");
  else if (there && name != "quench-insitu-probe") // which starts ParaView
  {
    const Said said = said_by({path, "--version"});
    if (said.code != 0)
      fault = "does not start: " + first_line(said.text);
    else if (said.text != version_line())
      fault = "is of another build: " + first_line(said.text);
  }
  if (fault.empty())
    findings.good(name, purpose);
  else
    findings.missing(needed, name, fault, packages_of(lacking));
  return fault.empty();
}

/// Versions that the cell solver was linked with. Returns whether it can draw in situ.
bool look_at_libraries(Findings &findings)
{
  const Said said = said_by({part_path("quench-cell"), "libraries"});
  if (said.code != 0)
    return false;
  bool                has_catalyst = false;
  const Json          json         = Json::parse(said.text, "quench-cell libraries");
  const Json::Object &versions     = json.as_object();
  for (const auto &[name, version] : versions)
    if (name == "Catalyst" && version.as_string().empty())
      findings.missing(false, name, "pictures while a run goes on: this build is without ParaView", {});
    else
    {
      has_catalyst |= name == "Catalyst";
      findings.good(name, std::string(trimmed(version.as_string())));
    }
  return has_catalyst;
}

void look_at_mpi(Findings &findings)
{
  const std::string mpirun = found("mpirun");
  if (mpirun.empty())
    return findings.missing(false, "mpirun", "a run on several cores", {"openmpi-bin"});
  const Said said = said_by({mpirun, "--oversubscribe", "-n", "2", "/bin/true"});
  if (said.code == 0)
    findings.good("mpirun", first_line(said_by({mpirun, "--version"}).text));
  else if (::geteuid() == 0 && !std::getenv("OMPI_ALLOW_RUN_AS_ROOT"))
    findings.noted("mpirun", "refuses root: set OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1");
  else
    findings.missing(false, "mpirun", "two processes do not start: code " + std::to_string(said.code), {});
}

/// A display and a trial of the shipped script that needs none.
void look_at_pictures(Findings &findings)
{
  const char *display = std::getenv("DISPLAY");
  if (display && *display)
    findings.good("display", display);
  else if (found("xvfb-run").empty())
    findings.missing(false, "display", "in-situ pictures", {"xvfb", "xauth"});
  else
    findings.good("display", "none; xvfb-run -a makes one");
  const fs::path script = fs::path(part_path("quench")).parent_path() / "../share/quench/cases/insitu/extracts.py";
  if (!file_exists(script.string()))
    return findings.noted("in-situ script", "not tried: the cases are not installed; quench insitu-probe SCRIPT.py");
  const Said said = said_by({part_path("quench-cell"), "insitu-probe", script.string()});
  if (said.code == 0)
    findings.good("in-situ script", "extracts.py works");
  else
    findings.missing(false, "in-situ script", first_line(said.text), {"python3-paraview"});
}

void look_at_python(Findings &findings)
{
  const std::string python = "/usr/bin/python3";
  if (::access(python.c_str(), X_OK) != 0)
    return findings.missing(false, "python3", "results in Python", {"python3-h5py", "python3-numpy"});
  for (const auto &[module, purpose] :
       {std::pair{"numpy", "results in Python"}, std::pair{"h5py", "results.h5 in Python"},
        std::pair{"pandas", "frames in Python"}, std::pair{"matplotlib", "plots in Python"}})
    if (said_by({python, "-c", std::string("import ") + module}).code == 0)
      findings.good(std::string("python3-") + module, purpose);
    else
      findings.missing(false, std::string("python3-") + module, purpose, {std::string("python3-") + module});
}

void look_at_data(Findings &findings)
{
  if (file_exists("/usr/share/datasets/fashion-mnist"))
    findings.good("Fashion-MNIST", "images for array studies");
  else
    findings.missing(false, "Fashion-MNIST", "images for array studies", {"dataset-fashion-mnist"});
  if (found("ngspice").empty())
    findings.missing(false, "ngspice", "exported circuits", {"ngspice"});
  else
    findings.good("ngspice", "exported circuits");
}

void look_at_machine(Findings &findings)
{
  const double memory_in_GB = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) *
                              static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1024.0 * 1024 * 1024);
  char text[80];
  std::snprintf(text, sizeof text, "%u cores, %.1f GB of memory", std::thread::hardware_concurrency(), memory_in_GB);
  findings.good("machine", text);
}
} // namespace

ExitCode doctor(const std::vector<std::string> &words)
{
  const CommandLine line({"quench doctor",
                          "Tries what Quench is made of and what it uses here: programs, libraries and their versions, "
                          "MPI, display, Catalyst, Python, data. Names the Debian packages of what is missing.",
                          {},
                          {},
                          "Exit code: 0 if everything that is needed is here, else 4."},
                         words);
  if (line.answer(std::cout))
    return ExitCode::done;
  Findings findings;
  std::cout << version_line();
  look_at_machine(findings);
  const bool has_cell = look_at_program("quench-cell", "cells: run, check, new, ...", true, findings);
  look_at_program("quench-compact", "extract", true, findings);
  look_at_program("quench-export", "export", true, findings);
  look_at_program("quench-array", "array", true, findings);
  look_at_program("quench-report", "report", true, findings);
  look_at_program("quench-insitu-probe", "in-situ scripts, tried before a run", false, findings);
  if (has_cell && look_at_libraries(findings))
    look_at_pictures(findings);
  look_at_mpi(findings);
  look_at_python(findings);
  look_at_data(findings);
  return findings.verdict();
}
} // namespace quench::cases
