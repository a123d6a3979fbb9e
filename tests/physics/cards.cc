#include <physics/library.h>
#include <physics/material.h>

#include <boost/test/unit_test.hpp>

#include <array>
#include <sstream>

// What the shipped cards were made to do, against the papers their heads name.

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

namespace
{
Material material(const std::string &name) { return Material(MaterialCard::preset(name, ".")); }

double largest_growth_velocity(const Material &m)
{
  double largest = 0;
  for (double T = 300; T < m.melting_temperature(); T += 1)
    largest = std::max(largest, m.growth_velocity(T));
  return largest;
}

double sigma(const Material &of, double T, double c)
{
  return of.conductivity(local_state(T, 0, c, 0.431725)).v / (S / units::m);
}
} // namespace

BOOST_AUTO_TEST_SUITE(cards)

BOOST_AUTO_TEST_CASE(growth_is_as_fast_as_published)
{
  BOOST_TEST(largest_growth_velocity(material("Ge8Sb92")) == 15, tt::tolerance(0.02)); // Eising et al. 2014
  BOOST_TEST(largest_growth_velocity(material("GST225")) == 0.522, tt::tolerance(5e-3));
  BOOST_TEST(largest_growth_velocity(material("Sb-4nm")) < 1);
  BOOST_TEST(material("GST225-Burr").growth_velocity(413.15) == 4.4e-10, tt::tolerance(0.02)); // AFM, 1 nm/ns = 1 m/s
  BOOST_TEST(material("GST225-Burr").growth_velocity(723.15) > 1);                             // SET in tens of ns
}

BOOST_AUTO_TEST_CASE(aist_grows_as_arrhenius_over_eight_decades) // Salinga et al. 2013
{
  const Material aist = material("AIST");
  BOOST_TEST(aist.growth_velocity(400) == 1e-8, tt::tolerance(0.15));
  BOOST_TEST(aist.growth_velocity(549) == 1, tt::tolerance(0.2));
  // the local activation energy is one number: 2.3 eV within 2 %
  for (double T = 400; T < 545; T += 5)
  {
    const double E = kB * std::log(aist.growth_velocity(T + 1) / aist.growth_velocity(T)) / (1 / T - 1 / (T + 1));
    BOOST_TEST(E == 2.3, tt::tolerance(0.02));
  }
}

BOOST_AUTO_TEST_CASE(growth_dominated_materials_hardly_nucleate)
{
  // crystals in a cell of (50 nm)^3 within a microsecond, at the temperature where nucleation is fastest
  const auto crystals = [](const Material &m) {
    double largest = 0;
    for (double T = 350; T < m.melting_temperature() - 20; T += 2)
      largest = std::max(largest, m.nucleation().volume_rate(T));
    return largest * 50 * 50 * 50 * 1e3;
  };
  for (const char *name : {"AIST", "GeTe", "Ge8Sb92"})
    BOOST_TEST(crystals(material(name)) < 1, name);
  BOOST_TEST(crystals(material("GST225")) > 1);
}

BOOST_AUTO_TEST_CASE(gete_nuclei_stay_small) // Liu et al. 2014: r* < 1.4 nm below 600 K
{
  for (const double T : {300.0, 450.0, 600.0})
    BOOST_TEST(material("GeTe").nucleation().critical_radius(T) / nm < 1.4);
}

BOOST_AUTO_TEST_CASE(gete_crystal_is_the_bulk_of_the_data_set) // ESTM, 10.1021/acs.chemmater.1c00331
{
  const Material gete = material("GeTe");
  const auto     S_   = [&](double T) { return gete.seebeck(local_state(T, 0, 1, 0)).v / (1e-6 * V / K); };
  const auto kappa = [&](double T) { return gete.heat_conductivity(local_state(T, 0, 1, 0)).v / (units::W / (m * K)); };
  const std::array<std::array<double, 4>, 3> rows = {
      {{298, 27.1, 741237, 8.043}, {498, 56.45, 368041, 4.9626}, {698, 142.58, 162887, 2.514}}};
  for (const auto &[T, seebeck, conductivity, conduction] : rows)
  {
    // ends within 1 %; between them the two-number laws of the card miss the curvature of the data
    const double tolerance = T == 498 ? 0.55 : 0.02;
    BOOST_TEST(S_(T) == seebeck, tt::tolerance(tolerance));
    BOOST_TEST(sigma(gete, T, 1) == conductivity, tt::tolerance(T == 498 ? 0.4 : 0.02));
    BOOST_TEST(kappa(T) == conduction, tt::tolerance(T == 498 ? 0.25 : 0.02));
  }
}

