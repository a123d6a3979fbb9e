#pragma once

#include <string>
#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/input_coding.h>
#include <postprocess/array/tiles/tiled_array.h>

namespace quench::array
{
/// What a tile's read is assumed to cost. None of these numbers is computed by the solver.
struct EnergyParameters
{
  double read_time  = 128 * units::ns;
  double dac_energy = 0.05 * units::pJ, adc_energy = 2 * units::pJ, digital_energy = 0.2 * units::pJ;
  double adc_time = 0 * units::ns;
  double reported = 12.4;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = EnergyParameters;
    entry("read time", &P::read_time, "ns", positive, "longest pulse of an input; of amplitudes every pulse", "choice");
    entry("DAC energy", &P::dac_energy, "pJ", non_negative, "per input of a tile", "choice");
    entry("ADC energy", &P::adc_energy, "pJ", non_negative, "per output of a tile", "choice");
    entry("ADC time", &P::adc_time, "ns", non_negative, "after the read, all outputs at once", "choice");
    entry("digital energy", &P::digital_energy, "pJ", non_negative,
          "per output: scale, bias, rectifier, sum over the tiles of a layer", "choice");
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
  double devices = 0, conversions = 0;             ///< outputs that are converted in all reads
  double cells = 0, dac = 0, adc = 0, digital = 0; ///< energies
  double latency = 0;

  double energy() const { return cells + dac + adc + digital; }
  /// Two operations per multiplication over the energy [1/energy]
  double efficiency() const { return 2 * multiplications / energy(); }
};

/// Energy of the cells in one read (eq. T17), mean over the vectors x [vector][input], |x| <= bound: V^2 t times the
/// sum of all conductances, each weighted with the length |x| / bound of its row's pulse; where inputs are amplitudes
/// with |x| / bound times the current, which sees the curve of the cell.
double cell_energy(const Conductances &g, const Matrix &x, double bound, const InputParameters &inputs,
                   double read_time);

/// The same of all devices of a layer at `age`: of every tile, slice and pair, without the digital offset of single
/// devices.
double cell_energy(const TiledArray &array, const DeviceModel &device, const Age &age, const Matrix &x, double bound,
                   const InputParameters &inputs, double read_time);

/// Cost of `n_reads` reads of a layer, each with the cells' energy `cells`; multiplications of one read.
LayerCost layer_cost(const TileCounts &counts, double multiplications, int n_reads, double cells,
                     const EnergyParameters &parameters);
} // namespace quench::array
