// Every key of every study acts or is refused: generated from the description of the case.

#include <postprocess/array/network_file.h>
#include <postprocess/array/study_table.h>

#include <physics/base/error.h>
#include <physics/base/parameters.h>
#include <physics/base/text.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <map>
#include <set>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
using Overrides = std::vector<std::string>;

const std::string set_train = std::string(QUENCH_SOURCE_DIR) + "/cases/array/models/mushroom.json";

NumpyArray numbers(const Dataset &data)
{
  const Matrix &x = data.images;
  return {{std::size_t(x.rows()), std::size_t(x.cols())}, {x.data(), x.data() + x.size()}};
}

NumpyArray labels(const Dataset &data) { return {{data.labels.size()}, {data.labels.begin(), data.labels.end()}}; }

/// A study made small, and what its keys need beside them.
struct SmallStudies
{
  SmallStudies()
  {
    write_idx(folder.path(), "train", patterns(128, 5, 0.5));
    write_idx(folder.path(), "t10k", patterns(400, 6, 0.5));
    std::filesystem::create_directory(folder.path() + "/other");
    write_idx(folder.path() + "/other", "train", patterns(60, 7));
    write_idx(folder.path() + "/other", "t10k", patterns(400, 8, 0.5));
    std::ofstream(path) << "";
    const Dataset own = patterns(50, 9, 0.5), tested = patterns(300, 10, 0.5);
    write_npz(
        {{"x_train", numbers(own)}, {"y_train", labels(own)}, {"x_test", numbers(tested)}, {"y_test", labels(tested)}},
        folder.path() + "/data.npz");
    write_npz(archive_of(train(own, small_training())), folder.path() + "/net.npz");
  }

  /// Overrides that make the study small.
  Overrides base(const Study &study) const
  {
    Overrides all{std::string("study=") + study.name};
    for (const std::string &assignment : {"data set/folder=" + folder.path(),
                                          std::string("data set/training images=50"),
                                          std::string("data set/test images=300"),
                                          std::string("network/hidden layers=6"),
                                          std::string("network/epochs=2"),
                                          std::string("network/batch size=25"),
                                          std::string("network/learning rate=0.02"),
                                          std::string("arrays=1"),
                                          std::string("periphery/calibration images=20"),
                                          std::string("mvm error/size=12"),
                                          std::string("mvm error/matrices=1"),
                                          std::string("mvm error/vectors=6"),
                                          std::string("times=1 d, 10 d"),
                                          std::string("programming/devices=30"),
                                          std::string("programming/train/pulses=6"),
                                          std::string("programming/tile/size=6"),
                                          std::string("programming/tile/gradient/vectors=20"),
                                          std::string("programming/tile/gradient/iterations=3"),
                                          std::string("programming/verify/most pulses=60"),
                                          std::string("mixed precision/refresh every=1"),
                                          std::string("mixed precision/batch size=10"),
                                          std::string("mixed precision/learning rate=0.5"),
                                          std::string("pulsed weights/weights=4"),
                                          std::string("pulsed weights/updates=300"),
                                          std::string("pulsed weights/capacitor/transfer every=10"),
                                          std::string("transformer/width=8"),
                                          std::string("transformer/heads=2"),
                                          std::string("transformer/inner width=8"),
                                          std::string("transformer/tokens=3"),
                                          std::string("transformer/sequences=2"),
                                          std::string("long range/length=40"),
                                          std::string("long range/sequences=300"),
                                          std::string("long range/features=12"),
                                          std::string("long range/key width=6"),
                                          std::string("long range/frequency=0.3"),
                                          std::string("experts/width=8"),
                                          std::string("experts/tokens=6"),
                                          std::string("experts/experts=3")})
      if (uses(study, assignment.substr(0, assignment.find('='))))
        all.push_back(assignment);
    return all;
  }

