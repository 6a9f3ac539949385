"""Promises of a map's frame."""

from __future__ import annotations

import pytest

from newsgen.renderer.maps.projection import WIDTH, Frame, frame_places

EAST_ASIA = [(39.9, 116.4), (35.7, 139.7), (37.6, 127.0)]
ALL_OVER = [*EAST_ASIA, (51.5, -0.1), (-33.9, 151.2), (40.7, -74.0), (-34.6, -58.4)]


@pytest.mark.parametrize(
    "places", [EAST_ASIA, ALL_OVER, [(0.0, 179.0), (5.0, -179.0)], [(90.0, 0.0)], [(-90.0, 10.0)]]
)
def test_every_place_stands_inside(places: list[tuple[float, float]]) -> None:
    """Neither cut nor flat nor tall."""
    frame = frame_places(places)
    for place in places:
        x, y = frame.spot(*place)
        assert 0 < x < WIDTH, place
        assert 0 < y < frame.height, place
    assert 1.2 < WIDTH / frame.height < 2.3


def test_a_region_is_a_region_and_the_world_the_world() -> None:
    """Cropped to what the archive covers, also where that lies over the 180th meridian."""
    assert not frame_places(EAST_ASIA).projection.world
    assert frame_places(ALL_OVER).projection.world
    pacific = frame_places([(35.7, 139.7), (37.8, -122.4)])
    assert not pacific.projection.world
    assert pacific.projection.longitude in (-170, 180, -180)


def test_another_place_nearby_moves_nothing() -> None:
    """So that it changes no other place's page."""
    assert frame_places([*EAST_ASIA, (34.7, 135.5)]) == frame_places(EAST_ASIA)


def test_a_single_place_has_surroundings() -> None:
    """The map is not drawn nearer than the coasts bear."""
    frame = frame_places([(59.9, 10.7)])
    assert frame == Frame(frame.projection, frame.left, frame.top, 2000.0, frame.height)
