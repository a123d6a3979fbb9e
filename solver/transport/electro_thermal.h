#pragma once

#include <physics/interface.h>
#include <solver/algebra/linear_solver.h>
#include <solver/algebra/matrix.h>
#include <solver/circuit/network.h>
#include <solver/drive/ambient.h>
#include <solver/run/state.h>
#include <solver/transport/constant_terms.h>
#include <solver/transport/front_in_element.h>
#include <solver/transport/two_stages.h>

#include <functional>
#include <limits>

namespace quench::solver
{
using Materials = std::vector<physics::Material>; ///< one per region of the geometry

/// Extra sources of manufactured solutions: charge [e/(ns nm^3)] and heat [eV/(ns nm^3)] at a point and time.
template <int dim>
struct Sources
{
  std::function<double(const dealii::Point<dim> &, double)> charge, heat;
};

/// What the source holds in a step: at its end, and at its inner stage, time_old + stage_fraction dt; of one kind.
struct Drive
{
  Drive(const SourceValue &at_end, const SourceValue &at_stage) : end(at_end), stage(at_stage) {}
  /// A constant source.
  Drive(const SourceValue &value) : Drive(value, value) {}
  Drive(double voltage) : Drive(SourceValue(voltage)) {}

  SourceValue end, stage;
};

/// Rules of integration in time. Both are L-stable and conserve energy to the Newton tolerance.
enum class TimeScheme
{
  backward_euler, ///< first order
  sdirk2 ///< two stages of backward Euler's kind, second order: Alexander, SIAM J. Numer. Anal. 14, 1006 (1977)
};

/// Powers, currents and norms of one assembled residual, summed over ranks.
struct Balance
{
  std::array<double, 2> current{};           ///< into the cell at the nodes of its first two contacts [e/ns]
  std::vector<double>   further;             ///< and at each further node; 0 where that floats [e/ns]
  double                source_power = 0;    ///< of all sources of the circuit [eV/ns]
  std::vector<double>   heat_out;            ///< through the planes of each contact of the geometry [eV/ns]
  double                joule           = 0; ///< integral of sigma |grad V|^2 and of contact heat [eV/ns]
  double                stored          = 0; ///< d/dt of the enthalpy, latent heat included [eV/ns]
  double                released        = 0; ///< latent heat at fronts that is no part of the enthalpy [eV/ns]
  double                throughput      = 0; ///< scale of the heat equation [eV/ns]
  double                content         = 0; ///< sum of |terms| of the heat equation; eps times it is round-off [eV/ns]
  double                charge_content  = 0; ///< the same of the charge equation [e/ns]
  double                through         = 0; ///< largest current at further nodes that the circuit feeds [e/ns]
  double                flow            = 0; ///< integral of |J| [e nm/ns]
  double                circulating     = 0; ///< mean current through the sections of the cell: flow / edge [e/ns]
  double                charge_residual = 0; ///< l1 norm over unknowns [e/ns]
  double                heat_residual   = 0; ///< l1 norm over unknowns [eV/ns]

  /// Adds the shares of an element.
  template <class Terms>
  void collect(const Terms &local)
  {
    joule += local.joule;
    stored += local.stored;
    released += local.released;
    throughput += local.throughput;
    content += local.content;
    charge_content += local.charge_content;
    flow += local.flow;
  }
  /// |sum of the currents of all nodes| / largest one, or what thermopower drives round in the cell if that is more; 0
  /// where there is none (below 1 pA).
  double imbalance() const;
};

/// The measure of Newton's method. Charge counts against the current at the nodes, or, where none is driven and that
/// passes through zero, against what thermopower drives round in the cell.
struct ElectroThermalScale
{
  double rounding           = 0; ///< what round-off may leave of it
  double rounding_of_charge = 0; ///< what it leaves of the charge equation at least

