"""Stand-in: fields of aihwkit's OneSidedUnitCell (aihwkit 1.1.0)."""


class OneSidedUnitCell:
    def __init__(self, unit_cell_devices, refresh_every=0, units_in_mbatch=True, copy_inverted=False):
        assert len(unit_cell_devices) == 2 and isinstance(refresh_every, int)
        self.unit_cell_devices, self.refresh_every = unit_cell_devices, refresh_every
