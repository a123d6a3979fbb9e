#include <postprocess/array/line_passes.h>

#include <cstring>

namespace quench::array
{
namespace
{
using Index = Eigen::Index;

constexpr int lanes = Plane::lanes;

using Vector  = double __attribute__((vector_size(64)));
using Lanes64 = long __attribute__((vector_size(64)));

#define QUENCH_INLINE [[gnu::always_inline]] inline

QUENCH_INLINE void load(Vector &x, const double *from) { std::memcpy(&x, from, sizeof(Vector)); }
QUENCH_INLINE void store(double *to, const Vector &x) { std::memcpy(to, &x, sizeof(Vector)); }

QUENCH_INLINE double sum(const Vector &x) { return ((x[0] + x[4]) + (x[1] + x[5])) + ((x[2] + x[6]) + (x[3] + x[7])); }

/// Rows become columns.
QUENCH_INLINE void transpose(Vector (&a)[lanes])
{
  Vector b[lanes];
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i)
  {
    b[2 * i]     = __builtin_shuffle(a[2 * i], a[2 * i + 1], Lanes64{0, 8, 2, 10, 4, 12, 6, 14});
    b[2 * i + 1] = __builtin_shuffle(a[2 * i], a[2 * i + 1], Lanes64{1, 9, 3, 11, 5, 13, 7, 15});
  }
#pragma GCC unroll 2
  for (int i = 0; i < 2; ++i)
#pragma GCC unroll 2
    for (int j = 0; j < 2; ++j)
    {
      const int k = 4 * i + j;
      a[k]        = __builtin_shuffle(b[k], b[k + 2], Lanes64{0, 1, 8, 9, 4, 5, 12, 13});
      a[k + 2]    = __builtin_shuffle(b[k], b[k + 2], Lanes64{2, 3, 10, 11, 6, 7, 14, 15});
    }
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i)
  {
    b[i]     = __builtin_shuffle(a[i], a[i + 4], Lanes64{0, 1, 2, 3, 8, 9, 10, 11});
    b[i + 4] = __builtin_shuffle(a[i], a[i + 4], Lanes64{4, 5, 6, 7, 12, 13, 14, 15});
  }
#pragma GCC unroll 8
  for (int i = 0; i < lanes; ++i)
    a[i] = b[i];
}

/// solve_bit_lines() for `n` panels of bit lines at a time, whose recurrences hide each other's latency.
template <int n>
QUENCH_INLINE double solve_panels(const LineFactors &factors, const LineResistances &resistance, double alpha,
                                  Iterate &x, Index panel, LineValues &current)
{
  const Index   n_nodes = x.step.n_rows() * lanes;
  double       *r[n], *p[n], *z[n], *v[n];
  const double *f[n];
  Vector        carried[n] = {}, potential[n] = {}, dot[n] = {};
  for (int k = 0; k < n; ++k)
  {
    r[k] = x.residual.block(panel + k, 0).value[0];
    p[k] = x.direction.block(panel + k, 0).value[0];
    z[k] = x.step.block(panel + k, 0).value[0];
    v[k] = x.potential.n_panels() == 0 ? nullptr : x.potential.block(panel + k, 0).value[0];
    f[k] = factors.bit.block(panel + k, 0).value[0];
  }
  for (Index i = (n_nodes - 1) * lanes; i >= 0; i -= lanes)
#pragma GCC unroll 4
    for (int k = 0; k < n; ++k)
    {
      Vector residual, factor;
      load(residual, r[k] + i);
      load(factor, f[k] + i);
      if (alpha != 0)
      {
        Vector direction, image, total;
        load(image, z[k] + i);
        residual -= alpha * image;
        store(r[k] + i, residual);
        if (v[k] != nullptr)
        {
          load(direction, p[k] + i);
          load(total, v[k] + i);
          store(v[k] + i, total + alpha * direction);
        }
      }
      store(z[k] + i, residual + carried[k]);
      carried[k] = factor * residual + factor * carried[k];
    }
  for (Index i = 0; i < n_nodes * lanes; i += lanes)
#pragma GCC unroll 4
    for (int k = 0; k < n; ++k)
    {
      Vector residual, factor, norton, end;
      load(residual, r[k] + i);
      load(factor, f[k] + i);
      load(norton, z[k] + i);
      load(end, resistance.bit_end.data() + (panel + k) * lanes);
      const Vector rise = (i == 0 ? end : resistance.bit_segment + Vector{}) * norton;
      potential[k]      = factor * rise + factor * potential[k];
      store(z[k] + i, potential[k]);
      dot[k] += residual * potential[k];
    }
  double total = 0;
  for (int k = 0; k < n; ++k)
  {
    store(current.data() + (panel + k) * lanes, carried[k]);
    total += sum(dot[k]);
  }
  return total;
}

