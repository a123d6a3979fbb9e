# script-version: 2.0
# Pictures while the run goes on: temperature in the cell's cross-section, the melt contour in white and the border of the
# glass in cyan. One PNG per state handed over. Needs a display:
#
#   xvfb-run -a -s '-screen 0 1280x1024x24 -noreset' quench run CASE.prm
#
# An axisymmetric cell is mirrored at its axis, a planar one shown as it is, and of a three-dimensional one the plane y in
# the middle: the environment variable QUENCH_SYMMETRY says which it is.
#
# In a case file: subsection output / set in situ script = overview.py. The data come through the channel `cell`: coordinates
# in nm, point arrays temperature_K, crystallinity, ...; field arrays bounds_nm (box of the mesh of all ranks), region_names.
# To draw another field change the first lines below.
#
# The script draws with VTK's own classes, made once and kept: ParaView's views cost several times as much. Every
# rank sends the surface of its cells to rank 0, which draws.
import math
import os

from paraview import catalyst
from paraview.simple import GetColorTransferFunction, TrivialProducer
from vtkmodules.vtkCommonCore import vtkLookupTable, vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPlane, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkAppendPolyData, vtkContourFilter, vtkCutter
from vtkmodules.vtkFiltersGeometry import vtkGeometryFilter
from vtkmodules.vtkIOImage import vtkPNGWriter
from vtkmodules.vtkParallelCore import vtkMultiProcessController
from vtkmodules.vtkRenderingAnnotation import vtkAxisActor2D, vtkScalarBarActor
from vtkmodules.vtkRenderingCore import (vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow, vtkTextActor,
                                         vtkWindowToImageFilter)

field, field_title, field_range = "temperature_K", "T (K)", [300.0, 1200.0]  # fixed, so that pictures can be compared
contours = [  # array, value, colour, what the title says
    ("temperature_K", 900.0, [1.0, 1.0, 1.0], "white: T = 900 K"),
    ("crystallinity", 0.5, [0.2, 0.9, 0.9], "cyan: border of the glass"),
]
preset = "Plasma (matplotlib)"
picture_size = [800, 600]
symmetry = os.environ.get("QUENCH_SYMMETRY", "axisymmetric")
is_solid = symmetry == "three-dimensional"  # coordinates x, y, z; else x or r, z
across = "r (nm)" if symmetry == "axisymmetric" else "x (nm)"
tag = 3117  # of our messages

cell = TrivialProducer(registrationName="cell")
options = catalyst.Options()


def in_black(*properties):
    for text in properties:
        text.SetColor(0.0, 0.0, 0.0)
        text.SetFontSize(14)
        text.BoldOff()
        text.ItalicOff()
        text.ShadowOff()


