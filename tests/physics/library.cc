#include <physics/library.h>

#include <physics/base/error.h>
#include <physics/base/parameters.h>
#include <physics/base/quantity.h>
#include <physics/material.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

namespace
{
/// Message of the InputError that `action` throws; "" if it throws none.
template <class Action>
std::string message_of(Action action)
{
  try
  {
    action();
  }
  catch (const InputError &error)
  {
    return error.what();
  }
  return "";
}

bool contains(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

/// A folder with one card in it, removed at the end.
struct CardFile
{
  explicit CardFile(const std::string &text)
  {
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "mine.prm") << text;
  }
  ~CardFile() { std::filesystem::remove_all(folder); }

  std::filesystem::path folder = std::filesystem::path(QUENCH_BINARY_DIR) / "tests" / "cards_of_a_user";

  MaterialCard read() const { return MaterialCard::preset("mine.prm", folder.string()); }
};

std::string gst_text()
{
  for (const EmbeddedCard &card : embedded_cards())
    if (card.name == "GST225")
      return std::string(card.text);
  return "";
}

/// Equal but for the last bit, which may differ between a product of the compiler and one of the reader.
void compare(const ParameterSection &a, const ParameterSection &b)
{
  for (std::size_t i = 0; i < a.entries.size(); ++i)
    BOOST_TEST_CONTEXT(a.name << "/" << a.entries[i].key)
  if (double *const *number = std::get_if<double *>(&a.entries[i].member))
    BOOST_TEST(**number == *std::get<double *>(b.entries[i].member), tt::tolerance(1e-15));
  for (std::size_t i = 0; i < a.sections.size(); ++i)
    compare(a.sections[i], b.sections[i]);
}

void expect_rule(const std::function<void(MaterialCard &)> &spoil, const std::string &expected)
{
  MaterialCard card;
  BOOST_TEST(message_of([&] { validate(card, "here"); }) == "");
  spoil(card);
  const std::string message = message_of([&] { validate(card, "here"); });
  BOOST_TEST(contains(message, expected), message);
}
} // namespace

BOOST_AUTO_TEST_SUITE(library)

BOOST_AUTO_TEST_CASE(knows_the_shipped_materials)
{
  const std::vector<std::string> expected = {
      "AIST",   "C",      "GST225", "GST225-Burr", "GST225-N", "GST225-UConn", "GST225-hcp", "Ge8Sb92", "GeTe",
      "Sb-4nm", "Sb2Te3", "ScSbTe", "SiN",         "SiO2",     "TaN",          "TiN",        "W"};
  BOOST_TEST(card_names() == expected, tt::per_element());
  for (const std::string &name : card_names())
  {
    BOOST_TEST_CONTEXT(name)
    {
      const MaterialCard card = MaterialCard::preset(name, ".");
      BOOST_TEST(card.card == name);
      BOOST_TEST(message_of([&] { validate(card, name); }) == "");
    }
  }
}

BOOST_AUTO_TEST_CASE(defaults_are_the_card_GST225)
{
  MaterialCard defaults, card = MaterialCard::preset("GST225", ".");
  compare(bind_parameters(defaults), bind_parameters(card));
}

BOOST_AUTO_TEST_CASE(reference_problem_values)
{
  const auto check = [](const char *name, double sigma, double kappa, double C) {
    const Material   material(MaterialCard::preset(name, "."));
    const LocalState at = local_state(700, 0.01, 1, 0);
    BOOST_TEST(material.is_linear());
    BOOST_TEST(material.conductivity(at).v / (S / m) == sigma, tt::tolerance(1e-14));
    BOOST_TEST(material.heat_conductivity(at).v / (units::W / (m * K)) == kappa, tt::tolerance(1e-14));
    BOOST_TEST(material.enthalpy(at.temperature, 1).d[0] / (J / (m * m * m * K)) == C, tt::tolerance(1e-14));
  };
  check("TiN", 5.0e5, 12, 3.2e6);
  check("SiO2", 0, 1.38, 1.67e6);
}

