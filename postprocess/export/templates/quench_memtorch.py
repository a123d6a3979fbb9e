"""A phase-change device of Quench for MemTorch 1.1.

    from quench_memtorch import PCM, retain
    model = patch_model(network, memristor_model=PCM, memristor_model_params={}, module_parameters_to_patch=[torch.nn.Linear])
    for layer in model.modules():
        if hasattr(layer, "crossbars"):
            retain(layer, 86400.0)

MemTorch's own conductance drift knows one exponent for all devices; `retain` ages every device by the mean of its own state;
spread and noise are not in it.
Everything is read from card.json beside this file; times are in seconds from t0 of the card.
"""

import numpy as np
import torch
from memtorch.bh.memristor.Memristor import Memristor
from quench_card import drifted, read_card

CARD = read_card()


class PCM(Memristor):
    """One device; SET pulses step up the staircase of the card, any pulse above the RESET amplitude resets it."""

    def __init__(self, time_series_resolution=1e-9, r_off=1e6 / CARD["g_min_uS"], r_on=1e6 / CARD["g_max_uS"], **kwargs):
        update = CARD.get("update_set", {})
        super().__init__(r_off, r_on, time_series_resolution, update.get("amplitude_V", 0), 0)
        self.g = 1 / self.r_on

    def simulate(self, voltage_signal, return_current=False):
        """Conductance [S] (or current [A]) at each voltage of a read signal; the state does not change."""
        signal = np.asarray(voltage_signal, float)
        answer = self.g * signal if return_current else np.full(signal.shape, self.g)
        return torch.from_numpy(answer)

    def set_conductance(self, conductance):
        """Set the state [S], within the window."""
        self.g = float(np.clip(conductance, 1 / self.r_off, 1 / self.r_on))

    def set_pulse(self, n=1):
        """n SET pulses: mean step by state."""
        update = CARD["update_set"]
        for _ in range(n):
            g = self.g * 1e6
            self.set_conductance((g + np.interp(g, update["node_uS"], update["step_uS"])) * 1e-6)

    def plot_hysteresis_loop(self, *args, **kwargs):
        """Reads do not change the state: there is no loop."""
        raise NotImplementedError("a phase-change device that is only read has no hysteresis loop")

    def plot_bipolar_switching_behaviour(self, *args, **kwargs):
        """Phase-change devices switch by heat, with either polarity alike."""
        raise NotImplementedError("a phase-change device switches by heat, not by polarity")


def retain(layer, time):
    """Age every device of a patched layer's crossbars from t0 to t0 + time; a later call starts from t0 again."""
    for crossbar in layer.crossbars:
        if crossbar.conductance_matrix is not getattr(crossbar, "quench_aged", None):  # programmed since
            crossbar.quench_programmed = crossbar.conductance_matrix
        g = crossbar.quench_programmed.detach().cpu().numpy() * 1e6
        aged = torch.from_numpy(drifted(CARD, g, time) * 1e-6).to(crossbar.conductance_matrix)
        crossbar.conductance_matrix = crossbar.quench_aged = aged
    return layer
