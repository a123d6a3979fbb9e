#include <tests/cases/program.h>
#include <tests/postprocess/export/sample_model.h>

#include <postprocess/compact/programming_cell.h>
#include <postprocess/export/exporter.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <regex>
#include <sstream>

/// The exported subcircuits in the real ngspice, against our own evaluation of the model.
using namespace quench;
using namespace quench::test;
using boost::test_tools::tolerance;

namespace
{
/// The files of the ngspice export in a folder where decks run.
struct Deck
{
  Folder        folder;
  exports::Card card;

  explicit Deck(std::optional<double> t0_s = {}) : card(exports::make_card(sample_model(), {t0_s}))
  {
    for (const exports::File &file : exports::to_ngspice(card))
      folder.write(file.name, file.text);
  }

  /// Run a deck and return the rows of numbers it wrote to out.txt.
  std::vector<std::vector<double>> run(const std::string &deck) const
  {
    folder.write("deck.cir", deck);
    const Outcome outcome = test::run({"ngspice", "-b", "deck.cir"}, folder.path());
    BOOST_REQUIRE_MESSAGE(std::filesystem::exists(folder.path("out.txt")), outcome.output + outcome.errors);
    std::istringstream               text(folder.read("out.txt"));
    std::vector<std::vector<double>> rows;
    for (std::string line; std::getline(text, line);)
    {
      std::istringstream  cells(line);
      std::vector<double> row;
      for (double value; cells >> value;)
        row.push_back(value);
      if (!row.empty())
        rows.push_back(row);
    }
    return rows;
  }
};

std::string number(double value) { return exports::exact_number(value); }
} // namespace

BOOST_AUTO_TEST_CASE(the_read_cell_conducts_like_the_model)
{
  const Deck                deck;
  const std::vector<double> states{0.1 * 1.0001, 0.9, 7.3, 25 * 0.9999}, ages{0, 3600, 1e8}, kelvin{280, 300, 400},
      volts{-0.2, -0.05, 0.05, 0.1, 0.2};
  // one cell per combination, one voltage source each, one DC analysis
  std::string         text = "cells\n.include pcm_read.lib\n", vectors;
  std::vector<double> expected;
  for (const double g : states)
    for (const double age : ages)
      for (const double T : kelvin)
        for (const double V : volts)
        {
          const std::string k = std::to_string(expected.size());
          text += "V" + k + " p" + k + " 0 " + number(V) + "\nVs" + k + " g" + k + " 0 " + number(g) + "\nX" + k +
                  " p" + k + " 0 g" + k + " pcm_read age=" + number(age) + " tamb=" + number(T) + "\n";
          vectors += "echo \"$&v" + k + "i\" >> out.txt\n";
          expected.push_back(exports::current(deck.card, g, age, T, V));
        }
  text += ".control\nset numdgt=12\nop\n";
  for (std::size_t i = 0; i < expected.size(); ++i)
    text += "let v" + std::to_string(i) + "i = -i(v" + std::to_string(i) + ")\n";
  const auto rows = deck.run(text + vectors + "quit\n.endc\n.end\n");
  BOOST_REQUIRE(rows.size() == expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < rows.size(); ++i)
    worst = std::max(worst, std::abs(rows[i][0] * 1e6 / expected[i] - 1));
  BOOST_TEST_MESSAGE("current of " << rows.size() << " reads: largest relative difference " << worst);
  BOOST_TEST(worst < 0.005); // the acceptance figure of I(V)
}

