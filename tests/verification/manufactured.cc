// Orders of charge and heat in h and dt, alone and coupled, by manufactured solutions with the laws of GST.
#include <tests/solver/cells.h>
#include <tests/verification/convergence.h>

#include <boost/test/unit_test.hpp>

#include <numbers>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(manufactured)

constexpr double size = 20 * nm, ambient = 600 * K, scale = 0.2 * ns;
constexpr double sigma_relaxation = 0.6;
using Point                       = dealii::Point<2>;

/// a + b z/L + c sin(pi z/L) + d sin(pi z/L) cos(pi r/L): constant on both contact planes, no flux through r = 0 and L.
struct Shape
{
  double a, b, c, d;

  double value(const Point &p) const
  {
    const double y = std::numbers::pi / size;
    return a + b * p[1] / size + std::sin(y * p[1]) * (c + d * std::cos(y * p[0]));
  }
  std::array<double, 2> gradient(const Point &p) const
  {
    const double y = std::numbers::pi / size;
    return {-y * d * std::sin(y * p[1]) * std::sin(y * p[0]),
            b / size + y * std::cos(y * p[1]) * (c + d * std::cos(y * p[0]))};
  }
};

/// Fourth order central difference.
template <class Function>
double derivative(const Function &f, double step)
{
  return (8 * (f(step) - f(-step)) - (f(2 * step) - f(-2 * step))) / (12 * step);
}

/// The exact fields, and the sources that they need.
struct Exact
{
  Symmetry                symmetry;
  const physics::Material material       = gst();
  double                  volts          = 0.4 * V;
  double                  thermoelectric = 1; ///< 0 where charge is not solved for

  double factor(double t) const { return 1 - 0.7 * std::exp(-t / scale); }
  double driven(double t) const { return volts * (1 - 0.5 * std::exp(-t / scale)); }
  Shape  potential(double t) const { return {0, driven(t), 0, 0.15 * driven(t)}; }
  Shape  temperature(double t) const { return {ambient, 0, 160 * factor(t), 70 * factor(t)}; }
  double crystallinity(const Point &p) const
  {
    const double y = std::numbers::pi / size;
    return 0.25 + 0.1 * std::cos(y * p[1]) * std::cos(y * p[0]);
  }

  double seebeck(const Point &p, double t) const
  {
    const auto E = potential(t).gradient(p);
    return thermoelectric * material
                                .seebeck(physics::local_state(temperature(t).value(p), std::hypot(E[0], E[1]),
                                                              crystallinity(p), sigma_relaxation))
                                .v;
  }
  physics::LocalState at(const Point &p, double t) const
  {
    const auto   E = potential(t).gradient(p), g = temperature(t).gradient(p);
    const double T = temperature(t).value(p), c = crystallinity(p);
    const double S = seebeck(p, t);
    return physics::local_state(T, std::hypot(E[0] + S * g[0], E[1] + S * g[1]), c, sigma_relaxation);
  }
  /// sigma (grad V + S grad T), the current against the field.
  std::array<double, 2> current(const Point &p, double t) const
  {
    const auto   E = potential(t).gradient(p), g = temperature(t).gradient(p);
    const double s = material.conductivity(at(p, t)).v, S = seebeck(p, t);
    return {s * (E[0] + S * g[0]), s * (E[1] + S * g[1])};
  }
  /// kappa grad T + S T sigma (grad V + S grad T).
  std::array<double, 2> heat_flux(const Point &p, double t) const
  {
    const auto   g = temperature(t).gradient(p), J = current(p, t);
    const double kappa = material.heat_conductivity(at(p, t)).v;
    const double P     = seebeck(p, t) * temperature(t).value(p);
    return {kappa * g[0] + P * J[0], kappa * g[1] + P * J[1]};
  }

