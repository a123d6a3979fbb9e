"""A phase-change device of Quench for aihwkit 1.x: noise models for inference, a pulsed device for training.

    from aihwkit.nn.conversion import convert_to_analog
    from quench_aihwkit import inference_config
    analog = convert_to_analog(network, inference_config())
    analog.eval(); analog.program_analog_weights(); analog.drift_analog_weights(86400.0)

Everything is read from card.json beside this file. Conductances are in uS at t0 after programming; t_inference counts in
seconds from t0.
"""

import numpy as np
import torch
from aihwkit.inference.compensation.drift import GlobalDriftCompensation
from aihwkit.inference.converter.conductance import SinglePairConductanceConverter
from aihwkit.inference.noise.base import BaseNoiseModel
from aihwkit.inference.noise.pcm import CustomDriftPCMLikeNoiseModel
from aihwkit.simulator.configs import InferenceRPUConfig
from aihwkit.simulator.configs.compounds import OneSidedUnitCell
from aihwkit.simulator.configs.devices import PiecewiseStepDevice
from quench_card import drifted, read_card

# Q of aihwkit's own 1/f noise at full conductance; it falls as (g / g_max) ** -0.65 there, whatever the device.
STOCK_Q = 0.0088


# aihwkit spaces the nodes of a step law evenly; its GPU code takes fewer than 64.
N_NODES = 63


def converter(card):
    """Weights to pairs of conductances within the card's window."""
    return SinglePairConductanceConverter(g_max=card["g_max_uS"], g_min=card["g_min_uS"])


def programming_coefficients(card):
    """sigma_uS = sum_k c_k (g / g_max) ** k."""
    return card["program"].get("polynomial_uS", [0.0])


def power_law_noise_model(card=None):
    """aihwkit's own class with this device's drift and programming noise.

    Its read noise depends on the state in a fixed way; it is scaled to meet this device at full conductance.
    """
    card = card or read_card()
    drift = card["drift_power_law"]
    return CustomDriftPCMLikeNoiseModel(
        dict(g_lst=drift["g_uS"], nu_mean_lst=drift["nu_mean"], nu_std_lst=drift["nu_std"]),
        prog_coeff=programming_coefficients(card),
        g_converter=converter(card),
        t_read=card["read_noise"]["t_read_s"],
        t_0=card["t0_s"],
        read_noise_scale=card["read_noise"]["q"][-1] / STOCK_Q,
    )


