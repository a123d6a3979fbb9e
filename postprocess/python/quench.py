"""Results of Quench as tables: runs, sweeps, compact models and arrays, read from the files it writes.

    import quench
    run = quench.read("out/reset")          # Run, Sweep, Model or Array, by what the folder or file holds
    run.reads["time"], run.reads["resistance"], run.reads.unit("resistance")
    run.reads.frame()                       # a pandas.DataFrame, columns time_s, resistance_ohm, ...
    run.results["peak_temperature"]         # Quantity(value=1111.8, unit='K')
    run.plot().savefig("reset.png")         # standard plots, see quench_plots.py

Needs numpy; h5py for what stands in results.h5 alone, pandas for frame(), matplotlib for plot(). Nothing is written,
and a run that is going on may be read. The files are described in docs/files.md.
"""

import collections
import csv
import io
import json
import pathlib
import re

import numpy as np

Quantity = collections.namedtuple("Quantity", "value unit")

_UNITS = ("fs ps ns us ms s V mV A mA uA nA W mW uW J pJ fJ K nm um m nm2 nm3 S uS nS ohm kohm Mohm F fF pF H nH Hz eV "
          "meV 1/V 1/V^2 K/uW K/s").split()


class QuenchError(ValueError):
    """What was read is not what Quench writes: where, what was found, what is needed."""


class Table:
    """Columns of equal length, each with a unit ("1": a number without dimension; "": text).

    table["time_s"] or, where one column alone is meant, table["time"]: a numpy array. Missing values are nan."""

    def __init__(self, columns, units=None, path=""):
        self.path = str(path)
        self._columns = dict(columns)
        self._units = {name: (units or {}).get(name, self._unit_of(name)) for name in self._columns}
        if len({len(column) for column in self._columns.values()}) > 1:
            raise QuenchError(f"{path}: columns of different lengths")

    def _unit_of(self, heading):
        if self._columns[heading].dtype.kind not in "fiub":
            return ""
        name, _, unit = heading.rpartition("_")
        return unit if name and unit in _UNITS else "1"

    def _heading(self, name):
        if name in self._columns:
            return name
        meant = [heading for heading, unit in self._units.items() if heading == f"{name}_{unit}"]
        if len(meant) != 1:
            raise QuenchError(f"{self.path}: no column {name!r}; there are {', '.join(self._columns)}")
        return meant[0]

    @property
    def names(self):
        """The headings, as in the CSV files: "time_ns"."""
        return list(self._columns)

    def unit(self, name):
        """Unit of a column, "1" without dimension, "" of text."""
        return self._units[self._heading(name)]

    def label(self, name):
        """Words for an axis: "temperature max (K)"."""
        heading = self._heading(name)
        unit = self._units[heading]
        plain = heading[: -len(unit) - 1] if heading.endswith(f"_{unit}") else heading
        return plain.replace("_", " ") + (f" ({unit})" if unit not in ("", "1") else "")

    def __contains__(self, name):
        return name in self._columns or any(heading == f"{name}_{unit}" for heading, unit in self._units.items())

    def __getitem__(self, name):
        return self._columns[self._heading(name)]

    def __len__(self):
        return len(next(iter(self._columns.values()), ()))

    def where(self, mask):
        """The rows that a boolean array [rows] chooses."""
        return Table({name: column[mask] for name, column in self._columns.items()}, self._units, self.path)

    def rows(self):
        """One dictionary per row."""
        return [dict(zip(self._columns, row)) for row in zip(*self._columns.values())]

    def frame(self):
        """A pandas.DataFrame with the same headings; the units stand in its attrs["units"]."""
        import pandas

        frame = pandas.DataFrame(self._columns)
        frame.attrs["units"] = dict(self._units)
        return frame

    def __repr__(self):
        return f"<quench.Table of {len(self)} rows: {', '.join(self._columns)}>"


def _array(cells):
    """Numbers where all cells are numbers or empty (nan), else text."""
    try:
        return np.array([float(cell) if cell.strip() else np.nan for cell in cells], dtype=float)
    except ValueError:
        return np.array(cells, dtype=object)