  template <class Flux>
  double divergence(const Flux &flux, const Point &p) const
  {
    const double step  = 1e-3 * size;
    const auto   in_r  = [&](double x) { return Point(p[0] + x, p[1]); };
    const auto   in_z  = [&](double x) { return Point(p[0], p[1] + x); };
    const double along = derivative([&](double x) { return flux(in_z(x))[1]; }, step);
    if (symmetry == Symmetry::planar)
      return along + derivative([&](double x) { return flux(in_r(x))[0]; }, step);
    return along + derivative([&](double x) { return (p[0] + x) * flux(in_r(x))[0]; }, step) / p[0];
  }

  double charge_source(const Point &p, double t) const
  {
    return -divergence([&](const Point &x) { return current(x, t); }, p);
  }
  double heat_source(const Point &p, double t, bool is_steady, bool joule) const
  {
    const auto   enthalpy = [&](double x) { return material.enthalpy(at(p, t + x).temperature, crystallinity(p)).v; };
    const double stored   = is_steady ? 0 : derivative(enthalpy, 1e-3 * scale);
    const auto   E        = potential(t).gradient(p);
    const auto   J        = current(p, t);
    return stored - divergence([&](const Point &x) { return heat_flux(x, t); }, p) -
           (joule ? E[0] * J[0] + E[1] * J[1] : 0.0);
  }
};

Discretization<2> make_space(Symmetry symmetry, int n)
{
  return Discretization<2>(MPI_COMM_WORLD, block(symmetry, size, size), {.coarse_size = size / n});
}

/// Half as large cells in the middle, so that the mesh has hanging nodes.
void refine_middle(Discretization<2> &space)
{
  refine_where(space, [](const Point &p) {
    return std::abs(p[0] - size / 2) < size / 4 && std::abs(p[1] - size / 2) < size / 4;
  });
}

State exact_state(const Discretization<2> &space, const Exact &exact, double t)
{
  State state         = uniform_state(space, ambient, 1, sigma_relaxation);
  state.time          = t;
  state.crystallinity = nodal(space, [&](const Point &p) { return exact.crystallinity(p); });
  state.temperature   = nodal(space, [&](const Point &p) { return exact.temperature(t).value(p); });
  return state;
}

struct Errors
{
  double potential, temperature;
};

Errors errors(const Discretization<2> &space, const State &state, const Exact &exact)
{
  const Shape v = exact.potential(double(state.time)), T = exact.temperature(double(state.time));
  return {distance(space, state.potential, [&](const Point &p) { return v.value(p); }),
          distance(space, state.temperature, [&](const Point &p) { return T.value(p); })};
}

enum class Which
{
  heat,
  both
};

/// `reads`: for the potential alone, which has no thermovoltage.
Sources<2> sources_of(Exact exact, Which which, bool is_steady, bool reads = false)
{
  Sources<2> sources;
  exact.thermoelectric = which == Which::both && !reads ? 1 : 0;
  if (which == Which::both)
    sources.charge = [=](const Point &p, double t) { return exact.charge_source(p, t); };
  sources.heat = [=](const Point &p, double t) { return exact.heat_source(p, t, is_steady, which == Which::both); };
  return sources;
}

/// From the exact temperature and a linear potential at time 0 to time `scale` in n_steps; 0 steps: the steady state.
State solve(const Discretization<2> &space, const Exact &exact, Which which, int n_steps,
            TimeScheme scheme = TimeScheme::backward_euler)
{
  const bool      is_steady = n_steps == 0;
  const Materials materials(1, which == Which::both ? exact.material : gst_without_thermoelectricity());
  State           state = exact_state(space, exact, is_steady ? scale : 0);
  state.potential       = nodal(space, [&](const Point &p) { return exact.driven(double(state.time)) * p[1] / size; });
  const ElectroThermal<2>::Parameters parameters{
      .tolerance = 1e-10, .linear_tolerance = 1e-6, .ambient = ambient, .scheme = scheme};
  ElectroThermal<2> equations(space, materials, {.series_resistance = 0}, parameters,
                              sources_of(exact, which, is_steady));
  for (int i = 0; i < std::max(1, n_steps); ++i)
  {
    State next          = state;
    next.time           = is_steady ? scale : scale * (i + 1) / n_steps;
    const double dt     = is_steady ? ElectroThermal<2>::steady : scale / n_steps;
    const double stage  = is_steady ? scale : double(state.time) + stage_fraction * dt;
    const Drive  drive  = which == Which::both ? Drive(exact.driven(double(next.time)), exact.driven(stage)) : Drive(0);
    const auto   report = equations.solve(state, next, drive, dt);
    BOOST_REQUIRE(report.converged);
    state = std::move(next);
  }
  return state;
}

