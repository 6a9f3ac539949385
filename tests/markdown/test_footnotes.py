"""Footnotes: every note stands behind the text, once, and no word is lost."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from newsgen.markdown.footnotes import label_back_links
from newsgen.markdown.render import extract_text, number_paragraphs, render_html

TEXT = """A claim[^1] and more.[^b] Again[^1].

> [^1]: The note.

[^b]: With *two*

    paragraphs.

Last."""


def words(html: str) -> list[str]:
    return sorted(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", html)))


def test_notes_stand_behind_the_text_and_lead_back() -> None:
    """Each reference has its own id, and the note a way back to each of them."""
    html = render_html(TEXT)
    text, section, notes = html.partition('<div class="notes"')
    assert section
    assert '<sup><a href="#fn1" id="fnref1" role="doc-noteref">[1]</a></sup>' in text
    assert "The note" not in text
    assert re.findall(r'href="#(fnref[^"]*)" role="doc-backlink"', notes) == ["fnref1", "fnref1-2", "fnref2"]
    assert "style" not in html
    for page in (html, render_html("A[^1] b[^1] c[^x]\n\n[^1]: One[^x].\n[^x]: Two.\n")):
        ids = re.findall(r' id="([^"]*)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]*)"', page)) <= set(ids)


def test_paragraphs_keep_their_numbers() -> None:
    """Paragraphs of notes are not counted: they have anchors of their own."""
    html = number_paragraphs(render_html(TEXT))
    assert re.findall(r'<p id="(p\d+)">', html) == ["p1", "p2"]
    assert html.index("Last.") < html.index("The note.")


def test_plain_text_tells_the_numbers() -> None:
    assert extract_text("A[^x] b.\n\n[^x]: Note.") == "A[1] b.\n\n[1] Note."


def test_nothing_typed_is_lost() -> None:
    """A note that nothing refers to, and a second one of a name, stay where they stand."""
    html = render_html("A[^1].\n\n[^1]: one\n\n[^1]: two\n\n[^c]:\n    - three\n\n[^d]:\n\nEnd[^e].")
    for shown in (
        '<li id="fn1"><p>one',
        "<p>[^1]: two</p>",
        "<p>[^c]:</p>\n<ul>\n<li>three",
        "<p>[^d]:</p>",
        "End[^e]",
    ):
        assert shown in html


@given(
    st.lists(
        st.sampled_from(["a", "[^1]", "[^2]", "\n\n[^1]: b", "\n\n[^2]: c", "\n\n", "> ", "- ", "    "]),
        max_size=12,
    )
)
def test_every_word_of_any_note_is_shown_once(parts: list[str]) -> None:
    """Whatever stands where, letters are neither lost nor doubled."""
    typed = sorted(re.findall(r"[abc]", "".join(parts)))
    shown = [word for word in words(render_html("".join(parts))) for word in re.findall("[abc]", word)]
    assert sorted(shown) == typed


def test_a_label_is_escaped() -> None:
    assert "<b>" not in render_html("[^<b>x</b>]: y")


def test_each_way_back_has_a_name_of_its_own() -> None:
    """In the reader's language, and whatever it holds; a text without notes stays as it is."""
    html = render_html('A[^1] b[^1] c[^x]\n\n[^1]: One.\n[^x]: Two "↩".\n')
    named = label_back_links(html, 'Zurück zu "%(number)s"')
    assert re.findall(r'aria-label="(.*?)"', named) == [
        f"Zurück zu &quot;{number}&quot;" for number in ("1", "1-2", "2")
    ]
    assert words(named) == words(html)
    assert label_back_links("<p>x</p>", "y") == "<p>x</p>"
