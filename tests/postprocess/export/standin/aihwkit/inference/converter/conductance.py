"""Stand-in: signature of aihwkit's SinglePairConductanceConverter."""


class SinglePairConductanceConverter:
    def __init__(self, g_max=None, g_min=None):
        assert g_max > g_min >= 0
        self.g_max, self.g_min = g_max, g_min
