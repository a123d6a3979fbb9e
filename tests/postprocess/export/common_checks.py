"""Shared by the checks of the Python exports: what the C++ side expects, comparisons that say what differs."""

import ast
import builtins
import inspect
import json
import sys

import numpy as np

EXPECTED = json.load(open(sys.argv[1], encoding="utf-8"))


def close(what, got, wanted, relative):
    got, wanted = np.asarray(got, float), np.asarray(wanted, float)
    assert got.shape == wanted.shape, f"{what}: shape {got.shape}, wanted {wanted.shape}"
    worst = np.max(np.abs(got / wanted - 1))
    assert worst <= relative, f"{what}: differs by {worst}, allowed {relative}"
    print(f"measured {what} {worst:.2e}")


def same_signature(derived, base, *methods):
    """Every method takes the arguments of the base class, by the same names or positions."""
    for name in methods:
        ours, theirs = (list(inspect.signature(getattr(c, name)).parameters) for c in (derived, base))
        assert len(ours) == len(theirs), f"{name}: {ours} instead of {theirs}"
        assert name in vars(derived), f"{name} is not implemented"


def refused(what, call, kind=ValueError):
    try:
        call()
    except kind:
        return
    raise AssertionError(f"{what} was not refused")


def moments(what, samples, mean, deviation):
    """Mean within four standard errors and deviation within 2 % (2e5 samples: its own error is 0.2 %)."""
    n = len(samples)
    assert abs(np.mean(samples) - mean) < 4 * max(deviation, 1e-12) / np.sqrt(n), f"{what}: mean {np.mean(samples)}, {mean}"
    assert abs(np.std(samples) / deviation - 1) < 0.02, f"{what}: deviation {np.std(samples)}, {deviation}"


def complete_readme():
    """The script of README.md parses, and every name that it uses is defined or imported in it."""
    tree = ast.parse(open("README.md", encoding="utf-8").read().split("```python\n")[1].split("```")[0])
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    known = {name.id for name in names if isinstance(name.ctx, ast.Store)} | set(dir(builtins))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            known |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    missing = {name.id for name in names} - known
    assert not missing, f"README.md uses {missing} without an import"
