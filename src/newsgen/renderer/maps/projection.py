"""Maps that keep areas true: places on the globe → places in a drawing of the part of the world that it shows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

Point = tuple[float, float]
"""Right and down on the plane; the globe's radius is 1."""

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""Coefficients of the Equal Earth projection."""
_ROOT = math.sqrt(3)

WIDTH = 1000
"""Units of a drawing from left to right."""
_GRID = 10
"""Degrees to which a map's middle is rounded, so that another place seldom moves it and with it other pages."""
_STEP = 0.1
"""Radii of the globe, on the plane, to which a map's edges are rounded, for the same reason."""
_MARGIN = 0.04
"""Radii, at least, from a place to the edge."""
_LEAST = 0.5
"""Radii that a map is wide at least: nearer, the coasts would look crude."""
_REGION = 60
"""Degrees from the middle to the farthest place up to which a map is one of a region."""
_FLATTEST, _TALLEST = 2.2, 1.25
"""Width over height of a drawing, at most and at least."""
_WORLD = 2.7066, 1.3173
"""Radii from the middle of the Equal Earth projection to its edge, to the right and down."""


class Projection(msgspec.Struct, frozen=True, gc=False):
    """How a map is drawn."""

    world: bool
    """True for the whole earth (Equal Earth), False for a part of it (azimuthal, seen from above its middle)."""
    longitude: float
    """Degrees east of the middle."""
    latitude: float
    """Degrees north of the middle; without effect on a map of the world."""

    def project(self, latitude: float, longitude: float) -> Point:
        """Find where a place stands on the map, given in degrees."""
        east = math.radians((longitude - self.longitude + 180) % 360 - 180)
        return self.flatten(math.radians(latitude), east)

    def flatten(self, north: float, east: float) -> Point:
        """Find where a place stands, given in radians north of the equator and east of the map's middle."""
        return equal_earth(north, east) if self.world else azimuthal(north, east, math.radians(self.latitude))


def equal_earth(north: float, east: float) -> Point:
    """Project a place by the Equal Earth projection.

    Source: Šavrič, Patterson and Jenny, "The Equal Earth map projection", IJGIS 33 (2019), equations 1 and 2.
    """
    angle = math.asin(_ROOT / 2 * math.sin(north))
    square = angle * angle
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    height = angle * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return 2 * _ROOT * east * math.cos(angle) / (3 * slope), -height


def azimuthal(north: float, east: float, middle: float) -> Point:
    """Project a place by Lambert's azimuthal equal-area projection, seen from above the latitude `middle`; all in radians.

    The point right under the feet has no place of its own; it is put at the far edge.

    Source: Snyder, "Map projections: a working manual", USGS Professional Paper 1395 (1987), equations 22-4 and 24-2.
    """
    sine, cosine = math.sin(north), math.cos(north)
    front = cosine * math.cos(east)
    near = 1 + math.sin(middle) * sine + math.cos(middle) * front
    scale = math.sqrt(2 / max(near, 1e-9))
    up = math.cos(middle) * sine - math.sin(middle) * front
    return scale * cosine * math.sin(east), -scale * up


class Frame(msgspec.Struct, frozen=True, gc=False):
    """A map's projection, its edges on the plane and its size."""

    projection: Projection
    left: float
    """In radii of the globe from the projection's middle, as `top`."""
    top: float
    scale: float
    """Units of the drawing to a radius."""
    height: int
    """Units of the drawing from top to bottom."""

    def locate(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Locate a place, given in degrees, in the drawing: units from the left and from the top."""
        x, y = self.projection.project(latitude, longitude)
        return round((x - self.left) * self.scale), round((y - self.top) * self.scale)


def frame_places(places: Sequence[tuple[float, float]]) -> Frame:
    """Frame a map around places.

    Args:
        places: latitude and longitude of each in degrees; one at least.
    """
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
    """Find the shortest stretch of longitudes that holds all; its east end may be over 180."""
    order = sorted({(longitude + 180) % 360 - 180 for longitude in longitudes})
    ends = zip(order, [*order[1:], order[0] + 360], strict=True)
    gap, west = max((later - earlier, later) for earlier, later in ends)
    return west, west + 360 - gap


def _middle(low: float, high: float) -> float:
    middle = round((low + high) / 2 / _GRID) * _GRID
    return (middle + 180) % 360 - 180


def _frame_points(spots: Sequence[Point], projection: Projection, edge: tuple[float, float]) -> Frame:
    """Frame points of the plane, the frame made higher or wider where it would be too flat or too tall."""
    left, right = _round_out([x for x, _ in spots], edge[0])
    top, bottom = _round_out([y for _, y in spots], edge[1])
    width = max(right - left, (bottom - top) * _TALLEST, _LEAST)
    height = max(bottom - top, width / _FLATTEST)
    left, top = (
        _move_inside((left + right - width) / 2, width, edge[0]),
        _move_inside((top + bottom - height) / 2, height, edge[1]),
    )
    scale = WIDTH / width
    return Frame(projection, round(left, 4), round(top, 4), round(scale, 4), round(height * scale))


def _round_out(values: Sequence[float], edge: float) -> tuple[float, float]:
    """Find both ends of the values, moved out to whole steps."""
    low = math.floor((min(values) - _MARGIN) / _STEP) * _STEP
    high = math.ceil((max(values) + _MARGIN) / _STEP) * _STEP
    return max(low, -edge), min(high, edge)


def _move_inside(start: float, length: float, edge: float) -> float:
    """Move a stretch back to where the world is, if it is not longer than that."""
    return min(max(start, -edge), edge - length) if length < 2 * edge else -length / 2