class TabulatedPCMNoiseModel(BaseNoiseModel):
    """Drift from the card's table (any law), programming bias and deviation, 1/f and white read noise by state.

    Exponent and read noise are those of the state that was asked for, and both devices of a weight are kept from programming
    on, as in quench array (docs/equations.md, A1). Noise is drawn from torch: torch.manual_seed repeats it.
    """

    def __init__(self, card=None, g_converter=None):
        self.card = card or read_card()
        super().__init__(g_converter or converter(self.card))

    def _by_state(self, table, name, g):
        return np.interp(g, self.card[table]["g_uS"], self.card[table][name])

    @staticmethod
    def _normal(g):
        return torch.randn(g.shape).numpy().astype(float)

    @staticmethod
    def _like(values, tensor):
        return torch.from_numpy(np.ascontiguousarray(values)).to(tensor)

    def apply_programming_noise(self, weights):
        """Weights as programmed, and the pairs that hold them."""
        targets, params = self.g_converter.convert_to_conductances(weights)
        held = [self.apply_programming_noise_to_conductance(g) for g in targets]
        own = [self.generate_drift_coefficients(g) for g in targets]
        pairs = {"target": targets, "held": held, "own": own, "params": params}
        return self.g_converter.convert_back_to_weights(held, params), [pairs]

    def apply_drift_noise(self, weights, drift_noise_parameters, t_inference):
        """Weights that a read sees t_inference seconds after t0, of the pairs that were programmed."""
        pairs = drift_noise_parameters[0]
        read = [
            self._read(held, own, t_inference, target)
            for held, own, target in zip(pairs["held"], pairs["own"], pairs["target"])
        ]
        return self.g_converter.convert_back_to_weights(read, pairs["params"])

    def apply_noise(self, weights, t_inference):
        """Programming and a read t_inference seconds after t0."""
        return self.apply_drift_noise(*self.apply_programming_noise(weights), t_inference)

    def apply_programming_noise_to_conductance(self, g_target):
        """What a device holds at t0 after it was asked for g_target [uS]."""
        g = g_target.detach().cpu().numpy()
        bias = self._by_state("program", "bias_uS", g)
        sigma = self._by_state("program", "sigma_uS", g)
        return self._like(np.clip(g + bias + sigma * self._normal(g), 0.0, None), g_target)

    def generate_drift_coefficients(self, g_target):
        """By how much each device's exponent differs from the mean of its state."""
        g = g_target.detach().cpu().numpy()
        return self._like(self._by_state("drift_power_law", "nu_std", g) * self._normal(g), g_target)

    def apply_drift_noise_to_conductance(self, g_prog, drift_noise_param, t_inference):
        """Conductance [uS] that a read sees t_inference seconds after t0, of devices that were asked for g_prog."""
        return self._read(g_prog, drift_noise_param, t_inference, g_prog)

    def _read(self, g_prog, own, t_inference, g_target):
        held, state = (g.detach().cpu().numpy() for g in (g_prog, g_target))
        t_0, t_read = self.card["t0_s"], self.card["read_noise"]["t_read_s"]
        mean = held * drifted(self.card, state, t_inference) / state
        if own is not None:
            mean = mean * ((t_inference + t_0) / t_0) ** -own.detach().cpu().numpy()
        age = max((t_inference + t_0 + t_read) / (2 * t_read), 1.0)
        variance = self._by_state("read_noise", "q", state) ** 2 * np.log(age) + self.card["read_noise"]["white"] ** 2
        return self._like(np.clip(mean * (1 + np.sqrt(variance) * self._normal(held)), 0.0, None), g_prog)


def inference_config(card=None, tabulated=True):
    """InferenceRPUConfig with this device and global drift compensation."""
    card = card or read_card()
    config = InferenceRPUConfig()
    config.noise_model = TabulatedPCMNoiseModel(card) if tabulated else power_law_noise_model(card)
    config.drift_compensation = GlobalDriftCompensation()
    return config


def step_device(card=None):
    """PiecewiseStepDevice for training: weight 0 is the RESET state, weight 1 the end of the SET train.

    Up is one SET pulse, down one RESET pulse, which takes everything away. Spreads from device to device are not known
    and set to 0. Steps that change within a 62nd of the range (a train that rises like a threshold) are smoothed over it.
    """
    card = card or read_card()
    if "update_set" not in card:
        raise ValueError("the model has no SET train: extract it from a run with at least two SET pulses")
    update = card["update_set"]
    low, high = update["node_uS"][0], update["node_uS"][-1]
    even = np.linspace(low, high, N_NODES)
    up, down, spread = (
        np.interp(even, update["node_uS"], update[name]) / (high - low)
        for name in ("step_uS", "reset_step_uS", "spread_uS")
    )
    dw_min = float(np.mean(up))
    return PiecewiseStepDevice(
        w_min=0.0,
        w_max=1.0,
        w_min_dtod=0.0,
        w_max_dtod=0.0,
        dw_min=dw_min,
        dw_min_dtod=0.0,
        dw_min_std=float(np.mean(spread)) / dw_min,
        up_down=0.0,
        up_down_dtod=0.0,
        reset=0.0,
        reset_dtod=0.0,
        reset_std=0.0,
        piecewise_up=(up / dw_min).tolist(),
        piecewise_down=(down / dw_min).tolist(),
    )


def unit_cell(card=None, refresh_every=100):
    """A pair of devices that are only ever SET. aihwkit resets the pairs and writes their difference anew after every
    `refresh_every` updates, if one of them is nearly full (its `refresh_upper_thres`); noise of a step scales with the step."""
    return OneSidedUnitCell(unit_cell_devices=[step_device(card), step_device(card)], refresh_every=refresh_every)
