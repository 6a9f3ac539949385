"""Coasts of the world → the path of an SVG, cut to a map's frame.

The outlines are Natural Earth's, in the public domain; land.txt describes how they were made.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from newsgen.renderer.maps.places import WIDTH, Frame

Ring = list[tuple[float, float]]
"""A closed line, its first point not repeated."""

_STEP = 0.05
"""Degrees of a unit in land.txt."""
_ROOM = 12
"""Units by which coasts are drawn beyond the edges of the drawing."""
_FAR = 85
"""Degrees of latitude from the middle of a regional map at which coasts end."""


def draw_coast(frame: Frame) -> str:
    """Draw the land of a map; return the `d` of a path with the even-odd fill rule.

    Source: SVG 2 §9.3 (path data).
    """
    middle = frame.projection
    south, north = (-90.0, 90.0) if middle.world else (middle.latitude - _FAR, middle.latitude + _FAR)
    reach = 180.0 if middle.world or abs(middle.latitude) > 50 else 150.0
    edges = (-_ROOM, WIDTH + _ROOM), (-_ROOM, frame.height + _ROOM)
    drawn = []
    for ring in _land():
        for shift in (-360.0, 0.0, 360.0):
            moved = [(x + shift - middle.longitude, y) for x, y in ring]
            inside = clip_ring(moved, (-reach, reach), (south, north))
            flat = [middle.flatten(math.radians(y), math.radians(x)) for x, y in inside]
            units = [((x - frame.left) * frame.scale, (y - frame.top) * frame.scale) for x, y in flat]
            drawn.append(_path(clip_ring(units, *edges)))
    return "".join(drawn)


@cache
def _land() -> list[Ring]:
    """Read the rings of land.txt, in degrees east and north."""
    text = Path(__file__).with_name("land.txt").read_text("ascii")
    rings = []
    for line in text.splitlines():
        if not line.startswith("#"):
            numbers = [int(word) for word in line.split()]
            easts, norths = accumulate(numbers[::2]), accumulate(numbers[1::2])
            rings.append([(x * _STEP, y * _STEP) for x, y in zip(easts, norths, strict=True)])
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


def _path(ring: Ring) -> str:
    """Write a ring as path data in whole units; '' if it is too small to see."""
    points = [(round(x), round(y)) for x, y in ring]
    points = [point for n, point in enumerate(points) if point != points[n - 1]]
    if len(points) < 3:
        return ""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points)]
    numbers = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{numbers}z"