const char *name(Symmetry symmetry) { return symmetry == Symmetry::planar ? "planar" : "axisymmetric"; }

BOOST_AUTO_TEST_CASE(charge_alone_is_second_order_in_h)
{
  for (const Symmetry symmetry : {Symmetry::planar, Symmetry::axisymmetric})
    for (const bool hanging : {false, true})
    {
      Convergence table(std::string("Charge, ") + name(symmetry) + (hanging ? ", hanging nodes" : ""), "h (nm)",
                        "L2 of V (V)");
      for (const int n : {8, 16, 32, 64})
      {
        const Exact exact{symmetry};
        auto        space = make_space(symmetry, n);
        if (hanging)
          refine_middle(space);
        const Materials   materials(1, exact.material);
        ElectroThermal<2> equations(space, materials, {}, {.tolerance = 1e-10, .linear_tolerance = 1e-8},
                                    sources_of(exact, Which::both, true, true));
        State             state = exact_state(space, exact, scale);
        state.potential         = nodal(space, [&](const Point &p) { return exact.driven(scale) * p[1] / size; });
        BOOST_REQUIRE(equations.solve_charge(state, exact.driven(scale)).converged);
        table.add(size / n, errors(space, state, exact).potential);
      }
      table.print();
      BOOST_TEST(table.order_before() == 2.0, tt::tolerance(0.05));
      BOOST_TEST(table.last_order() == 2.0, tt::tolerance(0.05));
    }
}

BOOST_AUTO_TEST_CASE(heat_alone_is_second_order_in_h)
{
  for (const Symmetry symmetry : {Symmetry::planar, Symmetry::axisymmetric})
  {
    Convergence table(std::string("Heat, steady, ") + name(symmetry), "h (nm)", "L2 of T (K)");
    for (const int n : {8, 16, 32, 64})
    {
      const Exact exact{symmetry};
      const auto  space = make_space(symmetry, n);
      table.add(size / n, errors(space, solve(space, exact, Which::heat, 0), exact).temperature);
    }
    table.print();
    BOOST_TEST(table.order_before() == 2.0, tt::tolerance(0.05));
    BOOST_TEST(table.last_order() == 2.0, tt::tolerance(0.05));
  }
}

/// On one mesh: differences of successive step sizes, which hold the error in time alone.
void check_order_in_time(Symmetry symmetry, Which which, const std::string &title,
                         TimeScheme scheme = TimeScheme::backward_euler)
{
  const double theory = scheme == TimeScheme::sdirk2 ? 2 : 1;
  const Exact  exact{symmetry};
  const auto   space = make_space(symmetry, 16);
  Convergence  heat(title + ", " + name(symmetry), "dt (ns)", "L2 of T(dt) - T(dt/2) (K)");
  Convergence  charge(title + ", " + name(symmetry), "dt (ns)", "L2 of V(dt) - V(dt/2) (V)");
  const Shape  zero{0, 0, 0, 0};
  State        coarse = solve(space, exact, which, 8, scheme);
  for (const int n : {16, 32, 64, 128})
  {
    const State fine       = solve(space, exact, which, n, scheme);
    State       difference = fine;
    difference.temperature -= coarse.temperature;
    difference.potential -= coarse.potential;
    difference.temperature.update_ghost_values();
    difference.potential.update_ghost_values();
    const auto at = [&](const Point &p) { return zero.value(p); };
    heat.add(2 * scale / n, distance(space, difference.temperature, at));
    charge.add(2 * scale / n, distance(space, difference.potential, at));
    coarse = fine;
  }
  heat.print();
  BOOST_TEST(heat.order_before() == theory, tt::tolerance(0.1 / theory));
  BOOST_TEST(heat.last_order() == theory, tt::tolerance(0.1 / theory));
  if (which == Which::heat)
    return;
  charge.print();
  BOOST_TEST(charge.last_order() == theory, tt::tolerance(0.1 / theory));
}

