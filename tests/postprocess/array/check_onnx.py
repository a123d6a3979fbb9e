"""Networks made by onnx go through quench-array: a residual block, a depthwise convolution, a transformer block.

The reference is numpy in double precision, written from the formulas here; the program's logits without arrays are those
of float_logits.npz.

usage: check_onnx.py QUENCH_ARRAY FOLDER
"""

import json
import math
import pathlib
import subprocess
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
random = np.random.default_rng(5)
N_CLASSES = 4

IDEAL = (
    "subsection device\n set programming noise = none\n set drift spread = none\n set read noise = none\nend\n"
    "subsection mapping\n set weight clip = 0\nend\n"
    "subsection periphery\n set DAC bits = 0\n set ADC bits = 0\n set output noise = 0\nend\n"
)


def save(name, nodes, constants, shape):
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", *shape])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", N_CLASSES])],
        [numpy_helper.from_array(np.asarray(a), n) for n, a in constants.items()],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), str(folder / f"{name}.onnx"))


def weights(*shape):
    return (random.normal(size=shape) / math.sqrt(np.prod(shape[1:]))).astype("f4")


def convolve(x, w, b, stride=1, pad=0, groups=1):
    x = np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    n_out, n_in, k, _ = w.shape
    size = (x.shape[2] - k) // stride + 1
    y = np.zeros((x.shape[0], n_out, size, size))
    for o in range(n_out):
        first = o // (n_out // groups) * n_in
        for i in range(size):
            for j in range(size):
                part = x[:, first : first + n_in, i * stride : i * stride + k, j * stride : j * stride + k]
                y[:, o, i, j] = np.sum(part * w[o], axis=(1, 2, 3)) + b[o]
    return y


def normalized(x, scale, shift, mean, variance):
    part = (slice(None), None, None)
    return (x - mean[part]) / np.sqrt(variance[part] + 1e-5) * scale[part] + shift[part]


