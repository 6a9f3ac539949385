"""Promises of the numbers of paragraphs."""

from __future__ import annotations

import pytest

from newsgen.markdown.footnotes import SECTION
from newsgen.markdown.render import numbered, with_anchors


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 130])
def test_all_paragraphs_of_a_text_of_any_length_are_numbered(count: int) -> None:
    shown = numbered("<h2>A</h2>\n" + "<p>x</p>\n" * count, 'Absatz "%(number)s"')
    pins = [
        f'<p id="p{n}"><a class="pin" href="#p{n}" tabindex="-1" aria-label="Absatz &quot;{n}&quot;"></a>x</p>\n'
        for n in range(1, count + 1)
    ]
    assert shown == "<h2>A</h2>\n" + "".join(pins)


def test_a_short_text_after_a_long_one_is_numbered_from_one() -> None:
    numbered("<p>x</p>" * 70, "%(number)s")
    assert numbered("<p>x</p>", "%(number)s").startswith('<p id="p1">')


def test_what_stands_in_notes_has_no_number() -> None:
    notes = f"{SECTION}><p>y</p></div>"
    assert with_anchors(f"<p>x</p>{notes}") == numbered("<p>x</p>", "Paragraph %(number)s") + notes