def read_csv(path):
    """A CSV table with one header line. A last line without its end (a run may be writing it) is left out."""
    path = pathlib.Path(path)
    text = path.read_text(encoding="utf-8-sig")
    lines = [row for row in csv.reader(io.StringIO(text[: text.rfind("\n") + 1])) if row]
    if not lines:
        raise QuenchError(f"{path}: is empty; a header line with the names of columns is needed")
    for number, row in enumerate(lines, 1):
        if len(row) != len(lines[0]):
            raise QuenchError(f"{path}: row {number} has {len(row)} cells, the header {len(lines[0])}")
    return Table({name: _array([row[i] for row in lines[1:]]) for i, name in enumerate(lines[0])}, path=path)


def _read_json(path):
    try:
        return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise QuenchError(f"{path}: is no JSON: {error}") from error


def read_prm(path):
    """A case file as a dictionary: {"geometry/mushroom/heater radius": "20 nm", ...}; values are text."""
    keys, section = {}, []
    for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").splitlines(), 1):
        words = line.split("#", 1)[0].strip()
        if words.startswith("subsection "):
            section.append(words[len("subsection "):].strip())
        elif words == "end" and section:
            section.pop()
        elif words.startswith("set ") and "=" in words:
            name, value = words[len("set "):].split("=", 1)
            keys["/".join([*section, name.strip()])] = value.strip()
        elif words:
            raise QuenchError(f"{path}:{number}: {words!r}; subsection NAME, set KEY = VALUE or end is needed")
    return keys


def varied(texts):
    """The one number that differs between texts: (values, unit), or None where something else differs, too.

    ["2 V for 50 ns", "3 V for 50 ns"] gives ([2, 3], "V"). A single number with its unit is the plainest case."""
    number = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
    split = [re.split(f"({number})", text) for text in texts]
    if not split or len({len(parts) for parts in split}) > 1:
        return None
    differing = [i for i, parts in enumerate(zip(*split)) if len(set(parts)) > 1]
    if not differing and len(split[0]) == 3:
        differing = [1]
    if len(differing) != 1 or differing[0] % 2 == 0:
        return None
    unit = re.match(r"\s*([^\s,;]*)", split[0][differing[0] + 1]).group(1)
    return np.array([float(parts[differing[0]]) for parts in split]), unit or "1"