class Picture:
    """What is drawn on rank 0: made at the first state, kept for all."""

    def __init__(self, bounds):
        self.surface = vtkPolyData()
        self.renderer = vtkRenderer()
        self.renderer.SetBackground(1.0, 1.0, 1.0)
        self.window = vtkRenderWindow()
        self.window.SetOffScreenRendering(1)
        self.window.SetMultiSamples(0)
        self.window.SetSize(picture_size)
        self.window.AddRenderer(self.renderer)
        self.mapper = vtkPolyDataMapper()
        self.contours = [self.add_contour(*contour[:3]) for contour in contours]
        self.add_colours()
        self.title = vtkTextActor()
        in_black(self.title.GetTextProperty())
        self.title.GetTextProperty().SetJustificationToCentered()
        self.title.SetPosition(picture_size[0] // 2, picture_size[1] - 30)
        self.renderer.AddActor2D(self.title)
        self.look_at(bounds)
        self.image = vtkWindowToImageFilter()
        self.image.SetInput(self.window)
        self.image.ReadFrontBufferOff()
        self.image.ShouldRerenderOff()
        self.writer = vtkPNGWriter()
        self.writer.SetInputConnection(self.image.GetOutputPort())
        self.writer.SetCompressionLevel(1)

    def add_mapper(self, mapper):
        """What the mapper draws and, where the cell is axisymmetric, its mirror image."""
        actors = []
        for scale in (1.0, -1.0) if symmetry == "axisymmetric" else (1.0,):
            actor = vtkActor()
            actor.SetMapper(mapper)
            actor.SetScale(scale, 1.0, 1.0)
            actor.GetProperty().LightingOff()
            self.renderer.AddActor(actor)
            actors.append(actor)
        return actors

    def add_colours(self):
        colours = GetColorTransferFunction(field)
        colours.ApplyPreset(preset, True)
        colours.RescaleTransferFunction(*field_range)
        table = vtkLookupTable()
        table.SetNumberOfTableValues(256)
        table.SetTableRange(field_range)
        for i in range(256):
            value = field_range[0] + (field_range[1] - field_range[0]) * i / 255
            colour = [0.0, 0.0, 0.0]
            colours.GetClientSideObject().GetColor(value, colour)
            table.SetTableValue(i, *colour, 1.0)
        self.mapper.SetInputData(self.surface)
        self.mapper.SetLookupTable(table)
        self.mapper.UseLookupTableScalarRangeOn()
        self.mapper.SetScalarModeToUsePointFieldData()
        self.mapper.SelectColorArray(field)
        self.mapper.InterpolateScalarsBeforeMappingOn()
        self.add_mapper(self.mapper)
        bar = vtkScalarBarActor()
        bar.SetLookupTable(table)
        bar.SetTitle(field_title)
        bar.SetLabelFormat("%g")
        bar.SetNumberOfLabels(7)
        bar.UnconstrainedFontSizeOn()
        bar.SetVerticalTitleSeparation(12)
        in_black(bar.GetTitleTextProperty(), bar.GetLabelTextProperty())
        bar.SetPosition(0.87, 0.18)
        bar.SetWidth(0.1)
        bar.SetHeight(0.66)
        self.renderer.AddActor2D(bar)

    def add_contour(self, array, value, colour):
        contour = vtkContourFilter()
        contour.SetInputData(self.surface)
        contour.SetInputArrayToProcess(0, 0, 0, 0, array)
        contour.SetValue(0, value)
        contour.ComputeScalarsOff()
        mapper = vtkPolyDataMapper()
        mapper.SetInputConnection(contour.GetOutputPort())
        mapper.ScalarVisibilityOff()
        mapper.SetResolveCoincidentTopologyToPolygonOffset()
        for actor in self.add_mapper(mapper):
            actor.GetProperty().SetColor(colour)
            actor.GetProperty().SetLineWidth(3.0)
        return contour

    def look_at(self, ends):
        """Parallel projection onto the section, all of it, with room for title, axes and bar."""
        low, high = ends[4:6] if is_solid else ends[2:4]
        left, right = (-max(map(abs, ends[:2])), max(map(abs, ends[:2]))) if symmetry == "axisymmetric" else ends[:2]
        aspect = picture_size[0] / picture_size[1]
        seen = max(1.3 * (high - low), 1.42 * (right - left) / aspect)  # height of the picture in nm
        x, z = 0.5 * (left + right) + 0.02 * seen * aspect, 0.5 * (low + high)
        camera = self.renderer.GetActiveCamera()
        camera.ParallelProjectionOn()
        camera.SetParallelScale(0.5 * seen)
        depth = 0.5 * (ends[2] + ends[3])
        at = (lambda x, z: (x, depth, z)) if is_solid else (lambda x, z: (x, z, 0.0))
        camera.SetFocalPoint(at(x, z))
        camera.SetPosition((x, depth - 10 * seen, z) if is_solid else (x, z, 10 * seen))
        camera.SetViewUp((0, 0, 1) if is_solid else (0, 1, 0))
        camera.SetClippingRange(seen, 20 * seen)
        self.add_axis(left, right, lambda value: at(value, low), across, False)
        self.add_axis(low, high, lambda value: at(left, value), "z (nm)", True)
        self.add_frame([at(left, low), at(right, low), at(right, high), at(left, high)])

    def add_axis(self, low, high, at, title, is_upright):
        """Ticks at round numbers between low and high."""
        step = 10 ** math.floor(math.log10((high - low) / 4))
        step *= next(factor for factor in (1, 2, 2.5, 5, 10) if (high - low) / (factor * step) <= 8)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        ends = [first * step, last * step]
        axis = vtkAxisActor2D()
        for coordinate, end in zip((axis.GetPositionCoordinate(), axis.GetPosition2Coordinate()),
                                   reversed(ends) if is_upright else ends):  # labels lie to the right of the way
            coordinate.SetCoordinateSystemToWorld()
            coordinate.SetValue(*at(end))
        axis.SetRange(list(reversed(ends)) if is_upright else ends)
        axis.SetNumberOfLabels(last - first + 1)
        axis.AdjustLabelsOff()
        axis.UseFontSizeFromPropertyOn()
        axis.SetLabelFormat("%g")
        axis.SetTitle(title)
        axis.GetProperty().SetColor(0.0, 0.0, 0.0)
        in_black(axis.GetTitleTextProperty(), axis.GetLabelTextProperty())
        self.renderer.AddActor2D(axis)

    def add_frame(self, corners):
        points, lines = vtkPoints(), vtkCellArray()
        lines.InsertNextCell(5)
        for corner in corners:
            lines.InsertCellPoint(points.InsertNextPoint(corner))
        lines.InsertCellPoint(0)
        frame = vtkPolyData()
        frame.SetPoints(points)
        frame.SetLines(lines)
        mapper = vtkPolyDataMapper()
        mapper.SetInputData(frame)
        actor = vtkActor()
        actor.SetMapper(mapper)
        actor.GetProperty().SetColor(0.0, 0.0, 0.0)
        actor.GetProperty().LightingOff()
        self.renderer.AddActor(actor)

    def write(self, surface, title, path):
        self.surface.ShallowCopy(surface)
        self.title.SetInput(title)
        self.window.Render()
        self.image.Modified()
        self.writer.SetFileName(path)
        self.writer.Write()


surfaces, section, picture = vtkGeometryFilter(), vtkCutter(), None


def surface_of(data, ends):
    """The cells of this rank as a surface: themselves, or where the middle plane y cuts them."""
    kept = data.NewInstance()
    kept.CopyStructure(data)
    for name in {field, *(contour[0] for contour in contours)}:
        if not data.GetPointData().HasArray(name):
            raise RuntimeError("the point array %s is missing: is it among output/in situ fields?" % name)
        kept.GetPointData().AddArray(data.GetPointData().GetArray(name))
    maker = section if is_solid else surfaces
    if is_solid:
        plane = vtkPlane()
        plane.SetOrigin(0.0, 0.5 * (ends[2] + ends[3]), 0.0)
        plane.SetNormal(0.0, 1.0, 0.0)
        section.SetCutFunction(plane)
    maker.SetInputData(kept)
    maker.Update()
    return maker.GetOutput()


def gathered(surface):
    """The surfaces of all ranks on rank 0; None on the others."""
    controller = vtkMultiProcessController.GetGlobalController()
    if controller is None or controller.GetNumberOfProcesses() == 1:
        return surface
    if controller.GetLocalProcessId() > 0:
        controller.Send(surface, 0, tag)
        return None
    all_of_them = vtkAppendPolyData()
    all_of_them.AddInputData(surface)
    for rank in range(1, controller.GetNumberOfProcesses()):
        other = vtkPolyData()
        controller.Receive(other, rank, tag)
        all_of_them.AddInputData(other)
    all_of_them.Update()
    return all_of_them.GetOutput()


def catalyst_execute(info):
    global picture
    data = cell.GetClientSideObject().GetOutputDataObject(0)
    bounds = data.GetFieldData().GetArray("bounds_nm")  # of all ranks; the data's own are those of one
    ends = [bounds.GetValue(i) for i in range(6)]
    surface = gathered(surface_of(data, ends))
    if surface is None:
        return
    if picture is None:
        picture = Picture(ends)
    title = "    ".join(["t = %.4g ns" % info.time] + [contour[3] for contour in contours])
    picture.write(surface, title, "overview_%06d.png" % info.timestep)