  std::string outcome(const Overrides &overrides) const
  {
    const ArrayCase c       = read_case(path, overrides);
    const auto      devices = make_case_devices(c, path);
    StudyDevices    studied;
    for (const NamedDevice &named : devices)
      studied.push_back({named.name, named.device.get()});
    const Outcome made = run_study(
        c, studied, [](const std::string &) {}, folder.path());
    std::string text = made.details.dump();
    for (const Result &result : made.results)
      text += "\n" + result_line(result);
    for (const ArchiveFile &archive : made.archives)
      text += "\n" + archive.file;
    for (const CsvTable &table : made.tables)
      text += "\n" + table.header + "\n" + join(table.rows, "\n");
    return text;
  }

  TemporaryFolder folder;
  std::string     path = folder.path() + "/case.prm";
};

const std::vector<std::pair<std::string, Overrides>> &needed_beside()
{
  const std::string published = "device/published/", inputs = "periphery/inputs/", wire = "mapping/wires/word line ";
  const Overrides   quiet{"device/programming noise=none", "device/drift spread=none", "device/read noise=none"};
  const auto        with = [](Overrides first, const Overrides &more) {
    first.insert(first.end(), more.begin(), more.end());
    return first;
  };
  const Overrides projected = with({"device/model=projected"}, quiet);
  const Overrides warm = with(projected, {"conditions/read temperature=380 K", "conditions/storage temperature=350 K"});
  const Overrides two_slices{"mapping/encoding/significances=4, 1"},
      resistive{wire + "resistance=10000 ohm", "mapping/wires/bit line resistance=10000 ohm"};
  static const std::vector<std::pair<std::string, Overrides>> needed{
      {"compensation/slope time", {"compensation/schemes=slope"}},
      {"compensation/reference cells", {"compensation/schemes=reference cells"}},
      {"compensation/temperature span", {"compensation/schemes=temperature", "conditions/read temperature=330 K"}},
      {"compensation/current exponent", {"compensation/schemes=current scaling"}},
      {"network/hardware/earliest time", {"network/hardware/awareness=drift"}},
      {"network/hardware/latest time", {"network/hardware/awareness=drift"}},
      {"network/hardware/calibration interval", {"network/hardware/awareness=noise", "network/epochs=4"}},
      {"network/hardware/awareness", {}},
      {"network/hardware/", {"network/hardware/awareness=noise"}},
      {"device/verify time", projected},
      {"device/time tolerance", with(projected, {"times=40 y", "device/time tolerance=2"})},
      {"device/programming noise", {}},
      {"device/projected/liner coefficient", warm},
      {"device/projected/crystal coefficient", warm},
      {"device/projected/glass activation energy", warm},
      {"device/projected/", projected},
      {"device/competing/rram/telegraph noise/amplitude", {"device/model=rram", "times=1 h, 26 h"}},
      {"device/competing/rram/telegraph noise",
       {"device/model=rram", "times=1 h, 26 h", "device/competing/rram/telegraph noise/amplitude=0.5"}},
      {"device/competing/rram/", {"device/model=rram", "times=1 h, 26 h"}},
      {"device/competing/sonos/drift after 1 d", {"device/model=sonos", "times=20 h"}},
      {"device/competing/sonos/drift after 2 d", {"device/model=sonos", "times=40 h"}},
      {"device/competing/sonos/drift after 3 d", {"device/model=sonos", "times=60 h"}},
      {"device/competing/sonos/drift after 4 d", {"device/model=sonos", "times=85 h"}},
      {"device/competing/sonos/drift after 5 d", {"device/model=sonos", "times=110 h"}},
      {"device/competing/sonos/", {"device/model=sonos", "times=1 h, 30 h, 60 h, 80 h, 110 h"}},
      {"device/competing/flash/", {"device/model=flash"}},
      {"device/temperature/reference temperature", {"conditions/storage temperature=350 K"}},
      {"device/temperature/relaxation attempt", {"conditions/storage temperature=350 K"}},
      {"device/temperature/activation", {"conditions/read temperature=350 K"}},
      {published + "drift split", {published + "drift polynomial=0.05, 0.01", published + "drift split=0.1"}},
      {published + "spread split", {published + "spread polynomial=0.05, 0.01", published + "spread split=0.1"}},
      {published + "read noise split",
       {published + "read noise polynomial=0.05, 0.01", published + "read noise split=0.1"}},
      {published + "drift polynomial", {published + "drift polynomial=0.05, 0.01", published + "drift split=0.1"}},
      {published + "spread polynomial", {published + "spread polynomial=0.05, 0.01", published + "spread split=0.1"}},
      {published + "read noise polynomial",
       {published + "read noise polynomial=0.05, 0.01", published + "read noise split=0.1"}},
      {published + "drift maximum", {"programming/target=0.6 uS"}},
      {published + "spread maximum", {"programming/target=0.6 uS"}},
      {"mapping/encoding/splitting", two_slices},
      {"mapping/encoding/bits", {"mapping/encoding/splitting=digits", "mapping/encoding/bits=1, 1"}},
      {"mapping/encoding/level separation", {"mapping/encoding/splitting=digits", "mapping/encoding/bits=1, 1"}},
      {"programming/update/relative spread", {"programming/update/model=" + set_train}},
      {"mapping/wires/tolerance", resistive},
      {"mapping/wires/maximum iterations", resistive},
      {inputs + "read voltage", {inputs + "coding=amplitude", inputs + "NL2=0.5 1/V"}},
      {inputs + "NL", {inputs + "coding=amplitude"}},
  };
  return needed;
}

