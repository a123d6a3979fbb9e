"""A network and data made by numpy go through quench-array: accuracy, messages, what is saved.

usage: check_npz.py QUENCH_ARRAY FOLDER
"""

import json
import pathlib
import subprocess
import sys

import numpy as np

program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
random = np.random.default_rng(3)
N_CLASSES, SHAPE = 7, (5, 6)

pattern = random.normal(size=(N_CLASSES,) + SHAPE)


def images(n):
    labels = np.arange(n) % N_CLASSES
    return pattern[labels] + 1.5 * random.normal(size=(n,) + SHAPE), labels


x_train, y_train = images(350)
x_test, y_test = images(203)
np.savez(folder / "data.npz", x_train=x_train, y_train=y_train, x_test=x_test.astype("f4"), y_test=y_test)
w1, b1 = random.normal(size=(11, 30)), random.normal(size=11)
hidden = np.maximum(x_train.reshape(350, -1) @ w1.T + b1, 0)
one_hot = np.eye(N_CLASSES)[y_train]
solution = np.linalg.lstsq(np.c_[hidden, np.ones(350)], one_hot, rcond=None)[0]
layers = {"0.weight": w1, "0.bias": b1, "2.weight": np.asfortranarray(solution[:-1].T), "2.bias": solution[-1]}
np.savez_compressed(folder / "net.npz", **layers)
logits = np.maximum(x_test.reshape(203, -1) @ w1.T + b1, 0) @ solution[:-1] + solution[-1]
expected = np.mean(np.argmax(logits, axis=1) == y_test)

ideal = (
    "subsection device\n set programming noise = none\n set drift spread = none\n set read noise = none\nend\n"
    "subsection mapping\n set weight clip = 0\nend\n"
    "subsection periphery\n set DAC bits = 0\n set ADC bits = 0\n set output noise = 0\nend\n"
)
data = "subsection data set\n set file = data.npz\nend\n"
small = "subsection periphery\n set calibration images = 100\nend\n"
bare = "set times = 0 s\nset arrays = 1\n" + data
own = bare + small
net = "subsection network\n set file = net.npz\nend\n"


def run(name, text, code=0):
    case = folder / (name + ".prm")
    case.write_text(text)
    out = folder / name
    done = subprocess.run(
        [program, str(case), "--output", str(out), "--overwrite"], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, (name, done.returncode, done.stdout, done.stderr)
    return out if code == 0 else done.stderr


def results(out):
    return {r["name"]: r["value"] for r in json.loads((out / "results.json").read_text())["results"]}


found = results(run("ideal", bare + net + ideal))
assert abs(found["float_accuracy"] - expected) < 1e-12, (found, expected)
assert abs(found["accuracy_raw_0s_mean"] - expected) <= 1 / 203, (found, expected)
assert expected > 0.4, expected

# A network trained here is saved, and gives the same when it is read back.
short = "subsection network\n set hidden layers = 9\n set epochs = 3\n set batch size = 50\nend\n"
trained = run("trained", own + short)
saved = np.load(trained / "network.npz")
assert saved["layer_1.weight"].shape == (9, 30) and saved["layer_2.bias"].shape == (N_CLASSES,)
by_hand = np.maximum(x_test.astype("f4").reshape(203, -1) @ saved["layer_1.weight"].T + saved["layer_1.bias"], 0)
by_hand = by_hand @ saved["layer_2.weight"].T + saved["layer_2.bias"]
assert abs(np.mean(np.argmax(by_hand, axis=1) == y_test) - results(trained)["float_accuracy"]) < 1e-12
again = run("again", own + "subsection network\n set file = trained/network.npz\nend\n")
assert results(again) == results(trained)

# What is wrong is refused with its place and the rule.
for name, arrays, said in [
    ("chain", {**layers, "2.weight": np.ones((7, 12)), "2.bias": np.ones(7)}, "11, the outputs of the layer before"),
    ("not_finite", {**layers, "0.bias": np.full(11, np.nan)}, "0.bias"),
    ("convolution", {"0.weight": np.ones((3, 1, 3, 3))}, "fully connected"),
    ("stray", {**layers, "norm": np.ones(3)}, "norm"),
    ("inputs", {"0.weight": np.ones((7, 29))}, "29 inputs"),
    ("classes", {"0.weight": np.ones((6, 30))}, "6 outputs"),
    ("text", {"0.weight": np.array(["a", "b"])}, "float32"),
]:
    np.savez(folder / "wrong.npz", **arrays)
    message = run("wrong_" + name, own + net.replace("net.npz", "wrong.npz"), code=2)
    assert said in message, (name, message)
(folder / "no.npz").write_text("no archive")
assert "NPZ" in run("no", own + net.replace("net.npz", "no.npz"), code=2)
np.savez(folder / "no_labels.npz", x_train=x_train, x_test=x_test)
assert "y_train" in run("no_labels", own.replace("data.npz", "no_labels.npz") + net, code=2)
assert "epochs" in run("dead", own + net.replace("end", "set epochs = 3\nend"), code=2)
print("networks and data of numpy: all as numpy has it")
