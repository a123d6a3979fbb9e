"""The reader quench.py against the files themselves, read here by the standard library alone: a run, a sweep, a model and an
array study that the programs have just written.   check_quench.py BIN SOURCE"""

import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import unittest

BIN, SOURCE = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
sys.path.insert(0, str(SOURCE / "postprocess/python"))

import quench  # noqa: E402
import quench_plots  # noqa: E402

COARSE = ["phase field/interface width=4 nm", "mesh/coarse cell size=16 nm", "mesh/edge cell size=4 nm", "mesh/grading=0.5",
          "time step/front travel=0.5", "output/map spacing=5 nm"]
PULSE = "{} V for 12 ns, rise 3 ns, fall 2 ns"


def said(*words):
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL, cwd=FOLDER)


def by_hand(path):
    """The columns of a CSV file as lists of text."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return {name: [row[i] for row in rows[1:]] for i, name in enumerate(rows[0])}


def numbers(path):
    with open(path, encoding="utf-8") as file:
        return {entry["name"]: (entry["value"], entry["unit"]) for entry in json.load(file)["results"]}


def is_png(figure):
    figure.savefig(FOLDER / "figure.png", dpi=40)
    return (FOLDER / "figure.png").read_bytes().startswith(b"\x89PNG\r\n")


def setUpModule():
    """One sweep of two RESETs; a model of them; a small array study."""
    global FOLDER, SCRATCH
    SCRATCH = tempfile.TemporaryDirectory()
    FOLDER = pathlib.Path(SCRATCH.name)
    lines = [f"subsection {key.split('/')[0]}\nset {key.split('/')[1]}\nend\n".replace("=", " = ") for key in COARSE]
    (FOLDER / "case.prm").write_text("".join(lines), encoding="utf-8")
    values = " | ".join(PULSE.format(volts) for volts in ("3.7", "3.9"))
    (FOLDER / "sweep.prm").write_text(SWEEP.format(values=values), encoding="utf-8")
    said(BIN / "quench", "sweep", "sweep.prm", "--output", "sweep")
    said(BIN / "quench", "extract", "sweep", "-o", "model.json")
    said(BIN / "quench", "array", SOURCE / "cases/array/programming.prm", "--set", "programming/devices=100",
         "--output", "array")


SWEEP = """set case = case.prm
subsection axis 1
  set key = program/pulses
  set values = {values}
