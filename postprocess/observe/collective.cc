#include <postprocess/observe/collective.h>

#include <physics/base/error.h>

#include <algorithm>
#include <exception>

namespace quench::observe
{
namespace
{
constexpr std::size_t largest_message = std::size_t(1) << 30; // MPI counts with int
constexpr int         text_tag        = 7001;

template <class Transfer>
void in_parts(std::size_t size, const Transfer &transfer)
{
  for (std::size_t at = 0; at < size; at += largest_message)
    transfer(at, static_cast<int>(std::min(largest_message, size - at)));
}
} // namespace

int rank_of(MPI_Comm communicator)
{
  int rank;
  MPI_Comm_rank(communicator, &rank);
  return rank;
}

std::vector<std::string> gather_on_root(const std::string &bytes, MPI_Comm communicator)
{
  int n_ranks;
  MPI_Comm_size(communicator, &n_ranks);
  const int                  rank = rank_of(communicator);
  const unsigned long        size = bytes.size();
  std::vector<unsigned long> sizes(n_ranks);
  MPI_Gather(&size, 1, MPI_UNSIGNED_LONG, sizes.data(), 1, MPI_UNSIGNED_LONG, 0, communicator);
  if (rank != 0)
  {
    in_parts(size, [&](std::size_t at, int count) {
      MPI_Send(bytes.data() + at, count, MPI_CHAR, 0, text_tag, communicator);
    });
    return {};
  }
  std::vector<std::string> all(n_ranks);
  all[0] = bytes;
  for (int source = 1; source < n_ranks; ++source)
  {
    all[source].resize(sizes[source]);
    in_parts(sizes[source], [&](std::size_t at, int count) {
      MPI_Recv(all[source].data() + at, count, MPI_CHAR, source, text_tag, communicator, MPI_STATUS_IGNORE);
    });
  }
  return all;
}

void on_root(MPI_Comm communicator, const std::function<void()> &work)
{
  std::exception_ptr error;
  std::string        message;
  int                code = 0;
  if (rank_of(communicator) == 0)
    try
    {
      work();
    }
    catch (const std::exception &e)
    {
      const auto *known = dynamic_cast<const Error *>(&e);
      error             = std::current_exception();
      message           = e.what();
      code              = static_cast<int>(known ? known->code() : ExitCode::internal);
    }
  MPI_Bcast(&code, 1, MPI_INT, 0, communicator);
  if (code == 0)
    return;
  if (error)
    std::rethrow_exception(error);
  throw Error(static_cast<ExitCode>(code), "rank 0", "failed, and all ranks stop");
}
} // namespace quench::observe
