// Elements that a front between crystal and glass cuts: docs/equations.md, C19.
#include <solver/transport/front_terms.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace quench::solver
{
namespace
{
template <int dim>
using Direction = std::array<double, static_cast<std::size_t>(dim)>;

template <int dim>
Direction<dim> gradient_at(const ElementMap<dim> &map, unsigned int q, const std::array<double, (1u << dim)> &values)
{
  Direction<dim> result{};
  for (int d = 0; d < dim; ++d)
    for (unsigned int i = 0; i < (1u << dim); ++i)
      result[d] += map.gradient[q][d][i] * values[i];
  return result;
}

/// Part of a box on the side where middle + sum s_k x_k > 0 for x_k in [-1/2, 1/2].
template <int dim>
double part_above(double middle, Direction<dim> s)
{
  double largest = 0, sum = 0, product = 1, part = 0;
  for (double &slope : s)
    largest = std::max(largest, slope = std::abs(slope));
  for (double &slope : s)
  {
    slope = std::max(slope, 1e-3 * largest); // no division by 0; even in x, so that a cut in the middle stays there
    sum += slope;
    product *= slope;
  }
  const double height = middle + 0.5 * sum; // above the lowest corner
  for (unsigned int corner = 0; corner < (1u << dim); ++corner)
  {
    double rest = height;
    int    sign = 1;
    for (int k = 0; k < dim; ++k)
      if ((corner >> k) & 1)
      {
        rest -= s[k];
        sign = -sign;
      }
    if (rest > 0)
      part += sign * std::pow(rest, dim);
  }
  return std::clamp(part / ((dim == 2 ? 2 : 6) * product), 0.0, 1.0);
}

/// The two sides of a cut element: their kernel points, weights and grad psi at every Gauss point.
template <int dim>
struct Sides
{
  static constexpr unsigned int n = 1u << dim, n_points = 2 * n;

  std::array<physics::TransportPoint<dim>, n_points> points;
  std::array<double, n_points>                       part; ///< [nm^3]
  std::array<Direction<dim>, n_points>               psi;
};

/// Relaxation and on state of the glass alone, from its nodes.
template <int dim>
double of_glass(const std::array<double, (1u << dim)> &N, const std::array<double, (1u << dim)> &distance,
                const std::array<double, (1u << dim)> &values)
{
  double sum = 0, weight = 0;
  for (unsigned int i = 0; i < (1u << dim); ++i)
    if (distance[i] < 0)
    {
      sum += N[i] * values[i];
      weight += N[i];
    }
  return sum / weight;
}

template <int dim>
Sides<dim> sides_of(const physics::Material &material, const ElementMap<dim> &map, const ElementFields<dim> &fields,
                    const FrontInElement<dim> &front, const StageTerms &stage)
{
  constexpr unsigned int n = 1u << dim;
  Sides<dim>             sides;
  const auto             points = points_of(material, map, fields, stage);
  auto                   size   = front.distance;
  for (double &d : size)
    d = std::abs(d);
  for (unsigned int q = 0; q < n; ++q)
  {
    const auto slope = gradient_at(map, q, front.distance), blurred = gradient_at(map, q, size);
    for (unsigned int side = 0; side < 2; ++side) // glass, crystal
    {
      const unsigned int k          = side * n + q;
      sides.points[k]               = points[q];
      physics::Structure &structure = sides.points[k].structure;
      sides.part[k]                 = map.JxW[q] * (side == 1 ? front.crystal : 1 - front.crystal);
      structure.crystallinity       = front.weight * side + (1 - front.weight) * structure.crystallinity;
      structure.relaxation          = of_glass<dim>(map.value[q], front.distance, fields.relaxation);
      structure.switched            = of_glass<dim>(map.value[q], front.distance, fields.switched);
      for (int d = 0; d < dim; ++d)
        sides.psi[k][d] = side == 1 ? blurred[d] - slope[d] : blurred[d] + slope[d];
    }
  }
  return sides;
}

/// Which numbers of the kernel belong to the rows and columns of the two fields.
template <int dim>
struct Kinks
{
  static constexpr unsigned int n_points = Sides<dim>::n_points;

  std::array<double, 2>                      size{}; ///< a of potential and temperature [V/nm], [K/nm]
  std::array<physics::Fluxes<dim>, n_points> flux;
  std::array<double, 2>                      residual{};
  std::array<std::array<double, 2>, 2>       inverse{}; ///< of the derivatives of the residual

  /// Derivative of a number along a change of grad of a field.
  static double along(const typename physics::Fluxes<dim>::Number &value, unsigned int field, const Direction<dim> &by)
  {
    double sum = 0;
    for (int d = 0; d < dim; ++d)
      sum += value.d[1 + field * dim + static_cast<unsigned int>(d)] * by[d];
    return sum;
  }
  const auto &flux_of(unsigned int field, unsigned int k) const { return field == 0 ? flux[k].current : flux[k].heat; }

  void evaluate(const physics::Material &material, const Sides<dim> &sides, const physics::Solved &solved);
};

template <int dim>
void Kinks<dim>::evaluate(const physics::Material &material, const Sides<dim> &sides, const physics::Solved &solved)
{
  auto points = sides.points;
  for (unsigned int k = 0; k < n_points; ++k)
    for (int d = 0; d < dim; ++d)
    {
      points[k].grad_V[d] += size[0] * sides.psi[k][d];
      points[k].grad_T[d] += size[1] * sides.psi[k][d];
    }
  physics::fluxes<dim>(material, solved, points, flux);
  double matrix[2][2] = {};
  residual            = {};
  for (unsigned int k = 0; k < n_points; ++k)
    for (unsigned int f = 0; f < 2; ++f)
      for (int d = 0; d < dim; ++d)
      {
        const double weight = -sides.part[k] * sides.psi[k][d];
        residual[f] += weight * flux_of(f, k)[d].v;
        for (unsigned int g = 0; g < 2; ++g)
          matrix[f][g] += weight * along(flux_of(f, k)[d], g, sides.psi[k]);
      }
  const bool solve[2] = {solved.charge && matrix[0][0] > 0, solved.heat && matrix[1][1] > 0};
  for (unsigned int f = 0; f < 2; ++f)
    if (!solve[f])
    {
      matrix[f][f]     = 1;
      matrix[f][1 - f] = matrix[1 - f][f] = residual[f] = 0;
    }
  const double determinant = matrix[0][0] * matrix[1][1] - matrix[0][1] * matrix[1][0];
  inverse                  = {{{matrix[1][1] / determinant, -matrix[0][1] / determinant},
                               {-matrix[1][0] / determinant, matrix[0][0] / determinant}}};
  if (!solve[0])
    inverse[0][0] = 0;
  if (!solve[1])
    inverse[1][1] = 0;
}

/// Newton's method on the two kinks, from none.
template <int dim>
Kinks<dim> balanced_kinks(const physics::Material &material, const Sides<dim> &sides, const physics::Solved &solved)
{
  constexpr int    most     = 40;
  constexpr double accuracy = 1e-13;
  Kinks<dim>       kinks;
  kinks.evaluate(material, sides, solved);
  for (int iteration = 0; iteration < most; ++iteration)
  {
    bool done = true;
    for (unsigned int f = 0; f < 2; ++f)
    {
      const double step = -(kinks.inverse[f][0] * kinks.residual[0] + kinks.inverse[f][1] * kinks.residual[1]);
      kinks.size[f] += step;
      done = done && std::abs(step) <= accuracy * std::abs(kinks.size[f]);
    }
    kinks.evaluate(material, sides, solved);
    if (done)
      break;
  }
  return kinks;
}

/// Dense terms of an element with a kink as one more shape function, of value 0.
template <int dim>
struct Extended
{
  static constexpr unsigned int n = 1u << dim, m = n + 1;

  double r[2][m]       = {};
  double K[2][2][m][m] = {}; ///< [row field][column field][row][column]
};

template <int dim>
void add_point(const ElementMap<dim> &map, unsigned int q, const Direction<dim> &psi, double part, double rate,
               const Kinks<dim> &kinks, unsigned int k, bool jacobian, Extended<dim> &terms)
{
  constexpr unsigned int n = 1u << dim, m = n + 1;
  const auto            &flux = kinks.flux[k];
  Direction<dim>         g[m];
  double                 N[m] = {};
  for (unsigned int i = 0; i < n; ++i)
  {
    N[i] = map.value[q][i];
    for (int d = 0; d < dim; ++d)
      g[i][d] = map.gradient[q][d][i];
  }
  g[n] = psi;
  for (unsigned int i = 0; i < m; ++i)
  {
    terms.r[1][i] += part * N[i] * (rate * flux.gained.v - flux.power.v);
    for (unsigned int f = 0; f < 2; ++f)
      for (int d = 0; d < dim; ++d)
        terms.r[f][i] -= part * g[i][d] * kinks.flux_of(f, k)[d].v;
    if (!jacobian)
      continue;
    for (unsigned int c = 0; c < 2; ++c)
      for (unsigned int j = 0; j < m; ++j)
      {
        const auto by = [&](const auto &number) {
          return kinks.along(number, c, g[j]) + (c == 1 ? number.d[0] * N[j] : 0);
        };
        terms.K[1][c][i][j] += part * N[i] * ((c == 1 ? rate * flux.gained.d[0] * N[j] : 0) - by(flux.power));
        for (unsigned int f = 0; f < 2; ++f)
          for (int d = 0; d < dim; ++d)
            terms.K[f][c][i][j] -= part * g[i][d] * by(kinks.flux_of(f, k)[d]);
      }
  }
}

/// The terms without the kinks: K_ij - K_ia (K_ab)^-1 K_bj.
template <int dim>
void add_condensed(const Extended<dim> &from, const std::array<std::array<double, 2>, 2> &inverse, bool jacobian,
                   ElementTerms<dim> &terms)
{
  constexpr unsigned int n         = 1u << dim;
  double *const          r[2]      = {terms.r_v, terms.r_t};
  double *const          out[2][2] = {{terms.vv, terms.vt}, {terms.tv, terms.tt}};
  for (unsigned int f = 0; f < 2; ++f)
    for (unsigned int i = 0; i < n; ++i)
    {
      r[f][i] += from.r[f][i];
      double by_kink[2] = {};
      for (unsigned int a = 0; a < 2; ++a)
        for (unsigned int b = 0; b < 2; ++b)
          by_kink[b] += from.K[f][a][i][n] * inverse[a][b];
      for (unsigned int c = 0; jacobian && c < 2; ++c)
        for (unsigned int j = 0; j < n; ++j)
          out[f][c][i * n + j] +=
              from.K[f][c][i][j] - by_kink[0] * from.K[0][c][n][j] - by_kink[1] * from.K[1][c][n][j];
    }
}
} // namespace

template <int dim>
FrontInElement<dim> front_in(const ElementMap<dim> &map, const std::array<double, (1u << dim)> &phi, double width)
{
  constexpr unsigned int n    = 1u << dim;
  constexpr double       pure = 1e-9, flat = 0.1, steep = 0.2;
  const auto [smallest, largest] = std::minmax_element(phi.begin(), phi.end());
  FrontInElement<dim> front;
  if (*smallest >= 1 - pure || *largest <= pure)
    return front;
  double         middle = 0, steepness2 = 0;
  Direction<dim> slope{}, rise{};
  for (unsigned int i = 0; i < n; ++i)
  {
    const double bounded = std::clamp(phi[i], pure, 1 - pure);
    front.distance[i]    = width / std::numbers::sqrt2 * std::log(bounded / (1 - bounded));
    middle += front.distance[i] / n;
    for (int d = 0; d < dim; ++d)
      rise[d] += ((i >> d) & 1 ? 2.0 : -2.0) / n * front.distance[i];
  }
  for (unsigned int q = 0; q < n; ++q)
  {
    const auto at_q = gradient_at(map, q, front.distance);
    for (int d = 0; d < dim; ++d)
      slope[d] += at_q[d] / n;
  }
  for (const double s : slope)
    steepness2 += s * s;
  const double part      = std::clamp((std::sqrt(steepness2) - flat) / (steep - flat), 0.0, 1.0);
  front.weight           = part * part * (3 - 2 * part);
  const auto [low, high] = std::minmax_element(front.distance.begin(), front.distance.end());
  front.crystal          = *low >= 0 ? 1 : *high <= 0 ? 0 : std::clamp(part_above<dim>(middle, rise), 1e-9, 1 - 1e-9);
  return front;
}

template <int dim>
void add_front_terms(const physics::Material &material, const ElementMap<dim> &map, const ElementFields<dim> &fields,
                     const FrontInElement<dim> &front, const StageTerms &stage, ElementTerms<dim> &terms)
{
  constexpr unsigned int n     = 1u << dim;
  const Sides<dim>       sides = sides_of(material, map, fields, front, stage);
  const Kinks<dim>       kinks = balanced_kinks(material, sides, stage.solved);
  Extended<dim>          extended;
  for (unsigned int k = 0; k < Sides<dim>::n_points; ++k)
  {
    const unsigned int q = k % n;
    add_point<dim>(map, q, sides.psi[k], sides.part[k], stage.rate, kinks, k, stage.jacobian, extended);
    double V = 0;
    for (unsigned int i = 0; i < n; ++i)
      V += map.value[q][i] * fields.V[i];
    add_balance(kinks.flux[k], stage, sides.part[k], V, sides.points[k].temperature, map.inverse_h2, terms);
  }
  add_condensed(extended, kinks.inverse, stage.jacobian, terms);
}

#define QUENCH_INSTANTIATE(dim)                                                                                        \
  template FrontInElement<dim> front_in(const ElementMap<dim> &, const std::array<double, (1u << dim)> &, double);     \
  template void add_front_terms(const physics::Material &, const ElementMap<dim> &, const ElementFields<dim> &,        \
                                const FrontInElement<dim> &, const StageTerms &, ElementTerms<dim> &);
QUENCH_INSTANTIATE(2)
QUENCH_INSTANTIATE(3)
#undef QUENCH_INSTANTIATE
} // namespace quench::solver
