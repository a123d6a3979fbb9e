"""The exported CrossSim module and look-up tables: check_crosssim.py EXPECTED.json"""

import pathlib

import numpy as np
import quench_crosssim as q
from common_checks import EXPECTED, close, complete_readme, moments, refused, same_signature
from simulator.devices.idevice import EmptyDevice


def mean_aged(g, sigma, age):
    """Mean over programming error and own exponents, by quadrature; the exponent is that of the target g. The mean of
    (t/t0)^-nu lies above that of the mean exponent by exp((sigma_nu ln(t/t0))^2/2): 1.1 % at 3 uS after a day."""
    x, weight = np.polynomial.hermite_e.hermegauss(61)
    programmed, p = np.clip(g + sigma * x, 0, None), q.CARD["drift_power_law"]
    spread = np.interp(g, p["g_uS"], p["nu_std"]) * np.log1p(age / q.CARD["t0_s"])
    return np.sum(weight * programmed) / np.sum(weight) * q.drifted(q.CARD, g, age) / g * np.exp(spread**2 / 2)


n = 200000
np.random.seed(1)
states, ages, g_max = np.asarray(EXPECTED["g_uS"]), EXPECTED["age_s"], EXPECTED["g_uS"][-1]
same_signature(q.PCMCard, EmptyDevice, "programming_error", "drift_error", "read_noise", "nonlinear_current")
params = q.parameters(time=ages[1])
device = EmptyDevice.create_device(params.xbar.device.drift_error.model)
assert params.xbar.device.drift_error.enable and params.xbar.device.time == ages[1]
close("window", [1e6 / params.xbar.device.Rmin, 1e6 / params.xbar.device.Rmax], [g_max, EXPECTED["g_uS"][0]], 1e-12)

for age, row in zip(ages, EXPECTED["drifted_uS"]):
    close(f"drift at {age} s", q.drifted(q.CARD, states, age), row, 5e-4)
for g, sigma, spread, row in zip(states, EXPECTED["sigma_uS"], EXPECTED["nu_std"], np.transpose(EXPECTED["drifted_uS"])):
    if sigma > g / 5:
        continue
    G = np.full(n, g / g_max)
    moments(f"programming of {g} uS", device.programming_error(G) * g_max, g, sigma)
    aged = device.drift_error(G, ages[1]) * g_max
    assert aged.shape == (n,) and np.all(aged >= 0)
    standard_error = np.std(aged) / np.mean(aged) / np.sqrt(n)
    close(f"mean of {g} uS after {ages[1]} s", np.mean(aged), mean_aged(g, sigma, ages[1]), 4 * standard_error)
refused("a time beyond the table", lambda: device.drift_error(np.ones(2), 1e12))

volts, v_read = np.asarray(EXPECTED["v_V"]), params.xbar.device.Vread
for g, row in zip(states, EXPECTED["i_uA"]):
    got = device.nonlinear_current(np.full(len(volts), g / g_max), volts / v_read) * g_max * v_read
    close(f"current of {g} uS", got, row, 2e-3)
refused("a voltage beyond the data", lambda: device.nonlinear_current(np.ones(1), np.full(1, 1.5)))

# the tables of the training branch: header, currents in A at 0.1 V; title, bins, cumulative probabilities, matrix
folder = pathlib.Path(q.__file__).parent
ramp = (folder / "set.csv").read_text().split()
assert ramp[0] == "rmp1"
close("set.csv", np.asarray(ramp[1:], float) / 0.1 * 1e6, EXPECTED["staircase_uS"], 1e-12)
lines = (folder / "dG_increasing.txt").read_text().splitlines()
bins, probability = (np.asarray(line.split(","), float) for line in lines[1:3])
steps = np.asarray([line.split(",") for line in lines[3:]], float)
assert steps.shape == (len(probability), len(bins)) and np.all(np.diff(steps, axis=0) >= 0)
assert probability[0] == 0 and probability[-1] == 1 and np.all(np.diff(bins) > 0)
mean = np.interp(np.asarray(EXPECTED["staircase_uS"][:-1]) * 1e-6, bins, steps[len(probability) // 2])
wanted = np.diff(EXPECTED["staircase_uS"]) * 1e-6
assert np.max(np.abs(mean - wanted)) < 0.05 * np.max(wanted), "median step of dG_increasing.txt"
lines = (folder / "dG_decreasing.txt").read_text().splitlines()
down = np.asarray([line.split(",") for line in lines[3:]], float)
close("one-shot RESET", (bins + down[0])[1:], np.full(len(bins) - 1, bins[0]), 1e-9)
complete_readme()
