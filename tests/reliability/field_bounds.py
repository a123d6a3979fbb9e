"""Lowest temperature and range of the crystallinity in all fields of a run: field_bounds.py FOLDER"""
import base64
import pathlib
import re
import struct
import sys
import zlib

import numpy


def array(text, name):
    """The numbers of a compressed inline array of a VTU file."""
    body = re.search(rf'Name="{name}"[^>]*format="binary">\s*([^<]*?)\s*<', text).group(1)
    n_blocks = struct.unpack("<Q", base64.b64decode(body[:12])[:8])[0]
    head = 4 * -(-8 * (3 + n_blocks) // 3)
    sizes = struct.unpack(f"<{n_blocks}Q", base64.b64decode(body[:head])[24 : 24 + 8 * n_blocks])
    packed, at, plain = base64.b64decode(body[head:]), 0, b""
    for size in sizes:
        plain += zlib.decompress(packed[at : at + size])
        at += size
    return numpy.frombuffer(plain)


files = sorted(pathlib.Path(sys.argv[1]).glob("fields/*.vtu"))
lowest, low, high = numpy.inf, numpy.inf, -numpy.inf
for file in files:
    text = file.read_text()
    temperature, crystallinity = array(text, "temperature_K"), array(text, "crystallinity")
    if not (numpy.isfinite(temperature).all() and numpy.isfinite(crystallinity).all()):
        sys.exit(f"{file}: a number that is not finite")
    lowest = min(lowest, temperature.min())
    low, high = min(low, crystallinity.min()), max(high, crystallinity.max())
print(len(files), repr(float(lowest)), repr(float(low)), repr(float(high)))
