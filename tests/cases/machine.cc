#include <cases/machine.h>

#include "program.h"

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench;
using namespace quench::cases;

namespace
{
/// A root with the files of a machine of 16 GB.
struct Root : test::Folder
{
  Root()
  {
    for (const char *folder : {"proc/self", "sys/fs/cgroup/job_1"})
      std::filesystem::create_directories(path(folder));
    write("proc/meminfo", "MemTotal:       16000000 kB\nMemFree:  100 kB\nMemAvailable:    8000000 kB\n");
    write("proc/loadavg", "1.75 2.00 3.00 2/300 1234\n");
  }
};
} // namespace

BOOST_AUTO_TEST_SUITE(machine)

BOOST_AUTO_TEST_CASE(a_machine_without_a_control_group_has_what_proc_says)
{
  const Root    root;
  const Machine machine = read_machine(root.path(), 8);
  BOOST_TEST(machine.cores == 8);
  BOOST_TEST(machine.load == 1.75);
  BOOST_TEST(machine.memory_MB == 16384, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(machine.available_MB == 8192, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_control_group_has_limits_of_its_own)
{
  const Root root;
  root.write("proc/self/cgroup", "0::/job_1\n");
  root.write("sys/fs/cgroup/job_1/memory.max", "4000000000\n");
  root.write("sys/fs/cgroup/job_1/memory.current", "1000000000\n");
  root.write("sys/fs/cgroup/job_1/cpu.max", "250000 100000\n");
  const Machine machine = read_machine(root.path(), 8);
  BOOST_TEST(machine.cores == 2.5);
  BOOST_TEST(machine.memory_MB == 4000);
  BOOST_TEST(machine.available_MB == 3000);
  for (const char *file : {"memory.max", "cpu.max"})
    root.write(std::string("sys/fs/cgroup/job_1/") + file, "max\n");
  BOOST_TEST(read_machine(root.path(), 8).cores == 8);
  BOOST_TEST(read_machine(root.path(), 8).memory_MB == 16384, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(jobs_fit_into_free_cores_and_memory)
{
  BOOST_TEST(free_jobs({8, 0, 16000, 8000}, 100) == 8);
  BOOST_TEST(free_jobs({8, 5.2, 16000, 8000}, 100) == 3);
  BOOST_TEST(free_jobs({8, 0, 16000, 8000}, 2000) == 3); // a tenth stays free
  BOOST_TEST(free_jobs({8, 20, 16000, 8000}, 100) == 1);
  BOOST_TEST(free_jobs({8, 0, 16000, 100}, 2000) == 1);
  BOOST_TEST(std::isinf(read_machine("/nowhere", 1).memory_MB));
  BOOST_TEST(free_jobs(read_machine("/nowhere", 3), 2000) == 3);
}

BOOST_AUTO_TEST_SUITE_END()
