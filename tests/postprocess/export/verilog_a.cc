#include <tests/cases/program.h>
#include <tests/postprocess/export/sample_model.h>

#include <postprocess/compact/programming_cell.h>
#include <postprocess/compact/retention_fit.h>
#include <postprocess/export/exporter.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <regex>
#include <sstream>

/// The module in the compiler Debian has (admsXml reads Verilog-A and refuses what is not), and its statements
/// integrated.
using namespace quench;
using namespace quench::test;
using boost::test_tools::tolerance;

namespace
{
std::string module_text(std::optional<double> t0_s = {})
{
  return exports::to_verilog_a(exports::make_card(sample_model(), {t0_s})).back().text;
}

Outcome compiled(const std::string &text)
{
  const Folder folder;
  folder.write("quench_pcm.va", text);
  return run({"admsXml", "quench_pcm.va"}, folder.path());
}

std::string replaced(std::string text, const std::vector<std::pair<std::string, std::string>> &pairs)
{
  for (const auto &[from, to] : pairs)
    text = std::regex_replace(text, std::regex(from), to);
  return text;
}

std::string between(const std::string &text, const std::string &from, const std::string &to)
{
  const auto open = text.find(from) + from.size();
  return text.substr(open, text.rfind(to) - open);
}

/// The statements of the analog block as C++: a contribution adds to the current that leaves a node, ddt is 0, so that
/// the current over the capacitance is minus the rate.
std::string as_cpp(const std::string &module)
{
  const std::vector<std::pair<std::string, std::string>> words{{R"(//[^\n]*)", ""},
                                                               {R"(V\(p, n\))", "vp"},
                                                               {R"(I\(p, n\) <\+)", "ip +="},
                                                               {R"(ddt\(V\(\w\)\))", "0.0"},
                                                               {R"(V\((\w)\))", "v$1"},
                                                               {R"(I\((\w)\) <\+)", "i$1 +="},
                                                               {R"(analysis\("static"\))", "(at_rest)"},
                                                               {R"(\$temperature)", "simulator_K"},
                                                               {R"(\babs\b)", "std::fabs"},
                                                               {R"(\b(min|max)\b)", "std::f$1"},
                                                               {R"(\bln\()", "std::log("},
                                                               {R"(\bexp\()", "std::exp("},
                                                               {R"(\bbegin\b)", "{"},
                                                               {R"(\bend\b)", "}"}};
  std::string                                            parameters;
  std::string                                            body = module;
  for (std::smatch m; std::regex_search(body, m, std::regex(R"(parameter real (\w+)\s*=\s*([^\s;]+))"));
       body = m.suffix())
    parameters += "double " + m[1].str() + " = " + m[2].str() + ";\n";
  const std::regex reals(R"(\n    real ([^;]+;))");
  std::smatch      names;
  BOOST_REQUIRE(std::regex_search(module, names, reals));
  return "#include <cmath>\n#include <cstdio>\n#include <cstdlib>\n" + parameters +
         "double vp, vt, vu, vs, ip, it, iu, is, simulator_K = 300;\nbool at_rest = false;\nvoid currents() {\nip = it "
         "= iu = is = 0;\ndouble " +
         names[1].str() + "\n" + replaced(between(module, "analog begin", "    end\nendmodule"), words) + "}\n";
}

/// Numbers that a main program over the module's statements prints.
std::vector<double> simulated(const std::string &main_text, const std::string &module = module_text())
{
  const Folder folder;
  folder.write("cell.cc", as_cpp(module) + "int main() {\n" + main_text + "}\n");
  const Outcome build = run({"c++", "-O1", "-o", "cell", "cell.cc"}, folder.path());
  BOOST_REQUIRE_MESSAGE(build.code == 0, build.errors);
  std::istringstream  text(run({folder.path("cell")}, folder.path()).output);
  std::vector<double> list;
  for (double value; text >> value;)
    list.push_back(value);
  return list;
}

/// The operating point: u and s by their own linear equations, T at the ambient.
const std::string operating_point =
    "at_rest = true; vu = vs = 0; vt = simulator_K; vp = 0.1; currents(); vu = -iu; vs = -is;\n"
    "currents(); std::printf(\"%.12g \", ip / vp * 1e6); at_rest = false;\n";
} // namespace

BOOST_AUTO_TEST_CASE(an_operating_point_reads_the_initial_state_and_age)
{
  const exports::Card card = exports::make_card(sample_model(), {});
  const auto read = simulated("u0 = 0.3;\n" + operating_point + "age = 3600;\n" + operating_point + "age = 1e7;\n" +
                              operating_point + "simulator_K = 350;\n" + operating_point);
  BOOST_REQUIRE(read.size() == 4u);
  BOOST_TEST(read[0] == 4.0, tolerance(1e-9)); // the entry of the sample's table at glass 0.3
  BOOST_TEST(read[1] == exports::conductance(card, 4, 3600, 300), tolerance(2e-3));
  BOOST_TEST(read[2] == exports::conductance(card, 4, 1e7, 300), tolerance(2e-3));
  BOOST_TEST(read[3] > 1.5 * read[2]); // warmer by 50 K with some 100 meV and a lower exponent per kT
}

