"""`newsgen review`: list, look at one article, accept and set; on a terminal key by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.archives import newsgen, record, write

pytest.importorskip("termios", reason="pseudo-terminals are POSIX")

from tests.support.terminal import Terminal

SEED = """Ferry sails again
After two years the river line is back

The ferry left on Wednesday, Nov. 22, with Mayor Mei Lin on board.
It came back in the evening.
"""

FERRY = """\
---
title:  "Ferry sails again"   # checked

date:   2023-11-22 # sure?
# whom
people: [Mei Lin]
layout: post
inferred:            # delete a line to confirm the field
  date:
    confidence: 0.4
    rule: weekday
    evidence: 'line 4: "on Wednesday, Nov. 22"'
    because: 22 November fell on a Wednesday in 2023, 2017
    alternatives: [2017-11-22, 2006-11-22]
  # a note
  people: {rule: name-patterns, evidence: {Mei Lin: 'line 4: "Mayor Mei Lin"'}}
seed: {file: seeds/ferry.txt, sha256: 0000000000000000000000000000000000000000000000000000000000000000}
---

The ferry left on Wednesday, Nov. 22, with Mayor Mei Lin on board.
It came back in the evening.
"""
PATH = "articles/2023/2023-11-22-ferry-sails-again.md"
OTHER = "articles/2021/2021-05-01-a-canal.md"
DATE_LINES = FERRY[FERRY.index("  date:\n") : FERRY.index("  # a note")]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two articles: one with a provisional date and a name, one with a language."""
    how = {"confidence": 0.7, "rule": "stop-words", "evidence": "of, the"}
    canal = record("A canal", date="2021-05-01", language="en", inferred={"language": how})
    write(tmp_path, {PATH: FERRY, OTHER: canal, "seeds/ferry.txt": SEED})
    return tmp_path


def text_of(root: Path) -> str:
    return (root / PATH).read_bytes().decode()


def swapped(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def test_accepting_keeps_the_line_ends_of_windows(archive: Path) -> None:
    """CRLF and a byte-order mark stay."""
    write(archive, {PATH: ("\ufeff" + FERRY.replace("\n", "\r\n")).encode()})
    assert newsgen(archive, "review", "ferry", "--accept", "date").returncode == 0
    assert text_of(archive) == "\ufeff" + swapped(FERRY, (DATE_LINES, "")).replace("\n", "\r\n")


def test_a_pass_accepts_takes_another_and_goes_on(archive: Path) -> None:
    """1 takes the first alternative, an unknown key asks again, n leaves, a accepts."""
    with Terminal(archive, "review") as terminal:
        shown = terminal.until("q quit: ")
        assert f"[1/3] {PATH}\n  Ferry sails again\n" in shown
        assert "      | After two years the river line is back\n    seeds/ferry.txt:4: " in shown
        assert "a accept  s set  1-2 take another  n next  q quit: " in shown
        terminal.press("x")
        terminal.until("q quit: ")
        terminal.press("1")
        assert "set date to 2017-11-22" in terminal.until("q quit: ")
        terminal.press("n")
        assert "[3/3]" in terminal.until("q quit: ")
        terminal.press("a")
        code, rest = terminal.end()
    assert code == 0
    assert "answered: 2 fields\nremaining: 1 inferred field, 0 provisional dates" in rest
    whole = FERRY[FERRY.index("inferred:") : FERRY.index("seed: {")]
    assert text_of(archive) == swapped(FERRY, (whole, ""), ("date:   2023", "date:   2017"))


def test_a_pass_asks_for_a_value_until_it_is_good(archive: Path) -> None:
    """s asks; a bad value is said and asked again; an empty one changes nothing; q ends."""
    with Terminal(archive, "review", "--field", "date") as terminal:
        terminal.until("q quit: ")
        for value, answer in (("31 Nov 2023", "is not a day of the calendar"), ("", "date: ")):
            terminal.press("s")
            terminal.until("date: ")
            terminal.type(value)
            assert answer in terminal.until("q quit: ") or not value
        terminal.press("s")
        terminal.until("date: ")
        terminal.type("2006-11-22")
        code, rest = terminal.end()
    assert code == 0
    assert "is 2006/11/22/ferry-sails-again.html" in rest
    assert "date:   2006-11-22 # sure?" in text_of(archive)


def test_a_broken_off_pass_keeps_what_was_done(archive: Path) -> None:
    """Ctrl-C after the first answer: it stands in the file, and the exit code says 130."""
    with Terminal(archive, "review") as terminal:
        terminal.until("q quit: ")
        terminal.press("a")
        terminal.until("q quit: ")
        terminal.press("\x03")
        code, rest = terminal.end()
    assert code == 130
    assert "answered: 1 field\n" in rest
    assert text_of(archive) == swapped(FERRY, (DATE_LINES, ""))


def test_a_pass_leaves_a_file_that_changed_meanwhile(archive: Path) -> None:
    """The answer is refused, and the other's text stays."""
    with Terminal(archive, "review") as terminal:
        terminal.until("q quit: ")
        write(archive, {PATH: FERRY + "More.\n"})
        terminal.press("a")
        assert "the file has changed meanwhile, so it was not written" in terminal.until("q quit: ")
        terminal.press("q")
        assert terminal.end()[0] == 0
    assert text_of(archive) == FERRY + "More.\n"


def test_no_colour_on_demand(archive: Path) -> None:
    """A terminal gets bold heads, one with NO_COLOR none; --list lists without asking."""
    with Terminal(archive, "review", "--list") as terminal:
        assert terminal.end()[0] == 0
        assert "\x1b[1m" in terminal.printed
    with Terminal(archive, "review", "--list", NO_COLOR="1") as terminal:
        assert terminal.end()[0] == 0
        assert "\x1b[" not in terminal.printed
