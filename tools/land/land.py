#!/usr/bin/env python3
"""Simplify the coasts of the world for the map of places.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/land/land.py package/land-50m.json

The package holds Natural Earth's land polygons, version 4.1, 1:50 million (public domain), as TopoJSON. Writes
src/newsgen/renderer/land.txt: after lines of comment that start with '#', one ring a line, islands and seas alike
(fill them by the even-odd rule), the largest first. A ring is a row of whole numbers, twentieths of a degree of
longitude and latitude in turn: its first point, then the steps from point to point.

Source: TopoJSON Format Specification, §2.1 (arcs, quantized and delta-encoded; ~n is arc n backwards).
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[2] / "src/newsgen/renderer/land.txt"
STEP = 0.05
"""Degrees of a unit of the file."""
NEAR = 0.13
"""Degrees by which a coast may move: a third of a unit of a map of the world that is a thousand units wide."""
SMALL = 0.06
"""Square degrees, as at the equator, below which an island is left out."""
NOTE = """\
# Coasts of the world: Natural Earth, version 4.1, 1:50 million, land (public domain, https://www.naturalearthdata.com/),
# by way of the npm package world-atlas 2.0.2, simplified by tools/land/land.py, which tells the format.
"""

Point = tuple[float, float]
"""Degrees east and north."""


def rings(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """Yield each ring, its first point not repeated at the end."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [
        [
            (x * kx + dx, y * ky + dy)
            for x, y in accumulate(arc, lambda one, step: [one[0] + step[0], one[1] + step[1]])
        ]
        for arc in topology["arcs"]
    ]
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for numbers in polygon:
                parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
                yield unwound([point for part in parts for point in part[:-1]])


def unwound(ring: list[Point]) -> list[Point]:
    """Let a ring run on over the 180th meridian, where longitudes jump; one around a pole is closed along the pole."""
    turn, found = 0, [ring[0]]
    for x, y in ring[1:]:
        turn -= round((x + turn - found[-1][0]) / 360) * 360
        found.append((x + turn, y))
    gap = found[0][0] - found[-1][0]
    if abs(gap) > 180:
        end, pole = found[-1][0] + gap - math.copysign(360, gap), math.copysign(90, found[0][1])
        found += [(end, found[0][1]), (end, pole), (found[0][0], pole)]
    return found


def area(ring: list[Point]) -> float:
    """Square degrees inside a ring, as at the equator."""
    total = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        total += (x1 * y2 - x2 * y1) * math.cos(math.radians((y1 + y2) / 2))
    return abs(total) / 2


def simplified(line: list[Point]) -> list[Point]:
    """Leave out points that lie nearer than NEAR to the line without them.

    Source: Douglas and Peucker, "Algorithms for the reduction of the number of points …", Cartographica 10 (1973).
    """
    kept, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        away, far = max(
            ((distance(line[n], line[first], line[last]), n) for n in range(first + 1, last)),
            default=(0.0, 0),
        )
        if away > NEAR:
            kept.add(far)
            stack += [(first, far), (far, last)]
    return [line[n] for n in sorted(kept)]


def distance(point: Point, one: Point, other: Point) -> float:
    """Degrees from a point to the stretch between two others, with meridians as close as they are there."""
    narrow = math.cos(math.radians(point[1]))
    px, py = (point[0] - one[0]) * narrow, point[1] - one[1]
    dx, dy = (other[0] - one[0]) * narrow, other[1] - one[1]
    along = max(0.0, min(1.0, (px * dx + py * dy) / (dx * dx + dy * dy))) if dx or dy else 0.0
    return math.hypot(px - along * dx, py - along * dy)


def line_of(ring: list[Point]) -> str:
    """A ring as the file has it; '' if nothing is left of it."""
    far = max(range(len(ring)), key=lambda n: math.dist(ring[n], ring[0]))
    kept = simplified(ring[: far + 1])[:-1] + simplified([*ring[far:], ring[0]])[:-1]
    units = [(round(x / STEP), round(y / STEP)) for x, y in kept]
    units = [one for n, one in enumerate(units) if one != units[n - 1]]
    steps = units[:1] + [(x - a, y - b) for (a, b), (x, y) in pairwise(units)]
    return " ".join(f"{x} {y}" for x, y in steps) if len(units) > 2 else ""


def main() -> None:
    """Write the file."""
    topology = json.loads(Path(sys.argv[1]).read_bytes())
    found = sorted((ring for ring in rings(topology) if area(ring) >= SMALL), key=area, reverse=True)
    lines = [line for ring in found if (line := line_of(ring))]
    TARGET.write_text(NOTE + "".join(f"{line}\n" for line in lines), "ascii")
    print(f"{len(lines)} rings, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
