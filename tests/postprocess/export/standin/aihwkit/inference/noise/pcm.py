"""Stand-in: signature and checks of aihwkit.inference.noise.pcm.CustomDriftPCMLikeNoiseModel (aihwkit 1.1.0)."""

from aihwkit.inference.noise.base import BaseNoiseModel


class CustomDriftPCMLikeNoiseModel(BaseNoiseModel):
    def __init__(
        self,
        custom_drift_model,
        prog_coeff=None,
        g_converter=None,
        g_max=None,
        t_read=250.0e-9,
        t_0=20.0,
        prog_noise_scale=1.0,
        read_noise_scale=1.0,
        drift_scale=1.0,
        prog_coeff_g_max_reference=None,
    ):
        super().__init__(g_converter)
        # defect of aihwkit 1.1.0: both together leave an attribute unset
        assert prog_coeff is None or prog_coeff_g_max_reference is None
        assert isinstance(custom_drift_model, dict)
        assert set(custom_drift_model) == {"g_lst", "nu_mean_lst", "nu_std_lst"}
        lists = [custom_drift_model[name] for name in ("g_lst", "nu_mean_lst", "nu_std_lst")]
        assert all(isinstance(values, list) and len(values) >= 2 for values in lists)
        assert len({len(values) for values in lists}) == 1
        assert sorted(lists[0]) == lists[0] and lists[0][0] >= 0
        assert all(std >= 0 for std in lists[2])
        assert g_converter.g_min >= lists[0][0] and g_converter.g_max <= lists[0][-1]
        assert isinstance(prog_coeff, list) and len(prog_coeff) >= 1
        assert t_0 > 0 and t_read > 0 and read_noise_scale >= 0
        self.custom_drift_model, self.prog_coeff = custom_drift_model, prog_coeff
        self.t_0, self.t_read, self.read_noise_scale = t_0, t_read, read_noise_scale
        self.g_max = g_converter.g_max
