"""Stand-in: the members of aihwkit's InferenceRPUConfig that the exports set."""


class InferenceRPUConfig:
    __slots__ = ("noise_model", "drift_compensation")
