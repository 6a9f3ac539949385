"""Promises of the map of places."""

from __future__ import annotations

import math

from newsgen.archive.build import build_archive
from newsgen.renderer.maps.places import Atlas, Map, locate_places
from newsgen.renderer.pages.groups import group_pages
from newsgen.renderer.pages.indexes import index_pages, land_page
from newsgen.renderer.theme.render import render_page
from newsgen.renderer.theme.theme import open_theme
from newsgen.renderer.views import Link
from tests.renderer.samples import read, record, sample_site

NAMES = ("Beijing", "Tokyo", "Seoul", "Nowhere-on-Sea")


def links(*counts: int) -> list[Link]:
    return [
        Link(name, f"places/{name.lower()}/index.html", n) for name, n in zip(NAMES, counts, strict=False)
    ]


def drawn(atlas: Atlas, *counts: int) -> Map:
    found = atlas.map_of(links(*counts))
    assert found
    return found


def test_a_dots_area_tells_how_many_articles() -> None:
    """The largest first, so that the small ones lie over it."""
    dots = drawn(locate_places(NAMES, {}), 25, 100, 49).dots
    assert [dot.place.text for dot in dots] == ["Tokyo", "Seoul", "Beijing"]
    assert [dot.radius for dot in dots] == [26, round(26 * math.sqrt(0.49)), 13]


def test_a_place_without_coordinates_has_no_dot_and_is_counted() -> None:
    """Nothing is made up."""
    found = drawn(locate_places(NAMES, {}), 1, 1, 1, 1)
    assert (len(found.dots), found.known, found.unknown) == (3, 3, 1)
    assert locate_places(["Nowhere-on-Sea"], {}).map_of(links(1, 1, 1, 1)[3:]) is None


def test_an_archive_may_say_itself_where_a_place_is() -> None:
    """That goes before the gazetteer, who is then not thanked for it."""
    own = {"Nowhere-on-Sea": (35.0, 129.0), "Seoul": (37.0, 127.0)}
    atlas = locate_places(NAMES, own)
    assert drawn(atlas, 1, 1, 1, 1).unknown == 0
    spots = {name: atlas.spot(name) for name in NAMES}
    assert {name: spot.gazetteer for name, spot in spots.items() if spot} == {
        "Beijing": True,
        "Tokyo": True,
        "Seoul": False,
        "Nowhere-on-Sea": False,
    }
    seoul = spots["Seoul"]
    assert seoul
    assert (seoul.latitude, seoul.longitude) == (37.0, 127.0)


def test_there_are_not_more_dots_than_a_page_bears() -> None:
    """Those of the places with the most articles."""
    own = {f"Place {n}": (n / 20, n / 20) for n in range(400)}
    found = locate_places(own, own).map_of(Link(name, "x", n) for n, name in enumerate(own))
    assert found
    assert (len(found.dots), found.known) == (250, 400)
    assert found.dots[-1].place.text == "Place 150"


def test_names_cover_neither_dots_nor_names() -> None:
    """A name without room is left out; the dot's own title tells it."""
    own = {"One": (0.0, 0.0), "Two": (0.1, 0.4), "Far": (20.0, 30.0)}
    found = locate_places(own, own).map_of([Link("One", "a", 9), Link("Two", "b", 8), Link("Far", "c", 1)])
    assert found
    assert {dot.place.text: dot.side for dot in found.dots} == {"One": "", "Two": "", "Far": "end"}


def test_the_pages_show_one_land_that_exists() -> None:
    """Each dot is a link with name and number; each place's page marks its place; who made the data is named."""
    records = [record(f"a{n}", f"2023-01-0{n}", places=("Oslo", "Bergen", "Nowhere")) for n in (1, 2)]
    archive, _ = build_archive(records)
    site, environment = sample_site(), open_theme().environment(read)
    made = {
        page.path: render_page(page, environment, site).decode()
        for kind in (index_pages, group_pages, land_page)
        for page in kind(archive, site)
    }
    index, oslo = made["places/index.html"], made["places/oslo/index.html"]
    assert '<a href="../places/oslo/index.html"><title>Oslo: 2 articles</title><circle' in index
    assert "1 place has none: its coordinates are not known." in index
    assert "GeoNames" in index
    assert 'href="../../places/land.svg?v=' in oslo
    assert 'aria-label="Oslo on the map: latitude 59.91, longitude 10.75"' in oslo
    assert "<svg" not in made["places/nowhere/index.html"]
    assert "Natural Earth" in made["places/land.svg"]
    assert len(oslo) - len(made["places/nowhere/index.html"]) < 1_200


def test_an_archive_without_places_has_no_land() -> None:
    """Nor a file that nothing shows."""
    assert list(land_page(build_archive([record("a", "2023-01-01")])[0], sample_site())) == []
