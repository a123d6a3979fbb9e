// Ring-heater cell: the heater is a thin tube filled with dielectric, so that current enters the phase-change layer
// through a ring. Section in r (Gmsh's x) and z (Gmsh's y), in nm.
//
//   gmsh -2 -format msh41 -o ring.msh ring.geo
//
// A raster of rectangles: columns between the radii R[], rows between the heights Z[], with nr[] and nz[] elements.
R[] = {0, 14, 20, 60, 120};
Z[] = {0, 20, 80, 130, 180, 210};
nr[] = {4, 3, 8, 8};
nz[] = {4, 10, 10, 7, 5};

For j In {0:5}
  For i In {0:4}
    Point(1 + i + 10 * j) = {R[i], Z[j], 0};
  EndFor
EndFor
For j In {0:5}
  For i In {0:3}
    Line(101 + i + 10 * j) = {1 + i + 10 * j, 2 + i + 10 * j};
    Transfinite Curve {101 + i + 10 * j} = nr[i] + 1;
  EndFor
EndFor
For j In {0:4}
  For i In {0:4}
    Line(201 + i + 10 * j) = {1 + i + 10 * j, 11 + i + 10 * j};
    Transfinite Curve {201 + i + 10 * j} = nz[j] + 1;
  EndFor
EndFor
For j In {0:4}
  For i In {0:3}
    Curve Loop(301 + i + 10 * j) = {101 + i + 10 * j, 202 + i + 10 * j, -(111 + i + 10 * j), -(201 + i + 10 * j)};
    Plane Surface(301 + i + 10 * j) = {301 + i + 10 * j};
    Transfinite Surface {301 + i + 10 * j};
    Recombine Surface {301 + i + 10 * j};
  EndFor
EndFor

Physical Surface("bottom electrode") = {301:304};
Physical Surface("dielectric") = {311, 313, 314};
Physical Surface("heater") = {312};
Physical Surface("phase change layer") = {321:324, 331:334};
Physical Surface("top electrode") = {341:344};
Physical Curve("bottom") = {101:104};
Physical Curve("top") = {151:154};
Physical Point("singular") = {22, 23};