BOOST_AUTO_TEST_CASE(
    uconn_glass_joins_its_melt) // Scoggin et al. 2019: sigma(930 K) = 4.1e5 S/m, about 8e4 S/m at 858 K
{
  const Material uconn = material("GST225-UConn");
  BOOST_TEST(uconn.melting_temperature() == 858);
  BOOST_TEST(sigma(uconn, 857, 0) == 7.94e4, tt::tolerance(0.1));
  for (const double T : {930.0, 1000.0})
    BOOST_TEST((sigma(uconn, T, 0) > 2e5 && sigma(uconn, T, 0) < 4.2e5));
}

// At and above T_m within 10 % of the card's own number, the smooth minimum of eq. C5 being 8 % below where its two
// sides meet; a glass that has switched on melts into the same. GST225-UConn has the melt of its paper (above).
BOOST_AUTO_TEST_CASE(melt_conducts_as_melt)
{
  for (const char *name :
       {"AIST", "Ge8Sb92", "GST225", "GST225-Burr", "GST225-hcp", "GST225-N", "GeTe", "Sb-4nm", "Sb2Te3", "ScSbTe"})
  {
    const MaterialCard card = MaterialCard::preset(name, ".");
    const Material     melt(card);
    const double T_m = melt.melting_temperature(), expected = card.glass_conduction.melt_conductivity / (S / units::m);
    for (const double T : {T_m, T_m + 100, 2 * T_m})
    {
      LocalState on = local_state(T, 0, 0, 0.431725);
      on.switched   = 1;
      BOOST_TEST(sigma(melt, T, 0) == expected, tt::tolerance(0.1));
      BOOST_TEST(melt.conductivity(on).v / (S / units::m) == sigma(melt, T, 0), tt::tolerance(1e-12));
    }
  }
}

BOOST_AUTO_TEST_CASE(hexagonal_gst_is_a_metal)
{
  const Material hcp = material("GST225-hcp"), fcc = material("GST225");
  BOOST_TEST((sigma(hcp, 400, 1) < sigma(hcp, 300, 1) && sigma(fcc, 400, 1) > sigma(fcc, 300, 1)));
  BOOST_TEST(sigma(hcp, 900, 1) == 8e4, tt::tolerance(1e-6));
  BOOST_TEST(sigma(hcp, 300, 0) == sigma(fcc, 300, 0)); // the same glass
  BOOST_TEST(hcp.seebeck(local_state(723, 0, 1, 0)).v / (1e-6 * V / K) == 132, tt::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(precursors_of_sc_sb_te_grow_at_its_fastest)
{
  const Material sc = material("ScSbTe");
  for (const double T : {450.0, 600.0, 750.0})
    BOOST_TEST(sc.nucleation().precursors_grow(T));
  BOOST_TEST(!sc.nucleation().precursors_grow(800));
  BOOST_TEST(!material("Sb2Te3").nucleation().precursors_grow(600));
}

BOOST_AUTO_TEST_CASE(layers_of_antimony_telluride_insulate_heat)
{
  const Conductivity kappa = material("Sb2Te3").heat_conductivities(local_state(300, 0, 1, 0));
  BOOST_TEST(kappa.in_plane.v / (units::W / (m * K)) == 1.5, tt::tolerance(1e-12));
  BOOST_TEST(kappa.cross_plane.v / (units::W / (m * K)) == 0.9, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(every_complete_card_gives_the_source_of_every_number)
{
  // each "set" of a number follows a comment with a source in its own subsection
  for (const EmbeddedCard &card : embedded_cards())
  {
    std::istringstream lines{std::string(card.text)};
    bool               sourced = false;
    for (std::string line; std::getline(lines, line);)
    {
      if (line.find("subsection") != std::string::npos)
        sourced = false;
      sourced = sourced || line.find("# source") != std::string::npos;
      if (line.find("set ") != std::string::npos &&
          line.find_first_of("0123456789", line.find('=')) != std::string::npos &&
          line.find("card =") == std::string::npos)
        BOOST_TEST(sourced, card.name << ": " << line);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
