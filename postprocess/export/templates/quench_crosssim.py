"""A phase-change device of Quench for CrossSim 3.x.

    from simulator import AnalogCore
    import quench_crosssim
    params = quench_crosssim.parameters(time=86400.0)
    y = AnalogCore(W, params) @ x

CrossSim finds the class PCMCard by its name once this file is imported. Conductances are normalised: 1 is g_max; time is in
seconds from t0 of card.json.
"""

import numpy as np
from quench_card import drifted, read_card
from simulator import CrossSimParameters
from simulator.devices.idevice import EmptyDevice

CARD = read_card()


class PCMCard(EmptyDevice):
    """Programming error, drift, read noise and current of the card; every argument and result is normalised."""

    def programming_error(self, input_):
        """What a device holds at t0 after it was asked for input_."""
        g, p = np.asarray(input_) * CARD["g_max_uS"], CARD["program"]
        sigma = np.interp(g, p["g_uS"], p["sigma_uS"])
        bias = np.interp(g, p["g_uS"], p["bias_uS"])
        return np.clip(g + bias + sigma * np.random.normal(size=g.shape), 0, None) / CARD["g_max_uS"]

    def drift_error(self, input_, time):
        """Programming error, then drift over `time` seconds; the exponent is that of the state that was asked for, with a
        deviation of each device's own (docs/equations.md of Quench, A1)."""
        target = np.asarray(input_) * CARD["g_max_uS"]
        held = self.programming_error(input_)
        p = CARD["drift_power_law"]
        own = np.interp(target, p["g_uS"], p["nu_std"]) * np.random.normal(size=target.shape)
        lost = drifted(CARD, np.clip(target, CARD["g_min_uS"], None), time) / np.clip(target, CARD["g_min_uS"], None)
        return held * lost * ((time + CARD["t0_s"]) / CARD["t0_s"]) ** -own

    def read_noise(self, input_):
        """One read at t0: relative deviation by state."""
        g = np.asarray(input_)
        p = CARD["read_noise"]
        sigma = np.interp(g * CARD["g_max_uS"], p["g_uS"], p["rel_sigma"])
        return np.clip(g * (1 + sigma * np.random.normal(size=g.shape)), 0, None)

    def nonlinear_current(self, Gmat, Vmat):
        """Current in units of g_max Vread: Gmat in units of g_max, Vmat in units of Vread (see `parameters`)."""
        p = CARD["iv"]
        g, volt = np.asarray(Gmat) * CARD["g_max_uS"], np.asarray(Vmat) * p["v_V"][-1]
        if np.any(np.abs(volt) > p["v_V"][-1] * (1 + 1e-9)):
            raise ValueError(f"nonlinear_current: the card holds up to {p['v_V'][-1]} V")
        square, cube = np.interp(g, p["g0_uS"], p["nl2_per_V"]), np.interp(g, p["g0_uS"], p["nl3_per_V2"])
        return np.asarray(Gmat) * np.asarray(Vmat) * (1 + square * volt + cube * volt * volt)


def parameters(time=0.0, card_class="PCMCard"):
    """CrossSimParameters with this device switched on."""
    params = CrossSimParameters()
    device = params.xbar.device
    device.Rmin, device.Rmax = 1e6 / CARD["g_max_uS"], 1e6 / CARD["g_min_uS"]
    device.Vread, device.time = CARD["iv"]["v_V"][-1], time
    for error in (device.programming_error, device.drift_error, device.read_noise):
        error.enable, error.model = True, card_class
    return params
