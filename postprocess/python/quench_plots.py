"""Standard plots of Quench's results with matplotlib; each function returns a figure.

    figure = quench.read("out/reset").plot()
    figure.savefig("reset.png")
"""

import numpy as np


def _figure(n_rows=1, n_columns=1, **options):
    """A figure that belongs to no window, and its axes [n_rows, n_columns]."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4 * n_columns, 2.6 * n_rows + 1.4), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(n_rows, n_columns, squeeze=False, **options)


def plot_run(run, pulse=None):
    """Voltages, current, highest temperature and volumes over time, and below them resistance after the last pulse.
    `pulse`: (first, last) time in ns; without it all."""
    panels = [panel for panel in (_driven, _hot, _volumes) if run.series is not None and len(run.series)]
    drift = _reads_after_the_last_pulse(run)
    n_rows = len(panels) + (drift is not None) + (run.curve is not None)
    if n_rows == 0:
        raise ValueError(f"{run.path}: has neither series, reads nor a curve to plot")
    figure, axes = _figure(n_rows)
    for panel, axis in zip(panels, axes[:, 0]):
        panel(axis, run.series)
        axis.set_xlabel(run.series.label("time"))
        if pulse is not None:
            axis.set_xlim(*pulse)
    if run.curve is not None:
        _lines(axes[len(panels), 0], run.curve, "cell", ["current"])
    if drift is not None:
        plot_drift(run, axes[-1, 0])
    figure.suptitle(run.case_name + ("" if run.complete else " (not complete)"))
    return figure


def _lines(axis, table, x, names):
    for name in names:
        axis.plot(table[x], table[name], label=name.replace("_", " "))
    axis.set_xlabel(table.label(x))
    axis.set_ylabel(table.label(names[0]) if len(names) == 1 else f"({table.unit(names[0])})")
    if len(names) > 1:
        axis.legend()


def _driven(axis, series):
    _lines(axis, series, "time", ["source", "cell"])
    other = axis.twinx()
    other.plot(series["time"], series["current"], color="tab:red")
    other.set_ylabel(series.label("current"), color="tab:red")
    axis.set_ylabel("voltage (V)")


def _hot(axis, series):
    _lines(axis, series, "time", ["temperature_max"])


def _volumes(axis, series):
    _lines(axis, series, "time", ["melt_volume", "glass_volume"])
    axis.set_ylabel("volume (nm3)")


def _reads_after_the_last_pulse(run):
    reads = run.reads
    if reads is None or not len(reads):
        return None
    chosen = reads.where((reads["pulse"] == reads["pulse"].max()) & (reads["time"] > 0))
    return chosen if len(chosen) > 1 else None


def plot_drift(run, axis=None):
    """Resistance over the time since the last pulse, both logarithmic. `axis`: to draw into; returns its figure."""
    reads = _reads_after_the_last_pulse(run)
    if reads is None:
        raise ValueError(f"{run.path}: has no two reads after its last pulse")
    if axis is None:
        axis = _figure()[1][0, 0]
    axis.loglog(reads["time"], reads["resistance"], ".-", label=run.case_name)
    axis.set_xlabel("time after the pulse (s)")
    axis.set_ylabel(reads.label("resistance"))
    return axis.figure


def plot_map(run, name="peak", field="temperature_K"):
    """A map of a run in its colours; lengths in nm."""
    x, y, values = run.map(name, field)
    figure, axes = _figure()
    mesh = axes[0, 0].pcolormesh(x, y, np.ma.masked_invalid(values), shading="nearest", cmap="inferno", rasterized=True)
    figure.colorbar(mesh, ax=axes[0, 0], label=field.replace("_", " "))
    axes[0, 0].set(aspect="equal", xlabel="x or r (nm)", ylabel="y or z (nm)", title=f"{run.case_name}: {name}")
    return figure


def plot_sweep(sweep, y, x=None, logarithmic=False):
    """A reported number `y` over a varied key `x` (default: the first). Where there are more keys, a line for each
    combination of the others. `logarithmic`: the axis of y."""
    table = sweep.results
    x = x or sweep.keys[0]
    others = [key for key in sweep.keys if key != x]
    figure, axes = _figure()
    labels = np.array([", ".join(f"{key.split('/')[-1]} = {row[key]}" for key in others) for row in table.rows()])
    for label in dict.fromkeys(labels):
        part = table.where((labels == label) & np.isfinite(table[y]))
        order = np.argsort(part[x])
        axes[0, 0].plot(part[x][order], part[y][order], ".-", label=label)
    if others:
        axes[0, 0].legend()
    if logarithmic:
        axes[0, 0].set_yscale("log")
    unit = table.unit(x)
    axes[0, 0].set(xlabel=x.split("/")[-1] + (f" ({unit})" if unit not in ("", "1") else ""),
                   ylabel=f"{y.replace('_', ' ')}" + (f" ({table.unit(y)})" if table.unit(y) != "1" else ""))
    return figure


def plot_model(model):
    """Drift exponent of the states with its standard error and, where measured, the RESET curve and the SET train."""
    parts = [part for part in ("update/reset", "update/set") if model.table(part) is not None]
    figure, axes = _figure(1, 1 + len(parts))
    drift = model.drift
    errors = drift["nu_sigma"] if "nu_sigma" in drift else None
    axes[0, 0].errorbar(drift["conductance"], drift["nu"], errors, fmt=".-", capsize=2)
    axes[0, 0].set(xscale="log", xlabel=drift.label("conductance"), ylabel="drift exponent nu")
    for part, axis in zip(parts, axes[0, 1:]):
        table = model.table(part)
        x, y = ("amplitude", "conductance") if part == "update/reset" else ("pulse", "conductance_after")
        _lines(axis, table, x, [y])
        axis.set_yscale("log")
    figure.suptitle(model.name)
    return figure


def plot_array(array, name=None):
    """A table of an array study: its first column of numbers against the others, a line per device, scheme or part.
    `name`: of the table; without it accuracy_summary where there is one, else the first."""
    tables = array.tables
    if not tables:
        raise ValueError(f"{array.path}: has no table")
    name = name or ("accuracy_summary" if "accuracy_summary" in tables else next(iter(tables)))
    if name not in tables:
        raise ValueError(f"{array.path}: no table {name!r}; there are {', '.join(tables)}")
    table = tables[name]
    groups = [column for column in table.names if table.unit(column) == ""]
    x, *values = [column for column in table.names if column not in groups]
    figure, axes = _figure()
    labels = np.array([", ".join(str(row[group]) for group in groups) for row in table.rows()])
    for label in dict.fromkeys(labels):
        _group(axes[0, 0], table.where(labels == label), label, x, values)
    if x.startswith("time"):
        axes[0, 0].set_xscale("log")
    axes[0, 0].set(xlabel=table.label(x), ylabel=name.replace("_", " "), title=array.case_name)
    axes[0, 0].legend()
    return figure


def _group(axis, part, label, x, values):
    if {"mean", "std"} <= set(values):
        mean, std = part["mean"], part["std"]
        (line,) = axis.plot(part[x], mean, ".-", label=label)
        axis.fill_between(part[x], mean - std, mean + std, alpha=0.2, color=line.get_color())
        return
    for value in values:
        axis.plot(part[x], part[value], ".-", label=" ".join(filter(None, (label, part.label(value)))))
