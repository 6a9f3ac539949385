"""Datelines."""

from __future__ import annotations

import pytest

from newsgen.loader.dates.forms import Form
from newsgen.loader.dates.lines import read_dateline


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("BEIJING, Nov. 22 (Xinhua) -- The premier met", Form(0, 11, 22)),
        ("WASHINGTON, Nov. 22, 2023 — The president", Form(2023, 11, 22)),
        ("WASHINGTON (Tuesday, Jan. 30) – Senators met", Form(0, 1, 30, 1)),
        ("May 7, 2007 - Washington, D.C. - The senator", Form(2007, 5, 7)),
        ("PARIS, 22 novembre 2023 (AFP) - Le ministre", Form(2023, 11, 22)),
        ("From January 12 – Bond stressed that", None),
        ("August 30th – In Burlington, the senator", None),
        ("The senator said on May 7, 2007 — and meant it", None),
        ("WASHINGTON — The president spoke on Nov. 22", None),
    ],
)
def test_dateline(line: str, form: Form | None) -> None:
    """A place, a day and a dash; a sentence that has a dash is none."""
    found = read_dateline(line, "en")
    assert (found[1] if found else None) == form