def residual_block():
    """Conv, BatchNormalization, Relu, Conv with stride, BatchNormalization, shortcut of 1 x 1, Add, pools, Gemm."""
    c = {"w1": weights(6, 3, 3, 3), "w2": weights(6, 6, 3, 3), "w3": weights(6, 3, 1, 1), "b3": weights(6, 1)[:, 0]}
    c |= {"w4": weights(N_CLASSES, 6), "b4": weights(N_CLASSES, 1)[:, 0]}
    for k in "12":
        c |= {f"s{k}": np.float32(1 + 0.3 * random.normal(size=6)), f"t{k}": weights(6, 2)[:, 0]}
        c |= {f"m{k}": weights(6, 2)[:, 0], f"v{k}": np.float32(0.5 + random.random(6))}
    node = helper.make_node
    nodes = [
        node("Conv", ["x", "w1"], ["a"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        node("BatchNormalization", ["a", "s1", "t1", "m1", "v1"], ["b"]),
        node("Relu", ["b"], ["c"]),
        node("Conv", ["c", "w2"], ["d"], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]),
        node("BatchNormalization", ["d", "s2", "t2", "m2", "v2"], ["e"]),
        node("Conv", ["x", "w3", "b3"], ["f"], kernel_shape=[1, 1], strides=[2, 2]),
        node("Add", ["e", "f"], ["g"]),
        node("Relu", ["g"], ["h"]),
        node("MaxPool", ["h"], ["i"], kernel_shape=[2, 2], strides=[1, 1]),
        node("GlobalAveragePool", ["i"], ["j"]),
        node("Flatten", ["j"], ["k"]),
        node("Gemm", ["k", "w4", "b4"], ["y"], transB=1, name="head"),
    ]
    save("residual", nodes, c, (3, 8, 8))

    def reference(x):
        z = np.maximum(normalized(convolve(x, c["w1"], np.zeros(6), 1, 1), c["s1"], c["t1"], c["m1"], c["v1"]), 0)
        z = normalized(convolve(z, c["w2"], np.zeros(6), 2, 1), c["s2"], c["t2"], c["m2"], c["v2"])
        z = np.maximum(z + convolve(x, c["w3"], c["b3"], 2), 0)
        z = np.maximum.reduce([z[:, :, :-1, :-1], z[:, :, 1:, :-1], z[:, :, :-1, 1:], z[:, :, 1:, 1:]])
        return z.mean(axis=(2, 3)) @ c["w4"].T + c["b4"]

    return "residual", (3, 8, 8), reference, 4


def depthwise():
    """A convolution of one channel at a time with stride, one of 1 x 1, Clip at 6, AveragePool, MatMul."""
    c = {"w1": weights(5, 1, 3, 3), "b1": weights(5, 2)[:, 0], "w2": weights(7, 5, 1, 1), "b2": weights(7, 2)[:, 0]}
    c |= {"w3": weights(28, N_CLASSES), "b3": weights(N_CLASSES, 2)[:, 0], "zero": np.float32(0), "six": np.float32(6)}
    c["shape"] = np.array([0, -1], dtype="i8")
    node = helper.make_node
    nodes = [
        node("Conv", ["x", "w1", "b1"], ["a"], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], group=5),
        node("Clip", ["a", "zero", "six"], ["b"]),
        node("Conv", ["b", "w2", "b2"], ["c"], kernel_shape=[1, 1]),
        node("Relu", ["c"], ["d"]),
        node("AveragePool", ["d"], ["e"], kernel_shape=[2, 2], strides=[2, 2]),
        node("Reshape", ["e", "shape"], ["f"]),
        node("MatMul", ["f", "w3"], ["g"]),
        node("Add", ["g", "b3"], ["y"]),
    ]
    save("depthwise", nodes, c, (5, 8, 8))

    def reference(x):
        z = np.clip(convolve(x, c["w1"], c["b1"], 2, 1, groups=5), 0, 6)
        z = np.maximum(convolve(z, c["w2"], c["b2"]), 0)
        z = z.reshape(len(x), 7, 2, 2, 2, 2).mean(axis=(3, 5))
        return z.reshape(len(x), -1) @ c["w3"] + c["b3"]

    return "depthwise", (5, 8, 8), reference, 7


