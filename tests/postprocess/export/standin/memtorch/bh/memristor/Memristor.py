"""Stand-in: the abstract base of MemTorch 1.1.6's memristors."""

from abc import ABC, abstractmethod


class Memristor(ABC):
    def __init__(self, r_off, r_on, time_series_resolution, pos_write_threshold=0, neg_write_threshold=0):
        assert r_off > r_on > 0
        self.r_off, self.r_on, self.time_series_resolution = r_off, r_on, time_series_resolution
        self.g = None

    @abstractmethod
    def simulate(self, voltage_signal):
        pass

    @abstractmethod
    def set_conductance(self, conductance):
        pass

    @abstractmethod
    def plot_hysteresis_loop(self):
        pass

    @abstractmethod
    def plot_bipolar_switching_behaviour(self):
        pass
