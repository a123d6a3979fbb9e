#pragma once

#include <string>
#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/network.h>

namespace quench::array
{
/// What a tile's read is assumed to cost. None of these numbers is computed by the solver.
struct EnergyParameters
{
  double read_voltage = 0.2 * units::V, read_time = 128 * units::ns;
  double dac_energy = 0.05 * units::pJ, adc_energy = 2 * units::pJ, digital_energy = 0.2 * units::pJ;
  double adc_time = 0 * units::ns;
  int    rows = 512, columns = 512;
  double reported = 12.4;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = EnergyParameters;
    entry("read voltage", &P::read_voltage, "V", positive, "across a cell while its input is on", "choice");
    entry("read time", &P::read_time, "ns", positive, "longest pulse of an input (pulse-width modulation)", "choice");
    entry("DAC energy", &P::dac_energy, "pJ", non_negative, "per input of a tile", "choice");
    entry("ADC energy", &P::adc_energy, "pJ", non_negative, "per output of a tile", "choice");
    entry("ADC time", &P::adc_time, "ns", non_negative, "after the read, all outputs at once", "choice");
    entry("digital energy", &P::digital_energy, "pJ", non_negative,
          "per output: scale, bias, rectifier, sum over the tiles of a layer", "choice");
    entry("tile rows", &P::rows, Range{1, 65536}, "inputs of a physical tile",
          "512 x 2048 unit cells of four devices: Ambrogio et al. 2023");
    entry("tile columns", &P::columns, Range{1, 65536}, "outputs of a physical tile", "the same");
    entry("reported efficiency", &P::reported, "1", non_negative,
          "TOPS/W of a chip for comparison; reported, not computed",
          "Ambrogio et al. 2023: 34 tiles, up to 12.4 TOPS/W");
  }
};

/// Cost of one layer for one image, and of nothing else: no memory, no routing, no control.
struct LayerCost
{
  double multiplications = 0; ///< multiply-accumulate operations
  int    tiles = 0, reads = 0;
  double cells = 0, dac = 0, adc = 0, digital = 0; ///< energies
  double latency = 0;

  double energy() const { return cells + dac + adc + digital; }
  /// Two operations per multiplication over the energy [1/energy]
  double efficiency() const { return 2 * multiplications / energy(); }
};

/// Energy of the cells of an array in one read (eq. T17): V^2 t times the sum of all conductances, each weighted with
/// the relative length |x| / bound of its row's pulse. x: [vector][input]; mean over the vectors.
double cell_energy(const Conductances &g, const Matrix &x, double bound, const EnergyParameters &parameters);

/// The same of all devices of an array at `age`: of every pair, and without the digital offset of single devices.
double cell_energy(const Crossbar &array, const Age &age, const Matrix &x, double bound,
                   const EnergyParameters &parameters);

/// Cost of a layer whose tile reads `n_reads` times per image, each with the cells' energy `cells`.
LayerCost layer_cost(const Layer &layer, int n_reads, double cells, const EnergyParameters &parameters);
} // namespace quench::array
