"""Maps that keep areas true: degrees on the globe → places on a plane."""

from __future__ import annotations

import math

import msgspec

Point = tuple[float, float]
"""Right and down on the plane; the globe's radius is 1."""

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""Coefficients of the Equal Earth projection."""
_ROOT = math.sqrt(3)


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
    """The Equal Earth projection.

    Source: Šavrič, Patterson and Jenny, "The Equal Earth map projection", IJGIS 33 (2019), equations 1 and 2.
    """
    angle = math.asin(_ROOT / 2 * math.sin(north))
    square = angle * angle
    sixth = square**3
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    height = angle * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return 2 * _ROOT * east * math.cos(angle) / (3 * slope), -height


def azimuthal(north: float, east: float, middle: float) -> Point:
    """Lambert's azimuthal equal-area projection, seen from above the latitude `middle`; all in radians.

    The point right under the feet has no place of its own; it is put at the far edge.

    Source: Snyder, "Map projections: a working manual", USGS Professional Paper 1395 (1987), equations 22-4 and 24-2.
    """
    sine, cosine = math.sin(north), math.cos(north)
    ahead = cosine * math.cos(east)
    near = 1 + math.sin(middle) * sine + math.cos(middle) * ahead
    scale = math.sqrt(2 / max(near, 1e-9))
    up = math.cos(middle) * sine - math.sin(middle) * ahead
    return scale * cosine * math.sin(east), -scale * up
