#include <solver/drive/pulse_list.h>

#include <physics/base/error.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench;
using namespace quench::solver;
using namespace quench::units;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(pulse_list)

bool same(const Pulse &a, const Pulse &b)
{
  bool equal = a.kind == b.kind && std::abs(a.length() - b.length()) < 1e-12 &&
               a.segments.size() == b.segments.size() && a.rest == b.rest;
  for (double t = 0; equal && t <= a.length(); t += a.length() / 97)
    equal = std::abs(a.value(t) - b.value(t)) <= 1e-12 * std::abs(a.amplitude());
  return equal;
}

Pulse volts(double amplitude, double width, const Edges &edges = {}, std::optional<double> rest = {})
{
  Pulse pulse = trapezoid(SourceKind::voltage, amplitude, width, edges);
  pulse.rest  = rest;
  return pulse;
}

void check(const std::string &text, const std::vector<Pulse> &expected)
{
  const auto pulses = parse_pulses(text);
  BOOST_TEST(pulses.size() == expected.size(), text);
  for (std::size_t i = 0; i < std::min(pulses.size(), expected.size()); ++i)
    BOOST_TEST(same(pulses[i], expected[i]), text << ": pulse " << i);
}

BOOST_AUTO_TEST_CASE(reads_amplitude_width_rise_and_fall)
{
  check("", {});
  check("2.5 V for 50 ns", {volts(2.5, 50)});
  const Pulse middle = volts(1.1, 100, {1, 0});
  check(" 2.5 V for 50 ns, rise 5 ns, fall 3 ns ;  3 x 1100 mV for 0.1 us , fall 0 ns;-1 V for 1 ns",
        {volts(2.5, 50, {5, 3}), middle, middle, middle, volts(-1, 1)});
}

BOOST_AUTO_TEST_CASE(reads_currents)
{
  check("50 uA for 100 ns, rise 2 ns", {trapezoid(SourceKind::current, 50 * uA, 100, {2, 1})});
  check("-0.05 mA for 10 ns; 1 V for 5 ns", {trapezoid(SourceKind::current, -50 * uA, 10), volts(1, 5)});
}

BOOST_AUTO_TEST_CASE(reads_staircases_up_down_and_both)
{
  check("1 V to 2 V in 5 steps for 10 ns, rise 3 ns",
        {staircase(SourceKind::voltage, {1, 1.25, 1.5, 1.75, 2}, 10, {3, 1})});
  check("2 V to 0 V in 3 steps for 10 ns", {staircase(SourceKind::voltage, {2, 1, 0}, 10)});
  check("0 uA to 100 uA to 0 uA in 3 steps for 1 us",
        {staircase(SourceKind::current, {0, 50 * uA, 100 * uA, 50 * uA, 0}, 1000)});
  check("1 V to 2 V in 3 pulses for 10 ns", {volts(1, 10), volts(1.5, 10), volts(2, 10)});
}

BOOST_AUTO_TEST_CASE(reads_spikes)
{
  const Pulse one = spike(0.8, 10, {1, 2}, -0.3, 15);
  check("spike 0.8 V for 10 ns, tail -0.3 V over 15 ns, fall 2 ns", {one});
  check("spike 0.8 V for 10 ns, tail -0.3 V over 15 ns, fall 2 ns, after -20 ns", {spike_pair(one, -20)});
}

BOOST_AUTO_TEST_CASE(reads_groups_and_rests)
{
  const Pulse a = volts(1, 10), b = volts(0.5, 5, {}, 20);
  check("3 x (1 V for 10 ns; 2 x 0.5 V for 5 ns, rest 20 ns)", {a, b, b, a, b, b, a, b, b});
  const Pulse last = volts(0.5, 5, {}, 1000);
  check("2 x (1 V for 10 ns; 0.5 V for 5 ns), rest 1 us; 1 V for 10 ns", {a, last, a, last, a});
  check("2 x (2 x (1 V for 10 ns))", {a, a, a, a});
  check("((1 V for 10 ns; ((0.5 V for 5 ns, rest 20 ns))))", {a, b});
}

BOOST_AUTO_TEST_CASE(refuses_what_it_does_not_understand_and_says_where)
{
  for (const char *text : {"2 V",
                           "2 V for",
                           "2 V for 3",
                           "2 for 3 ns",
                           "2 V for -1 ns",
                           "2 V for 0 ns",
                           "2 nm for 3 ns",
                           "2 V for 3 V",
                           "2 V for 3 ns, rise -1 ns",
                           "2 V for 3 ns, up 2 ns",
                           "2 V for 3 ns, rise",
                           "0 x 2 V for 3 ns",
                           "9999999 x 2 V for 3 ns",
                           "x 2 V for 3 ns",
                           "2 V for 3 ns,",
                           ";",
                           "2 V for 3 ns, rise 1 ns, rise 2 ns",
                           "1 V to 2 V for 3 ns",
                           "1 V to 2 uA in 3 steps for 3 ns",
                           "1 V to 2 V in 1 steps for 3 ns",
                           "1 V to 2 V in 3 stairs for 3 ns",
                           "1 V to in 3 steps for 3 ns",
                           "2 V for 3 ns, tail 1 V over 3 ns",
                           "2 V for 3 ns, after 1 ns",
                           "spike 1 V for 3 ns",
                           "spike 1 V for 3 ns, tail 1 V",
                           "spike 1 uA for 3 ns, tail 1 V over 3 ns",
                           "spike 1 V for 3 ns, tail 1 V over 3 ns, after 0 ns",
                           "(1 V for 3 ns",
                           "1 V for 3 ns)",
                           "()",
                           "2 x ()",
                           "(1 V for 3 ns) x",
                           "(1 V for 3 ns), fall 2 ns",
                           "(1 V for 3 ns, rest 2 ns), rest 2 ns",
                           "1000 x (1000 x 1 V for 3 ns)",
                           "2 x (1 V for 3 ns; 2 V)"})
    BOOST_CHECK_EXCEPTION(parse_pulses(std::string("1 V for 1 ns; ") + text), InputError, [&](const InputError &e) {
      BOOST_TEST_CONTEXT(text << " -> " << e.what())
      BOOST_TEST(std::string(e.what()).rfind("item 2 of the pulse list", 0) == 0);
      return true;
    });
}

BOOST_AUTO_TEST_CASE(names_the_character_of_a_mistake_within_a_group)
{
  //                        1         2         3
  //               123456789012345678901234567890123456789
  BOOST_CHECK_EXCEPTION(parse_pulses("2 V for 3 ns; 3 x (1 V for 5 ns; 2 K for 5 ns)"), InputError,
                        [](const InputError &e) {
                          const std::string message = e.what();
                          BOOST_TEST(message.find("item 2 of the pulse list, character 34: ") == 0u, message);
                          BOOST_TEST(message.find("\"2 K\"") != std::string::npos, message);
                          return true;
                        });
}

BOOST_AUTO_TEST_SUITE_END()