QUENCH_INLINE double solve_all_panels(const LineFactors &factors, const LineResistances &resistance, double alpha,
                                      Iterate &x, LineValues &current)
{
  constexpr int at_a_time = 4;
  double        dot       = 0;
  Index         panel     = 0;
  for (; panel + at_a_time <= x.step.n_panels(); panel += at_a_time)
    dot += solve_panels<at_a_time>(factors, resistance, alpha, x, panel, current);
  for (; panel < x.step.n_panels(); ++panel)
    dot += solve_panels<1>(factors, resistance, alpha, x, panel, current);
  return dot;
}

/// Eight word lines: right-hand side by `make_source(panel, rows)` and what is done with the solution by
/// `use(panel, rows)`; rows of both are [word][bit].
template <class Source, class Use>
QUENCH_INLINE void solve_row(const LineFactors &factors, const LineResistances &resistance, Index row,
                             CellBlock *norton, const Source &make_source, const Use &use)
{
  const Index n_panels = factors.word.n_panels();
  Vector      carried = {}, potential = {}, rows[lanes], factor, end;
  for (Index panel = n_panels - 1; panel >= 0; --panel)
  {
    make_source(panel, rows);
    transpose(rows);
    const CellBlock &f = factors.word.block(panel, row);
#pragma GCC unroll 8
    for (int j = lanes - 1; j >= 0; --j)
    {
      load(factor, f.value[j]);
      store(norton[panel].value[j], rows[j] + carried);
      carried = factor * rows[j] + factor * carried;
    }
  }
  load(end, resistance.word_end.data() + row * lanes);
  for (Index panel = 0; panel < n_panels; ++panel)
  {
    const CellBlock &f = factors.word.block(panel, row);
#pragma GCC unroll 8
    for (int j = 0; j < lanes; ++j)
    {
      load(factor, f.value[j]);
      load(rows[j], norton[panel].value[j]);
      const Vector rise = (panel == 0 && j == 0 ? end : resistance.word_segment + Vector{}) * rows[j];
      potential         = factor * rise + factor * potential;
      rows[j]           = potential;
    }
    transpose(rows);
    use(panel, rows);
  }
}

QUENCH_INLINE double apply_schur(const Plane &conductance, const LineFactors &factors,
                                 const LineResistances &resistance, double beta, Iterate &x)
{
  std::vector<CellBlock> norton(conductance.n_panels());
  Vector                 dot = {};
  for (Index row = 0; row < conductance.n_rows(); ++row)
  {
    const auto source = [&](Index panel, Vector(&rows)[lanes]) __attribute__((always_inline))
    {
      const CellBlock &g = conductance.block(panel, row), &z = x.step.block(panel, row),
                      &r = x.residual.block(panel, row);
      CellBlock &p = x.direction.block(panel, row), &h = x.image.block(panel, row);
#pragma GCC unroll 8
      for (int i = 0; i < lanes; ++i)
      {
        Vector step, residual, direction, image, cell;
        load(step, z.value[i]);
        load(residual, r.value[i]);
        load(direction, p.value[i]);
        load(image, h.value[i]);
        load(cell, g.value[i]);
        direction = step + beta * direction;
        store(p.value[i], direction);
        store(h.value[i], residual + beta * image);
        rows[i] = cell * direction;
      }
    };
    const auto use = [&](Index panel, const Vector(&rows)[lanes]) __attribute__((always_inline))
    {
      const CellBlock &g = conductance.block(panel, row), &p = x.direction.block(panel, row),
                      &h = x.image.block(panel, row);
      CellBlock &z       = x.step.block(panel, row);
#pragma GCC unroll 8
      for (int i = 0; i < lanes; ++i)
      {
        Vector direction, image, cell;
        load(direction, p.value[i]);
        load(image, h.value[i]);
        load(cell, g.value[i]);
        image -= cell * rows[i];
        store(z.value[i], image);
        dot += direction * image;
      }
    };
    solve_row(factors, resistance, row, norton.data(), source, use);
  }
  return sum(dot);
}

QUENCH_INLINE void solve_all_words(const Plane &conductance, const LineFactors &factors,
                                   const LineResistances &resistance, const Plane &potential,
                                   const Plane &source_of_cells, Plane &result)
{
  std::vector<CellBlock> norton(conductance.n_panels());
  for (Index row = 0; row < conductance.n_rows(); ++row)
  {
    const auto source = [&](Index panel, Vector(&rows)[lanes]) __attribute__((always_inline))
    {
      for (int i = 0; i < lanes; ++i)
      {
        Vector cell, v, current;
        load(cell, conductance.block(panel, row).value[i]);
        load(v, potential.block(panel, row).value[i]);
        load(current, source_of_cells.block(panel, row).value[i]);
        rows[i] = cell * v - current;
      }
    };
    const auto use = [&](Index panel, const Vector(&rows)[lanes]) __attribute__((always_inline))
    {
      for (int i = 0; i < lanes; ++i)
        store(result.block(panel, row).value[i], rows[i]);
    };
    solve_row(factors, resistance, row, norton.data(), source, use);
  }
}

