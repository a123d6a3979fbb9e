#include <solver/transport/electro_thermal.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace quench::solver
{
namespace
{
using InterfaceLaws = std::vector<physics::InterfaceLaw>;
using GivenLaws     = std::vector<std::pair<std::array<int, 2>, physics::InterfaceParameters>>;

/// The law given for two regions, or the constant resistances of the cell.
physics::InterfaceLaw law_between(const meshes::CellGeometry &cell, const GivenLaws &given, int r, int s)
{
  for (const auto &[regions, parameters] : given)
    if (regions == std::array{r, s} || regions == std::array{s, r})
    {
      const physics::InterfaceLaw law(parameters);
      return regions[0] == r ? law : law.turned();
    }
  const meshes::Interface kind = cell.between(r, s);
  return {kind.thermal_resistance, kind.contact_resistance};
}

/// What the faces between any two regions resist. Where the temperature jumps between conductors with a thermopower the
/// current through the face must be known (eq. H6): there a contact without resistance is a tight one.
InterfaceLaws laws_of(const meshes::CellGeometry &cell, const Materials &materials, const GivenLaws &given)
{
  const int     n_regions = static_cast<int>(materials.size());
  InterfaceLaws laws;
  for (int r = 0; r < n_regions; ++r)
    for (int s = 0; s < n_regions; ++s)
    {
      const bool wired                = materials[r].conducts() && materials[s].conducts();
      const bool thermoelectric       = materials[r].has_thermoelectricity() || materials[s].has_thermoelectricity();
      const physics::InterfaceLaw law = law_between(cell, given, r, s);
      laws.push_back(wired && law.resists_current()
                         ? law
                         : law.without_contact_resistance(wired && thermoelectric && law.resists_heat()));
    }
  return laws;
}

/// Potential lives on conductors and is glued where no contact resistance separates two of them.
FieldRules potential_rules(const InterfaceLaws &laws, const Materials &materials)
{
  return {[&](int region) { return materials[region].conducts(); },
          [&](int region, int other) {
            return materials[region].conducts() && materials[other].conducts() &&
                   !laws[static_cast<std::size_t>(region) * materials.size() + static_cast<std::size_t>(other)]
                        .resists_current();
          }};
}

/// Of the cell [nm].
double longest_edge(const meshes::CellGeometry &cell)
{
  const meshes::Box box     = cell.extent();
  double            longest = 0;
  for (std::size_t d = 0; d < box.lower.size(); ++d)
    longest = std::max(longest, box.upper[d] - box.lower[d]);
  return longest;
}

/// Temperature lives everywhere and is glued where no boundary resistance separates two regions.
FieldRules temperature_rules(const InterfaceLaws &laws, const Materials &materials)
{
  return {[](int) { return true; },
          [&](int region, int other) {
            return !laws[static_cast<std::size_t>(region) * materials.size() + static_cast<std::size_t>(other)]
                        .resists_heat();
          }};
}

/// Laws of the regions that are assembled once.
template <int dim>
std::vector<std::optional<ConstantLaw<dim>>>
constant_laws(const Materials &materials, const ElectroThermalParameters &p, const Sources<dim> &sources)
{
  std::vector<std::optional<ConstantLaw<dim>>> laws(materials.size());
  for (std::size_t r = 0; r < materials.size(); ++r)
    if (!sources.charge && !sources.heat && (p.permittivity == 0 || !materials[r].conducts()))
      laws[r] = ConstantLaw<dim>::of(materials[r]);
  return laws;
}

/// The first `fixed` of `n` electrical nodes have given voltages, those of others are unknowns.
std::vector<ContactRule> node_rules(std::size_t n, std::size_t fixed)
{
  std::vector<ContactRule> rules(n, ContactRule::tied);
  std::fill(rules.begin(), rules.begin() + static_cast<std::ptrdiff_t>(fixed), ContactRule::fixed);
  return rules;
}

/// Where a contact holds the temperature it is no unknown.
std::vector<ContactRule> temperature_contact_rules(const meshes::CellGeometry &cell)
{
  return std::vector<ContactRule>(cell.contacts.size(), ContactRule::fixed);
}
} // namespace

double Balance::imbalance() const
{
  constexpr double rounding = 1e-6 * units::uA; // below it there is no current to balance
  double largest = std::max({std::abs(current[0]), std::abs(current[1]), circulating}), sum = current[0] + current[1];
  for (const double I : further)
  {
    largest = std::max(largest, std::abs(I));
    sum += I;
  }
  return largest > rounding ? std::abs(sum) / largest : 0;
}

template <int dim>
ElectroThermal<dim>::ElectroThermal(const Discretization<dim> &discretization, const Materials &materials_,
                                    const Circuit &circuit, const Parameters &parameters, Sources<dim> sources_)
  : space(discretization), materials(materials_), network(circuit, space.geometry.node_names()), p(parameters),
    surroundings(p.surroundings()), sources(std::move(sources_)),
    laws(laws_of(space.geometry, materials, p.interfaces)), constant(constant_laws<dim>(materials, p, sources)),
    v_field(space, potential_rules(laws, materials)), t_field(space, temperature_rules(laws, materials)),
    group(node_groups()), thermoelectric(std::any_of(materials.begin(), materials.end(),
                                                     [](const auto &m) { return m.has_thermoelectricity(); })),
    disorder(sample_disorder()),
    v_driven(space, v_field, node_rules(static_cast<std::size_t>(network.n_groups()), 1), group),
    v_read(space, v_field, node_rules(space.geometry.node_names().size(), 2)),
    t_unknowns(space, t_field, temperature_contact_rules(space.geometry), space.sink),
    vv(
        space, v_field, v_driven, v_field, v_driven, [&](std::size_t e) { return has_charge(e) || has_peltier(e); },
        true),
    vt(
        space, v_field, v_driven, t_field, t_unknowns, [&](std::size_t e) { return has_charge(e); }, false),
    tv(
        space, t_field, t_unknowns, v_field, v_driven, [&](std::size_t e) { return has_charge(e) || has_peltier(e); },
        false),
    tt(
        space, t_field, t_unknowns, t_field, t_unknowns,
        [&](std::size_t e) { return e < space.cells.size() + space.faces.size(); }, true),
    vv_read(
        space, v_field, v_read, v_field, v_read, [&](std::size_t e) { return has_charge(e); }, true),
    block_solver(space.communicator, vv.petsc(), vt.petsc(), tv.petsc(), tt.petsc(), dim),
    heat_solver(space.communicator, ScalarSolver::Kind::general, dim),
    read_solver(space.communicator, ScalarSolver::Kind::symmetric, dim), r_v(space.make_field()),
    r_t(space.make_field()), d_v(space.make_field()), d_t(space.make_field())
{
  const std::vector<std::string> names = space.geometry.node_names();
  for (std::size_t k = 2; k < names.size(); ++k)
    if (const int g = network.group_of_port(k); g > 0 && network.is_joined(k) && v_driven.contact_row[g] < 0)
      throw InputError("terminal at node " + names[k], "touches no conductor", "planes of regions that conduct",
                       "Leave out its node: it is a thermal sink only");
}

template <int dim>
std::vector<std::array<double, ElectroThermal<dim>::n>> ElectroThermal<dim>::sample_disorder() const
{
  static const ReferenceElement<dim>                 reference;
  std::vector<std::optional<physics::DisorderField>> fields(materials.size());
  bool                                               any = false;
  for (std::size_t r = 0; r < materials.size(); ++r)
    if (materials[r].has_disorder())
    {
      fields[r] = materials[r].disorder(static_cast<std::uint64_t>(p.disorder_seed));
      any       = true;
    }
  std::vector<std::array<double, n>> samples(any ? space.cells.size() : 0);
  for (std::size_t e = 0; e < samples.size(); ++e)
    for (unsigned int q = 0; q < n; ++q)
    {
      const auto           &cell = space.cells[e];
      std::array<double, 3> x{};
      for (int d = 0; d < dim; ++d)
        x[dim == 2 ? 2 * d : d] = cell.corner[d] + reference.point[q][d] * cell.size[d];
      samples[e][q] = fields[cell.region] ? (*fields[cell.region])(x[0], x[1], x[2]) : 0.0;
    }
  return samples;
}

template <int dim>
bool ElectroThermal<dim>::has_charge(std::size_t e) const
{
  if (e < space.cells.size())
    return materials[space.cells[e].region].conducts();
  if (e >= space.cells.size() + space.faces.size())
    return false;
  const auto &face = space.faces[e - space.cells.size()];
  return law(face).resists_current();
}

/// True for the cell inside a face with a jump of the temperature, on a side whose thermopower depends on the field.
template <int dim>
bool ElectroThermal<dim>::has_peltier(std::size_t e) const
{
  const std::size_t n_plain = space.cells.size() + space.faces.size();
  if (!thermoelectric || e < n_plain)
    return false;
  const auto &face     = space.faces[(e - n_plain) % space.faces.size()];
  const auto &material = materials[face.region[(e - n_plain) / space.faces.size()]];
  return law(face).resists_heat() && law(face).resists_current() && material.forms_glass() &&
         material.has_thermoelectricity();
}

template <int dim>
void ElectroThermal<dim>::add(std::size_t e, const typename Discretization<dim>::Nodes &nodes, const Terms &local,
                              Mode mode, const Parts &parts)
{
  const bool charge = mode != Mode::heat_only && has_charge(e);
  if (charge)
    v_field.scatter(e, nodes, local.r_v, r_v);
  if (mode != Mode::charge_only)
    t_field.scatter(e, nodes, local.r_t, r_t);
  if (charge && parts.vv)
    (mode == Mode::charge_only ? vv_read : vv).set(e, local.vv);
  if (parts.tt)
    tt.set(e, local.tt);
  if (charge && parts.vt)
    vt.set(e, local.vt);
  if (charge && parts.tv)
    tv.set(e, local.tv);
}

/// Those of `parts` that the matrices do not hold of constant regions; from now on they do.
template <int dim>
typename ElectroThermal<dim>::Parts ElectroThermal<dim>::unheld(const Stage &stage, const Parts &parts)
{
  bool       &charge = stage.mode == Mode::charge_only ? held.vv_read : held.vv;
  const Parts rest{parts.vv && !charge, false, parts.tv, parts.tt && held.tt_rate != stage.rate()};
  charge = charge || parts.vv;
  if (parts.tt)
    held.tt_rate = stage.rate();
  return rest;
}

template <int dim>
void ElectroThermal<dim>::add_cells(const Stage &stage, const State &next, const Parts &parts,
                                    const Parts &constant_parts, Balance &balance)
{
  for (std::size_t e = 0; e < space.cells.size(); ++e)
  {
    const auto &cell = space.cells[e];
    if (stage.mode == Mode::charge_only && !has_charge(e))
      continue;
    Terms      local;
    const bool constants = constant[cell.region].has_value();
    if (constants)
      constant_terms(cell, stage, next, {constant_parts.vv, constant_parts.tt, constant_parts.tv}, local);
    else
      cell_terms(cell, stage, next, parts.vv || parts.tt, local);
    add(e, cell.nodes, local, stage.mode, constants ? constant_parts : parts);
    balance.collect(local);
  }
}

template <int dim>
Balance ElectroThermal<dim>::assemble(const Stage &stage, State &next, bool jacobian)
{
  r_v.zero_out_ghost_values();
  r_t.zero_out_ghost_values();
  r_v = 0;
  r_t = 0;
  Balance balance;
  balance.heat_out.assign(space.geometry.contacts.size(), 0.0);
  const bool  charge = jacobian && stage.mode != Mode::heat_only, heat = jacobian && stage.mode != Mode::charge_only;
  const Parts parts{charge, charge && heat, charge && heat, heat}, constant_parts = unheld(stage, parts);
  add_cells(stage, next, parts, constant_parts, balance);
  for (std::size_t f = 0; f < space.faces.size(); ++f)
  {
    Terms local;
    face_terms(f, stage, next, jacobian, local);
    add(space.cells.size() + f, space.faces[f].nodes, local, stage.mode, parts);
    balance.collect(local);
  }
  if (stage.mode != Mode::charge_only)
    add_cooling(next, parts, constant_parts, balance);
  r_v.compress(dealii::VectorOperation::add);
  r_t.compress(dealii::VectorOperation::add);
  finish(stage, next, jacobian, balance);
  return balance;
}

/// Contact currents, heat through the contacts, and sums over ranks.
template <int dim>
void ElectroThermal<dim>::sum_contacts(Balance &balance) const
{
  std::array<double, 9> sums{};
  balance.further.assign(v_read.rules.size() - 2, 0.0);
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
  {
    if (const int node = space.contact[i]; node >= 0)
      (node < 2 ? sums[node] : balance.further[node - 2]) += r_v.local_element(i);
    if (space.sink[i] >= 0)
      balance.heat_out[space.sink[i]] -= r_t.local_element(i);
  }
  sums[2] = balance.joule;
  sums[3] = balance.stored;
  sums[4] = balance.throughput;
  sums[5] = balance.content;
  sums[6] = balance.charge_content;
  sums[7] = balance.released;
  sums[8] = balance.flow;
  sum_over_ranks(sums, space.communicator);
  dealii::Utilities::MPI::sum(balance.heat_out, space.communicator, balance.heat_out);
  dealii::Utilities::MPI::sum(balance.further, space.communicator, balance.further);
  balance.current        = {sums[0], sums[1]};
  balance.joule          = sums[2];
  balance.stored         = sums[3];
  balance.throughput     = sums[4];
  balance.content        = sums[5];
  balance.charge_content = sums[6];
  balance.released       = sums[7];
  balance.flow           = sums[8];
  balance.circulating    = balance.flow / longest_edge(space.geometry);
  for (const double heat : balance.heat_out)
    balance.throughput += std::abs(heat);
}

/// Contact sums, the rows of the circuit's nodes, and the right-hand sides -r on the unknowns.
template <int dim>
void ElectroThermal<dim>::finish(const Stage &stage, State &next, bool jacobian, Balance &balance)
{
  sum_contacts(balance);
  if (stage.mode == Mode::coupled)
    return close(stage, join_circuit(stage, next, jacobian, balance), jacobian, balance);
  std::vector<double> read{balance.current[0], balance.current[1]};
  read.insert(read.end(), balance.further.begin(), balance.further.end());
  close(stage, stage.mode == Mode::charge_only ? read : std::vector<double>(v_driven.rules.size(), 0.0), jacobian,
        balance);
}

/// Right-hand sides -r on the unknowns, and their norms; `contact_residual` stands in the rows of tied contacts.
template <int dim>
void ElectroThermal<dim>::close(const Stage &stage, const std::vector<double> &contact_residual, bool jacobian,
                                Balance &balance)
{
  const auto &unknowns  = stage.mode == Mode::charge_only ? v_read : v_driven;
  const auto  owned_row = [&](unsigned int i) { return static_cast<PetscInt>(space.partitioner->local_to_global(i)); };
  std::array<double, 2> norms{};
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
  {
    double v = unknowns.row[i] == owned_row(i) ? r_v.local_element(i) : 0.0;
    for (std::size_t k = 1; k < unknowns.contact_row.size(); ++k)
      if (unknowns.contact_row[k] == owned_row(i))
        v = contact_residual[k];
    const double t = t_unknowns.row[i] == owned_row(i) ? r_t.local_element(i) : 0.0;
    norms[0] += std::abs(v);
    norms[1] += std::abs(t);
    r_v.local_element(i) = -v;
    r_t.local_element(i) = -t;
  }
  sum_over_ranks(norms, space.communicator);
  balance.charge_residual = stage.mode == Mode::heat_only ? 0 : norms[0];
  balance.heat_residual   = stage.mode == Mode::charge_only ? 0 : norms[1];
  if (!jacobian)
    return;
  if (stage.mode == Mode::coupled)
    for (Matrix<dim> *matrix : {&vv, &vt, &tv, &tt})
      matrix->assemble();
  else
    (stage.mode == Mode::heat_only ? tt : vv_read).assemble();
}

template <int dim>
LinearReport ElectroThermal<dim>::update(State &next, Mode mode, double relative_tolerance)
{
  LinearReport report;
  if (mode == Mode::coupled)
    report = block_solver.solve(r_v, r_t, d_v, d_t, relative_tolerance);
  else if (mode == Mode::heat_only)
    report = heat_solver.solve(tt.petsc(), r_t, d_t, relative_tolerance);
  else
    report = read_solver.solve(vv_read.petsc(), r_v, d_v, relative_tolerance);
  const auto n_owned = space.partitioner->locally_owned_size();
  if (mode != Mode::heat_only)
  {
    const std::vector<double> rise = raise_nodes(next, mode);
    const std::vector<int>   &node = mode == Mode::charge_only ? space.contact : group;
    for (unsigned int i = 0; i < n_owned; ++i)
      if (v_field.is_free(i))
        next.potential.local_element(i) += node[i] >= 0 ? rise[node[i]] : d_v.local_element(i);
    v_field.distribute(next.potential);
  }
  if (mode != Mode::charge_only)
  {
    for (unsigned int i = 0; i < n_owned; ++i)
      if (t_field.is_free(i) && space.sink[i] < 0)
        next.temperature.local_element(i) += d_t.local_element(i);
    t_field.distribute(next.temperature);
  }
  return report;
}

template class ElectroThermal<2>;
template class ElectroThermal<3>;
} // namespace quench::solver
