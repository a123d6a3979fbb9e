// Cases with circuit/netlist as a user runs them: against ngspice, Kirchhoff's laws, and what is refused.
#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::test;

namespace
{
using Settings = std::vector<std::string>;

/// A column of a table with a header.
std::vector<double> column(const std::string &file, const std::string &name)
{
  std::istringstream text(read_file(file));
  std::string        header, word;
  std::getline(text, header);
  std::istringstream words(header);
  std::size_t        number = 0;
  for (bool found = false; !found; number += found ? 0 : 1)
  {
    BOOST_REQUIRE_MESSAGE(std::getline(words, word, ','), name << " is not in " << header);
    found = word == name;
  }
  std::vector<double> values;
  for (const auto &row : numbers_of(file))
    values.push_back(row.at(number));
  return values;
}

std::string run_series(const Folder &folder, const std::string &file)
{
  const Outcome outcome = run(run_words(file, folder.path("run"), {}), folder.path());
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
  return folder.path("run/series.csv");
}

/// A table of ngspice: rows of pairs (time, value), one pair per vector.
std::vector<std::vector<double>> ngspice(const Folder &folder, const std::string &deck)
{
  folder.write("deck.cir", deck);
  const Outcome                    outcome = run({"ngspice", "-b", "deck.cir"}, folder.path());
  std::istringstream               text(read_file(folder.path("out.txt")));
  std::vector<std::vector<double>> rows;
  for (std::string line; std::getline(text, line);)
  {
    std::istringstream  words(line);
    std::vector<double> row;
    for (double value; words >> value;)
      row.push_back(value);
    if (!row.empty())
      rows.push_back(row);
  }
  BOOST_REQUIRE_MESSAGE(rows.size() > 100, outcome.output << outcome.errors);
  return rows;
}

/// Its value at a time, between rows.
double value_at(const std::vector<std::vector<double>> &rows, double time, std::size_t k)
{
  const auto  above = std::find_if(rows.begin() + 1, rows.end() - 1, [&](const auto &row) { return row[0] >= time; });
  const auto &a = *(above - 1), &b = *above;
  return a[k] + (b[k] - a[k]) * (time - a[0]) / (b[0] - a[0]);
}
} // namespace

BOOST_AUTO_TEST_CASE(the_resonator_rings_as_in_ngspice)
{
  const Folder folder;
  const auto   file = run_series(folder, "physics/resonator.prm");
  const auto   time = column(file, "time_ns"), cell = column(file, "node_right_V"), I = column(file, "inductor_L1_uA");
  const auto   rows    = ngspice(folder, "resonator\n"
                                              "V1 source 0 PWL(0 0 2p 1 102p 1 104p 0)\n"
                                              "R1 source a 500\nL1 a right 5n ic=0\nC1 right 0 5f ic=0\nRcell right 0 6250\n"
                                              ".options reltol=1e-6 abstol=1e-12 vntol=1e-9 method=trap\n"
                                              ".control\ntran 0.05p 104p 0 0.05p uic\n"
                                              "wrdata out.txt v(right) i(L1)\n.endc\n.end\n");
  double       largest = 0, volts = 0, amperes = 0;
  for (std::size_t i = 0; i < time.size(); ++i)
  {
    const double t = time[i] * 1e-9;
    largest        = std::max(largest, cell[i]);
    volts          = std::max(volts, std::abs(cell[i] - value_at(rows, t, 1)));
    amperes        = std::max(amperes, std::abs(I[i] * 1e-6 - value_at(rows, t, 3)));
  }
  BOOST_TEST(largest > 1.05); // it rings, and ngspice says how
  BOOST_TEST(volts < 1e-3);
  BOOST_TEST(amperes < 1e-6);
}

/// Ohm's law in the wires and Kirchhoff's at the nodes, at every step; 1e-8 of the largest current.
BOOST_AUTO_TEST_CASE(two_cells_share_a_line)
{
  const Folder folder;
  const auto   file = run_series(folder, "physics/shared_line.prm");
  const auto source = column(file, "source_V"), bit1 = column(file, "node_bit1_V"), bit2 = column(file, "node_bit2_V"),
             word = column(file, "node_word_V"), first = column(file, "current_uA"),
             second = column(file, "into_cell_at_bit2_uA"), cell = column(file, "cell_V");
  double lowest = 1e9;
  for (std::size_t i = 0; i < source.size(); ++i)
  {
    const double scale = std::max(std::abs(first[i]), std::abs(second[i]));
    BOOST_TEST(std::abs((source[i] - bit1[i]) * 1e3 - first[i]) < 1e-8 * scale);
    BOOST_TEST(std::abs((0.5 - bit2[i]) * 1e3 - second[i]) < 1e-8 * scale);
    BOOST_TEST(std::abs(cell[i] - (bit1[i] - word[i])) < 1e-12);
    lowest = std::min(lowest, first[i]);
  }
  // at the end of the plateau the capacitor has long been charged: 10 fF x 500 ohm = 5 ps
  std::size_t last = source.size() - 1;
  while (source[last] < 0.4 * (1 - 1e-12))
    --last;
  BOOST_TEST(std::abs(word[last] * 1e6 / 500 - (first[last] + second[last])) < 1e-8 * second[last]);
  BOOST_TEST(lowest < 0); // before and after its pulse the first cell carries current of the second backwards
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused)
{
  struct Wrong
  {
    Settings settings, told;
  };
  const std::string list = "circuit/netlist=R1 source a 1 kohm; L1 a right 5 nH";
  for (const Wrong &wrong : std::initializer_list<Wrong>{
           {{"terminals/right/node=b"}, {"terminals/right/node = b", "ground, source, a, right"}},
           {{list, "terminals/right/node="}, {"terminals/right/node = nothing", "ground, source, a, right"}},
           {{list, "terminals/right/node=ground"}, {"terminals/right/node = ground", "no voltage stands between"}},
           {{"circuit/netlist="}, {"terminals/left/node = ground", "there is no circuit/netlist"}},
           {{"circuit/netlist=R1 source right 1 kohm; R2 right b 1 kohm"}, {"circuit/netlist", "node b", "dangles"}},
           {{"circuit/netlist=R1 source right -1 kohm"}, {"circuit/netlist", "item 1", "\"-1 kohm\"", "above 0 ohm"}},
           {{"circuit/series resistance=5 kohm"}, {"circuit/series resistance = 5000 ohm", "R1 source top 5000 ohm"}},
           {{"circuit/parasitic capacitance=5 fF"}, {"circuit/parasitic capacitance", "C1 top ground 5e-15 F"}},
           {{"circuit/transistor/transconductance=100 uA/V^2"}, {"M1 bottom ground gate=2 V k=100 uA/V^2"}},
           {{"terminals/right/electrical=ground"}, {"terminals/right/node = right", "two conditions on one face"}},
           {{"task=steady"}, {"circuit/netlist", "task = program"}},
           {{"circuit/netlist=V1 source right 0.1 V", "program/pulses=5 uA for 1 ns"}, {"a source of current needs"}}})
  {
    const Folder folder;
    Settings     words = {quench_program(), "check", std::string(QUENCH_SOURCE_DIR) + "/cases/physics/resonator.prm"};
    for (const std::string &setting : wrong.settings)
      words.insert(words.end(), {"--set", setting});
    const Outcome outcome = run(words, folder.path());
    BOOST_TEST(outcome.code == 2, wrong.settings.front());
    for (const std::string &part : wrong.told)
      BOOST_TEST(holds(outcome.errors, part), "\"" << part << "\" is not in: " << outcome.errors);
  }
}