/// What must stand beside another value of a key, because it has no effect alone.
const std::map<std::string, Overrides> &needed_with()
{
  static const std::map<std::string, Overrides> needed{{"periphery/inputs/coding", {"periphery/inputs/NL2=0.5 1/V"}}};
  return needed;
}

/// Keys that only say what is refused: a value that is refused is their effect.
const std::set<std::string> &limits()
{
  static const std::set<std::string> keys{"device/time tolerance", "mapping/encoding/level separation"};
  return keys;
}

/// Keys that change no number.
const std::set<std::string> &about_speed()
{
  static const std::set<std::string> keys{"threads"};
  return keys;
}

/// What must stand beside a key so that it can act.
Overrides beside(const std::string &key)
{
  for (const auto &[start, overrides] : needed_beside())
    if (key.starts_with(start))
      return overrides;
  return {};
}

/// Other values of a key, one of which must change the outcome.
std::vector<std::string> other_values(const SmallStudies &small, const EntryInfo &info)
{
  if (info.path == "data set/folder")
    return {small.folder.path() + "/other"};
  if (info.path == "data set/file")
    return {small.folder.path() + "/data.npz"};
  if (info.path == "network/file")
    return {small.folder.path() + "/net.npz"};
  static const std::map<std::string, std::vector<std::string>> given{
      {"device/model", {"hermes1"}},
      {"device/compare with", {"hermes1"}},
      {"device/published/citation", {"somebody"}},
      {"compensation/schemes", {"columns"}},
      {"network/hardware/digital epochs", {"1"}},
      {"programming/update/model", {set_train}},
      {"mapping/wires/tolerance", {"0.1"}},
      {"network/hardware/earliest time", {"100000000 s"}},
      {"network/hardware/calibration interval", {"1"}},
      {"data set/training images", {"60"}},
      {"mapping/encoding/significances", {"4, 1"}},
      {"network/weight decay", {"10", "100"}},
      {"times", {"2 d"}},
      {"device/competing/sonos/deviation", {"25, 26, 29, 31, 34, 35"}},
      {"device/competing/sonos/deviation scale", {"150, 186, 198, 198, 204, 207"}},
  };
  if (const auto found = given.find(info.path); found != given.end())
    return found->second;
  if (!info.names.empty())
    return info.names;
  if (info.type == "true or false")
    return {"true", "false"};
  std::vector<std::string> values;
  const std::string        unit     = info.unit.empty() || info.unit == "1" ? "" : " " + info.unit;
  const bool               is_whole = info.type.find("whole") != std::string::npos;
  const std::string        first    = info.default_text.substr(0, info.default_text.find(','));
  const double             value    = first.empty() ? 1 : std::stod(first);
  for (const double factor : {1.3, 0.7, 2.0, 0.5, 1.01, 0.1, 10.0, 0.01, 1000.0})
  {
    const double other = value == 0 ? factor : value * factor;
    values.push_back(
        (is_whole ? std::to_string(static_cast<long long>(std::max(std::round(other), 1.0))) : full_digits(other)) +
        unit);
  }
  if (is_whole)
    values.insert(values.end(), {"1", "2", "3", "5", "17"});
  return values;
}

