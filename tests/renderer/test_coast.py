"""Promises of the outlines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import newsgen.renderer.maps.coast
from newsgen.renderer.maps.coast import clip_ring, draw_coast
from newsgen.renderer.maps.projection import WIDTH, Frame, frame_places

LAND = Path(newsgen.renderer.maps.coast.__file__).with_name("land.txt")
FRAMES = {
    "world": frame_places([(39.9, 116.4), (51.5, -0.1), (-33.9, 151.2), (40.7, -74.0)]),
    "pacific": frame_places([(35.7, 139.7), (37.8, -122.4)]),
    "europe": frame_places([(59.9, 10.7), (41.9, 12.5), (38.7, -9.1)]),
    "antarctica": frame_places([(-77.8, 166.7)]),
}


def rings(path: str) -> list[list[tuple[int, int]]]:
    """The corners of each ring of a path."""
    found = []
    for ring in re.findall(r"M([^z]*)z", path):
        start, _, steps = ring.partition("l")
        x, y = (int(word) for word in re.findall(r"-?\d+", start))
        numbers = [int(word) for word in re.findall(r"-?\d+", steps)]
        points = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        found.append(points)
    return found


def on_land(frame: Frame, latitude: float, longitude: float) -> bool:
    """Whether a place is filled, by the even-odd rule."""
    x, y = frame.spot(latitude, longitude)
    crossings = 0
    for ring in rings(draw_coast(frame)):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1


def test_the_outlines_are_small_and_tell_where_they_are_from() -> None:
    """60 KB at most, with their licence."""
    text = LAND.read_text("ascii")
    assert len(text) <= 60 * 1024
    assert "Natural Earth" in text
    assert "public domain" in text


@pytest.mark.parametrize("name", FRAMES)
def test_a_drawing_stays_near_its_edges_and_is_light(name: str) -> None:
    """What lies outside is cut off."""
    frame = FRAMES[name]
    path = draw_coast(frame)
    points = [point for ring in rings(path) for point in ring]
    assert points
    assert all(-13 <= x <= WIDTH + 13 and -13 <= y <= frame.height + 13 for x, y in points)
    assert len(path) < 24_000


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "land"),
    [
        ("world", 47, 2, True),
        ("world", -25, 135, True),
        ("world", 0, -30, False),
        ("world", 40, -150, False),
        ("world", 62, 100, True),
        ("pacific", 36.3, 138.5, True),
        ("pacific", 30, -160, False),
        ("pacific", 66, -176, True),
        ("europe", 48, 10, True),
        ("europe", 42, 18 - 2, False),
        ("europe", 57, 3, False),
        ("antarctica", -80, 120, True),
    ],
)
def test_land_is_land_and_sea_is_sea(name: str, latitude: float, longitude: float, land: bool) -> None:
    """Also across the 180th meridian and around the pole."""
    assert on_land(FRAMES[name], latitude, longitude) is land


def test_a_ring_is_cut_along_the_edge() -> None:
    """A square that sticks out on all sides becomes the rectangle; one outside vanishes."""
    square = [(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)]
    assert set(clip_ring(square, (-1, 2), (-3, 4))) == {(-1, -3), (2, -3), (2, 4), (-1, 4)}
    assert clip_ring(square, (6, 7), (0, 1)) == []
