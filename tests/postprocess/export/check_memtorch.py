"""The exported MemTorch module: check_memtorch.py EXPECTED.json"""

import numpy as np
import quench_memtorch as q
import torch
from common_checks import EXPECTED, close, complete_readme, refused

states, ages = np.asarray(EXPECTED["g_uS"]), EXPECTED["age_s"]
device = q.PCM()
close("window", [1e6 / device.r_on, 1e6 / device.r_off], [states[-1], states[0]], 1e-12)
device.set_conductance(5e-6)
close("read", device.simulate(np.asarray([0.1, 0.2]), return_current=True).numpy(), [5e-7, 1e-6], 1e-12)
device.set_conductance(1.0)
close("upper end", device.g, states[-1] * 1e-6, 1e-12)
staircase = EXPECTED["staircase_uS"]
device.set_conductance(staircase[3] * 1e-6)
device.set_pulse(2)
close("two SET pulses", device.g * 1e6, staircase[5], 0.01)


class Crossbar:
    conductance_matrix = torch.Tensor(np.tile(states, (2, 1)) * 1e-6)


class Layer:
    crossbars = [Crossbar(), Crossbar()]


q.retain(Layer, ages[1])
for crossbar in Layer.crossbars:
    close("aged crossbar", crossbar.conductance_matrix.numpy()[1] * 1e6, EXPECTED["drifted_uS"][1], 1e-3)
q.retain(Layer, ages[1])
for crossbar in Layer.crossbars:
    close("aged again from t0", crossbar.conductance_matrix.numpy()[1] * 1e6, EXPECTED["drifted_uS"][1], 1e-3)
    crossbar.conductance_matrix = torch.Tensor(np.tile(states[::-1], (2, 1)) * 1e-6)  # programmed anew
q.retain(Layer, ages[2])
for crossbar in Layer.crossbars:
    close("aged anew", crossbar.conductance_matrix.numpy()[1, ::-1] * 1e6, EXPECTED["drifted_uS"][2], 1e-3)
complete_readme()
refused("an age beyond the table", lambda: q.retain(Layer, 1e12))
