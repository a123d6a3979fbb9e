#include <solver/run/checkpoint_files.h>

#include <tests/postprocess/observe/scratch.h>

#include <fstream>
#include <random>

using namespace quench;
using solver::CheckpointDirectory;
namespace fs = std::filesystem;

namespace
{
const std::string the_case = "c0ffee";

/// A checkpoint with two files whose content depends on the step.
void save(CheckpointDirectory &checkpoints, std::uint64_t step)
{
  const std::string folder = checkpoints.begin(step);
  std::string       fields;
  for (int i = 0; i < 300; ++i)
    fields += std::to_string(step * 1000 + i) + "\n";
  write_file_atomically(folder + "/fields_fixed.data", fields);
  write_file_atomically(folder + "/state.json", "{\"step\": " + std::to_string(step) + "}\n");
  checkpoints.commit(step, the_case);
}

/// What a search says when the newest of the checkpoints 10 and 20 is not to be used.
bool falls_back(const CheckpointDirectory &checkpoints)
{
  const auto search = checkpoints.find_latest(the_case);
  return search.found && search.found->step == 10 && search.messages.size() == 2;
}

void flip_bit(const std::string &path, std::size_t bit)
{
  std::string text = read_file(path);
  text[bit / 8]    = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
  std::ofstream(path, std::ios::binary) << text;
}

struct TwoCheckpoints
{
  TwoCheckpoints() : checkpoints(scratch.path())
  {
    save(checkpoints, 10);
    save(checkpoints, 20);
    fs::copy(scratch.path("checkpoint"), scratch.path("spare"), fs::copy_options::recursive);
  }
  std::string newest(const std::string &name = "") const { return checkpoints.folder(20) + "/" + name; }
  void        restore() const
  {
    fs::remove_all(scratch.path("checkpoint"));
    fs::copy(scratch.path("spare"), scratch.path("checkpoint"), fs::copy_options::recursive);
  }

  test::Scratch            scratch;
  CheckpointDirectory      checkpoints;
  std::vector<std::string> names = {"fields_fixed.data", "state.json", "manifest.json"};
};
} // namespace

BOOST_AUTO_TEST_SUITE(checkpoint_files)

BOOST_AUTO_TEST_CASE(the_newest_checkpoint_is_found_and_two_are_kept)
{
  const test::Scratch scratch;
  CheckpointDirectory checkpoints(scratch.path());
  BOOST_TEST(!checkpoints.find_latest(the_case).found);
  for (const std::uint64_t step : {5, 10, 100, 1000})
    save(checkpoints, step);
  const auto search = checkpoints.find_latest(the_case);
  BOOST_REQUIRE(search.found);
  BOOST_TEST(search.found->step == 1000);
  BOOST_TEST(search.found->folder == scratch.path("checkpoint/step_00001000"));
  BOOST_TEST(search.messages.empty());
  BOOST_TEST(fs::exists(checkpoints.folder(100)));
  BOOST_TEST(!fs::exists(checkpoints.folder(10)));
}

BOOST_AUTO_TEST_CASE(an_interrupted_checkpoint_does_not_count_and_is_cleared_by_the_next)
{
  TwoCheckpoints two;
  const auto     folder = two.checkpoints.begin(30);
  write_file_atomically(folder + "/state.json", "half");
  const auto search = two.checkpoints.find_latest(the_case);
  BOOST_REQUIRE(search.found);
  BOOST_TEST(search.found->step == 20);
  BOOST_TEST(search.messages.front().find("interrupted") != std::string::npos);
  save(two.checkpoints, 25);
  BOOST_TEST(!fs::exists(folder));
}

BOOST_AUTO_TEST_CASE(truncation_is_noticed)
{
  const TwoCheckpoints two;
  for (const std::string &name : two.names)
    for (int i = 0; i < 20; ++i)
    {
      fs::resize_file(two.newest(name), fs::file_size(two.newest(name)) * i / 20);
      BOOST_TEST(falls_back(two.checkpoints), name << " cut to " << i << "/20");
      two.restore();
    }
}

