"""card.h5 holds what card.json holds: check_hdf5.py EXPECTED.json, both cards in the current folder"""

import json

import h5py
import numpy as np
from common_checks import EXPECTED

card = json.load(open("card.json", encoding="utf-8"))
n_compared = 0


def compare(group, tree):
    global n_compared
    for name, value in tree.items():
        if isinstance(value, dict):
            compare(group[name], value)
        elif isinstance(value, list) and value and isinstance(value[0], (str, dict)):
            continue
        elif isinstance(value, list):
            assert np.array_equal(group[name][...], np.asarray(value, float)), name
            n_compared += 1
        else:
            got = group.attrs[name]
            assert (got.decode() if isinstance(got, bytes) else got) == value, name
            n_compared += 1


with h5py.File("card.h5") as file:
    compare(file, card)
assert n_compared > 20 and card["t0_s"] == EXPECTED["t0_s"]
