"""What a human should look at after loading."""

from __future__ import annotations

import pytest

from newsgen.loader.analyse import Rules, analyse
from newsgen.loader.formats.plain import parse
from newsgen.loader.load import warnings_of

PROSE = "Ministers of both countries met in the capital to talk about trade and fisheries, some of them for the first time"


def warned(data: bytes) -> list[str]:
    (draft,) = parse("x.txt", data)
    return [str(problem) for problem in warnings_of(analyse(draft, Rules()))]


def test_a_text_that_breaks_off() -> None:
    found = warned(f"Head\n{PROSE}.\n{PROSE} and then\n\n".encode())
    assert found == [
        'x.txt:3: the text breaks off: "… of them for the first time and then"; look whether the rest of it is lost'
    ]


@pytest.mark.parametrize(
    "end", [f"{PROSE}.", f"“{PROSE}.”", f"{PROSE}…", "###", "-30-", "Jane Doe", f"({PROSE})"]
)
def test_texts_that_end(end: str) -> None:
    assert warned(f"Head\n{PROSE}.\n{end}\n".encode()) == []


def test_a_guessed_encoding() -> None:
    assert warned(f"Head\nL'été. {PROSE}.".encode("latin-1")) == [
        "x.txt: the text was decoded as windows-1252; look whether its letters are right"
    ]
