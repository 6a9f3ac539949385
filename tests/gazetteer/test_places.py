"""The gazetteer finds places by their names and knows where they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsgen import gazetteer
from newsgen.errors import ContentError
from newsgen.gazetteer import ascii_fold, find_coordinates, find_place, read_places_toml
from tests.support.cases import check_messages, read_cases

TABLES = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "kind", "country", "latitude", "longitude"), TABLES["places"])
def test_place(name: str, kind: str, country: str, latitude: float, longitude: float) -> None:
    """The best known place of a name answers, within a degree, whether its marks are written or not."""
    place = find_place(name)
    assert place is not None
    assert (place.name, place.kind, place.country) == (name, kind, country)
    assert (place.latitude, place.longitude) == pytest.approx((latitude, longitude), abs=1.0)


@pytest.mark.parametrize(("written", "shown"), TABLES["other writings"])
def test_other_writings(written: str, shown: str) -> None:
    """An abbreviation is shown by the usual name; another name of a place stays as written; both have coordinates."""
    place = find_place(written)
    assert place is not None
    assert place.name == shown
    assert find_coordinates(written) == (place.latitude, place.longitude)


def test_unknown() -> None:
    """What is no place has no coordinates; case counts."""
    assert find_coordinates("Nowhereville") is None


def test_a_place_is_found_by_its_name_in_a_language() -> None:
    assert find_coordinates("Moscú", "es") == find_coordinates("Moscow", "es") == find_coordinates("Moscow")
    assert find_coordinates("Moscú") is None
    assert find_coordinates("東京", "ja") == find_coordinates("Tokyo")
    assert find_place("beijing") is None
    assert find_place("") is None
    assert find_place("zzz") is None
    assert find_place("Beijing\tt") is None


def test_data() -> None:
    """The file is small, sorted, and every line holds a place of this earth or points to one."""
    data = Path(gazetteer.__file__).with_name("gazetteer.tsv").read_bytes()
    assert len(data) < 1_500_000
    rows = [line.split("\t") for line in data.decode("utf-8").splitlines()]
    names = [row[0] for row in rows]
    assert names == sorted(set(names))
    for row in rows:
        place = find_place(row[0])
        assert place is not None
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180


def test_licence() -> None:
    """The source and the licence of the data stand beside it."""
    note = Path(gazetteer.__file__).with_name("README.md").read_text("utf-8")
    assert "GeoNames" in note
    assert "CC BY 4.0" in note


def test_folding_keeps_other_scripts() -> None:
    """Only Latin letters lose their marks; a name in another script stays itself."""
    assert ascii_fold("Gdańsk, Ærø, Łódź, İzmir, Ürümqi") == "Gdansk, Aero, Lodz, Izmir, Urumqi"
    assert ascii_fold("習近平") == "習近平"


def test_each_place_has_a_latitude_and_a_longitude() -> None:
    """Whole numbers too; south and west are negative."""
    text = '# ours\n"Old Harbour" = [59.91, 10.75]\nParis = [33.66, -95.56]\nPole = [-90, 180]\n'
    assert read_places_toml(text, "places.toml") == {
        "Old Harbour": (59.91, 10.75),
        "Paris": (33.66, -95.56),
        "Pole": (-90.0, 180.0),
    }
    assert read_places_toml("", "places.toml") == {}


@pytest.mark.parametrize(("text", "messages"), read_cases(Path(__file__).with_name("places-bad.txt")))
def test_what_is_no_place_is_told_with_its_line(text: str, messages: list[str]) -> None:
    """All at once, and what to write instead."""
    with pytest.raises(ContentError) as caught:
        read_places_toml(f"{text}\n", "places.toml")
    check_messages(caught.value, messages)