  double of(const Balance &balance);
};

/// What a solve did not do where its equations are met, but below 0 K.
inline constexpr const char *too_cold = "temperature below 0 K";

/// What a solve did.
struct SolveReport
{
  bool                converged         = false;
  int                 newton_iterations = 0;
  int                 linear_iterations = 0;
  Balance             balance;
  std::vector<double> history;              ///< scaled residual per Newton iteration
  std::string         failed;               ///< what did not converge, or `too_cold`
  double              inner_power      = 0; ///< Joule heat at the inner stage [eV/ns]; that of `balance` is the mean
  double              end_power        = 0; ///< and at the end
  double              source_power     = 0; ///< of the source, mean over the step [eV/ns]
  double              assembly_seconds = 0; ///< wall time
  double              linear_seconds   = 0;
};

struct ElectroThermalParameters
{
  double      tolerance        = 1e-7;
  double      linear_tolerance = 1e-4;
  int         most_iterations  = 25;
  double      ambient          = 300 * units::K;
  std::string ambient_program  = "";
  TimeScheme  scheme           = TimeScheme::sdirk2;
  int         disorder_seed    = 1;
  double      permittivity     = 0;
  double      front_width = 1 * units::nm; ///< ell of the fronts (phase field/interface width), set by the time step
  /// Laws of the faces between two regions, the voltage being that of the first over the second; between others the
  /// constant resistances of the geometry hold. Set by the case (section interfaces).
  std::vector<std::pair<std::array<int, 2>, physics::InterfaceParameters>> interfaces = {};

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("newton tolerance", &ElectroThermalParameters::tolerance, "1", Range{1e-14, 1e-3},
          "residual (l1) over the cell's current, and over the heat turned over", "choice");
    entry("linear tolerance", &ElectroThermalParameters::linear_tolerance, "1", Range{1e-12, 0.5},
          "finest relative residual of the Krylov solver in a Newton step (eq. D4)", "choice");
    entry("newton iterations", &ElectroThermalParameters::most_iterations, Range{1, 100},
          "most per step before it is rejected", "choice");
    entry("ambient temperature", &ElectroThermalParameters::ambient, "K", Range{10, 1000},
          "held on the planes of both contacts, and initial temperature", "choice");
    entry(
        "ambient program", &ElectroThermalParameters::ambient_program,
        "ambient temperature against the time of the program, items separated by ';': TEMPERATURE for TIME; "
        "TEMPERATURE until TIME; ramp RATE to TEMPERATURE; ramp to TEMPERATURE in TIME; the last may be a TEMPERATURE "
        "alone. Empty: ambient temperature",
        "choice");
    entry("time scheme", &ElectroThermalParameters::scheme,
          Names<TimeScheme>{{"backward euler", TimeScheme::backward_euler}, {"sdirk2", TimeScheme::sdirk2}},
          "sdirk2: second order; backward euler: first order, for comparison", "choice");
    entry("disorder seed", &ElectroThermalParameters::disorder_seed, Range{0, 2147483647.0},
          "of the random activation energies of glass with disorder (eq. C12)", "choice");
    entry("displacement permittivity", &ElectroThermalParameters::permittivity, "1", Range{0, 1e4},
          "relative permittivity of all that conducts, for the displacement current (eq. C16); 0: no such current",
          "choice: off; GST 16 as in the Poole-Frenkel law. What lies beside the conductors is the parasitic "
          "capacitance");
  }

  /// Throws InputError where the ambient program is not understood.
  Ambient surroundings() const { return ambient_program.empty() ? Ambient(ambient) : parse_ambient(ambient_program); }
};

/// Charge and heat as one nonlinear system with the circuit (eqs. C1, H1, E1 of docs/equations.md):
///
///   div (J - epsilon grad dV/dt) = 0,  J = -sigma(T, |u|, phi, Sigma) u,  u = grad V + S grad T
///   dh(T, phi)/dt = div(kappa grad T - S T J) - J . grad V
///   I_cell,k + I_circuit,k(V_1, V_2, ...) = 0 at every node k at which terminals are
///
/// Conservative in the enthalpy h; one Newton iteration over (V, T, V_k) per stage of the time scheme. Terminals at one
/// node are one unknown that floats on the circuit, whose inner nodes are eliminated (Network). Contact currents are
/// weighted residuals (eq. C7). Peltier and Thomson heat are the divergence of S T J (eq. H6); a read has no
/// thermovoltage.
template <int dim>
class ElectroThermal
{
public:
  using Parameters = ElectroThermalParameters;

  ElectroThermal(const Discretization<dim> &space, const Materials &materials, const Circuit &circuit,
                 const Parameters &parameters, Sources<dim> sources = {});

  static constexpr double steady = std::numeric_limits<double>::infinity();

  /// One step of size dt (or the steady state). `next` enters with the crystallinity and relaxation of the new time
  /// and leaves with potential, temperature and cell voltage. Powers of the report's balance are means over the step.
  SolveReport solve(const State &old, State &next, const Drive &drive, double dt);
  /// The same with the crystallinity and relaxation that `inner` has at the inner stage of the step; its other fields
  /// are set.
  SolveReport solve(const State &old, State &inner, State &next, const Drive &drive, double dt);

  /// Potential alone at given temperature, the voltage `cell_voltage` right at the contact.
  SolveReport solve_charge(State &state, double cell_voltage);
  /// Current of a frozen state at that voltage (a read), which changes nothing in the state but where the next read
  /// starts: the potential of the last one, and where nothing was driven since, what it had changed goes on.
  SolveReport read(State &state, double cell_voltage);

  /// True where no current worth solving for can flow: no source, no voltage left, and no temperature differences that
  /// would make one.
  bool is_off(const State &state, const Drive &drive) const;

  /// Preconditioners and guesses start anew at the next solve: what follows then depends on the state alone.
  void forget();

  const FieldSpace<dim> &potential_space() const { return v_field; }
  const FieldSpace<dim> &temperature_space() const { return t_field; }
  const Ambient         &ambient() const { return surroundings; }

private:
  static constexpr unsigned int n = Discretization<dim>::n;
  enum class Mode
  {
    coupled,
    heat_only,
    charge_only
  };
  using Terms = ElementTerms<dim>;

