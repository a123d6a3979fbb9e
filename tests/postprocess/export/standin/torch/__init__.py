"""Stand-in for the few functions of torch that the exports call: a tensor is a numpy array in a box."""

import numpy as np


class Tensor:
    def __init__(self, array):
        self.array = np.asarray(array)

    shape = property(lambda self: self.array.shape)
    dtype = property(lambda self: self.array.dtype)

    def detach(self):
        return self

    def cpu(self):
        return self

    def numpy(self):
        return self.array

    def to(self, other):
        if not isinstance(other, Tensor):
            raise TypeError("to(tensor) is what the exports use")
        return Tensor(self.array.astype(other.array.dtype))


def from_numpy(array):
    if not isinstance(array, np.ndarray):
        raise TypeError("from_numpy takes a numpy array")
    return Tensor(array)


_generator = np.random.default_rng(0)


def manual_seed(seed):
    global _generator
    _generator = np.random.default_rng(seed)


def randn(shape):
    return Tensor(_generator.standard_normal(shape).astype(np.float32))
