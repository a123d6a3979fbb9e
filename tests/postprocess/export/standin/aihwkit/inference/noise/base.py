"""Stand-in: the interface of aihwkit.inference.noise.base.BaseNoiseModel (aihwkit 1.1.0)."""


class BaseNoiseModel:
    def __init__(self, g_converter=None):
        self.g_converter = g_converter

    def generate_drift_coefficients(self, g_target):
        return None

    def apply_programming_noise_to_conductance(self, g_target):
        raise NotImplementedError

    def apply_drift_noise_to_conductance(self, g_prog, drift_noise_param, t_inference):
        raise NotImplementedError
