"""Stand-in: the parameters of CrossSim 3.2 that the exports set; others are refused."""


class Members:
    def __init__(self, **members):
        self.__dict__.update(members)

    def __setattr__(self, name, value):
        if name not in self.__dict__:
            raise AttributeError(name)
        self.__dict__[name] = value


def error():
    return Members(enable=False, model="IdealDevice", magnitude=0)


class CrossSimParameters:
    def __init__(self):
        device = Members(Rmin=1000, Rmax=10000, Vread=0.1, time=0, cell_bits=0, clip_conductance=False,
                         programming_error=error(), drift_error=error(), read_noise=error(), nonlinear_IV=error())
        self.xbar = Members(device=device)
