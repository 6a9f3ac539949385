"""Drawings: what stays of them, what goes, which are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.media.formats import inspect_and_strip_picture
from newsgen.media.parsed import PictureError
from tests.support.cases import read_cases

ROOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'


def clean(inner: str) -> str:
    """What stays of a drawing with some content."""
    text = inspect_and_strip_picture(f"{ROOT}{inner}</svg>".encode())[1].decode()
    return text.removeprefix(ROOT).removesuffix("</svg>") if text.startswith(ROOT) else ""


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('<svg viewBox="0 0 40 20">', (40, 20)),
        ('<?xml version="1.0"?>\n<!-- x -->\n<svg width="30px" height="10" viewBox="0 0 3 1">', (30, 10)),
        ('\n <svg width="210mm" height="5in">', (794, 480)),
        ('<svg width="100%" height="100%" viewBox="-1,-2,7.6,3">', (8, 3)),
        ('\ufeff<!DOCTYPE svg PUBLIC "a" "b">\n<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 5 5">', (5, 5)),
        ("<svg data-a='>' viewBox='0 0 5 6'>", (5, 6)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_drawing_has_a_size(head: str, size: tuple[int, int], encoding: str) -> None:
    end = "</s:svg>" if "<s:svg" in head else "</svg>"
    facts, data = inspect_and_strip_picture(
        f"{head}{end}".removeprefix("\ufeff" * (encoding != "utf-8")).encode(encoding)
    )
    assert (facts.kind, facts.width, facts.height, facts.scalable) == ("svg", *size, False)
    assert data.startswith(b'<svg xmlns="http://www.w3.org/2000/svg" ')


@pytest.mark.parametrize(("drawing", "left"), read_cases(Path(__file__).with_name("svg.txt")))
def test_what_runs_or_loads_goes_and_what_draws_stays(drawing: str, left: list[str]) -> None:
    assert clean(drawing) == "\n".join(left)


def test_a_script_hidden_by_an_encoding_goes() -> None:
    """A browser that reads ISO-2022-JP, or UTF-7, sees other tags than one that reads ASCII."""
    for encoding in ("ISO-2022-JP", "utf-7", "hz", "no-such"):
        text = (
            f'<?xml version="1.0" encoding="{encoding}"?>{ROOT}<g id="\x1b$B"/><script\x1b(B>x</script></svg>'
        )
        with pytest.raises(PictureError, match=r"^is broken: its (XML|encoding)"):
            inspect_and_strip_picture(text.encode())
    latin = f'<?xml version="1.0" encoding="windows-1252"?>{ROOT}<text>\u20ac é</text></svg>'.encode("cp1252")
    assert inspect_and_strip_picture(latin)[1].decode() == f"{ROOT}<text>€ é</text></svg>"


BAD = [
    (f"{ROOT}<g></svg>", "is broken: its XML, mismatched tag at line 1"),
    (f"{ROOT}\u20ac</svg>".encode("cp1252"), "is broken: its XML, not well-formed (invalid token) at line 1"),
    (f"{ROOT}<use xlink:href='#a'/></svg>", "is broken: its XML, unbound prefix at line 1"),
    (f"<!DOCTYPE svg [<!ENTITY a 'b'>]>{ROOT}&a;</svg>", "declares entities"),
    (f"<!DOCTYPE svg [<!ENTITY % a SYSTEM 'file:///etc/passwd'> %a;]>{ROOT}</svg>", "declares entities"),
    (f"{ROOT}<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>A label</p></foreignObject></svg>", "contains a page"),
    ("<svg/>", "states no size"),
    ('<svg viewBox="0 0 0 9"/>', "states no size that can be shown"),
    (f'<svg width="{"9" * 5_000}" height="1"/>', "states no size that can be shown"),
    ('<svg xmlns="urn:x" viewBox="0 0 9 9"/>', "is no picture that a browser shows"),
]  # fmt: skip


@pytest.mark.parametrize(("drawing", "message"), BAD)
def test_a_drawing_is_refused(drawing: str | bytes, message: str) -> None:
    with pytest.raises(PictureError) as raised:
        inspect_and_strip_picture(drawing if isinstance(drawing, bytes) else drawing.encode())
    assert str(raised.value).startswith(message)


@pytest.mark.parametrize("piece", [" ", "<g>", "<!--", "@import(", "url( '", "url(#", '"', "<svg "])
def test_a_drawing_is_read_in_a_time_that_grows_with_its_length(piece: str) -> None:
    """With a nested pattern some of these would take hours."""
    for text in (
        piece * 50_000,
        f"{ROOT}<style>{piece * 50_000}",
        f"{ROOT}<style><![CDATA[{piece * 50_000}]]></style></svg>",
    ):
        try:
            inspect_and_strip_picture(text.encode())
        except PictureError:
            continue


@given(st.lists(st.sampled_from(
    ["@import", " ", "url(", ")", "'", '"', "#a", "//e.example/", ";", "src", "/*", "*/", "{", "}", "image(", "data:", "\\75"]
)))  # fmt: skip
def test_no_stylesheet_loads_from_elsewhere(pieces: list[str]) -> None:
    left = clean(f"<style><![CDATA[{''.join(pieces)}]]></style>")
    assert "@import" not in left
    assert "\\" not in left
    for address in left.replace("&amp;", "&").split("url(")[1:]:
        assert address.lstrip(" '\"").startswith(("#a", "data:"))
