"""The map of an archive's places: projection, frame, dots and their labels, and the coasts of the world.

The outlines of the coasts are Natural Earth's, in the public domain; land.txt describes how they were made.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

import msgspec

from newsgen.archive.model import Archive
from newsgen.gazetteer import find_coordinates
from newsgen.renderer.views import Link

LAND = "places/land.svg"
_MOST = 250
"""Most dots on a map, for the places with the most articles: a page must not grow without end."""
_LARGEST, _SMALLEST = 26, 8
"""Largest and smallest radius of a dot, in units of the drawing."""
_LABELS = 12
"""Places, those with the most articles, that get a label if the map has room."""
_LETTER, _LINE, _GAP = 12, 30, 7
"""Width of a letter, height of a line, and gap between a dot and its label, in units of the drawing."""


class Spot(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A place on the map."""

    x: int
    """Units of the drawing from the left; a drawing is a thousand units wide."""
    y: int
    """Units from the top."""
    latitude: float
    """Degrees north."""
    longitude: float
    """Degrees east."""
    land: str
    """Address of the drawing of the land."""
    height: int
    """Units of the drawing from top to bottom."""
    gazetteer: bool
    """True if the coordinates are from the gazetteer, False if from the archive's places.toml."""


class Dot(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A place's dot."""

    x: int
    y: int
    radius: int
    place: Link
    """The place, its number of articles, and the link of the dot."""
    side: str
    """Side of its label: 'start' (left) or 'end'; '' for no label."""

    @property
    def label(self) -> int:
        """Where its label begins, or ends if it is on the left side: units from the left."""
        distance = self.radius + _GAP
        return self.x - distance if self.side == "start" else self.x + distance


class Map(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The map in the index of places."""

    land: str
    """Address of the drawing of the land."""
    height: int
    """Units of the drawing from top to bottom; it is a thousand units wide."""
    dots: tuple[Dot, ...]
    """Most articles first, so that small dots are drawn over large ones."""
    known: int
    """Number of places with known coordinates; it may be higher than that of the dots."""
    unknown: int
    """Number of places without known coordinates."""
    gazetteer: bool
    """True if the coordinates of any dot are from the gazetteer."""


class Atlas(msgspec.Struct, frozen=True):
    """The known places of an archive, with the frame of their map."""

    at: dict[str, tuple[float, float]]
    """Latitude and longitude, in degrees, of each known place by name."""
    frame: Frame | None
    """None if no place is known."""
    own: frozenset[str] = frozenset()
    """Names of places with coordinates from the archive's places.toml."""

    @property
    def land(self) -> str:
        """Address of the drawing of the land, with a version because it changes with the frame."""
        version = zlib.crc32(msgspec.json.encode(self.frame))
        return f"{LAND}?v={version:08x}"

    def locate(self, name: str) -> Spot | None:
        """Locate a place on the map; None if it is not known."""
        if self.frame is None or name not in self.at:
            return None
        x, y = self.frame.locate(*self.at[name])
        return Spot(x, y, *self.at[name], self.land, self.frame.height, name not in self.own)

    def draw_map(self, places: Iterable[Link]) -> Map | None:
        """Draw the dots of places; None if no place is known."""
        links = sorted(places, key=lambda link: (-link.count, link.text))
        known = [link for link in links if link.text in self.at]
        if self.frame is None or not known:
            return None
        shown = known[:_MOST]
        dots = []
        for link in shown:
            radius = max(_SMALLEST, round(_LARGEST * math.sqrt(link.count / shown[0].count)))
            dots.append(Dot(*self.frame.locate(*self.at[link.text]), radius, link, ""))
        return Map(
            land=self.land,
            height=self.frame.height,
            dots=tuple(_label_dots(dots)),
            known=len(known),
            unknown=len(links) - len(known),
            gazetteer=any(link.text not in self.own for link in shown),
        )


def locate_and_frame_places(
    names: Iterable[str], own: Mapping[str, tuple[float, float]], language: str = "en"
) -> Atlas:
    """Look up the coordinates of places, in English or a BCP 47 language, and frame a map around them.

    Places from the archive's places.toml (`own`) override the gazetteer.
    """
    primary = language.partition("-")[0].lower()
    found = {name: at for name in names if (at := own.get(name) or find_coordinates(name, primary))}
    frame = frame_places(list(found.values())) if found else None
    return Atlas(found, frame, frozenset(own.keys() & found.keys()))


def make_archive_atlas(archive: Archive, language: str) -> Atlas:
    """Make the atlas of an archive's places."""
    return locate_and_frame_places(
        (group.name for group in archive.groups.get("places", ())), archive.coordinates, language
    )


def _label_dots(dots: list[Dot]) -> list[Dot]:
    """Add labels to the largest dots where they cover no dot and no other label."""
    taken = [(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius) for dot in dots]
    named = []
    for dot in dots[:_LABELS]:
        long = _LETTER * sum(1 + (ord(letter) > 0x2E80) for letter in dot.place.text) + dot.radius + _GAP
        for side, left, right in (("end", dot.x, dot.x + long), ("start", dot.x - long, dot.x)):
            box = left, dot.y - _LINE // 2, right, dot.y + _LINE // 2
            own = dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius
            is_free = not any(_overlap(box, other) for other in taken if other != own)
            if is_free and left >= 0 and right <= WIDTH:
                taken.append(box)
                dot = msgspec.structs.replace(dot, side=side)
                break
        named.append(dot)
    return named + dots[_LABELS:]


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Return whether two boxes, given by left, top, right and bottom, overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


Point = tuple[float, float]
"""Distance right and down on the plane; the globe's radius is 1."""

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""Coefficients of the Equal Earth projection."""
_ROOT = math.sqrt(3)

WIDTH = 1000
"""Units of a drawing from left to right."""
_GRID = 10
"""Degrees to which a map's middle is rounded, so that a new place seldom moves the map and changes other pages."""
_STEP = 0.1
"""Radii of the globe, on the plane, to which a map's edges are rounded, for the same reason."""
_MARGIN = 0.04
"""Least distance from a place to the edge, in radii."""
_LEAST = 0.5
"""Least width of a map, in radii: at a larger scale the coasts would look crude."""
_REGION = 60
"""Most degrees from the middle to the farthest place of a regional map; beyond, the map shows the world."""
_FLATTEST, _TALLEST = 2.2, 1.25
"""Largest and smallest ratio of width to height."""
_WORLD = 2.7066, 1.3173
"""Radii from the middle of the Equal Earth projection to its edge, to the right and down."""


class Projection(msgspec.Struct, frozen=True, gc=False):
    """The projection of a map."""

    world: bool
    """True for the whole earth (Equal Earth), False for a region (azimuthal, seen from above its middle)."""
    longitude: float
    """Degrees east of the middle."""
    latitude: float
    """Degrees north of the middle; not used for a map of the world."""

    def project(self, latitude: float, longitude: float) -> Point:
        """Project a place given in degrees."""
        east = math.radians((longitude - self.longitude + 180) % 360 - 180)
        return self.flatten(math.radians(latitude), east)

    def flatten(self, north: float, east: float) -> Point:
        """Project a place given in radians north of the equator and east of the map's middle."""
        if self.world:
            return project_equal_earth(north, east)
        return project_azimuthal(north, east, math.radians(self.latitude))


def project_equal_earth(north: float, east: float) -> Point:
    """Project a place by the Equal Earth projection.

    Source: Šavrič, Patterson and Jenny, "The Equal Earth map projection", IJGIS 33 (2019), equations 1 and 2.
    """
    angle = math.asin(_ROOT / 2 * math.sin(north))
    square = angle * angle
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    height = angle * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return 2 * _ROOT * east * math.cos(angle) / (3 * slope), -height


def project_azimuthal(north: float, east: float, middle: float) -> Point:
    """Project a place by Lambert's azimuthal equal-area projection, seen from above the latitude `middle`; all in radians.

    The point opposite the middle is projected to the edge.

    Source: Snyder, "Map projections: a working manual", USGS Professional Paper 1395 (1987), equations 22-4 and 24-2.
    """
    sine, cosine = math.sin(north), math.cos(north)
    front = cosine * math.cos(east)
    near = 1 + math.sin(middle) * sine + math.cos(middle) * front
    scale = math.sqrt(2 / max(near, 1e-9))
    up = math.cos(middle) * sine - math.sin(middle) * front
    return scale * cosine * math.sin(east), -scale * up


class Frame(msgspec.Struct, frozen=True, gc=False):
    """A map's projection, edges and size."""

    projection: Projection
    left: float
    """Radii of the globe from the projection's middle, like `top`."""
    top: float
    scale: float
    """Units of the drawing per radius."""
    height: int
    """Units of the drawing from top to bottom."""

    def locate(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Find a place, given in degrees, in the drawing: units from the left and from the top."""
        x, y = self.projection.project(latitude, longitude)
        return round((x - self.left) * self.scale), round((y - self.top) * self.scale)


def frame_places(places: Sequence[tuple[float, float]]) -> Frame:
    """Frame a map around places, given by latitude and longitude in degrees; at least one."""
    west, east = _span([longitude for _, longitude in places])
    latitudes = [latitude for latitude, _ in places]
    longitude, latitude = _middle(west, east), _middle(min(latitudes), max(latitudes))
    region = Projection(False, longitude, latitude)
    edge = 2 * math.sin(math.radians(_REGION) / 2)
    spots = [region.project(*place) for place in places]
    if max(math.hypot(*spot) for spot in spots) <= edge:
        return _frame_points(spots, region, (2.0, 2.0))
    world = Projection(True, longitude, 0)
    return _frame_points([world.project(*place) for place in places], world, _WORLD)


def _span(longitudes: Sequence[float]) -> tuple[float, float]:
    """Find the shortest range that holds all longitudes; its east end may be over 180."""
    order = sorted({(longitude + 180) % 360 - 180 for longitude in longitudes})
    ends = zip(order, [*order[1:], order[0] + 360], strict=True)
    gap, west = max((later - earlier, later) for earlier, later in ends)
    return west, west + 360 - gap


def _middle(low: float, high: float) -> float:
    middle = round((low + high) / 2 / _GRID) * _GRID
    return (middle + 180) % 360 - 180


def _frame_points(spots: Sequence[Point], projection: Projection, edge: tuple[float, float]) -> Frame:
    """Frame points of the plane; widen or heighten the frame to keep its ratio in bounds."""
    left, right = _round_out([x for x, _ in spots], edge[0])
    top, bottom = _round_out([y for _, y in spots], edge[1])
    width = max(right - left, (bottom - top) * _TALLEST, _LEAST)
    height = max(bottom - top, width / _FLATTEST)
    left = _move_inside((left + right - width) / 2, width, edge[0])
    top = _move_inside((top + bottom - height) / 2, height, edge[1])
    scale = WIDTH / width
    return Frame(projection, round(left, 4), round(top, 4), round(scale, 4), round(height * scale))


def _round_out(values: Sequence[float], edge: float) -> tuple[float, float]:
    """Find the least and greatest value, rounded outward to whole steps."""
    low = math.floor((min(values) - _MARGIN) / _STEP) * _STEP
    high = math.ceil((max(values) + _MARGIN) / _STEP) * _STEP
    return max(low, -edge), min(high, edge)


def _move_inside(start: float, length: float, edge: float) -> float:
    """Move a range inside the edges of the world, if it fits."""
    return min(max(start, -edge), edge - length) if length < 2 * edge else -length / 2


Ring = list[tuple[float, float]]
"""A closed line, its first point not repeated."""

_LAND_STEP = 0.05
"""Degrees of a unit in land.txt."""
_COAST_MARGIN = 12
"""Units by which coasts are drawn beyond the edges of the drawing."""
_COAST_END = 85
"""Degrees of latitude from the middle of a regional map at which coasts end."""


def draw_coast(frame: Frame) -> str:
    """Draw the land of a map; return the `d` of a path with the even-odd fill rule.

    Source: SVG 2 §9.3 (path data).
    """
    middle = frame.projection
    south, north = (
        (-90.0, 90.0) if middle.world else (middle.latitude - _COAST_END, middle.latitude + _COAST_END)
    )
    reach = 180.0 if middle.world or abs(middle.latitude) > 50 else 150.0
    edges = (-_COAST_MARGIN, WIDTH + _COAST_MARGIN), (-_COAST_MARGIN, frame.height + _COAST_MARGIN)
    drawn = []
    for ring in _read_land():
        for shift in (-360.0, 0.0, 360.0):
            moved = [(x + shift - middle.longitude, y) for x, y in ring]
            inside = clip_ring(moved, (-reach, reach), (south, north))
            flat = [middle.flatten(math.radians(y), math.radians(x)) for x, y in inside]
            units = [((x - frame.left) * frame.scale, (y - frame.top) * frame.scale) for x, y in flat]
            drawn.append(_write_path_data(clip_ring(units, *edges)))
    return "".join(drawn)


@cache
def _read_land() -> list[Ring]:
    """Read the rings of land.txt, in degrees east and north."""
    text = Path(__file__).with_name("land.txt").read_text("ascii")
    rings = []
    for line in text.splitlines():
        if not line.startswith("#"):
            numbers = [int(word) for word in line.split()]
            easts, norths = accumulate(numbers[::2]), accumulate(numbers[1::2])
            rings.append([(x * _LAND_STEP, y * _LAND_STEP) for x, y in zip(easts, norths, strict=True)])
    return rings


def clip_ring(ring: Ring, across: tuple[float, float], down: tuple[float, float]) -> Ring:
    """Cut a ring to an upright rectangle; where it leaves and comes back, it runs along the edge.

    Source: Sutherland and Hodgman, "Reentrant polygon clipping", CACM 17 (1974).
    """
    for axis, (low, high) in enumerate((across, down)):
        values = [point[axis] for point in ring]
        if not values or min(values) > high or max(values) < low:
            return []
        if min(values) < low:
            ring = _cut(ring, axis, low, lambda value, edge: value >= edge)
        if max(values) > high:
            ring = _cut(ring, axis, high, lambda value, edge: value <= edge)
    return ring


def _cut(ring: Ring, axis: int, edge: float, keeps: Callable[[float, float], bool]) -> Ring:
    """Keep the part of a ring inside one edge."""
    found = []
    before = ring[-1]
    for point in ring:
        if keeps(point[axis], edge) != keeps(before[axis], edge):
            share = (edge - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
            found.append((other, edge) if axis else (edge, other))
        if keeps(point[axis], edge):
            found.append(point)
        before = point
    return found


def _write_path_data(ring: Ring) -> str:
    """Write a ring as path data in whole units; '' if it is too small to see."""
    points = [(round(x), round(y)) for x, y in ring]
    points = [point for n, point in enumerate(points) if point != points[n - 1]]
    if len(points) < 3:
        return ""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points)]
    numbers = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{numbers}z"