BOOST_AUTO_TEST_CASE(drift_over_ten_decades_is_that_of_the_model)
{
  const Deck          deck(0.01);
  std::string         text = "drift\n.include pcm_read.lib\n", tail = ".control\nset numdgt=12\nop\n", echo;
  std::vector<double> expected;
  for (int i = 0; i <= 20; ++i)
  {
    const double      age = 0.01 * (std::pow(10, i / 2.0) - 1); // t from 0.01 s to 1e8 s
    const std::string k   = std::to_string(i);
    text += "V" + k + " p" + k + " 0 0.05\nVs" + k + " g" + k + " 0 0.5\nX" + k + " p" + k + " 0 g" + k +
            " pcm_read age=" + number(age) + "\n";
    tail += "let v" + k + "i = -i(v" + k + ")\n";
    echo += "echo \"$&v" + k + "i\" >> out.txt\n";
    expected.push_back(exports::current(deck.card, 0.5, age, 300.15, 0.05)); // .temp is 27 C
  }
  const auto rows = deck.run(text + tail + echo + "quit\n.endc\n.end\n");
  BOOST_REQUIRE(rows.size() == expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < rows.size(); ++i)
    worst = std::max(worst, std::abs(rows[i][0] * 1e6 / expected[i] - 1));
  BOOST_TEST_MESSAGE("drift from 0.01 s to 1e8 s: largest relative difference " << worst);
  BOOST_TEST(worst < 0.005);
  BOOST_TEST(rows.back()[0] < 0.15 * rows.front()[0]); // and it does drift: 0.095 times 10 decades
}

