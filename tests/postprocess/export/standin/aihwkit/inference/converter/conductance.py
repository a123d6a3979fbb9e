"""Stand-in: aihwkit's SinglePairConductanceConverter (aihwkit 1.1.0): one device of a pair holds |w|, the other g_min; the
largest weight that it is given becomes g_max."""

import numpy as np
import torch


class SinglePairConductanceConverter:
    def __init__(self, g_max=None, g_min=None):
        assert g_max > g_min >= 0
        self.g_max, self.g_min = g_max, g_min

    def convert_to_conductances(self, weights):
        ratio = (self.g_max - self.g_min) / np.max(np.abs(weights.array))
        pair = [torch.Tensor(np.clip(sign * ratio * weights.array, 0, self.g_max) + self.g_min) for sign in (1, -1)]
        return pair, {"scale_ratio": ratio}

    def convert_back_to_weights(self, conductances, params):
        plus, minus = (g.array for g in conductances)
        return torch.Tensor((plus - minus) / params["scale_ratio"])