BOOST_AUTO_TEST_CASE(another_origin_is_the_same_device)
{
  const auto from_20  = simulated("u0 = 0.3; age = 3580;\n" + operating_point);
  const auto from_300 = simulated("u0 = 0.3; age = 3300;\n" + operating_point, module_text(300.0));
  BOOST_TEST(from_300.at(0) == from_20.at(0), tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(a_reset_pulse_ends_like_our_own_integration)
{
  // 2 V for 50 ns with edges of 5 and 3 ns; temperature rises through Tg and falls through it again
  const auto wave = [](double t) {
    if (t < 5)
      return 2 * t / 5;
    return t < 50 ? 2 : std::max(0.0, 2 * (1 - (t - 50) / 3));
  };
  const auto got =
      simulated("vt = 300; vu = 0; vs = 0.5; double peak = 0; const double dt = 0.0005;\n"
                "for (int k = 0; k < 160000; ++k) { const double t = k * dt;\n"
                "vp = t < 5 ? 2 * t / 5 : t < 50 ? 2 : std::fmax(0.0, 2 * (1 - (t - 50) / 3)); currents();\n"
                "vt -= dt * 1e-9 * it / Cth; vu -= dt * iu; vs -= dt * is; peak = std::fmax(peak, vt); }\n"
                "std::printf(\"%.9g %.9g %.9g %.9g\", peak, vu, vs, Sigma0);");
  BOOST_REQUIRE(got.size() == 4u);
  double     peak    = 0;
  const auto samples = compact::ProgrammingCell(sample_model()).transient({300, 0}, wave, 80, 0.005);
  for (const compact::CellSample &sample : samples)
    peak = std::max(peak, sample.state.temperature_K);
  BOOST_TEST(got[0] == peak, tolerance(1e-3));
  BOOST_TEST(got[1] == samples.back().state.glass, tolerance(1e-3));
  BOOST_TEST(std::abs(got[2] - got[3]) < 0.02); // hot glass is young: s returned to Sigma0
}

BOOST_AUTO_TEST_CASE(glass_at_rest_crystallises_by_the_retention_of_the_model_only)
{
  compact::CompactModel model = sample_model();
  const auto            rate  = [](const compact::CompactModel &m, double T) {
    return simulated("vp = 0; vu = 0.9; vs = 0.8; vt = " + exports::exact_number(T) +
                                     "; currents(); std::printf(\"%.12g\", iu * 1e9 / vu);",
                                 exports::to_verilog_a(exports::make_card(m, {})).back().text)
        .at(0);
  };
  const compact::Retention &r = *model.retention;
  for (const double T : {300.0, 373.0, 410.0})
  {
    const double shorter = std::min(compact::arrhenius_time_s(r.ln_front_s, r.front_eV, r.reference_K, T),
                                    compact::arrhenius_time_s(r.ln_hazard_s, r.hazard_eV, r.reference_K, T));
    BOOST_TEST(rate(model, T) == std::log(2.0) / shorter, tolerance(1e-6));
  }
  model.retention.reset();
  BOOST_TEST(rate(model, 300) == 0.0);
  BOOST_TEST(rate(model, 700) > 1e7); // and a pulse still sets: exp(18.4) per s at its peak
}

BOOST_AUTO_TEST_CASE(no_analog_operator_or_contribution_stands_under_a_condition)
{
  const std::string text = module_text();
  for (const char *node : {"I(p, n) <+", "I(t) <+", "I(u) <+", "I(s) <+"})
  {
    const auto at = text.find(node);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, node);
    BOOST_TEST(text.find(node, at + 1) == std::string::npos, node);                    // once
    BOOST_TEST(text.substr(text.rfind('\n', at) + 1, 8) == std::string(8, ' '), node); // in the analog block itself
    BOOST_TEST(text[text.rfind('\n', at) + 9] == 'I', node);
  }
  BOOST_TEST(!holds(text, "limexp"));
}

BOOST_AUTO_TEST_CASE(admsxml_accepts_the_module)
{
  const Outcome outcome = compiled(module_text());
  BOOST_TEST(outcome.code == 0, outcome.output << outcome.errors);
  BOOST_TEST(!holds(outcome.output + outcome.errors, "error"), outcome.output << outcome.errors);
}

BOOST_AUTO_TEST_CASE(admsxml_refuses_broken_copies)
{
  const auto broken = [](const std::string &from, const std::string &to) {
    std::string text = module_text();
    const auto  at   = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return compiled(text.replace(at, from.size(), to)).code;
  };
  BOOST_TEST(broken("analog begin", "analog begn") != 0);
  BOOST_TEST(broken("I(p, n) <+", "I(p, n <+") != 0);
  BOOST_TEST(broken("endmodule", "") != 0);
}

BOOST_AUTO_TEST_CASE(the_module_has_the_state_vector_and_the_values_of_the_model)
{
  const std::string text = module_text();
  for (const char *name :
       {"V(t)", "V(u)", "V(s)", "Rth ", "Cth ", "Tamb ", "Tm ", "Tg ", "Vth0 ", "Es ", "Sigma0 ", "nu0DS ", "Ron "})
    BOOST_TEST(holds(text, name), name);
  BOOST_TEST(holds(text, "Rth    = 1800000 ")); // 1.8 K/uW
  BOOST_TEST(holds(text, "Tm     = 900 "));
}