/// Heat conductivity of every crystal holds what its electrons carry, F L_0 sigma T with F from the non-degenerate
/// limit (2 (k/e)^2 / L_0 = 0.608) to 1, and is the measured one at 300 K. Electrode metals of one number for all
/// temperatures hold it at 300 K.
BOOST_AUTO_TEST_CASE(heat_conductivity_of_every_crystal_holds_that_of_its_electrons)
{
  for (const std::string &name : card_names())
    BOOST_TEST_CONTEXT(name)
    {
      const MaterialCard card = doped(MaterialCard::preset(name, "."));
      const Material     material(card);
      const double       F_c = card.heat.crystal_lorenz_factor;
      const double       F   = F_c > 0 ? F_c : 1; // a metal of constant conductivity: that of metals
      BOOST_TEST((F >= 0.607 && F <= 1));
      const auto kappa     = [&](double T) { return material.heat_conductivities(local_state(T, 0, 1, 0)); };
      const auto electrons = [&](double T) {
        return F * 2.443004e-8 * (V * V / (K * K)) * material.conductivity(local_state(T, 0, 1, 0)).v * T;
      };
      const bool   total    = card.heat.crystal_heat == CrystalHeat::total;
      const double measured = kappa(300).in_plane.v - (total ? 0 : electrons(300));
      BOOST_TEST(measured == card.heat.crystal_conductivity, tt::tolerance(1e-6));
      BOOST_TEST(kappa(300).cross_plane.v == card.heat.cross_plane_ratio * kappa(300).in_plane.v, tt::tolerance(1e-12));
      const double warmest = material.forms_glass() || F_c > 0 ? 900 : 300;
      for (double T = 300; T <= warmest; T += 10)
        BOOST_TEST(kappa(T).in_plane.v >= electrons(T), T);
    }
}

BOOST_AUTO_TEST_CASE(electrons_carry_no_more_than_the_measured_total)
{
  // L_0 sigma 300 K = 2.443e-8 * 1e5 * 300 = 0.7329 W/mK
  const auto metallic = [](MaterialCard &card) {
    card.crystal_conduction.conductivity           = 1e5 * S / m;
    card.crystal_conduction.saturation_resistivity = 0;
    card.heat.crystal_lorenz_factor                = 1;
  };
  expect_rule(metallic,
              "here/heat/crystal Lorenz factor = 1: electrons of a conductivity of 100000 S/m then carry 0.7329 "
              "W/(m K) at 300 K (eq. H12), and the crystal 0.45 W/(m K) in all");
  expect_rule(metallic, "a factor below 0.614");
  MaterialCard card;
  metallic(card);
  card.heat.crystal_heat = CrystalHeat::lattice;
  BOOST_TEST(message_of([&] { validate(card, "here"); }) == "");
}

BOOST_AUTO_TEST_CASE(every_number_has_a_meaning_and_a_source)
{
  for (const EntryInfo &entry : entry_infos<MaterialCard>())
  {
    BOOST_TEST(!entry.meaning.empty(), entry.path);
    BOOST_TEST(!entry.source.empty(), entry.path);
  }
}

BOOST_AUTO_TEST_CASE(unknown_material_lists_the_known_ones)
{
  const std::string message = message_of([] { MaterialCard::preset("GST", "."); });
  BOOST_TEST(contains(message, "AIST, C, GST225, GST225-Burr"), message);
}

BOOST_AUTO_TEST_CASE(reads_a_complete_card_of_a_user)
{
  std::string       text = gst_text();
  const std::string old = "melting temperature = 900 K", changed = "melting temperature = 858 K";
  text.replace(text.find(old), old.size(), changed);
  const MaterialCard card = CardFile(text).read();
  BOOST_TEST(card.card == "mine.prm");
  BOOST_TEST(card.phase_change.melting_temperature == 858);
}

