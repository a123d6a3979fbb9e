# Sourced by quickstart and run-tests: the environment of every run, and how the build folder is made.

# One thread per process; parallel work is processes. mpirun may be root's (containers) and may share cores.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 DEAL_II_NUM_THREADS=1
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none

# Cores of this machine; nproc itself would follow OMP_NUM_THREADS.
n_cores() { env -u OMP_NUM_THREADS nproc; }

# Jobs of the compiler: one per core, but 2 GB of memory for each (a deal.II file needs up to that).
build_jobs() {
  local cores memory
  cores=$(n_cores)
  memory=$(awk '/^MemAvailable:/ {print int($2 / 2000000)}' /proc/meminfo)
  ((memory < 1)) && memory=1
  echo $((cores < memory ? cores : memory))
}

# configure FOLDER [cmake options]: does nothing where Ninja's file stands and no option is given
# (Ninja itself runs cmake again when a CMakeLists.txt has changed).
configure() {
  local folder=$1
  shift
  if [[ -e $folder/build.ninja && $# -eq 0 ]]; then
    return 0
  fi
  cmake -G Ninja -S . -B "$folder" -DCMAKE_BUILD_TYPE=Release "$@"
}