/// Against the exact solution, dt falling with h^2.
void check_both_orders(Symmetry symmetry, Which which, const std::string &title)
{
  Convergence heat(title + ", " + name(symmetry) + ", dt proportional to h^2", "h (nm)", "L2 of T (K)");
  Convergence charge(title + ", " + name(symmetry) + ", dt proportional to h^2", "h (nm)", "L2 of V (V)");
  const Exact exact{symmetry};
  int         n_steps = 4;
  for (const int n : {5, 10, 20, 40})
  {
    const auto   space = make_space(symmetry, n);
    const Errors e     = errors(space, solve(space, exact, which, n_steps), exact);
    heat.add(size / n, e.temperature);
    charge.add(size / n, e.potential);
    n_steps *= 4;
  }
  heat.print();
  BOOST_TEST(heat.order_before() == 2.0, tt::tolerance(0.05));
  BOOST_TEST(heat.last_order() == 2.0, tt::tolerance(0.05));
  if (which == Which::heat)
    return;
  charge.print();
  BOOST_TEST(charge.last_order() == 2.0, tt::tolerance(0.05));
}

BOOST_AUTO_TEST_CASE(heat_alone_is_first_order_in_dt)
{
  check_order_in_time(Symmetry::planar, Which::heat, "Heat");
  check_order_in_time(Symmetry::axisymmetric, Which::heat, "Heat");
  check_both_orders(Symmetry::axisymmetric, Which::heat, "Heat");
}

BOOST_AUTO_TEST_CASE(charge_and_heat_together_are_second_order_in_h)
{
  for (const Symmetry symmetry : {Symmetry::planar, Symmetry::axisymmetric})
  {
    const std::string title = std::string("Charge and heat, steady, ") + name(symmetry) + ", hanging nodes";
    Convergence       heat(title, "h (nm)", "L2 of T (K)"), charge(title, "h (nm)", "L2 of V (V)");
    for (const int n : {8, 16, 32, 64})
    {
      const Exact exact{.symmetry = symmetry, .volts = 0.2 * V}; // below the thermal runaway
      auto        space = make_space(symmetry, n);
      refine_middle(space);
      const Errors e = errors(space, solve(space, exact, Which::both, 0), exact);
      heat.add(size / n, e.temperature);
      charge.add(size / n, e.potential);
    }
    heat.print();
    charge.print();
    for (const Convergence *table : {&heat, &charge})
    {
      BOOST_TEST(table->order_before() == 2.0, tt::tolerance(0.05));
      BOOST_TEST(table->last_order() == 2.0, tt::tolerance(0.05));
    }
  }
}

BOOST_AUTO_TEST_CASE(charge_and_heat_together_are_first_order_in_dt)
{
  check_order_in_time(Symmetry::axisymmetric, Which::both, "Charge and heat");
  check_both_orders(Symmetry::planar, Which::both, "Charge and heat");
}

BOOST_AUTO_TEST_CASE(two_stages_are_second_order_in_dt)
{
  check_order_in_time(Symmetry::planar, Which::heat, "Heat, sdirk2", TimeScheme::sdirk2);
  check_order_in_time(Symmetry::axisymmetric, Which::both, "Charge and heat, sdirk2", TimeScheme::sdirk2);
}

BOOST_AUTO_TEST_SUITE_END()