BOOST_AUTO_TEST_CASE(reads_changes_of_a_shipped_card)
{
  const MaterialCard card = CardFile("set card = TiN\nsubsection heat\n set heat capacity = 2 MJ/m3K\nend\n").read();
  BOOST_TEST(!card.glass_forming);
  BOOST_TEST(card.heat.heat_capacity == 2e6 * J / (m * m * m * K), tt::tolerance(1e-14));
  BOOST_TEST(card.crystal_conduction.conductivity == 5e5 * S / m, tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(refuses_a_card_with_a_gap)
{
  std::string       text = gst_text();
  const std::string line = "set fragility = 140";
  text.erase(text.find(line), line.size());
  const std::string message = message_of([&] { CardFile(text).read(); });
  BOOST_TEST(contains(message, "mine.prm"), message);
  BOOST_TEST(contains(message, "phase change/fragility"), message);
}

BOOST_AUTO_TEST_CASE(refuses_a_card_that_starts_from_a_file)
{
  const std::string message = message_of([] { CardFile("set card = mine.prm\n").read(); });
  BOOST_TEST(contains(message, "can start from a shipped material only"), message);
}

BOOST_AUTO_TEST_CASE(refuses_contradictions)
{
  expect_rule([](MaterialCard &card) { card.crystal_conduction.saturation_resistivity = 1e-4 * ohm * m; },
              "crystal conduction/saturation resistivity");
  expect_rule([](MaterialCard &card) { card.crystal_conduction.conductivity = 0; }, "crystal conduction/conductivity");
  expect_rule([](MaterialCard &card) { card.relaxation.rejuvenation_temperature = 900; },
              "relaxation/rejuvenation temperature = 900 K: must be below the melting temperature (900 K)");
  expect_rule([](MaterialCard &card) { card.phase_change.glass_temperature = 950; }, "phase change/glass temperature");
  expect_rule([](MaterialCard &card) { card.phase_change.viscous_temperature = 950; },
              "phase change/viscous temperature");
}

BOOST_AUTO_TEST_CASE(a_card_leaves_out_the_numbers_of_laws_it_does_not_select)
{
  std::string       text = gst_text();
  const std::string line = "set hop distance = 10 nm";
  text.erase(text.find(line), line.size());
  BOOST_TEST(contains(message_of([&] { CardFile(text).read(); }), "glass conduction/hop distance"));
  const std::string law = "set law = sinh";
  text.replace(text.find(law), law.size(), "set law = ohmic");
  BOOST_TEST(message_of([&] { CardFile(text).read(); }) == "");
  const std::string viscosity = "set viscosity law = MYEGA";
  text.replace(text.find(viscosity), viscosity.size(), "set viscosity law = VFT");
  BOOST_TEST(contains(message_of([&] { CardFile(text).read(); }), "phase change/glass viscosity"));
}

BOOST_AUTO_TEST_CASE(refuses_a_table_that_does_not_rise_from_zero)
{
  const auto with = [](std::vector<double> fields, std::vector<double> lowerings) {
    return [=](MaterialCard &card) {
      card.glass_conduction.law             = FieldLaw::barrier_table;
      card.glass_conduction.field.fields    = fields;
      card.glass_conduction.field.lowerings = lowerings;
    };
  };
  expect_rule(with({0, 0.01}, {0}), "2 fields, 1 lowerings");
  expect_rule(with({0.01, 0.02}, {0, 0.1}), "the first point is 0 MV/m, 0 eV");
  expect_rule(with({0, 0.02, 0.02}, {0, 0.1, 0.2}), "fields ascend");
  expect_rule(with({0, 0.02, 0.03}, {0, 0.1, 0.05}), "lowerings do not fall");
  expect_rule(
      [](MaterialCard &card) {
        card.relaxation.law            = RelaxationKind::distributed;
        card.relaxation.lowest_barrier = 2;
      },
      "relaxation/lowest barrier");
}

BOOST_AUTO_TEST_SUITE_END()
