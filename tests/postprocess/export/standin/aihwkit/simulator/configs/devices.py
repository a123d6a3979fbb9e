"""Stand-in: fields and update of aihwkit's PiecewiseStepDevice (aihwkit 1.1.0): step dw_min times the node values, linear
between nodes evenly spaced from w_min to w_max."""

import numpy as np

FIELDS = """w_min w_max w_min_dtod w_max_dtod dw_min dw_min_dtod dw_min_std up_down up_down_dtod reset reset_dtod reset_std
write_noise_std piecewise_up piecewise_down""".split()


class PiecewiseStepDevice:
    def __init__(self, **fields):
        unknown = set(fields) - set(FIELDS)
        assert not unknown, unknown
        self.__dict__.update(fields)
        for nodes in (self.piecewise_up, self.piecewise_down):
            assert isinstance(nodes, list) and 2 <= len(nodes) < 64
            assert all(isinstance(value, float) for value in nodes)
        assert self.w_max > self.w_min and self.dw_min > 0 and self.dw_min_std >= 0

    def pulse(self, w, nodes, sign):
        at = np.linspace(self.w_min, self.w_max, len(nodes))
        return float(np.clip(w + sign * self.dw_min * np.interp(w, at, nodes), self.w_min, self.w_max))

    def up(self, w):
        return self.pulse(w, self.piecewise_up, 1)

    def down(self, w):
        return self.pulse(w, self.piecewise_down, -1)
