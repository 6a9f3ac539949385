"""One seed to all that can be known of it without the others."""

from __future__ import annotations

import pickle

from newsgen.loader.analyse import Rules, analyse
from newsgen.model import Draft, PartialDate, SeedRef

SEED = SeedRef("seeds/x.txt", "0" * 64)
LEAD = "KYOTO, Nov. 22 (Kyodo) -- Prime Minister Kishida Fumio met guests from Beijing on Wednesday."
WIRE = f"Ministers meet\nBy Jane Doe\n{LEAD}\n"


def test_every_rule_gives_value_and_evidence() -> None:
    found = analyse(Draft(SEED, WIRE, "plain"), Rules())
    assert found.front["title"] == "Ministers meet"
    assert found.front["people"] == ("Kishida Fumio",)
    assert found.front["authors"] == ("Jane Doe",)
    assert found.front["source"] == "Kyodo"
    assert {"people", "places", "authors", "source"} <= found.inferred.keys()


def test_the_place_of_a_dateline_is_a_place() -> None:
    """Also one that the gazetteer does not hold; one that it holds is not doubled."""
    kyoto = analyse(Draft(SEED, WIRE, "plain"), Rules()).front["places"]
    assert isinstance(kyoto, tuple)
    assert [place for place in kyoto if place.casefold() == "kyoto"] == ["Kyoto"]
    village = analyse(Draft(SEED, WIRE.replace("KYOTO", "QXHAMLET"), "plain"), Rules())
    places = village.front["places"]
    assert isinstance(places, tuple)
    assert places[-1] == "Qxhamlet"
    proof = village.inferred["places"].evidence
    assert isinstance(proof, dict)
    assert proof["Qxhamlet"] == 'line 3: "QXHAMLET, Nov. 22 (Kyodo) --"'


def test_what_is_stated_is_not_inferred() -> None:
    stated = {"title": "Mine", "people": ("A B",), "date": PartialDate(2023), "layout": "post"}
    found = analyse(Draft(SEED, "Prime Minister Kishida Fumio came to Tokyo.", "markdown", stated), Rules())
    assert found.front | stated == found.front
    assert not found.inferred.keys() & stated.keys()
    assert "places" in found.inferred


def test_an_analysis_travels_between_processes() -> None:
    found = analyse(Draft(SEED, WIRE, "plain"), Rules())
    assert pickle.loads(pickle.dumps(found)) == found
