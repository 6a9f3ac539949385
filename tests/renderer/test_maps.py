"""Promises of the maps: true areas, outlines of land, dots and names of places."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest

import newsgen.renderer.maps
from newsgen.renderer.maps import (
    WIDTH,
    Frame,
    Map,
    Projection,
    draw_coast,
    frame_places,
    locate_and_frame_places,
)
from newsgen.renderer.views import Link

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))
WORLD = Projection(world=True, longitude=0, latitude=0)
STEP = 0.05
"""Degrees: the side of a square that is small enough to be flat."""


def area(projection: Projection, latitude: float, longitude: float) -> float:
    """Area on the plane of a small square, in relation to its area on the globe."""
    corners = [
        projection.project(latitude + up * STEP, longitude + right * STEP)
        for up, right in ((0, 0), (0, 1), (1, 1), (1, 0))
    ]
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    flat = abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
    return flat / (math.radians(STEP) ** 2 * math.cos(math.radians(latitude + STEP / 2)))


@pytest.mark.parametrize("latitude", [-80, -45, 0, 20, 60, 85])
@pytest.mark.parametrize("longitude", [-170, -30, 0, 45, 120])
def test_areas_are_true_everywhere(latitude: float, longitude: float) -> None:
    """On the map of the world, and on one of a region near its middle and far from it."""
    region = Projection(world=False, longitude=longitude - 40, latitude=35)
    for projection in (WORLD, region):
        assert area(projection, latitude, longitude) == pytest.approx(1, abs=2e-3)


def test_the_middle_is_the_origin() -> None:
    """East is to the right, north is up, also over the 180th meridian."""
    region = Projection(world=False, longitude=175, latitude=40)
    assert region.project(40, 175) == pytest.approx((0, 0))
    east, north = region.project(40, -178), region.project(50, 175)
    assert east[0] > 0
    assert north == pytest.approx((0, -2 * math.sin(math.radians(5))))
    assert WORLD.project(10, 0)[1] < 0 < WORLD.project(0, 10)[0]


def test_known_values_of_the_map_of_the_world() -> None:
    """Width and height of the whole. Source: Šavrič, Patterson, Jenny (2019): 2.706629 and 1.317362."""
    assert WORLD.project(0, 180 - 1e-9)[0] == pytest.approx(2.70663, abs=1e-5)
    assert WORLD.project(90, 0)[1] == pytest.approx(-1.31736, abs=1e-5)


EAST_ASIA = [(39.9, 116.4), (35.7, 139.7), (37.6, 127.0)]
ALL_OVER = [*EAST_ASIA, (51.5, -0.1), (-33.9, 151.2), (40.7, -74.0), (-34.6, -58.4)]
PACIFIC = [(35.7, 139.7), (37.8, -122.4)]


@pytest.mark.parametrize(
    "places", [EAST_ASIA, ALL_OVER, PACIFIC, [(0.0, 179.0), (5.0, -179.0)], [(90.0, 0.0)], [(-90.0, 10.0)]]
)
def test_every_place_stands_inside(places: list[tuple[float, float]]) -> None:
    """Neither cut nor flat nor tall; cropped to a region where the archive covers one, also over 180 degrees."""
    frame = frame_places(places)
    for place in places:
        x, y = frame.locate(*place)
        assert 0 < x < WIDTH, place
        assert 0 < y < frame.height, place
    assert 1.2 < WIDTH / frame.height < 2.3
    assert frame.projection.world is (places is ALL_OVER)


def test_another_place_nearby_moves_nothing() -> None:
    """So that it changes no other place's page; a single place has surroundings."""
    assert frame_places([*EAST_ASIA, (34.7, 135.5)]) == frame_places(EAST_ASIA)
    assert frame_places([(59.9, 10.7)]).scale == 2000.0


FRAMES = {
    "world": frame_places([(39.9, 116.4), (51.5, -0.1), (-33.9, 151.2), (40.7, -74.0)]),
    "pacific": frame_places(PACIFIC),
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
    x, y = frame.locate(latitude, longitude)
    crossings = 0
    for ring in rings(draw_coast(frame)):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1


def test_the_outlines_are_small_and_tell_where_they_are_from() -> None:
    """60 KB at most, with their licence."""
    text = Path(newsgen.renderer.maps.__file__).with_name("land.txt").read_text("ascii")
    assert len(text) <= 60 * 1024
    assert "Natural Earth" in text
    assert "public domain" in text


@pytest.mark.parametrize("name", FRAMES)
def test_a_drawing_stays_near_its_edges_and_is_light(name: str) -> None:
    """What lies outside is cut off, along the edge."""
    frame = FRAMES[name]
    path = draw_coast(frame)
    points = [point for ring in rings(path) for point in ring]
    assert points
    assert all(-13 <= x <= WIDTH + 13 and -13 <= y <= frame.height + 13 for x, y in points)
    assert len(path) < 24_000


@pytest.mark.parametrize(("name", "latitude", "longitude", "land"), TABLES["land and sea"])
def test_land_is_land_and_sea_is_sea(name: str, latitude: float, longitude: float, land: bool) -> None:
    """Also across the 180th meridian and around the pole."""
    assert on_land(FRAMES[name], latitude, longitude) is land


NAMES = ("Beijing", "Tokyo", "Seoul", "Nowhere-on-Sea")


def drawn(counts: dict[str, int], own: dict[str, tuple[float, float]] | None = None) -> Map | None:
    """The map of places with so many articles."""
    return locate_and_frame_places(counts, own or {}).draw_map(
        [Link(name, "x", n) for name, n in counts.items()]
    )


def test_a_dots_area_tells_how_many_articles() -> None:
    """The largest first, so that the small ones lie over it; a place without coordinates is counted alone."""
    found = drawn({"Beijing": 25, "Tokyo": 100, "Seoul": 49, "Nowhere-on-Sea": 1})
    assert found
    assert [(dot.place.text, dot.radius) for dot in found.dots] == [
        ("Tokyo", 26),
        ("Seoul", round(26 * math.sqrt(0.49))),
        ("Beijing", 13),
    ]
    assert (found.known, found.unknown) == (3, 1)
    assert drawn({"Nowhere-on-Sea": 1}) is None


def test_an_archive_may_say_itself_where_a_place_is() -> None:
    """That goes before the gazetteer, who is then not thanked for it."""
    atlas = locate_and_frame_places(NAMES, {"Nowhere-on-Sea": (35.0, 129.0), "Seoul": (37.0, 127.0)})
    spots = [spot for name in NAMES if (spot := atlas.locate(name))]
    assert [spot.gazetteer for spot in spots] == [True, True, False, False]
    assert (spots[2].latitude, spots[2].longitude) == (37.0, 127.0)


def test_there_are_not_more_dots_than_a_page_bears() -> None:
    """Those of the places with the most articles."""
    names = [f"Place {n}" for n in range(400)]
    found = drawn(
        {name: n for n, name in enumerate(names)}, {name: (n / 20, n / 20) for n, name in enumerate(names)}
    )
    assert found
    assert (len(found.dots), found.known, found.dots[-1].place.text) == (250, 400, "Place 150")


def test_names_cover_neither_dots_nor_names() -> None:
    """A name without room is left out; the dot's own title tells it."""
    own = {"One": (0.0, 0.0), "Two": (0.1, 0.4), "Far": (20.0, 30.0)}
    found = drawn({"One": 9, "Two": 8, "Far": 1}, own)
    assert found
    assert {dot.place.text: dot.side for dot in found.dots} == {"One": "", "Two": "", "Far": "end"}
