#include <solver/structure/phase.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace quench::solver
{
namespace
{
constexpr double sqrt2 = std::numbers::sqrt2;
/// Floor of a, relative to its largest value: keeps the matrix scaled where nothing moves. Not a rate of its own, which
/// would relax the profile, and with it move the fronts, in a bake of years.
constexpr double slowest = 1e-10;

int is_any(const std::vector<int> &region)
{
  return std::any_of(region.begin(), region.end(), [](int r) { return r >= 0; }) ? 1 : 0;
}
} // namespace

template <int dim>
struct PhaseField<dim>::Kinetics
{
  Vector relaxation; ///< a [1/ns]
  Vector drive;      ///< v_g sqrt(2)/ell [1/ns]
  Vector curvature;  ///< (a ell^2 - mu gamma) K |grad phi| [1/ns]
  double speed = 0;  ///< largest |v_n| where there is a front [nm/ns]
};

template <int dim>
PhaseField<dim>::PhaseField(const Discretization<dim> &discretization, const Materials &materials_,
                            const Parameters &parameters)
  : space(discretization), materials(materials_), p(parameters),
    field(space, {[&](int r) { return materials[r].changes_phase(); }, [](int, int) { return false; }}),
    unknowns(space, field, std::vector<ContactRule>(space.geometry.contacts.size(), ContactRule::free)),
    region(Bodies<dim>::node_regions(space, materials)), parts(space, materials),
    any(dealii::Utilities::MPI::max(is_any(region), space.communicator) > 0),
    mass(phase_matrix(space, field, unknowns, materials, true)),
    stiffness(phase_matrix(space, field, unknowns, materials, true)), lumped(space.make_field()),
    recovery(space, field, unknowns, materials), linear(space.communicator, ScalarSolver::Kind::diagonal, dim)
{
  for (const physics::Material &material : materials)
    seeded_from.push_back(material.changes_phase() ? seeding_temperature(material)
                                                   : std::numeric_limits<double>::infinity());
  for (int d = 0; d < dim; ++d)
    derivative.push_back(phase_matrix(space, field, unknowns, materials, false));
  fill_phase_matrices(space, materials, mass, stiffness, derivative);
  Vector one = space.make_field();
  one        = 1;
  multiply(mass, one, lumped);
  lumped.update_ghost_values();
  MatDuplicate(mass.petsc(), MAT_COPY_VALUES, jacobian.reset());
}

/// K |grad phi| from the recovered gradient; K = -div n weakly, so that fronts meet walls at right angles (eq. P7).
template <int dim>
Vector PhaseField<dim>::curvature_term(const std::array<Vector, dim> &grad) const
{
  const auto              n_local = space.positions.size();
  std::array<Vector, dim> normal;
  std::vector<double>     size(n_local, 0.0);
  for (int d = 0; d < dim; ++d)
  {
    normal[d] = space.make_field();
    for (unsigned int i = 0; i < n_local; ++i)
      size[i] += grad[d].local_element(i) * grad[d].local_element(i);
  }
  for (unsigned int i = 0; i < n_local; ++i)
  {
    size[i] = std::sqrt(size[i]);
    if (size[i] > 1e-6 / p.width)
      for (int d = 0; d < dim; ++d)
        normal[d].local_element(i) = grad[d].local_element(i) / size[i];
  }
  Vector result = space.make_field(), part = space.make_field();
  for (int d = 0; d < dim; ++d)
  {
    multiply_transposed(derivative[d], normal[d], part);
    for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
      result.local_element(i) += part.local_element(i) * size[i] / lumped.local_element(i);
  }
  return result;
}

/// No a below the floor; what it adds there to the flow by curvature is taken out as elsewhere.
template <int dim>
void PhaseField<dim>::keep_scaled(const Vector &bend, Kinetics &k) const
{
  double largest = std::numeric_limits<double>::min();
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    largest = std::max(largest, k.relaxation.local_element(i));
  const double floor = slowest * dealii::Utilities::MPI::max(largest, space.communicator);
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    if (double &a = k.relaxation.local_element(i); a < floor)
    {
      k.curvature.local_element(i) += (floor - a) * p.width * p.width * bend.local_element(i);
      a = floor;
    }
}

template <int dim>
typename PhaseField<dim>::Kinetics PhaseField<dim>::kinetics(const Vector &temperature, const Vector &crystallinity,
                                                             const Vector &fictive) const
{
  Kinetics                      k{space.make_field(), space.make_field(), space.make_field()};
  const std::array<Vector, dim> grad_phi = recovery.of(crystallinity, true);
  const std::array<Vector, dim> grad_T   = recovery.of(temperature, false);
  const Vector                  bend     = curvature_term(grad_phi);
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    if (region[i] >= 0)
    {
      const physics::Material &material = materials[region[i]];
      const double             phi      = crystallinity.local_element(i);
      double                   slope = 0, along = 0;
      for (int d = 0; d < dim; ++d)
      {
        slope += grad_phi[d].local_element(i) * grad_phi[d].local_element(i);
        along += grad_phi[d].local_element(i) * grad_T[d].local_element(i);
      }
      slope            = std::sqrt(slope);
      double     T     = temperature.local_element(i);
      const bool front = phi > 0.01 && phi < 0.99 && slope > 1e-3 / p.width;
      if (front) // distance d = ell/sqrt(2) ln((1-phi)/phi), outward normal -grad phi/|grad phi|: eq. P8
        T += p.width / sqrt2 * std::log((1 - phi) / phi) * along / slope;
      T                             = std::max(T, 1.0);
      const double T_f              = p.fictive ? fictive.local_element(i) : physics::glass_of_card;
      const double v_g              = material.growth_velocity(T, T_f);
      const double mu               = material.interface_mobility(T, T_f);
      const double bulge            = p.gibbs_thomson ? mu * material.interface_energy() : 0.0;
      const double a                = std::max(p.mobility_ratio * std::abs(v_g) / p.width, bulge / (p.width * p.width));
      k.relaxation.local_element(i) = a;
      k.drive.local_element(i)      = v_g * sqrt2 / p.width;
      k.curvature.local_element(i)  = (a * p.width * p.width - bulge) * bend.local_element(i);
      if (front)
        k.speed = std::max(k.speed, std::abs(v_g - bulge * bend.local_element(i) / slope));
    }
  k.speed = dealii::Utilities::MPI::max(k.speed, space.communicator);
  keep_scaled(bend, k);
  return k;
}

/// Backward Euler from `start` over half a substep: phi becomes the crystallinity in the middle of the substep.
template <int dim>
bool PhaseField<dim>::half_substep(const Kinetics &k, double dt, const Vector &start, Vector &phi,
                                   int &iterations) const
{
  constexpr double linear_tolerance = 1e-4, enough = 1e-5; // what is left then is a ten-thousandth, or a square
  const auto       n_owned = space.partitioner->locally_owned_size();
  Vector           source = space.make_field(), slope = space.make_field(), residual = space.make_field(),
         change = space.make_field();
  for (int newton = 0; newton < 12; ++newton)
  {
    for (unsigned int i = 0; i < n_owned; ++i)
    {
      const double f = phi.local_element(i), a = k.relaxation.local_element(i), rate = 2 / (a * dt);
      source.local_element(i) = rate * (f - start.local_element(i)) + 2 * f * (1 - f) * (1 - 2 * f) -
                                (k.drive.local_element(i) * f * (1 - f) + k.curvature.local_element(i)) / a;
      slope.local_element(i) = rate + 2 - 12 * f * (1 - f) - k.drive.local_element(i) * (1 - 2 * f) / a;
    }
    field.distribute(source);
    multiply(mass, source, residual);
    multiply(stiffness, phi, change);
    for (unsigned int i = 0; i < n_owned; ++i)
      residual.local_element(i) = unknowns.row[i] < 0 || region[i] < 0
                                      ? 0
                                      : -residual.local_element(i) - p.width * p.width * change.local_element(i);
    scale_columns(mass, slope, stiffness, p.width * p.width, jacobian);
    change                    = 0;
    const LinearReport report = linear.solve(jacobian, residual, change, linear_tolerance);
    iterations += report.iterations;
    double largest = 0;
    for (unsigned int i = 0; i < n_owned; ++i)
    {
      phi.local_element(i) += change.local_element(i);
      largest = std::max(largest, std::abs(change.local_element(i)));
    }
    field.distribute(phi);
    largest = dealii::Utilities::MPI::max(largest, space.communicator);
    if (!report.converged || !std::isfinite(largest))
      return false;
    if (largest < enough)
      return true;
  }
  return false;
}

template <int dim>
typename PhaseField<dim>::Report PhaseField<dim>::advance(State &next, double dt) const
{
  const Vector constant = space.make_field(); // a rate of zero
  const Vector start    = next.temperature;
  return advance(next, start, constant, 0, dt);
}

/// Implicit midpoint rule, with the kinetics of the middle of each substep: they are taken at the start first, and then
/// anew at the crystallinity and temperature that the middle has.
template <int dim>
typename PhaseField<dim>::Report PhaseField<dim>::advance(State &next, const Vector &at_start, const Vector &rate,
                                                          double from, double to) const
{
  Report report;
  if (!any)
    return report;
  const auto temperature = [&](double t) {
    Vector T = at_start;
    T.add(t, rate);
    T.update_ghost_values();
    return T;
  };
  for (double t = from; t < to;)
  {
    Kinetics k   = kinetics(temperature(t), next.crystallinity, next.fictive);
    report.speed = std::max(report.speed, k.speed);
    if (k.speed * (to - from) < 1e-6 * p.width)
      return report; // no front moves: nothing to do in this step
    const double n_parts = std::ceil((to - t) * k.speed / (p.travel * p.width) - 1e-9);
    const double part    = n_parts <= 1 ? to - t : (to - t) / n_parts;
    Vector       start, phi;
    start = phi = next.crystallinity; // by assignment, which copies the ghosts
    const bool done =
        half_substep(k, part, start, phi, report.iterations) &&
        half_substep(k = kinetics(temperature(t + 0.5 * part), phi, next.fictive), part, start, phi, report.iterations);
    if (!done)
    {
      report.converged = false;
      return report;
    }
    for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
      next.crystallinity.local_element(i) =
          std::clamp(2 * phi.local_element(i) - start.local_element(i), 0.0, 1.0); // as the exact solution stays
    field.distribute(next.crystallinity);
    ++report.substeps;
    t = n_parts <= 1 ? to : t + part;
  }
  return report;
}

template <int dim>
double PhaseField<dim>::front_speed(const State &state) const
{
  return any ? kinetics(state.temperature, state.crystallinity, state.fictive).speed : 0;
}

template <int dim>
double PhaseField<dim>::glass_volume(const State &state) const
{
  static const ReferenceElement<dim> reference;
  double                             volume = 0;
  for (const auto &cell : space.cells)
    if (materials[cell.region].forms_glass())
      for (unsigned int q = 0; q < ReferenceElement<dim>::n; ++q)
        for (unsigned int i = 0; i < ReferenceElement<dim>::n; ++i)
          volume += cell.JxW[q] * reference.value[q][i] * (1 - state.crystallinity.local_element(cell.nodes[i]));
  return dealii::Utilities::MPI::sum(volume, space.communicator);
}

template class PhaseField<2>;
template class PhaseField<3>;
} // namespace quench::solver