class _Results:
    """What results.json holds: the reported numbers and their origin."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self._json = _read_json(self.path / "results.json")
        if self._json.get("format") != "quench-results" or self._json["format_version"][0] != 1:
            raise QuenchError(f"{self.path}/results.json: not results of Quench in version 1 of their format")
        self.results = {entry["name"]: Quantity(entry["value"], entry["unit"]) for entry in self._json["results"]}
        self.complete = bool(self._json["complete"])
        self.case_name = self._json.get("case_name", self.path.name)
        self.provenance = self._json["provenance"]

    def __repr__(self):
        return f"<quench.{type(self).__name__} {self.path}{'' if self.complete else ', not complete'}>"


class Run(_Results):
    """The folder of `quench run`, or of a measurement written in the same form. Tables: series, reads, curve, nuclei,
    thresholds, noise, rejections; each None where the run has none."""

    _HDF5 = {"series": "series", "reads": "read", "nuclei": "events/nucleation", "rejections": "events/step_rejections"}

    def table(self, name, source=None):
        """A table by its name. `source`: "csv" or "hdf5"; without it CSV, else results.h5."""
        path = self.path / f"{name}.csv"
        if source != "hdf5" and path.exists():
            return read_csv(path)
        if source == "csv" or name not in self._HDF5 or not (self.path / "results.h5").exists():
            return None
        return self._from_hdf5(self._HDF5[name])

    def _from_hdf5(self, group):
        import h5py

        with h5py.File(self.path / "results.h5", "r", locking=False) as file:
            if group not in file:
                return None
            columns, units = {}, {}
            axes = [axis.decode() if isinstance(axis, bytes) else axis for axis in file[group].attrs.get("axes", [])]
            for name in sorted(file[group], key=lambda name: (name not in axes, name)):
                data = file[group][name]
                unit = data.attrs.get("units", "")
                heading = name if unit in ("", "1") else f"{name}_{unit}"
                columns[heading] = data.asstr()[()] if data.dtype.kind == "O" else data[()]
                units[heading] = unit
            return Table(columns, units, f"{self.path}/results.h5:/{group}")

    series = property(lambda self: self.table("series"), doc="One row per accepted step.")
    reads = property(lambda self: self.table("reads"), doc="One row per low-field read.")
    curve = property(lambda self: self.table("curve"), doc="The steady current-voltage curve.")
    nuclei = property(lambda self: self.table("nuclei"), doc="One row per crystal that nucleation bore.")
    thresholds = property(lambda self: self.table("thresholds"), doc="Measured thresholds over time.")
    noise = property(lambda self: self.table("noise"), doc="A measured trace of read noise.")
    rejections = property(lambda self: self.table("rejections"), doc="Rejected steps, from results.h5.")

    @property
    def case(self):
        """Every key of the case as it was run: {"geometry/mushroom/heater radius": "20 nm", ...}."""
        return read_prm(self.path / "case_resolved.prm")

    @property
    def maps(self):
        """Names of the maps: "peak", "quenched", "end", ..."""
        return sorted(path.stem for path in (self.path / "maps").glob("*.csv") if path.stem != "regions")

    def map(self, name, field):
        """A field on its raster: (x [n_x], y [n_y], values [n_y, n_x]); coordinates in nm, the unit in the name of the
        field ("temperature_K"). Points outside the cell are nan."""
        table = read_csv(self.path / "maps" / f"{name}.csv")
        x, y = (np.unique(table[column]) for column in table.names[:2])
        values = np.full((len(y), len(x)), np.nan)
        rows, columns = np.searchsorted(y, table[table.names[1]]), np.searchsorted(x, table[table.names[0]])
        values[rows, columns] = table[field]
        return x, y, values

    def plot(self, **options):
        """Standard figure; see quench_plots.plot_run."""
        import quench_plots

        return quench_plots.plot_run(self, **options)


class Sweep:
    """The folder of `quench sweep`."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.points = read_csv(self.path / "status.csv")
        about = ("point", "directory", "status", "exit_code")
        self.keys = [name for name in self.points.names if name not in about]

    def run(self, point):
        """The run of a point, counted from 1; None if it has left no results yet."""
        row = np.flatnonzero(self.points["point"] == point)
        if len(row) != 1:
            raise QuenchError(f"{self.path}: no point {point}; there are 1 to {len(self.points)}")
        folder = self.path / self.points["directory"][row[0]]
        return Run(folder) if (folder / "results.json").exists() else None

    @property
    def results(self):
        """One row per point: point, status, the varied keys, then every reported number (nan where there is none yet).
        A key in which one number varies is that number; any other is its text."""
        columns = {"point": self.points["point"].astype(int), "status": self.points["status"]}
        units = {}
        for key in self.keys:
            texts = [str(text) for text in self.points[key]]
            number = varied(texts)
            columns[key], units[key] = number if number else (np.array(texts, dtype=object), "")
        runs = [self.run(point) for point in self.points["point"]]
        reported, reported_units = _side_by_side(runs)
        return Table({**columns, **reported}, {**units, **reported_units}, self.path)

    def plot(self, y, x=None, **options):
        """A result over a varied key; see quench_plots.plot_sweep."""
        import quench_plots

        return quench_plots.plot_sweep(self, y, x, **options)

    def __repr__(self):
        return f"<quench.Sweep {self.path}: {len(self.points)} points of {', '.join(self.keys)}>"


def _side_by_side(runs):
    """The reported numbers of runs as columns [runs] and their units; nan where a run (or None) has none."""
    units = {}
    for run in runs:
        for name, quantity in (run.results if run else {}).items():
            if units.setdefault(name, quantity.unit) != quantity.unit:
                raise QuenchError(f"{run.path}: {name} is in {quantity.unit}, in another run in {units[name]}")
    nothing = Quantity(np.nan, "")
    columns = {name: np.array([(run.results if run else {}).get(name, nothing).value for run in runs], dtype=float)
               for name in units}
    return columns, units