/// The last of several times for a study that reads once.
std::string adapted(const std::string &assignment, const Study &study)
{
  const bool reads_once = study.kind == StudyKind::layer_cost || study.kind == StudyKind::experts;
  return reads_once && assignment.starts_with("times=") ? "times=" + split(assignment.substr(6), ',').back()
                                                        : assignment;
}

Overrides joined(Overrides all, const Overrides &more, const Study &study)
{
  for (const std::string &assignment : more)
    if (uses(study, assignment.substr(0, assignment.find('='))))
      all.push_back(adapted(assignment, study));
  return all;
}

/// "" if one of the values is refused because the key has no effect, else the last message.
std::string refusal_fault(const SmallStudies &small, const Overrides &base, const EntryInfo &info,
                          const std::string &because)
{
  std::string message = "no value to try";
  for (const std::string &value : other_values(small, info))
  {
    Overrides changed = base;
    changed.push_back(info.path + "=" + value);
    message = message_of([&] { read_case(small.path, changed); });
    if (contains(message, info.path + ": " + because))
      return "";
  }
  return "is not refused: " + message;
}

/// "" if one of the values changes the outcome, else what happened to the last.
std::string effect_fault(const SmallStudies &small, const Study &study, const EntryInfo &info, const Overrides &base)
{
  const std::string before = small.outcome(base);
  std::string       last   = "no value to try";
  for (const std::string &value : other_values(small, info))
  {
    Overrides changed = base;
    changed.push_back(info.path + "=" + value);
    if (const auto with = needed_with().find(info.path); with != needed_with().end())
      changed = joined(changed, with->second, study);
    try
    {
      if (small.outcome(changed) != before || about_speed().count(info.path) > 0)
        return "";
      last = value + " changes nothing";
    }
    catch (const ConvergenceError &)
    {
      return "";
    }
    catch (const InputError &error)
    {
      last = value + ": " + error.what();
      if (limits().count(info.path) > 0 && !contains(last, "must be"))
        return "";
    }
  }
  return last;
}

/// "" if a key acts or is refused in a study, else what is wrong.
std::string fault_of(const SmallStudies &small, const Study &study, const EntryInfo &info)
{
  Overrides base = joined({}, small.base(study), study);
  if (info.path == "network/file") // which puts the shape of the network out of action
  {
    std::erase_if(base, [](const std::string &assignment) { return assignment.starts_with("data set/training"); });
    base.push_back("data set/training images=128");
  }
  if (info.path == "network/file")
    std::erase_if(base, [](const std::string &assignment) { return assignment.starts_with("network/"); });
  if (info.path == "data set/file")
    std::erase_if(base, [](const std::string &assignment) { return assignment.starts_with("data set/folder"); });
  if (info.path == "programming/update/model" || info.path == "programming/update/relative spread")
    std::erase_if(base, [](const std::string &assignment) { // which an extracted train does not know
      return assignment.starts_with("programming/tile") || assignment.starts_with("programming/verify");
    });
  if (!uses(study, info.path))
    return refusal_fault(small, base, info, "the study `");
  const Overrides more  = beside(info.path);
  std::string     fault = effect_fault(small, study, info, joined(base, more, study));
  if (!fault.empty() && more.empty())
    fault = refusal_fault(small, base, info, "has an effect only with").empty() ? "" : fault;
  return fault;
}
} // namespace

BOOST_AUTO_TEST_CASE(every_key_of_every_study_acts_or_is_refused)
{
  const SmallStudies small;
  for (const Study &study : studies())
    for (const EntryInfo &info : entry_infos<ArrayCase>())
      if (info.path != "title" && info.path != "study")
      {
        std::string fault;
        try
        {
          fault = fault_of(small, study, info);
        }
        catch (const std::exception &error)
        {
          fault = error.what();
        }
        BOOST_CHECK_MESSAGE(fault.empty(), study.name << ": " << info.path << ": " << fault);
      }
}
