#include <solver/run/measures.h>

#include <cmath>

namespace quench::solver
{
template <int dim>
Hottest<dim> hottest(const Discretization<dim> &space, const State &state, const std::function<bool(int)> &chosen)
{
  struct
  {
    double value;
    int    rank;
  } best{-1, static_cast<int>(dealii::Utilities::MPI::this_mpi_process(space.communicator))};
  Hottest<dim> result;
  unsigned int node = dealii::numbers::invalid_unsigned_int;
  for (const auto &cell : space.cells)
    if (chosen(cell.region))
      for (const unsigned int i : cell.nodes)
        if (const double T = state.temperature.local_element(i); T > best.value || (T == best.value && i < node))
        {
          best.value = T;
          node       = i;
          result.at  = space.positions[i];
        }
  MPI_Allreduce(MPI_IN_PLACE, &best, 1, MPI_DOUBLE_INT, MPI_MAXLOC, space.communicator);
  result.temperature = best.value;
  result.at          = dealii::Utilities::MPI::broadcast(space.communicator, result.at, best.rank);
  return result;
}

template <int dim>
Hottest<dim> hottest_between_nodes(const Discretization<dim> &space, const State &state)
{
  Hottest<dim>     best = hottest(space, state, [](int) { return true; });
  constexpr int    z    = dim - 1;
  constexpr double none = -1;
  // nearest nodes below and above on the same line, and their temperatures; the rank with a node there knows them
  std::array<double, 4> found{none, none, none, none}; // distance and temperature below, above
  for (const auto &cell : space.cells)
    for (const unsigned int i : cell.nodes)
    {
      dealii::Point<dim> offset(space.positions[i] - best.at);
      const double       along = offset[z];
      offset[z]                = 0;
      if (offset.norm() > 1e-9 || std::abs(along) < 1e-9)
        continue;
      const unsigned int side = along < 0 ? 0 : 2;
      if (found[side] == none || std::abs(along) < found[side])
      {
        found[side]     = std::abs(along);
        found[side + 1] = state.temperature.local_element(i);
      }
    }
  for (const unsigned int side : {0u, 2u})
  {
    const double mine    = found[side] == none ? 1e300 : found[side];
    const double nearest = dealii::Utilities::MPI::min(mine, space.communicator);
    found[side + 1]      = dealii::Utilities::MPI::max(mine == nearest ? found[side + 1] : none, space.communicator);
    found[side]          = nearest;
  }
  if (found[0] > 1e299 || found[2] > 1e299)
    return best;
  const double a = found[0], b = found[2], down = found[1] - best.temperature, up = found[3] - best.temperature;
  const double curvature = (up / b + down / a) / (a + b), slope = (up * a / b - down * b / a) / (a + b);
  if (curvature < 0)
  {
    best.at[z] -= slope / (2 * curvature);
    best.temperature -= slope * slope / (4 * curvature);
  }
  return best;
}

template <int dim>
Integrals integrate(const Discretization<dim> &space, const Materials &materials, const State &state)
{
  constexpr unsigned int             n = ReferenceElement<dim>::n;
  static const ReferenceElement<dim> reference;
  std::array<double, 3>              sums{};
  for (const auto &cell : space.cells)
    for (unsigned int q = 0; q < n; ++q)
    {
      const physics::Material &material = materials[cell.region];
      double                   T = 0, phi = 0;
      for (unsigned int i = 0; i < n; ++i)
      {
        T += reference.value[q][i] * state.temperature.local_element(cell.nodes[i]);
        phi += reference.value[q][i] * state.crystallinity.local_element(cell.nodes[i]);
      }
      sums[0] += cell.JxW[q] * material.enthalpy(physics::Scalar(T), phi).v;
      if (material.forms_glass())
      {
        sums[1] += cell.JxW[q] * (1 - phi);
        sums[2] += T > material.melting_temperature() ? cell.JxW[q] * (1 - phi) : 0.0;
      }
    }
  sum_over_ranks(sums, space.communicator);
  return {sums[0], sums[1], sums[2]};
}

template <int dim>
PlaneFront plane_front(const Discretization<dim> &space, const State &state, double glass_volume)
{
  constexpr double  nowhere = 1e300;
  const meshes::Box box     = space.geometry.extent();
  const double      section = (box.upper[2] - box.lower[2]) * space.geometry.depth;
  PlaneFront        front{box.upper[0] - glass_volume / section};
  // nearest nodes left and right of the front, and the right end: distance and temperature
  std::array<double, 3> distance{nowhere, nowhere, nowhere}, temperature{};
  const auto            look = [&](unsigned int which, double away, double T) {
    if (away >= 0 && away < distance[which])
    {
      distance[which]    = away;
      temperature[which] = T;
    }
  };
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
  {
    const double x = space.positions[i][0], T = state.temperature.local_element(i);
    look(0, front.position - x, T);
    look(1, x - front.position, T);
    look(2, box.upper[0] - x, T);
  }
  for (unsigned int which = 0; which < 3; ++which)
  {
    const double mine = distance[which];
    distance[which]   = dealii::Utilities::MPI::min(mine, space.communicator);
    temperature[which] =
        dealii::Utilities::MPI::max(mine == distance[which] ? temperature[which] : 0, space.communicator);
  }
  const double part     = distance[0] > 0 ? distance[0] / (distance[0] + distance[1]) : 0;
  front.temperature     = (1 - part) * temperature[0] + part * temperature[1];
  front.far_temperature = temperature[2];
  return front;
}

template PlaneFront plane_front(const Discretization<2> &, const State &, double);
template PlaneFront plane_front(const Discretization<3> &, const State &, double);
template Hottest<2> hottest(const Discretization<2> &, const State &, const std::function<bool(int)> &);
template Hottest<3> hottest(const Discretization<3> &, const State &, const std::function<bool(int)> &);
template Hottest<2> hottest_between_nodes(const Discretization<2> &, const State &);
template Hottest<3> hottest_between_nodes(const Discretization<3> &, const State &);
template Integrals  integrate(const Discretization<2> &, const Materials &, const State &);
template Integrals  integrate(const Discretization<3> &, const Materials &, const State &);
} // namespace quench::solver