  /// Matrices that an element hands over.
  struct Parts
  {
    bool vv = false, vt = false, tv = false, tt = false;
  };
  /// Parts of constant regions that the matrices hold already.
  struct Held
  {
    bool   vv = false, vv_read = false;
    double tt_rate = -1; ///< [1/ns], of tt
  };

  /// What a stage integrates from: d/dt u = (u - u_old - weight (u_inner - u_old)) / dt.
  struct Stage
  {
    const State &old;
    const State &inner;  ///< end of the stage before; old in the first
    double       weight; ///< 0 in the first stage
    SourceValue  source; ///< at its end
    double       dt;     ///< [ns]; `steady` for the steady state
    Mode         mode;

    double rate() const { return dt == steady ? 0.0 : 1 / dt; }
  };

  Balance            assemble(const Stage &stage, State &next, bool jacobian);
  StageTerms         terms_of(const Stage &stage, bool jacobian) const;
  ElementMap<dim>    map_of(const typename Discretization<dim>::Cell &cell) const;
  ElementFields<dim> fields_of(const typename Discretization<dim>::Cell &cell, const Stage &stage,
                               const State &next) const;
  void  cell_terms(const typename Discretization<dim>::Cell &cell, const Stage &stage, const State &next, bool jacobian,
                   Terms &terms) const;
  void  constant_terms(const typename Discretization<dim>::Cell &cell, const Stage &stage, const State &next,
                       const ConstantParts &wanted, Terms &terms) const;
  void  add_sources(const typename Discretization<dim>::Cell &cell, double time, Terms &terms) const;
  void  add_cooling(const State &next, const Parts &parts, const Parts &constant_parts, Balance &balance);
  void  face_terms(std::size_t f, const Stage &stage, const State &next, bool jacobian, Terms &terms);
  void  add(std::size_t element, const typename Discretization<dim>::Nodes &nodes, const Terms &terms, Mode mode,
            const Parts &parts);
  void  add_cells(const Stage &stage, const State &next, const Parts &parts, const Parts &constant_parts,
                  Balance &balance);
  Parts unheld(const Stage &stage, const Parts &parts);
  const physics::InterfaceLaw &law(const typename Discretization<dim>::Face &face) const
  {
    return laws[static_cast<std::size_t>(face.region[0]) * materials.size() + static_cast<std::size_t>(face.region[1])];
  }
  void finish(const Stage &stage, State &next, bool jacobian, Balance &balance);
  void close(const Stage &stage, const std::vector<double> &contact_residual, bool jacobian, Balance &balance);
  std::vector<double>                join_circuit(const Stage &stage, State &next, bool jacobian, Balance &balance);
  std::vector<double>                raise_nodes(State &next, Mode mode) const;
  void                               sum_contacts(Balance &balance) const;
  std::vector<std::array<double, n>> sample_disorder() const;
  bool                               has_charge(std::size_t element) const;
  bool                               has_peltier(std::size_t element) const;
  struct Iterate
  {
    Vector       potential, temperature;
    CircuitState circuit;
  };

  void             search_along(const Vector &before, State &next);
  double           backtrack(const Stage &stage, const Iterate &before, double last, double scaled, State &next,
                             SolveReport &report, ElectroThermalScale &scale);
  bool             is_physical(const Vector &temperature) const;
  LinearReport     update(State &next, Mode mode, double relative_tolerance);
  SolveReport      newton(const Stage &stage, State &next);
  void             hold_contacts(State &next, const SourceValue &source, bool off) const;
  std::vector<int> node_groups() const;
  SolveReport      two_stages(const State &old, State &inner, State &next, const Drive &drive, double dt, Mode mode);

  const Discretization<dim>                         &space;
  const Materials                                   &materials;
  const Network                                      network;
  const Parameters                                   p;
  const Ambient                                      surroundings;
  const Sources<dim>                                 sources;
  const std::vector<physics::InterfaceLaw>           laws;     ///< [region * regions + other]
  const std::vector<std::optional<ConstantLaw<dim>>> constant; ///< per region, where it is assembled once
  const FieldSpace<dim>                              v_field, t_field;
  const std::vector<int>                             group; ///< of the network, of each local node; -1 for none
  const bool                                         thermoelectric; ///< some material has a Seebeck coefficient
  /// Deviation of the activation energy at the Gauss points of each cell [eV]; empty without disorder.
  const std::vector<std::array<double, n>> disorder;
  const Unknowns<dim>                      v_driven, v_read, t_unknowns;
  Matrix<dim>                              vv, vt, tv, tt, vv_read;
  BlockSolver                              block_solver;
  ScalarSolver                             heat_solver, read_solver;
  Vector                                   r_v, r_t, d_v, d_t;
  Held                                     held;
};
} // namespace quench::solver
