"""Bytes to text: nothing is replaced, and what is refused is refused with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.errors import ContentError
from newsgen.loader.text import decode_seed

TABLES = json.loads((Path(__file__).parent / "data" / "tables.json").read_text(encoding="utf-8"))
FRENCH = "Le président de la République a reçu hier à l'Élysée les délégués; l'été n'était pas loin, et déjà très chaud."
RUSSIAN = "Президент России встретился с премьер-министром Японии и обсудил вопросы двусторонних отношений."
JAPANESE = "日本の首相は水曜日に北京で中国の外相と会談し、両国の関係改善について話し合いました。"
ENGLISH = "“Both sides,” Liu said, “need to seize this opportunity” – for 10 €."


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding."""
    text, seed = decode_seed("x.txt", data)
    assert seed.file == "x.txt"
    return text, seed.encoding


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", [FRENCH, ENGLISH])
def test_unicode_with_and_without_a_mark(text: str, codec: str) -> None:
    """A byte-order mark decides; UTF-16 without one is known by its NUL bytes."""
    found, encoding = decode(text.encode(codec))
    assert found == text
    assert encoding.startswith(codec[:6]) or codec == "utf-8-sig"


@pytest.mark.parametrize(("text", "encodings"), TABLES["encodings of sentences"])
def test_one_sentence_tells_its_encoding(text: str, encodings: str) -> None:
    """By the letters and small words of its language, where a detector of long texts fails."""
    for encoding in encodings.split():
        assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize("text", ["a ~{ b", "if x ~{foo~} y", "\x1b$)Cabc"])
def test_marks_of_shifts_in_plain_text(text: str) -> None:
    """What only looks like HZ or ISO-2022-KR keeps its letters."""
    assert decode(text.encode())[0] in (text, text.replace("\x1b", " "))


def test_a_stray_escape_is_no_encoding() -> None:
    assert decode(b"a \x1b$B\x7f b") == ("a  $B  b", "")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            "“Both\n“sides\n".encode() + b"need\xff it",
            "x.txt:3:5: byte 0xFF is not UTF-8, as the rest of the text is",
        ),
        (b"\xef\xbb\xbfa\nb\xe9", "x.txt:2:2: byte 0xE9 is not UTF-8, as the rest of the text is"),
        (b"\xff\xfea\0\0\xd8", "x.txt:1:2: byte 0x00 is not valid in UTF-16-LE, as the text begins"),
        (b"\x89PNG\r\n\0\0\1", "x.txt:2: a NUL byte: this is not a text file"),
        (b"", "x.txt: the text is empty"),
        (b" \r\n\x0c\xc2\xa0\n", "x.txt: the text is empty"),
        (b"\xef\xbb\xbf", "x.txt: the text is empty"),
    ],
)
def test_refused_with_the_place(data: bytes, message: str) -> None:
    with pytest.raises(ContentError) as error:
        decode(data)
    assert str(error.value).startswith(message)


def test_reference_seed_with_a_stray_byte_is_refused(shared) -> None:  # type: ignore[no-untyped-def]
    """A detector takes it for mac_iceland and garbles every quotation mark."""
    data = (shared / "seeds/000_af86e90db8e8e466.txt").read_bytes()
    line = data[:3000].count(b"\n") + 1
    with pytest.raises(ContentError, match=f"x.txt:{line}:"):
        decode(data[:3000] + b"\xe2" + data[3000:])


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\v", "\f", "\u2028", "\u2029"])
def test_every_line_end_ends_a_line(end: str) -> None:
    assert decode(f"a{end}b".encode())[0] == "a\nb"


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).map(
        lambda text: text + "."
    )
)
def test_utf8_comes_out_as_it_is(text: str) -> None:
    """Zero-width characters, soft hyphens, no-break spaces, private use: all kept."""
    kept = "".join(
        char if not 0xFDD0 <= ord(char) <= 0xFDEF and char not in "\ufffe\uffff" else " " for char in text
    )
    assert decode(("." + text).encode()) == ("." + kept, "")