end
"""


def tearDownModule():
    SCRATCH.cleanup()


class Runs(unittest.TestCase):
    def setUp(self):
        self.run_ = quench.read(FOLDER / "sweep").run(2)

    def test_tables_have_the_bits_of_the_csv_files(self):
        for name in ("series", "reads", "nuclei"):
            expected = by_hand(self.run_.path / f"{name}.csv")
            for source in ("csv", "hdf5"):
                table = self.run_.table(name, source)
                self.assertEqual(sorted(table.names), sorted(expected))
                for heading, cells in expected.items():
                    self.assertEqual([float(cell) for cell in cells], list(table[heading]), (name, source, heading))
        self.assertGreater(len(self.run_.series), 20)

    def test_columns_are_found_by_name_and_have_units(self):
        series = self.run_.series
        self.assertIs(series["time"], series["time_ns"])
        self.assertEqual([series.unit(name) for name in ("time", "current", "melt_volume")], ["ns", "uA", "nm3"])
        self.assertEqual(self.run_.reads.unit("pulse"), "1")
        self.assertEqual(series.label("temperature_max"), "temperature max (K)")
        for source in ("csv", "hdf5"):
            table = self.run_.table("reads", source)
            self.assertEqual({name: table.unit(name) for name in table.names},
                             {name: self.run_.reads.unit(name) for name in table.names})
        with self.assertRaisesRegex(quench.QuenchError, "no column 'curent'; there are time_ns, "):
            series["curent"]

    def test_reported_numbers_are_those_of_the_file(self):
        self.assertEqual(self.run_.results, numbers(self.run_.path / "results.json"))
        self.assertTrue(self.run_.complete)

    def test_the_case_is_readable(self):
        self.assertEqual(self.run_.case["mesh/coarse cell size"], "16 nm")
        self.assertEqual(self.run_.case["program/pulses"].split(" for")[0], "3.9 V")

    def test_a_map_has_its_values_in_place(self):
        self.assertIn("peak", self.run_.maps)
        x, y, values = self.run_.map("peak", "temperature_K")
        rows = by_hand(self.run_.path / "maps/peak.csv")
        for r, z, kelvin in zip(rows["r_nm"], rows["z_nm"], rows["temperature_K"]):
            self.assertEqual(values[list(y).index(float(z)), list(x).index(float(r))], float(kelvin))

    def test_a_frame_has_the_same_columns(self):
        frame = self.run_.series.frame()
        self.assertEqual(list(frame.columns), self.run_.series.names)
        self.assertEqual(frame.attrs["units"]["current_uA"], "uA")
        self.assertEqual(float(frame["current_uA"].max()), max(self.run_.series["current"]))

    def test_a_run_under_way_is_read_up_to_its_last_whole_row(self):
        path = FOLDER / "half.csv"
        path.write_text("time_ns,current_uA\n1,2\n3,4\n5,", encoding="utf-8")
        self.assertEqual(list(quench.read_csv(path)["time"]), [1, 3])

    def test_plots(self):
        self.assertTrue(is_png(self.run_.plot(pulse=(0, 30))))
        self.assertTrue(is_png(quench_plots.plot_map(self.run_, "peak", "temperature_K")))
        axis = quench_plots.plot_drift(self.run_).axes[0]
        last = [float(cell) for cell in by_hand(self.run_.path / "reads.csv")["resistance_ohm"]][-1]
        self.assertEqual(axis.lines[0].get_ydata()[-1], last)


class Sweeps(unittest.TestCase):
    def test_one_row_per_point(self):
        sweep = quench.read(FOLDER / "sweep")
        table = sweep.results
        self.assertEqual(list(table["status"]), ["done", "done"])
        self.assertEqual((list(table["program/pulses"]), table.unit("program/pulses")), ([3.7, 3.9], "V"))
        for row, directory in enumerate(by_hand(FOLDER / "sweep/status.csv")["directory"]):
            for name, (value, unit) in numbers(FOLDER / "sweep" / directory / "results.json").items():
                self.assertEqual((table[name][row], table.unit(name)), (value, unit))
        self.assertEqual(list(quench.compare([sweep.run(1), sweep.run(2)])["nu"]), list(table["nu"]))
        self.assertTrue(is_png(sweep.plot("resistance_after", logarithmic=True)))
        with self.assertRaisesRegex(quench.QuenchError, "no point 3; there are 1 to 2"):
            sweep.run(3)

    def test_the_number_that_differs_is_found(self):
        values, unit = quench.varied(["2 V for 50 ns", "3.5 V for 50 ns"])
        self.assertEqual((list(values), unit), ([2, 3.5], "V"))
        values, unit = quench.varied(["20 nm", "20 nm"])
        self.assertEqual((list(values), unit), ([20, 20], "nm"))
        self.assertIsNone(quench.varied(["2 V for 50 ns", "3 V for 60 ns"]))
        self.assertIsNone(quench.varied(["TiN", "TaN"]))


class Models(unittest.TestCase):
    def test_tables_and_conductance(self):
        model = quench.read(FOLDER / "model.json")
        with open(FOLDER / "model.json", encoding="utf-8") as file:
            drift = json.load(file)["drift"]
        self.assertEqual(list(model.drift["nu"]), drift["nu"]["value"])
        self.assertEqual(list(model.drift["nu_sigma"]), drift["nu"]["sigma"])
        self.assertEqual(model.drift.unit("conductance"), "uS")
        self.assertIsNone(model.table("read_noise"))
        state, nu = drift["conductance"]["value"][1], drift["nu"]["value"][1]
        self.assertTrue(math.isclose(model.conductance(state, 1e6), state * (1e6 / 20) ** -nu, rel_tol=1e-12))
        with self.assertRaisesRegex(quench.QuenchError, "the model holds from"):
            model.conductance(state, 1e30)
        with self.assertRaisesRegex(quench.QuenchError, "has no read_noise"):
            model.quantity("read_noise/q")
        self.assertTrue(is_png(model.plot()))


class Arrays(unittest.TestCase):
    def test_tables_and_results(self):
        study = quench.read(FOLDER / "array")
        self.assertEqual(sorted(study.tables), ["train", "verify"])
        self.assertEqual(study.results, numbers(FOLDER / "array/results.json"))
        for name, table in study.tables.items():
            for heading, cells in by_hand(FOLDER / f"array/{name}.csv").items():
                self.assertEqual([str(cell) for cell in cells] if table.unit(heading) == "" else
                                 [float(cell) for cell in cells], list(table[heading]))
            self.assertTrue(is_png(study.plot(name)))


class Errors(unittest.TestCase):
    def test_what_is_no_result_is_named(self):
        for text, path in (("holds neither", FOLDER), ("does not exist", FOLDER / "nowhere")):
            with self.assertRaisesRegex(quench.QuenchError, text):
                quench.read(path)
        (FOLDER / "ragged.csv").write_text("a,b\n1\n", encoding="utf-8")
        with self.assertRaisesRegex(quench.QuenchError, "row 2 has 1 cells, the header 2"):
            quench.read_csv(FOLDER / "ragged.csv")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
