"""The dateline of a wire story."""

from __future__ import annotations

import pytest

from newsgen.loader.structure.headline import find_dateline


@pytest.mark.parametrize(
    ("line", "place", "source"),
    [
        ("BEIJING, Nov. 22 (Xinhua) -- Ministers met.", "BEIJING", "Xinhua"),
        ("BEIJING, Nov. 22 (Xinhua) — Ministers met.", "BEIJING", "Xinhua"),
        ("TOKYO (AP) - Ministers met.", "TOKYO", "AP"),
        ("SAN FRANCISCO, Nov 15 (Reuters) - Ministers met.", "SAN FRANCISCO", "Reuters"),
        ("WASHINGTON, D.C. -- Ministers met.", "WASHINGTON", None),
        ("ST. LOUIS, Mo. – Ministers met.", "ST. LOUIS", None),
        ("WASHINGTON (Tuesday, Jan. 30) – Ministers met.", None, None),
        ("PARIS, 3 March 2004 (AFP) – Ministers met.", "PARIS", "AFP"),
    ],
)
def test_datelines(line: str, place: str | None, source: str | None) -> None:
    found = find_dateline([(3, line)])
    assert (found.place if found else None) == place
    assert (found.source.value if found and found.source else None) == source
    if found and found.source:
        assert found.source.inference.evidence == f'line 3: "{found.quote}"'


@pytest.mark.parametrize(
    "line",
    [
        "Ministers met -- and left.",
        "THE END",
        "NASA - the agency - said",
        "UPDATE (AP) -- more",
        "A: yes",
        "US-China talks",
    ],
)
def test_other_lines(line: str) -> None:
    assert find_dateline([(1, line)]) is None