def transformer():
    """Two heads of attention over six tokens of width 8, LayerNormalization, Gelu, mean over tokens."""
    tokens, width, heads, inner = 6, 8, 2, 12
    c = {f"w{k}": weights(width, width).T for k in "qkvo"}
    c |= {"w1": weights(inner, width).T, "b1": weights(inner, 2)[:, 0], "w2": weights(width, inner).T}
    c |= {"n1": np.float32(1 + 0.2 * random.normal(size=width)), "n2": weights(width, 2)[:, 0]}
    c |= {"head": weights(N_CLASSES, width).T, "root": np.float32(math.sqrt(width / heads))}
    c["split"] = np.array([0, tokens, heads, width // heads], dtype="i8")
    c["join"] = np.array([0, tokens, width], dtype="i8")
    c = {name: np.ascontiguousarray(a) for name, a in c.items()}
    node, nodes = helper.make_node, []
    for k, order in [("q", [0, 2, 1, 3]), ("k", [0, 2, 3, 1]), ("v", [0, 2, 1, 3])]:
        nodes.append(node("MatMul", ["x", f"w{k}"], [f"{k}1"]))
        nodes.append(node("Reshape", [f"{k}1", "split"], [f"{k}2"]))
        nodes.append(node("Transpose", [f"{k}2"], [k], perm=order))
    nodes += [
        node("MatMul", ["q", "k"], ["s1"]),
        node("Div", ["s1", "root"], ["s2"]),
        node("Softmax", ["s2"], ["s"], axis=-1),
        node("MatMul", ["s", "v"], ["a1"]),
        node("Transpose", ["a1"], ["a2"], perm=[0, 2, 1, 3]),
        node("Reshape", ["a2", "join"], ["a"]),
        node("MatMul", ["a", "wo"], ["o"]),
        node("Add", ["x", "o"], ["r1"]),
        node("LayerNormalization", ["r1", "n1", "n2"], ["m"], axis=-1),
        node("MatMul", ["m", "w1"], ["h1"]),
        node("Add", ["h1", "b1"], ["h2"]),
        node("Gelu", ["h2"], ["h"]),
        node("MatMul", ["h", "w2"], ["u"]),
        node("Add", ["m", "u"], ["r2"]),
        node("ReduceMean", ["r2"], ["p"], axes=[1], keepdims=0),
        node("MatMul", ["p", "head"], ["y"]),
    ]
    save("transformer", nodes, c, (tokens, width))
    gelu = np.vectorize(lambda v: v / 2 * (1 + math.erf(v / math.sqrt(2))))

    def reference(x):
        split = lambda z: z.reshape(len(x), tokens, heads, -1).transpose(0, 2, 1, 3)
        q, k, v = (split(x @ c[f"w{name}"]) for name in "qkv")
        s = np.exp(q @ k.transpose(0, 1, 3, 2) / c["root"])
        a = (s / s.sum(axis=-1, keepdims=True)) @ v
        r = x + a.transpose(0, 2, 1, 3).reshape(x.shape) @ c["wo"]
        m = r - r.mean(axis=-1, keepdims=True)
        m = m / np.sqrt((m**2).mean(axis=-1, keepdims=True) + 1e-5) * c["n1"] + c["n2"]
        z = m + gelu(m @ c["w1"] + c["b1"]) @ c["w2"]
        return z.mean(axis=1) @ c["head"]

    return "transformer", (tokens, width), reference, 7


def run(name, text, code=0):
    case = folder / (name + ".prm")
    case.write_text(text)
    command = [program, str(case), "--output", str(folder / name), "--overwrite"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code, (name, done.returncode, done.stdout, done.stderr)
    return folder / name if code == 0 else done.stderr


def case(network, data, more=""):
    return (
        f"set times = 0 s, 1 d\nset arrays = 2\nsubsection network\n set file = {network}\nend\n"
        f"subsection data set\n set file = {data}\nend\n" + more
    )


def results(out):
    return {r["name"]: r["value"] for r in json.loads((out / "results.json").read_text())["results"]}


for name, shape, reference, n_tiles in [residual_block(), depthwise(), transformer()]:
    x = random.normal(size=(120, *shape)).astype("f4")
    expected = reference(x.astype("f8"))
    labels = np.argmax(expected, axis=1)
    np.savez(folder / f"{name}.npz", x_train=x, y_train=np.arange(120) % N_CLASSES, x_test=x, y_test=labels)
    out = run(name, case(f"{name}.onnx", f"{name}.npz", IDEAL))
    logits = np.load(out / "float_logits.npz")["logits"]
    error = np.max(np.abs(logits - expected))
    assert logits.shape == expected.shape and error < 1e-5, (name, error)
    found = results(out)
    assert found["float_accuracy"] == 1, (name, found)
    assert found["accuracy_raw_0s_mean"] >= 1 - 2 / 120, (name, found)
    noisy = results(run(name + "_noisy", case(f"{name}.onnx", f"{name}.npz", "subsection periphery\n set calibration images = 100\nend\n")))
    assert 0.4 < noisy["accuracy_compensated_1d_mean"] <= 1, (name, noisy)
    print(f"{name}: largest difference of a logit from numpy {error:.1e}; after a day {noisy['accuracy_compensated_1d_mean']:.3f}")

# What is wrong is refused with the node and the rule.
node = helper.make_node
w = weights(N_CLASSES, 48).T.copy()
np.savez(folder / "flat.npz", x_train=np.ones((8, 48)), y_train=np.arange(8) % 4, x_test=np.ones((8, 48)), y_test=np.arange(8) % 4)
for name, nodes, constants, said in [
    ("operator", [node("MatMul", ["x", "w"], ["a"]), node("Sin", ["a"], ["y"], name="wave")], {"w": w}, ["wave (Sin)", "Softmax"]),
    ("shape", [node("MatMul", ["x", "w"], ["y"], name="short")], {"w": w[:40].copy()}, ["short (MatMul)", "40"]),
    ("nan", [node("MatMul", ["x", "w"], ["y"])], {"w": np.full((48, 4), np.nan, "f4")}, ["w", "not finite"]),
    ("attribute", [node("Relu", ["x"], ["a"], name="odd", slope=1), node("MatMul", ["a", "w"], ["y"])], {"w": w}, ["odd (Relu)", "slope"]),
    ("missing", [node("MatMul", ["z", "w"], ["y"], name="lost")], {"w": w}, ["lost (MatMul)", "input z"]),
    ("classes", [node("MatMul", ["x", "w"], ["y"])], {"w": w[:, :3].copy()}, ["3 outputs", "4 classes"]),
    ("digital", [node("Relu", ["x"], ["y"])], {}, ["no weights for an array"]),
    ("loop", [node("Identity", ["w"], ["w"]), node("MatMul", ["x", "w"], ["y"], name="own")], {}, ["no weights for an array"]),
    ("axis", [node("Unsqueeze", ["x", "twice"], ["a"], name="more"), node("MatMul", ["a", "w"], ["y"])],
     {"w": w, "twice": np.array([1, 1])}, ["more (Unsqueeze)", "twice"]),
    ("kind", [node("Flatten", ["x"], ["a"], name="half", axis=1.5), node("MatMul", ["a", "w"], ["y"])], {"w": w}, ["half (Flatten)", "axis"]),
    ("scalar", [node("Reshape", ["x", "none"], ["a"], name="point"), node("MatMul", ["a", "w"], ["y"])],
     {"w": w, "none": np.zeros(0, "i8")}, ["none", "at least one number"]),
    ("value", [node("Constant", [], ["c"], name="three", value=3), node("MatMul", ["x", "w"], ["y"])], {"w": w}, ["three (Constant)", "value"]),
    ("pads", [node("Reshape", ["x", "image"], ["i"]), node("MaxPool", ["i"], ["a"], name="wide", kernel_shape=[2, 2], pads=[0, 0, 10**9, 0]),
              node("MatMul", ["a", "w"], ["y"])], {"w": w, "image": np.array([-1, 3, 4, 4])}, ["wide (MaxPool)", "pads"]),
    ("kernel", [node("Reshape", ["x", "image"], ["i"]), node("MaxPool", ["i"], ["a"], name="vast", kernel_shape=[2**62, 2]),
                node("MatMul", ["a", "w"], ["y"])], {"w": w, "image": np.array([-1, 3, 4, 4])}, ["vast (MaxPool)", "kernel_shape"]),
]:
    save("wrong", nodes, constants, (48,))
    message = run("wrong_" + name, case("wrong.onnx", "flat.npz", IDEAL), code=2)
    assert all(text in message for text in said), (name, message)
save("old", [node("MatMul", ["x", "w"], ["y"])], {"w": w}, (48,))
old = onnx.load(str(folder / "old.onnx"))
old.opset_import[0].version = 11
onnx.save(old, str(folder / "old.onnx"))
assert "operator set 13 or later" in run("old", case("old.onnx", "flat.npz", IDEAL), code=2)
# Sizes that lie: their product overflows, or is right with negative ones.
for dims in ([2**32, 2**32], [-48, -4]):
    save("lie", [node("MatMul", ["x", "w"], ["y"])], {"w": w}, (48,))
    lie = onnx.load(str(folder / "lie.onnx"))
    lie.graph.initializer[0].dims[:] = dims
    onnx.save(lie, str(folder / "lie.onnx"))
    assert "as many as the shape says" in run("lie", case("lie.onnx", "flat.npz", IDEAL), code=2)
(folder / "no.onnx").write_text("no graph")
assert "ONNX" in run("no", case("no.onnx", "flat.npz", IDEAL), code=2)
print("what is wrong is refused")
