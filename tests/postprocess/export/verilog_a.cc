#include <tests/cases/program.h>
#include <tests/postprocess/export/sample_model.h>

#include <postprocess/export/exporter.h>

#include <boost/test/unit_test.hpp>

/// The module in the compiler Debian has: admsXml reads Verilog-A and refuses what is not.
using namespace quench;
using namespace quench::test;

namespace
{
std::string module_text() { return exports::to_verilog_a(exports::make_card(sample_model(), {})).back().text; }

Outcome compiled(const std::string &text)
{
  const Folder folder;
  folder.write("quench_pcm.va", text);
  return run({"admsXml", "quench_pcm.va"}, folder.path());
}
} // namespace

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
