# script-version: 2.0
# Pictures while the run goes on: temperature in the cell's cross-section, the melt contour in white and the border of the
# glass in cyan. One PNG per step handed over. Needs a display:
#
#   xvfb-run -a -s '-screen 0 1280x1024x24 -noreset' quench run CASE.prm
#
# An axisymmetric cell is mirrored at its axis, a planar one shown as it is, and of a three-dimensional one the plane y in
# the middle: the environment variable QUENCH_SYMMETRY says which it is.
#
# In a case file: subsection output / set in situ script = overview.py. The data come through the channel `cell`: coordinates
# in nm, point arrays temperature_K, crystallinity, ...; field arrays bounds_nm (box of the mesh of all ranks), region_names.
#
# The script runs on every rank, and only rank 0 knows what is in the data: ask for no array names or ranges (ColorBy,
# RescaleToDataRange); an error on one rank alone leaves the others waiting.
import os

from paraview.simple import *
from paraview import catalyst

melting_point = 900.0  # [K]
temperature_range = [300.0, 1200.0]  # [K] fixed, so that pictures can be compared
picture_size = [800, 600]
symmetry = os.environ.get("QUENCH_SYMMETRY", "axisymmetric")
is_solid = symmetry == "three-dimensional"  # coordinates x, y, z; else x or r, z
across = "r (nm)" if symmetry == "axisymmetric" else "x (nm)"
black = [0.0, 0.0, 0.0]

view = CreateView("RenderView")
view.ViewSize = picture_size
view.UseColorPaletteForBackground = 0
view.Background = [1.0, 1.0, 1.0]
view.OrientationAxesVisibility = 0
view.InteractionMode = "2D"
view.CameraParallelProjection = 1

axes = view.AxesGrid
axes.Visibility = 1
axes.XTitle = across
axes.YTitle, axes.ZTitle = ("", "z (nm)  ") if is_solid else ("z (nm)  ", "")
axes.AxesToLabel = 5 if is_solid else 3  # left and bottom
axes.ShowGrid = 0
axes.GridColor = black
for name in "XYZ":
    for part in ("Title", "Label"):
        setattr(axes, name + part + "Color", black)
        setattr(axes, name + part + "FontSize", 14)

cell = TrivialProducer(registrationName="cell")
if is_solid:
    section = Slice(Input=cell)
    section.SliceType = "Plane"
    section.SliceType.Normal = [0.0, 1.0, 0.0]
    parts = [section]
elif symmetry == "axisymmetric":
    # The other half. (The filter Reflect needs all ranks to update it together, which views do not do.)
    mirrored = Transform(Input=cell)
    mirrored.Transform.Scale = [-1.0, 1.0, 1.0]
    parts = [cell, mirrored]
else:
    parts = [cell]

colours = GetColorTransferFunction("temperature_K")
colours.ApplyPreset("Plasma (matplotlib)", True)
colours.RescaleTransferFunction(*temperature_range)

for part in parts:
    surface = Show(part, view)
    surface.Representation = "Surface"
    surface.ColorArrayName = ["POINTS", "temperature_K"]
    surface.LookupTable = colours
    surface.Ambient = 1.0
    surface.Diffuse = 0.0

bar = GetScalarBar(colours, view)
bar.Title = "temperature (K)"
bar.ComponentTitle = ""
bar.Orientation = "Vertical"
bar.WindowLocation = "Any Location"
bar.Position = [0.86, 0.2]
bar.ScalarBarLength = 0.6
bar.TitleColor = black
bar.LabelColor = black
bar.TitleFontSize = 14
bar.LabelFontSize = 13
bar.AutomaticLabelFormat = 0
bar.LabelFormat = "%.0f"
bar.RangeLabelFormat = "%.0f"
bar.Visibility = 1


def show_contour(part, array, value, colour):
    contour = Contour(Input=part)
    contour.ContourBy = ["POINTS", array]
    contour.Isosurfaces = [value]
    lines = Show(contour, view)
    lines.Representation = "Wireframe"
    lines.ColorArrayName = ["POINTS", ""]
    lines.AmbientColor = colour
    lines.DiffuseColor = colour
    lines.LineWidth = 3.0
    lines.Ambient = 1.0
    lines.Diffuse = 0.0


for part in parts:
    show_contour(part, "temperature_K", melting_point, [1.0, 1.0, 1.0])
    show_contour(part, "crystallinity", 0.5, [0.2, 0.9, 0.9])

title = Text(Text="")
label = Show(title, view)
label.WindowLocation = "Upper Center"
label.Color = black
label.FontSize = 15

pictures = CreateExtractor("PNG", view, registrationName="overview")
pictures.Trigger = "TimeStep"
pictures.Trigger.Frequency = 1
pictures.Writer.FileName = "overview_{timestep:06d}.png"
pictures.Writer.ImageResolution = picture_size
pictures.Writer.Format = "PNG"
pictures.Writer.Format.CompressionLevel = "1"

options = catalyst.Options()
options.GlobalTrigger = "TimeStep"
options.ExtractsOutputDirectory = "."


def look_at_section():
    """Parallel projection onto the section, all of it, with room for title and bar."""
    data = cell.GetClientSideObject().GetOutputDataObject(0)
    bounds = data.GetFieldData().GetArray("bounds_nm")  # of all ranks; the data's own are those of one
    ends = [bounds.GetValue(i) for i in range(6)]
    low, high = ends[4:6] if is_solid else ends[2:4]
    left, right = (-max(map(abs, ends[:2])), max(map(abs, ends[:2]))) if symmetry == "axisymmetric" else ends[:2]
    aspect = picture_size[0] / picture_size[1]
    seen = max(1.24 * (high - low), 1.5 * (right - left) / aspect)  # height of the picture in nm
    x, z = 0.5 * (left + right) + 0.02 * seen * aspect, 0.5 * (low + high)
    view.CameraParallelScale = 0.5 * seen
    if is_solid:
        y = 0.5 * (ends[2] + ends[3])
        section.SliceType.Origin = [x, y, z]
        view.CameraFocalPoint, view.CameraPosition, view.CameraViewUp = [x, y, z], [x, y - 10 * seen, z], [0, 0, 1]
    else:
        view.CameraFocalPoint, view.CameraPosition, view.CameraViewUp = [x, z, 0], [x, z, 10 * seen], [0, 1, 0]


def catalyst_execute(info):
    cell.UpdatePipeline(info.time)
    look_at_section()
    title.Text = "t = %.4g ns    white: T = %g K    cyan: border of the glass" % (info.time, melting_point)