BOOST_AUTO_TEST_CASE(the_read_cell_has_the_slope_of_the_model)
{
  const Deck   deck;
  const double g = 5, age = 3600, V = 0.15, h = 1e-4;
  const auto   rows = deck.run(
        "slope\n.include pcm_read.lib\nV1 p 0 dc 0.15 ac 1\nVs g 0 5\nX1 p 0 g pcm_read age=3600 tamb=300\n"
          ".control\nset numdgt=12\nac lin 1 1 1\nlet s = -real(i(v1))\necho \"$&s\" > out.txt\nquit\n.endc\n.end\n");
  const auto   I     = [&](double volt) { return exports::current(deck.card, g, age, 300, volt); };
  const double slope = (I(V + h) - I(V - h)) / (2 * h);
  BOOST_TEST(rows.at(0).at(0) * 1e6 == slope, tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(a_driven_current_finds_its_voltage)
{
  const Deck deck;
  // within the data the model's own curve; beyond its 0.2 V along the tangent there
  for (const double V : {0.05, 0.19, 0.6})
  {
    const auto   I = [&](double volt) { return exports::current(deck.card, 5, 0, 300, volt); };
    const double h = 1e-5, reach = 0.2;
    const double slope   = (3 * I(reach) - 4 * I(reach - h) + I(reach - 2 * h)) / (2 * h);
    const double current = V <= reach ? I(V) : I(reach) + slope * (V - reach);
    const auto rows = deck.run("drive\n.include pcm_read.lib\n.options reltol=1e-9\nI1 0 p " + number(current * 1e-6) +
                               "\nVs g 0 5\nX1 p 0 g pcm_read tamb=300\n.control\nset numdgt=12\nop\nlet v = v(p)\n"
                               "let o = v(x1.outside)\necho \"$&v $&o\" > out.txt\nquit\n.endc\n.end\n");
    BOOST_TEST(rows.at(0).at(0) == V, tolerance(1e-5));
    BOOST_TEST(rows.at(0).at(1) == (V > reach ? 1.0 : 0.0));
  }
}

BOOST_AUTO_TEST_CASE(the_simulators_temperature_is_that_of_the_read)
{
  const Deck deck;
  const auto rows =
      deck.run("warm\n.include pcm_read.lib\n.temp 76.85\nV1 p 0 0.1\nVs g 0 0.9\nX1 p 0 g pcm_read age=60\n"
               ".control\nset numdgt=12\nop\nlet i = -i(v1)\necho \"$&i\" > out.txt\nquit\n.endc\n.end\n");
  BOOST_TEST(rows.at(0).at(0) * 1e6 == exports::current(deck.card, 0.9, 60, 350, 0.1), tolerance(1e-4));
}

BOOST_AUTO_TEST_CASE(what_the_model_does_not_hold_is_marked_and_finite)
{
  const Deck deck;
  struct Read
  {
    double g, age, T, V;
    bool   outside;
  };
  const std::vector<Read> reads{{5, 60, 300, 0.1, false}, {0.1, 0, 280, -0.2, false}, {25, 9e8, 400, 0.2, false},
                                {0, 60, 300, 0.1, true},  {26, 60, 300, 0.1, true},   {5, -1, 300, 0.1, true},
                                {5, 2e9, 300, 0.1, true}, {5, 60, 279, 0.1, true},    {5, 60, 401, 0.1, true},
                                {5, 60, 300, -0.21, true}};
  std::string             text = "marks\n.include pcm_read.lib\n", tail = ".control\nset numdgt=12\nop\n";
  for (std::size_t i = 0; i < reads.size(); ++i)
  {
    const Read       &r = reads[i];
    const std::string k = std::to_string(i);
    text += "V" + k + " p" + k + " 0 " + number(r.V) + "\nVs" + k + " g" + k + " 0 " + number(r.g) + "\nX" + k + " p" +
            k + " 0 g" + k + " pcm_read age=" + number(r.age) + " tamb=" + number(r.T) + "\n";
    tail += "let o" + k + " = v(x" + k + ".outside)\nlet c" + k + " = abs(i(v" + k + "))\necho \"$&o" + k + " $&c" + k +
            "\" >> out.txt\n";
  }
  const auto rows = deck.run(text + tail + "quit\n.endc\n.end\n");
  BOOST_REQUIRE(rows.size() == reads.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
  {
    BOOST_TEST(rows[i].at(0) == (reads[i].outside ? 1.0 : 0.0), "read " << i);
    BOOST_TEST(rows[i].at(1) < 1e-5, "read " << i); // below 10 uA: no state conducts more at 0.2 V
  }
}

BOOST_AUTO_TEST_CASE(reset_and_set_pulses_end_like_our_own_integration)
{
  const Deck deck;
  struct Pulse
  {
    double volt, width_ns, glass_before;
  };
  for (const Pulse &pulse : {Pulse{2.2, 50, 0.0}, Pulse{2.0, 50, 0.0}, Pulse{1.45, 40, 0.6}})
  {
    const double      end = pulse.width_ns + 100;
    const std::string w   = number(pulse.width_ns);
    const auto        rows =
        deck.run("pulse\n.include pcm_program.lib\n.options method=gear reltol=1e-5\nVp p 0 pwl(0 0 5n " +
                 number(pulse.volt) + " " + w + "n " + number(pulse.volt) + " " + number(pulse.width_ns + 3) + "n 0 " +
                 number(end) + "n 0)\nX1 p 0 t u pcm_program u0=" + number(pulse.glass_before) +
                 "\n.control\nset numdgt=12\ntran 0.05n " + number(end) +
                 "n 0 0.05n uic\nlet peak = vecmax(v(t))\nlet last = v(u)[length(v(u))-1]\n"
                 "echo \"$&peak $&last\" > out.txt\nquit\n.endc\n.end\n");
    BOOST_REQUIRE(rows.size() == 1u);
    const auto wave = [&](double t) {
      if (t < 5)
        return pulse.volt * t / 5;
      return t < pulse.width_ns ? pulse.volt : std::max(0.0, pulse.volt * (1 - (t - pulse.width_ns) / 3));
    };
    double     peak = 0;
    const auto samples =
        compact::ProgrammingCell(deck.card.model).transient({300, pulse.glass_before}, wave, end, 0.005);
    for (const compact::CellSample &sample : samples)
      peak = std::max(peak, sample.state.temperature_K);
    const double glass = samples.back().state.glass;
    BOOST_TEST_MESSAGE(pulse.volt << " V: peak " << rows[0][0] << " K, ours " << peak << " K; glass " << rows[0][1]
                                  << ", ours " << glass);
    BOOST_TEST(rows[0][0] == peak, boost::test_tools::tolerance(0.01));
    BOOST_TEST(std::abs(rows[0][1] - glass) < 0.01);
    BOOST_TEST((pulse.volt > 1.5 ? glass > pulse.glass_before + 0.1 : glass < pulse.glass_before - 0.1));
  }
}

BOOST_AUTO_TEST_CASE(every_analysis_begins_at_the_initial_state)
{
  const Deck        deck;
  const std::string head = "state\n.include pcm_program.lib\n.options method=gear reltol=1e-6\nVp p 0 dc 0.1 ac 1\n"
                           "X1 p 0 t u pcm_program u0=0.6\n.control\nset numdgt=12\n",
                    tail = "quit\n.endc\n.end\n";
  // ln G is linear from 4 uS at 0.3 to 0.1 uS at 1
  const double G   = std::exp(std::log(4.0) + 0.3 / 0.7 * std::log(0.1 / 4.0));
  auto         row = deck.run(head + "op\nlet g = -i(vp)/0.1\necho \"$&g\" > out.txt\n" + tail).at(0);
  BOOST_TEST(row.at(0) * 1e6 == G, tolerance(1e-4));
  row = deck.run(head + "ac lin 1 1 1\nlet g = -real(i(vp))\necho \"$&g\" > out.txt\n" + tail).at(0);
  BOOST_TEST(row.at(0) * 1e6 == G, tolerance(1e-4));
  for (const std::string uic : {"", " uic"})
  {
    row = deck.run(head + "tran 0.1n 20n" + uic +
                   "\nlet g = -i(vp)[length(i(vp))-1]/0.1\nlet last = v(u)[length(v(u))-1]\n" +
                   "echo \"$&g $&last\" > out.txt\n" + tail)
              .at(0);
    BOOST_TEST(row.at(0) * 1e6 == G, tolerance(1e-4));
    BOOST_TEST(row.at(1) == 0.6, tolerance(1e-4));
  }
  row = deck.run(head + "tran 0.1n 20n\nop\nlet g = -i(vp)/0.1\necho \"$&g\" > out.txt\n" + tail).at(0);
  BOOST_TEST(row.at(0) * 1e6 == G, tolerance(1e-4)); // an operating point after a transient
}

BOOST_AUTO_TEST_CASE(the_shipped_examples_run)
{
  const Deck    deck;
  const Outcome read = run({"ngspice", "-b", "read_example.cir"}, deck.folder.path());
  std::smatch   found;
  std::string   rest = read.output;
  const double  g    = std::sqrt(0.1 * 25.0);
  for (const double age : {0.0, 60.0, 3600.0, 86400.0, 2592000.0})
  {
    BOOST_REQUIRE_MESSAGE(std::regex_search(rest, found, std::regex(R"(i\(vread\) = (\S+))")),
                          read.output + read.errors);
    BOOST_TEST(-std::stod(found[1]) * 1e6 == exports::current(deck.card, g, age, 300, 0.1), tolerance(1e-4));
    rest = found.suffix();
  }
  const Outcome pulse = run({"ngspice", "-b", "pulse_example.cir"}, deck.folder.path());
  BOOST_TEST(holds(pulse.output, "glass_after_set"), pulse.output << pulse.errors);
  BOOST_TEST(!holds(pulse.output + pulse.errors, "failed"), pulse.output << pulse.errors);
  const auto measured = [&](const std::string &name) {
    BOOST_REQUIRE_MESSAGE(std::regex_search(pulse.output, found, std::regex(name + R"(\s*=\s*(\S+))")), pulse.output);
    return std::stod(found[1]);
  };
  // 2 V and 1.45 V are the amplitudes of the sample's RESET curve and SET train
  BOOST_TEST(holds(deck.folder.read("pulse_example.cir"), "RESET pulse of 2 V, a rest, a SET pulse of 1.45"));
  BOOST_TEST(measured("glass_after_reset") > 0.6);
  BOOST_TEST(measured("glass_after_set") < 0.05);
}

BOOST_AUTO_TEST_CASE(the_readmes_deck_runs_as_it_stands)
{
  const Deck deck;
  for (const exports::File &file : exports::export_to(exports::find_tool("ngspice"), deck.card))
    if (file.name == "README.md")
    {
      const auto open = file.text.find("```\n") + 4;
      deck.folder.write("readme.cir", file.text.substr(open, file.text.find("```", open) - open));
    }
  const Outcome outcome = run({"ngspice", "-b", "readme.cir"}, deck.folder.path());
  std::smatch   found;
  BOOST_REQUIRE_MESSAGE(std::regex_search(outcome.output, found, std::regex(R"(vread#branch\s+(\S+))")),
                        outcome.output + outcome.errors);
  BOOST_TEST(-std::stod(found[1]) * 1e6 == exports::current(deck.card, std::sqrt(2.5), 60, 300, 0.1), tolerance(1e-3));
}
