# script-version: 2.0
# Pictures while the run goes on: temperature in the cell's cross-section (mirrored at the axis), the melt contour in white and the
# border of the glass in cyan. One PNG per step handed over. Needs a display: start quench with `xvfb-run -a`.
#
# In a case file: subsection output / set in situ script = overview.py. The data come through the channel `cell`: coordinates
# in nm, point arrays temperature_K, crystallinity, potential_V, ...; field array bounds_nm (box of the mesh of all ranks).
#
# The script runs on every rank, and only rank 0 knows what is in the data: ask for no array names or ranges (ColorBy,
# RescaleToDataRange); an error on one rank alone leaves the others waiting.
from paraview.simple import *
from paraview import catalyst

melting_point = 900.0  # [K]
temperature_range = [300.0, 1200.0]  # [K] fixed, so that pictures can be compared
picture_size = [1200, 900]

view = CreateView("RenderView")
view.ViewSize = picture_size
view.UseColorPaletteForBackground = 0
view.Background = [1.0, 1.0, 1.0]
view.OrientationAxesVisibility = 0
view.InteractionMode = "2D"

axes = view.AxesGrid
axes.Visibility = 1
axes.XTitle, axes.YTitle, axes.ZTitle = "r (nm)", "z (nm)    ", ""
axes.AxesToLabel = 3  # left and bottom
axes.ShowGrid = 0
for part in ("XTitle", "YTitle", "XLabel", "YLabel"):
    setattr(axes, part + "Color", [0.0, 0.0, 0.0])
    setattr(axes, part + "FontSize", 20)
axes.GridColor = [0.0, 0.0, 0.0]

cell = TrivialProducer(registrationName="cell")
# The other half. (The filter Reflect needs all ranks to update it together, which views do not do.)
mirrored = Transform(Input=cell)
mirrored.Transform.Scale = [-1.0, 1.0, 1.0]

colours = GetColorTransferFunction("temperature_K")
colours.ApplyPreset("Plasma (matplotlib)", True)
colours.RescaleTransferFunction(*temperature_range)

for half in (cell, mirrored):
    surface = Show(half, view)
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
bar.Position = [0.87, 0.2]
bar.ScalarBarLength = 0.6
bar.TitleColor = [0.0, 0.0, 0.0]
bar.LabelColor = [0.0, 0.0, 0.0]
bar.TitleFontSize = 20
bar.LabelFontSize = 18
bar.AutomaticLabelFormat = 0
bar.LabelFormat = "%.0f"
bar.RangeLabelFormat = "%.0f"
bar.Visibility = 1


def show_contour(half, array, value, colour):
    contour = Contour(Input=half)
    contour.ContourBy = ["POINTS", array]
    contour.Isosurfaces = [value]
    lines = Show(contour, view)
    lines.Representation = "Wireframe"
    lines.ColorArrayName = ["POINTS", ""]
    lines.AmbientColor = colour
    lines.DiffuseColor = colour
    lines.LineWidth = 4.0
    lines.Ambient = 1.0
    lines.Diffuse = 0.0


for half in (cell, mirrored):
    show_contour(half, "temperature_K", melting_point, [1.0, 1.0, 1.0])
    show_contour(half, "crystallinity", 0.5, [0.2, 0.9, 0.9])

title = Text(Text="")
label = Show(title, view)
label.WindowLocation = "Upper Center"
label.Color = [0.0, 0.0, 0.0]
label.FontSize = 22

pictures = CreateExtractor("PNG", view, registrationName="overview")
pictures.Trigger = "TimeStep"
pictures.Trigger.Frequency = 1
pictures.Writer.FileName = "overview_{timestep:06d}.png"
pictures.Writer.ImageResolution = picture_size
pictures.Writer.Format = "PNG"

options = catalyst.Options()
options.GlobalTrigger = "TimeStep"
options.ExtractsOutputDirectory = "."


def look_at_section():
    """Parallel projection onto the r-z plane, with the whole section and room for title and bar."""
    data = cell.GetClientSideObject().GetOutputDataObject(0)
    bounds = data.GetFieldData().GetArray("bounds_nm")  # of all ranks; the data's own are those of one
    lower_r, upper_r, lower_z, upper_z = [bounds.GetValue(i) for i in range(4)]
    width, height = 2.0 * max(abs(lower_r), abs(upper_r)), upper_z - lower_z
    aspect = picture_size[0] / picture_size[1]
    seen = max(1.24 * height, 1.42 * width / aspect)  # height of the picture in nm
    x, y = 0.04 * seen * aspect, 0.5 * (lower_z + upper_z)
    view.CameraParallelProjection = 1
    view.CameraFocalPoint = [x, y, 0.0]
    view.CameraPosition = [x, y, 10.0 * seen]
    view.CameraViewUp = [0.0, 1.0, 0.0]
    view.CameraParallelScale = 0.5 * seen


def catalyst_execute(info):
    cell.UpdatePipeline(info.time)
    look_at_section()
    title.Text = "t = %.4g ns    white: T = %g K    cyan: border of the glass" % (info.time, melting_point)
