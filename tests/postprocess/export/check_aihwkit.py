"""The exported aihwkit module, imported and executed: check_aihwkit.py EXPECTED.json"""

import copy

import numpy as np
import quench_aihwkit as q
import torch
from aihwkit.inference.noise.base import BaseNoiseModel
from common_checks import EXPECTED, close, complete_readme, moments, refused, same_signature

n = 200000
card = q.read_card()
states, ages = np.asarray(EXPECTED["g_uS"]), EXPECTED["age_s"]

# aihwkit's own class: the same mean drift as the power law of our model
stock = q.power_law_noise_model()
assert stock.t_0 == EXPECTED["t0_s"] and stock.t_read == 250e-9
assert stock.g_max == EXPECTED["g_uS"][-1]
nu = np.interp(states, stock.custom_drift_model["g_lst"], stock.custom_drift_model["nu_mean_lst"])
for age, row in zip(ages, EXPECTED["drifted_uS"]):
    close(f"stock drift at {age} s", states * ((age + stock.t_0) / stock.t_0) ** -nu, row, 2e-3)
x = states / stock.g_max
close("programming sigma", sum(c * x**k for k, c in enumerate(stock.prog_coeff)), EXPECTED["sigma_uS"], 1e-9)

# our class
same_signature(q.TabulatedPCMNoiseModel, BaseNoiseModel, "apply_programming_noise_to_conductance",
               "generate_drift_coefficients", "apply_drift_noise_to_conductance")
model = q.TabulatedPCMNoiseModel()
torch.manual_seed(1)
for age, row in zip(ages, EXPECTED["drifted_uS"]):
    close(f"table at {age} s", q.drifted(model.card, states, age), row, 5e-4)
for g, sigma, spread, row in zip(states, EXPECTED["sigma_uS"], EXPECTED["nu_std"], np.transpose(EXPECTED["drifted_uS"])):
    target = torch.Tensor(np.full(n, g))
    programmed = model.apply_programming_noise_to_conductance(target)
    assert programmed.shape == (n,) and programmed.dtype == target.dtype
    if sigma < g / 5:  # clipping at 0 does not show
        moments(f"programming of {g} uS", programmed.numpy(), g, sigma)
    own = model.generate_drift_coefficients(target)
    moments(f"spread of nu of {g} uS", own.numpy(), 0, spread)
    q_of_state = np.interp(g, card["read_noise"]["g_uS"], card["read_noise"]["q"])
    t = ages[1] + card["t0_s"]
    sigma_read = np.sqrt(q_of_state**2 * np.log((t + 250e-9) / 500e-9) + card["read_noise"]["white"] ** 2)
    if sigma_read < 0.2:
        read = model.apply_drift_noise_to_conductance(target, None, ages[1])
        moments(f"read of {g} uS", read.numpy(), row[1], row[1] * sigma_read)
refused("an age beyond the table", lambda: q.drifted(model.card, states, 1e12))
matrix = torch.Tensor(np.full((3, 4), 5.0, dtype=np.float32))
aged = model.apply_drift_noise_to_conductance(matrix, model.generate_drift_coefficients(matrix), 3600.0)
assert aged.shape == (3, 4) and aged.dtype == np.float32 and np.all(aged.numpy() >= 0)

# torch's generator: repeatable, and copies (one per tile) are independent
weights = torch.Tensor(np.linspace(-1, 1, 20000).reshape(200, 100))


def noise_of(noise_model):
    return (noise_model.apply_programming_noise(weights)[0].numpy() - weights.numpy()).ravel()


torch.manual_seed(7)
first, second = noise_of(copy.deepcopy(model)), noise_of(copy.deepcopy(model))
torch.manual_seed(7)
assert np.array_equal(noise_of(model), first), "torch.manual_seed does not repeat the noise"
assert abs(np.corrcoef(first, second)[0, 1]) < 0.03, "two tiles have the same noise"  # 4 / sqrt(20000)

# pairs are kept: without read noise a read at t0 is what was programmed, and later the pairs have drifted, each by the
# exponent of the state it was asked for
quiet = q.TabulatedPCMNoiseModel(copy.deepcopy(card))
quiet.card["read_noise"].update(q=[0.0] * len(card["read_noise"]["q"]), white=0.0)
quiet.card["drift_power_law"]["nu_std"] = [0.0] * len(card["drift_power_law"]["nu_std"])
programmed, pairs = quiet.apply_programming_noise(weights)
assert np.max(np.abs(quiet.apply_drift_noise(programmed, pairs, 0.0).numpy() - programmed.numpy())) < 1e-12
year = 3e7
asked, params = quiet.g_converter.convert_to_conductances(weights)
loss = [q.drifted(card, g.numpy(), year) / g.numpy() for g in asked]
wanted = sum(sign * f * g.numpy() for sign, f, g in zip((1, -1), loss, pairs[0]["held"])) / params["scale_ratio"]
assert np.max(np.abs(quiet.apply_drift_noise(programmed, pairs, year).numpy() - wanted)) < 1e-12, "pairs after a year"

# configuration and training
config = q.inference_config()
assert isinstance(config.noise_model, q.TabulatedPCMNoiseModel)
device = q.step_device()
staircase = np.asarray(EXPECTED["staircase_uS"])
low, high = staircase[0], staircase[-1]
w, worst = 0.0, 0.0
for g in staircase[1:]:
    w = device.up(w)
    worst = max(worst, abs(low + w * (high - low) - g) / (high - low))
assert worst < 0.01, f"staircase misses by {worst} of the range"
print(f"measured staircase {worst:.2e}")
for w in (0.1, 0.5, 1.0):
    assert abs(device.down(w)) < 1e-12, "one RESET takes everything"
assert q.unit_cell().refresh_every == 100
complete_readme()
