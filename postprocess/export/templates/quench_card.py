"""The device card of Quench, shared by the modules for aihwkit, CrossSim and MemTorch beside this file."""

import json
import pathlib

import numpy as np


def read_card(path=None):
    """The card: a dictionary, see docs/exports.md of Quench. Default: card.json beside this file."""
    path = pathlib.Path(path) if path else pathlib.Path(__file__).with_name("card.json")
    card = json.loads(path.read_text(encoding="utf-8"))
    if card.get("card") != "quench-device-card" or card.get("card_version") != 1:
        raise ValueError(f"{path}: not a device card of version 1")
    return card


def drifted(card, g, time):
    """Mean conductance [uS], `time` seconds after t0, of states g [uS]: linear in g and in the logarithm of time."""
    table, t_0 = card["drift_table"], card["t0_s"]
    x = np.log(np.asarray(table["t_s"]) + t_0)
    at = np.log(time + t_0)
    if not x[0] - 1e-9 <= at <= x[-1] + 1e-9:
        raise ValueError(f"time = {time} s: the table holds from 0 to {table['t_s'][-1]} s")
    k = min(max(int(np.searchsorted(x, at, side="right")) - 1, 0), len(x) - 2)
    f = min(max((at - x[k]) / (x[k + 1] - x[k]), 0.0), 1.0)
    row = (1 - f) * np.asarray(table["g_uS"][k]) + f * np.asarray(table["g_uS"][k + 1])
    grid = np.asarray(table["g0_uS"])
    inside = np.clip(g, grid[0], grid[-1])
    return np.interp(inside, grid, row) * np.divide(g, inside)
