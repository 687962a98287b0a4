"""Where the middle of a country is, by the shapes of Natural Earth (public domain, 1:110 million).

GeoNames' own point of a country may be its capital or far from its middle. Where one landmass is most of a
country and holds its own middle, that middle is taken instead. An archipelago, a crescent, and whatever is
too small for a map of the world, keep GeoNames' point.
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from gazetteer_sources import open_archive

MEMBER = "/naturalearth_lowres.{}"
MAIN_SHARE = 2 / 3  # of the country's area, at least, lies in the landmass that may stand for it
UNCODED = {"France": "FRA", "Norway": "NOR", "Kosovo": "XKX"}  # the file leaves their ISO codes open
Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Land:
    """One landmass: its area, in no unit, and its middle in degrees."""

    area: float
    latitude: float
    longitude: float
    ring: Ring


def read_middles(folder: Path) -> dict[str, tuple[float, float]]:
    """Latitude and longitude by ISO 3166-1 alpha-3 of the countries that a landmass can stand for."""
    middles = {}
    shapes = read_shapes(open_archive(folder, "geopandas", MEMBER.format("shp")))
    codes = read_codes(open_archive(folder, "geopandas", MEMBER.format("dbf")))
    for code, rings in zip(codes, shapes, strict=True):
        lands = [measure(ring) for ring in rings]
        main = max(lands, key=lambda land: land.area)
        if main.area >= MAIN_SHARE * sum(land.area for land in lands) and holds(main):
            middles[code] = (round(main.latitude, 2), round(main.longitude, 2))
    return middles


def read_codes(table: bytes) -> Iterator[str]:
    """The ISO code of each row of a dBASE table. Source: dBASE III file format."""
    count, header, length = struct.unpack("<IHH", table[4:12])
    columns, start = {}, 1
    for at in range(32, header - 1, 32):
        name = table[at : at + 11].split(b"\0")[0].decode()
        columns[name] = (start, start + table[at + 16])
        start += table[at + 16]
    for row in range(count):
        at = header + row * length
        name, code = (
            table[at + columns[column][0] : at + columns[column][1]].decode("utf-8", "replace").strip()
            for column in ("name", "iso_a3")
        )
        yield UNCODED.get(name, code)


def read_shapes(content: bytes) -> Iterator[list[Ring]]:
    """The rings (longitude, latitude) of each polygon. Source: ESRI Shapefile Technical Description, 1998."""
    at = 100
    while at < len(content):
        words = struct.unpack(">i", content[at + 4 : at + 8])[0]
        shape = content[at + 8 : at + 8 + 2 * words]
        at += 8 + 2 * words
        rings, points = struct.unpack("<ii", shape[36:44])
        starts = [*struct.unpack(f"<{rings}i", shape[44 : 44 + 4 * rings]), points]
        numbers = struct.unpack(f"<{2 * points}d", shape[44 + 4 * rings : 44 + 4 * rings + 16 * points])
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        yield [pairs[start : end - 1] for start, end in pairwise(starts)]


def measure(ring: Ring) -> Land:
    """Area and middle of a ring, on Lambert's cylinder, which keeps areas as they are on the globe."""
    flat = [(math.radians(longitude), math.sin(math.radians(latitude))) for longitude, latitude in ring]
    area = east = north = 0.0
    for (x1, y1), (x2, y2) in zip(flat, flat[1:] + flat[:1], strict=True):
        part = x1 * y2 - x2 * y1
        area, east, north = area + part, east + (x1 + x2) * part, north + (y1 + y2) * part
    latitude = math.degrees(math.asin(north / (3 * area)))
    return Land(abs(area / 2), latitude, math.degrees(east / (3 * area)), ring)


def holds(land: Land) -> bool:
    """Whether the middle of a landmass lies on it. Source: even-odd rule, Shimrat (1962)."""
    inside = False
    for (x1, y1), (x2, y2) in zip(land.ring, land.ring[1:] + land.ring[:1], strict=True):
        if (y1 > land.latitude) != (y2 > land.latitude):
            inside ^= land.longitude < (x2 - x1) * (land.latitude - y1) / (y2 - y1) + x1
    return inside