QUENCH_INLINE void factorize_bits(const Plane &conductance, const LineResistances &resistance, Plane &factor)
{
  for (Index panel = 0; panel < conductance.n_panels(); ++panel)
  {
    Vector        seen = {}, cell, end;
    const double *g    = conductance.block(panel, 0).value[0];
    double       *f    = factor.block(panel, 0).value[0];
    load(end, resistance.bit_end.data() + panel * lanes);
    for (Index i = (conductance.n_rows() * lanes - 1) * lanes; i >= 0; i -= lanes)
    {
      load(cell, g + i);
      seen += cell;
      const Vector of_node = 1.0 / (1.0 + (i == 0 ? end : resistance.bit_segment + Vector{}) * seen);
      store(f + i, of_node);
      seen *= of_node;
    }
  }
}

QUENCH_INLINE void factorize_words(const Plane &conductance, const LineResistances &resistance, Plane &factor)
{
  for (Index row = 0; row < conductance.n_rows(); ++row)
  {
    Vector seen = {}, rows[lanes], end;
    load(end, resistance.word_end.data() + row * lanes);
    for (Index panel = conductance.n_panels() - 1; panel >= 0; --panel)
    {
      for (int i = 0; i < lanes; ++i)
        load(rows[i], conductance.block(panel, row).value[i]);
      transpose(rows);
      for (int j = lanes - 1; j >= 0; --j)
      {
        seen += rows[j];
        const bool   is_end  = panel == 0 && j == 0;
        const Vector of_node = 1.0 / (1.0 + (is_end ? end : resistance.word_segment + Vector{}) * seen);
        store(factor.block(panel, row).value[j], of_node);
        seen *= of_node;
      }
    }
  }
}

/// The kernels compiled for one kind of processor.
struct Kernels
{
  double (*solve_bits)(const LineFactors &, const LineResistances &, double, Iterate &, LineValues &);
  double (*apply)(const Plane &, const LineFactors &, const LineResistances &, double, Iterate &);
  void (*solve_words)(const Plane &, const LineFactors &, const LineResistances &, const Plane &, const Plane &,
                      Plane &);
  void (*factorize)(const Plane &, const LineResistances &, LineFactors &);
};

#define QUENCH_KERNELS(NAME, ATTRIBUTES)                                                                               \
  struct NAME                                                                                                          \
  {                                                                                                                    \
    ATTRIBUTES static double solve_bits(const LineFactors &factors, const LineResistances &resistance, double alpha,   \
                                        Iterate &x, LineValues &current)                                               \
    {                                                                                                                  \
      return solve_all_panels(factors, resistance, alpha, x, current);                                                 \
    }                                                                                                                  \
    ATTRIBUTES static double apply(const Plane &conductance, const LineFactors &factors,                               \
                                   const LineResistances &resistance, double beta, Iterate &x)                         \
    {                                                                                                                  \
      return apply_schur(conductance, factors, resistance, beta, x);                                                   \
    }                                                                                                                  \
    ATTRIBUTES static void solve_words(const Plane &conductance, const LineFactors &factors,                           \
                                       const LineResistances &resistance, const Plane &potential, const Plane &source, \
                                       Plane &result)                                                                  \
    {                                                                                                                  \
      solve_all_words(conductance, factors, resistance, potential, source, result);                                    \
    }                                                                                                                  \
    ATTRIBUTES static void factorize(const Plane &conductance, const LineResistances &resistance,                      \
                                     LineFactors &factors)                                                             \
    {                                                                                                                  \
      factorize_bits(conductance, resistance, factors.bit);                                                            \
      factorize_words(conductance, resistance, factors.word);                                                          \
    }                                                                                                                  \
  };

QUENCH_KERNELS(Avx512, __attribute__((target("avx512f"))))
QUENCH_KERNELS(Avx2, __attribute__((target("avx2,fma"))))
QUENCH_KERNELS(Baseline, )

template <class K>
constexpr Kernels kernels_of()
{
  return {&K::solve_bits, &K::apply, &K::solve_words, &K::factorize};
}

const Kernels &kernels()
{
  static const Kernels best = __builtin_cpu_supports("avx512f") ? kernels_of<Avx512>()
                              : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
                                  ? kernels_of<Avx2>()
                                  : kernels_of<Baseline>();
  return best;
}
} // namespace

LineFactors factorize(const Plane &conductance, const LineResistances &resistance)
{
  LineFactors factors{conductance, conductance};
  kernels().factorize(conductance, resistance, factors);
  return factors;
}

double solve_bit_lines(const LineFactors &factors, const LineResistances &resistance, double alpha, Iterate &x,
                       LineValues &current)
{
  return kernels().solve_bits(factors, resistance, alpha, x, current);
}

double apply_schur_complement(const Plane &conductance, const LineFactors &factors, const LineResistances &resistance,
                              double beta, Iterate &x)
{
  return kernels().apply(conductance, factors, resistance, beta, x);
}

void solve_word_lines(const Plane &conductance, const LineFactors &factors, const LineResistances &resistance,
                      const Plane &potential, const Plane &source, Plane &result)
{
  kernels().solve_words(conductance, factors, resistance, potential, source, result);
}
} // namespace quench::array
