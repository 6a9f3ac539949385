"""Promises of the maps' projections: equal areas, and the middle in the middle."""

from __future__ import annotations

import math

import pytest

from newsgen.renderer.maps.projection import Projection

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
