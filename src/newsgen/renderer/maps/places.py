"""The map of an archive's places: where each stands, how large its dot is, which are named."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping

import msgspec

from newsgen.archive.model import Archive
from newsgen.gazetteer.places import find_coordinates
from newsgen.renderer.maps.projection import WIDTH, Frame, frame_places
from newsgen.renderer.views import Link

LAND = "places/land.svg"
_MOST = 250
"""Dots on a map, those of the places with the most articles: a page must not grow without end."""
_LARGEST, _SMALLEST = 26, 8
"""Radius of a dot in units of the drawing."""
_NAMED = 12
"""Places, those with the most articles, whose names stand on the map if there is room."""
_LETTER, _LINE, _GAP = 12, 30, 7
"""Room for a letter, for a line of text, and between a dot and its name, in units of the drawing."""


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
    """True if the gazetteer says where it is, False if the archive itself does."""


class Dot(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A place's dot."""

    x: int
    y: int
    radius: int
    place: Link
    """The place with its articles; the dot leads where its entry in the list leads."""
    side: str
    """Where its name stands: at its 'start' (left) or 'end', '' if the map has no room for it."""

    @property
    def label(self) -> int:
        """Where its name begins, or ends if it stands at the left: units from the left."""
        away = self.radius + _GAP
        return self.x - away if self.side == "start" else self.x + away


class Map(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the index of places shows."""

    land: str
    """Address of the drawing of the land."""
    height: int
    """Units of the drawing from top to bottom; it is a thousand units wide."""
    dots: tuple[Dot, ...]
    """Most articles first, so that a small dot lies over a large one."""
    known: int
    """Places whose coordinates are known; more than there are dots if these are too many."""
    unknown: int
    """Places whose coordinates are not known."""
    gazetteer: bool
    """True if the gazetteer says where one of them is."""


class Atlas(msgspec.Struct, frozen=True):
    """Where the places of an archive are."""

    at: dict[str, tuple[float, float]]
    """Latitude and longitude, in degrees, of each place that is known, by name."""
    frame: Frame | None
    """None if no place is known."""
    own: frozenset[str] = frozenset()
    """Those of them whose coordinates the archive itself gives."""

    @property
    def land(self) -> str:
        """Address of the drawing of the land, with a version, for it changes with the frame."""
        version = zlib.crc32(msgspec.json.encode(self.frame))
        return f"{LAND}?v={version:08x}"

    def locate(self, name: str) -> Spot | None:
        """Locate a place on the map; None if it is not known."""
        if self.frame is None or name not in self.at:
            return None
        x, y = self.frame.locate(*self.at[name])
        return Spot(x, y, *self.at[name], self.land, self.frame.height, name not in self.own)

    def draw_map(self, places: Iterable[Link]) -> Map | None:
        """Draw the dots of places; None if none of them is known."""
        links = sorted(places, key=lambda link: (-link.count, link.text))
        known = [link for link in links if link.text in self.at]
        if self.frame is None or not known:
            return None
        shown = known[:_MOST]
        dots = [self._dot(link, shown[0].count, self.frame) for link in shown]
        return Map(
            land=self.land,
            height=self.frame.height,
            dots=tuple(_with_names(dots)),
            known=len(known),
            unknown=len(links) - len(known),
            gazetteer=any(link.text not in self.own for link in shown),
        )

    def _dot(self, link: Link, top: int, frame: Frame) -> Dot:
        radius = max(_SMALLEST, round(_LARGEST * math.sqrt(link.count / top)))
        return Dot(*frame.locate(*self.at[link.text]), radius, link, "")


def locate_places(names: Iterable[str], own: Mapping[str, tuple[float, float]]) -> Atlas:
    """Look up where places are.

    Args:
        names: of the archive's places.
        own: latitude and longitude of places as the archive itself gives them; they go before the gazetteer.
    """
    found = {name: at for name in names if (at := own.get(name) or find_coordinates(name))}
    return Atlas(
        found, frame_places(list(found.values())) if found else None, frozenset(own.keys() & found.keys())
    )


def make_atlas(archive: Archive) -> Atlas:
    """Look up where an archive's places are."""
    return locate_places((group.name for group in archive.groups.get("places", ())), archive.coordinates)


def _with_names(dots: list[Dot]) -> list[Dot]:
    """Give the largest dots their names, where these cover neither a dot nor another name."""
    taken = [(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius) for dot in dots]
    named = []
    for dot in dots[:_NAMED]:
        long = _LETTER * sum(1 + (ord(letter) > 0x2E80) for letter in dot.place.text) + dot.radius + _GAP
        for side, left, right in (("end", dot.x, dot.x + long), ("start", dot.x - long, dot.x)):
            box = left, dot.y - _LINE // 2, right, dot.y + _LINE // 2
            own = dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius
            if (
                left >= 0
                and right <= WIDTH
                and not any(_overlap(box, other) for other in taken if other != own)
            ):
                taken.append(box)
                dot = msgspec.structs.replace(dot, side=side)
                break
        named.append(dot)
    return named + dots[_NAMED:]


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Tell whether two boxes, given by left, top, right and bottom, overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
