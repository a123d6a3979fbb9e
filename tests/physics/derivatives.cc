#include <physics/library.h>
#include <physics/material.h>

#include <boost/test/unit_test.hpp>

#include <functional>

// Every law of every shipped material against central differences, by one loop.

using namespace quench;
using namespace quench::physics;

namespace
{
struct Law
{
  std::string                               name;
  std::function<Scalar(const LocalState &)> function;
};

/// Choices no shipped card makes.
std::vector<std::pair<std::string, MaterialCard>> variants()
{
  std::vector<std::pair<std::string, MaterialCard>> cards;
  const auto add = [&cards](const std::string &name, const std::function<void(MaterialCard &)> &change) {
    MaterialCard card;
    change(card);
    cards.emplace_back(name, card);
  };
  add("ohmic", [](MaterialCard &card) { card.glass_conduction.law = FieldLaw::ohmic; });
  add("Poole-Frenkel", [](MaterialCard &card) { card.glass_conduction.law = FieldLaw::poole_frenkel; });
  add("barrier table", [](MaterialCard &card) { card.glass_conduction.law = FieldLaw::barrier_table; });
  add("additive", [](MaterialCard &card) { card.glass_conduction.law = FieldLaw::additive; });
  add("logarithmic mixture", [](MaterialCard &card) { card.mixing = Mixing::logarithmic; });
  add("Meyer-Neldel", [](MaterialCard &card) { card.glass_conduction.meyer_neldel_energy = 0.042; });
  return cards;
}

std::vector<Law> all_laws()
{
  std::vector<std::pair<std::string, MaterialCard>> cards = variants();
  for (const std::string &name : card_names())
    cards.emplace_back(name, MaterialCard::preset(name, "."));
  std::vector<Law> laws;
  for (const auto &[name, card] : cards)
  {
    const Material material(card);
    laws.push_back({name + " conductivity", [=](const LocalState &at) { return material.conductivity(at); }});
    laws.push_back({name + " heat conductivity", [=](const LocalState &at) { return material.heat_conductivity(at); }});
    laws.push_back({name + " cross-plane heat conductivity",
                    [=](const LocalState &at) { return material.heat_conductivities(at).cross_plane; }});
    laws.push_back({name + " Seebeck coefficient", [=](const LocalState &at) { return material.seebeck(at); }});
    laws.push_back({name + " Seebeck step",
                    [=](const LocalState &at) { return material.seebeck_by_crystallinity(at.temperature); }});
    laws.push_back({name + " enthalpy",
                    [=](const LocalState &at) { return material.enthalpy(at.temperature, at.crystallinity); }});
    laws.push_back({name + " latent heat", [=](const LocalState &at) { return material.latent_heat(at.temperature); }});
    laws.push_back({name + " activation energy",
                    [=](const LocalState &at) { return material.activation_energy(at.temperature, at.relaxation); }});
  }
  return laws;
}

/// Fourth-order central difference of f about x with step h.
double difference(const std::function<double(double)> &f, double x, double h)
{
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}
} // namespace

BOOST_AUTO_TEST_SUITE(derivatives)

BOOST_AUTO_TEST_CASE(agree_with_central_differences)
{
  const std::vector<Law> laws = all_laws();
  BOOST_TEST(laws.size() >= 8 * 23U);
  // away from where a second derivative jumps: T_glass, T_hold, T_m, the floor of E_a, the points of the barrier table
  for (const Law &law : laws)
    for (const double T : {90.0, 300.0, 470.0, 600.0, 700.0, 850.0, 890.0, 1000.0, 2500.0})
      for (const double F : {0.0005, 0.022, 0.06, 0.5})
        for (const double c : {0.0, 0.1, 0.35, 0.8, 1.0})
          for (const double Sigma : {0.0, 0.43, 0.7})
          {
            const auto   value = [&](double T_, double F_) { return law.function(local_state(T_, F_, c, Sigma)).v; };
            const Scalar exact = law.function(local_state(T, F, c, Sigma));
            const double by_T  = difference([&](double x) { return value(x, F); }, T, 1e-4 * T);
            const double by_F  = difference([&](double x) { return value(T, x); }, F, 1e-4 * F);
            // 1e-6: truncation (h/x)^4 times the fifth log-derivative of the steepest law, and rounding 1e-16 x/h;
            // 1e-99 for the vanishing activation energy of a liquid
            BOOST_TEST(std::abs(exact.d[0] - by_T) <= 1e-6 * (std::abs(exact.d[0]) + std::abs(exact.v) / T) + 1e-99,
                       law.name << " by T at T " << T << " F " << F << " c " << c << " Sigma " << Sigma << ": "
                                << exact.d[0] << " and " << by_T);
            BOOST_TEST(std::abs(exact.d[1] - by_F) <= 1e-6 * (std::abs(exact.d[1]) + std::abs(exact.v) / F) + 1e-99,
                       law.name << " by |E| at T " << T << " F " << F << " c " << c << " Sigma " << Sigma << ": "
                                << exact.d[1] << " and " << by_F);
          }
}

BOOST_AUTO_TEST_SUITE_END()