def compare(runs):
    """Runs (or array studies) side by side: one row each, its folder and every number it reports."""
    columns, units = _side_by_side(runs)
    return Table({"folder": np.array([str(run.path) for run in runs], dtype=object), **columns}, units)


class Model:
    """A compact model of `quench extract`."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.json = _read_json(self.path)
        if self.json.get("schema") != "quench-compact-model" or self.json["version"][0] != 1:
            raise QuenchError(f"{self.path}: not a compact model of version 1")
        self.name = self.json["model_id"]

    def quantity(self, place):
        """A number or a list of them by its place in the file: quantity("thermal/r_th")."""
        node = self.json
        for name in place.split("/"):
            if not isinstance(node, dict) or name not in node:
                raise QuenchError(f"{self.path}: has no {place}: what was not measured is absent")
            node = node[name]
        if not isinstance(node, dict) or "unit" not in node:
            raise QuenchError(f"{self.path}: {place} is no quantity; it holds {', '.join(node)}")
        value = node["value"]
        return Quantity(np.array(value, dtype=float) if isinstance(value, list) else value, node["unit"])

    def table(self, part):
        """The lists of a part as a table: "drift", "update/reset", "update/set", "update/table", "threshold", ...
        Headings as in the CSV files; the standard error of x_V is x_sigma_V. None where the model has no such part."""
        node = self.json
        for name in part.split("/"):
            node = node.get(name)
            if node is None:
                return None
        columns, units = {}, {}
        for name, entry in node.items():
            if not isinstance(entry, dict) or not isinstance(entry.get("value"), list):
                continue
            end = "" if entry["unit"] == "1" else f"_{entry['unit']}"
            for member, middle in (("value", ""), ("sigma", "_sigma")):
                if member in entry:
                    columns[name + middle + end] = np.array(entry[member], dtype=float)
                    units[name + middle + end] = entry["unit"]
        return Table(columns, units, f"{self.path}:/{part}")

    drift = property(lambda self: self.table("drift"), doc="Per state: conductance at t0, exponent nu and its error.")

    def conductance(self, state_uS, time_s):
        """Mean conductance [uS] at `time_s` after the last pulse of a state that has `state_uS` at t0, at the
        temperature of the drift table: G = state (time/t0)^-nu, nu linear in ln G between the states of the table and
        that of the nearest one outside of them. Throws QuenchError outside the times the model holds for."""
        first, last = self.quantity("validity/time").value
        if not np.all((np.asarray(time_s) >= first * (1 - 1e-9)) & (np.asarray(time_s) <= last * (1 + 1e-9))):
            raise QuenchError(f"{self.path}: time = {time_s} s: the model holds from {first:g} to {last:g} s")
        nu = np.interp(np.log(state_uS), np.log(self.drift["conductance"]), self.drift["nu"])
        return state_uS * (np.asarray(time_s) / self.quantity("drift/t0").value) ** -nu

    def plot(self):
        """Standard figure; see quench_plots.plot_model."""
        import quench_plots

        return quench_plots.plot_model(self)

    def __repr__(self):
        return f"<quench.Model {self.name}, {self.path}>"


class Array(_Results):
    """The folder of `quench array`."""

    @property
    def tables(self):
        """Every table of the study: {"accuracy": Table, "accuracy_summary": Table, ...}."""
        return {path.stem: read_csv(path) for path in sorted(self.path.glob("*.csv"))}

    def plot(self, table=None):
        """Standard figure of a table; see quench_plots.plot_array."""
        import quench_plots

        return quench_plots.plot_array(self, table)


def read(path):
    """A Run, Sweep, Model or Array, by what the folder or file holds."""
    path = pathlib.Path(path)
    if path.is_file():
        return Model(path)
    if (path / "status.csv").exists():
        return Sweep(path)
    if (path / "results.json").exists():
        return (Array if _read_json(path / "results.json").get("stage") == "array" else Run)(path)
    what = "holds neither results.json nor status.csv" if path.exists() else "does not exist"
    raise QuenchError(f"{path}: {what}")