BOOST_AUTO_TEST_CASE(flipped_bits_are_noticed)
{
  const TwoCheckpoints two;
  std::mt19937         random(1);
  for (int i = 0; i < 200; ++i)
  {
    const std::string path = two.newest(two.names[i % two.names.size()]);
    const std::size_t bit  = random() % (8 * fs::file_size(path));
    flip_bit(path, bit);
    BOOST_TEST(falls_back(two.checkpoints), path << " bit " << bit);
    flip_bit(path, bit);
  }
  BOOST_TEST(two.checkpoints.find_latest(the_case).found->step == 20);
}

BOOST_AUTO_TEST_CASE(every_bit_of_the_manifest_is_guarded)
{
  const TwoCheckpoints two;
  const std::string    path = two.newest("manifest.json");
  for (std::size_t bit = 0; bit < 8 * fs::file_size(path); bit += 7)
  {
    flip_bit(path, bit);
    BOOST_TEST(falls_back(two.checkpoints), "bit " << bit);
    flip_bit(path, bit);
  }
}

BOOST_AUTO_TEST_CASE(a_missing_and_a_foreign_file_are_noticed)
{
  const TwoCheckpoints two;
  for (const std::string &name : two.names)
  {
    fs::remove(two.newest(name));
    BOOST_TEST(falls_back(two.checkpoints), name);
    two.restore();
  }
  write_file_atomically(two.newest("fields.data"), "of another run");
  BOOST_TEST(falls_back(two.checkpoints));
}

BOOST_AUTO_TEST_CASE(swapped_checkpoints_and_swapped_files_are_noticed)
{
  const TwoCheckpoints two;
  const std::string    a = two.checkpoints.folder(10), b = two.checkpoints.folder(20), c = two.scratch.path("c");
  fs::copy_file(a + "/state.json", b + "/state.json", fs::copy_options::overwrite_existing);
  BOOST_TEST(falls_back(two.checkpoints));
  two.restore();
  fs::rename(a, c);
  fs::rename(b, a);
  fs::rename(c, b);
  BOOST_CHECK_EXCEPTION(two.checkpoints.find_latest(the_case), Error,
                        test::complains(ExitCode::io, "holds the checkpoint of step"));
}

BOOST_AUTO_TEST_CASE(a_run_never_starts_from_zero_unasked)
{
  const TwoCheckpoints two;
  flip_bit(two.checkpoints.folder(10) + "/state.json", 3);
  flip_bit(two.checkpoints.folder(20) + "/state.json", 3);
  BOOST_CHECK_EXCEPTION(two.checkpoints.find_latest(the_case), Error,
                        test::complains(ExitCode::io, "none of the 2 checkpoints can be used"));
  BOOST_CHECK_EXCEPTION(two.checkpoints.find_latest(the_case), Error, test::complains(ExitCode::io, "--overwrite"));
}

BOOST_AUTO_TEST_CASE(another_case_is_refused)
{
  const TwoCheckpoints two;
  BOOST_CHECK_EXCEPTION(two.checkpoints.find_latest("decaf"), Error,
                        test::complains(ExitCode::input, "belongs to another case"));
}

BOOST_AUTO_TEST_CASE(a_checkpoint_that_failed_twice_is_not_tried_again)
{
  const TwoCheckpoints two;
  for (const unsigned attempts : {0u, 1u})
  {
    const auto search = two.checkpoints.find_latest(the_case);
    BOOST_REQUIRE(search.found);
    BOOST_TEST(search.found->attempts == attempts);
    two.checkpoints.note_attempt(*search.found);
  }
  BOOST_TEST(falls_back(two.checkpoints));
  const auto older = two.checkpoints.find_latest(the_case);
  two.checkpoints.note_attempt(*older.found);
  two.checkpoints.note_success(*older.found);
  BOOST_TEST(two.checkpoints.find_latest(the_case).found->attempts == 0);
}

BOOST_AUTO_TEST_CASE(a_step_can_be_saved_again_and_later_steps_are_given_up)
{
  TwoCheckpoints two;
  flip_bit(two.newest("state.json"), 3);
  save(two.checkpoints, 15); // went back to 10 and on from there
  BOOST_TEST(!fs::exists(two.checkpoints.folder(20)));
  save(two.checkpoints, 15);
  const auto search = two.checkpoints.find_latest(the_case);
  BOOST_REQUIRE(search.found);
  BOOST_TEST(search.found->step == 15);
  BOOST_TEST(fs::exists(two.checkpoints.folder(10)));
}

BOOST_AUTO_TEST_SUITE_END()
