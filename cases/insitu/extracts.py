# script-version: 2.0
# Data while the run goes on, no pictures and no display: every step handed over becomes a CSV table of all points with all
# fields, and the melt contour a VTP file. For looking at a run from afar or for training data.
#
# In a case file: subsection output / set in situ script = extracts.py. The data come through the channel `cell`: coordinates
# in nm, point arrays temperature_K, crystallinity, potential_V, ...; field array bounds_nm (box of the mesh of all ranks).
from paraview.simple import *
from paraview import catalyst

melting_point = 900.0  # [K]

cell = TrivialProducer(registrationName="cell")

table = CreateExtractor("CSV", cell, registrationName="points")
table.Trigger = "TimeStep"
table.Trigger.Frequency = 1
table.Writer.FileName = "points_{timestep:06d}.csv"
table.Writer.Precision = 17
table.Writer.UseScientificNotation = 1

melt = Contour(Input=cell)
melt.ContourBy = ["POINTS", "temperature_K"]
melt.Isosurfaces = [melting_point]

contour = CreateExtractor("VTP", melt, registrationName="melt")
contour.Trigger = "TimeStep"
contour.Trigger.Frequency = 1
contour.Writer.FileName = "melt_{timestep:06d}.vtp"

options = catalyst.Options()
options.GlobalTrigger = "TimeStep"
options.ExtractsOutputDirectory = "."
